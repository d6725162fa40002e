"""Landmarks: what every way to something must pass.

    a ── u ──▶ b ──┬── v ──▶ g        b and u (and a) are landmarks of g; v and w are not
                   └── w ──▶ g

A set of landmarks is an integer, one bit for each unit and each outcome, so that "whatever all of these have in
common" is one operation. They are the greatest solution of

    of an outcome:  itself, and what the landmarks of all units that teach it have in common
    of a unit:      itself, and for each any-of group what the landmarks of its outcomes have in common

(Keyder, Richter, Helmert: Sound and complete landmarks for and/or graphs, ECAI 2010). Greatest, so that a circle
does not lose them: all sets start full and shrink until nothing changes. Complete: what is not in the solution can
be gone round.
"""

from __future__ import annotations

from collections import deque

from mlpath.planner.problem import Problem


class Landmarks:
    """The landmarks of each unit and outcome of a problem of which every unit can be studied."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        outcomes = sorted(frozenset().union(*problem.teaches.values()))
        self.unit_bit = {unit: 1 << at for at, unit in enumerate(problem.units)}
        self.outcome_bit = {outcome: 1 << len(problem.units) + at for at, outcome in enumerate(outcomes)}
        self.full = (1 << len(problem.units) + len(outcomes)) - 1
        self.of_unit = dict.fromkeys(problem.units, self.full)
        self.of_outcome = dict.fromkeys(outcomes, self.full)
        self._shrink()

    def _shrink(self) -> None:
        """Until nothing changes; an outcome's set takes in what its changed teachers have, one by one."""
        problem = self.problem
        users: dict[int, list[int]] = {}
        for unit in problem.units:
            for group in problem.needs[unit]:
                for outcome in group:
                    users.setdefault(outcome, []).append(unit)
        queue = deque(unit for unit in problem.units if not problem.needs[unit])
        queued = set(queue)
        while queue:
            unit = queue.popleft()
            queued.discard(unit)
            found = self._of_unit(unit)
            if found == self.of_unit[unit]:
                continue
            self.of_unit[unit] = found
            for outcome in problem.teaches[unit]:
                before = self.of_outcome[outcome]
                after = before & (found | self.outcome_bit[outcome])
                if after != before:
                    self.of_outcome[outcome] = after
                    fresh = [other for other in users.get(outcome, ()) if other not in queued]
                    queue.extend(fresh)
                    queued.update(fresh)

    def _of_unit(self, unit: int) -> int:
        found = self.unit_bit[unit]
        for group in self.problem.needs[unit]:
            common = self.full
            for outcome in group:
                common &= self.of_outcome[outcome]
            found |= common
        return found

    @property
    def of_every_plan(self) -> tuple[frozenset[int], frozenset[int]]:
        """The units and the outcomes that no plan goes round."""
        problem = self.problem
        passed = 0
        for goal in problem.goals:
            passed |= self.of_outcome[goal]
        for unit in problem.must:
            passed |= self.of_unit[unit]
        if problem.one_of:
            common = self.full
            for unit in problem.one_of:
                common &= self.of_unit[unit]
            passed |= common
        units = (unit for unit, bit in self.unit_bit.items() if bit & passed)
        return frozenset(units), frozenset(outcome for outcome, bit in self.outcome_bit.items() if bit & passed)

    def first_taught(self, unit: int) -> frozenset[int]:
        """What a unit teaches that need not be had before it can be studied."""
        passed = self.of_unit[unit]
        return frozenset(outcome for outcome in self.problem.teaches[unit] if not self.outcome_bit[outcome] & passed)
