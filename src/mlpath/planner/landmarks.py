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
from collections.abc import Collection, Mapping

from mlpath.graph import Group
from mlpath.planner.problem import Problem


class Landmarks:
    """The landmarks of each unit and outcome; every unit can be studied, by these alone.

    Args:
        needs: the any-of groups of outcomes that are open for each unit.
        teaches: the outcomes that each unit gives.
        marked: units to look for, and nothing else; None: all units and outcomes.

    """

    def __init__(
        self,
        needs: Mapping[int, tuple[Group, ...]],
        teaches: Mapping[int, frozenset[int]],
        marked: Collection[int] | None = None,
    ) -> None:
        self.needs, self.teaches = needs, teaches
        outcomes = sorted(frozenset().union(*teaches.values()))
        units = sorted(needs if marked is None else marked)
        self.unit_bit = {unit: 1 << at for at, unit in enumerate(units)}
        self.outcome_bit = {o: 1 << len(units) + at for at, o in enumerate(outcomes if marked is None else ())}
        self.full = (1 << len(self.unit_bit) + len(self.outcome_bit)) - 1
        self.of_unit = dict.fromkeys(needs, self.full)
        self.of_outcome = dict.fromkeys(outcomes, self.full)
        self._shrink()

    def _shrink(self) -> None:
        """Until nothing changes; an outcome's set takes in what its changed teachers have, one by one."""
        users: dict[int, list[int]] = {}
        for unit, groups in self.needs.items():
            for group in groups:
                for outcome in group:
                    users.setdefault(outcome, []).append(unit)
        queue = deque(unit for unit, groups in self.needs.items() if not groups)
        queued = set(queue)
        while queue:
            unit = queue.popleft()
            queued.discard(unit)
            found = self._of_unit(unit)
            if found == self.of_unit[unit]:
                continue
            self.of_unit[unit] = found
            for outcome in self.teaches[unit]:
                before = self.of_outcome[outcome]
                after = before & (found | self.outcome_bit.get(outcome, 0))
                if after != before:
                    self.of_outcome[outcome] = after
                    fresh = [other for other in users.get(outcome, ()) if other not in queued]
                    queue.extend(fresh)
                    queued.update(fresh)

    def _of_unit(self, unit: int) -> int:
        found = self.unit_bit.get(unit, 0)
        for group in self.needs[unit]:
            common = self.full
            for outcome in group:
                common &= self.of_outcome.get(outcome, self.full)
            found |= common
        return found

    def of_every_plan(self, problem: Problem) -> tuple[frozenset[int], frozenset[int]]:
        """The units and the outcomes that no plan of a problem with these units goes round."""
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
        return frozenset(outcome for outcome in self.teaches[unit] if not self.outcome_bit[outcome] & passed)
