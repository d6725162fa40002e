"""A second exact solver, by other means than ours: HiGHS, a mixed-integer programme and cuts against circles.

    least  sum cost x_u + sum settling z_r
    with   y_o = 1                     for each goal o
           y_o <= sum of x_u           over the units u that teach o
           x_u <= sum of y_o           over the outcomes o of each any-of group that u requires
           y_o <= sum of y_p           over the outcomes p of a group that every teacher of o requires or gives
           x_u <= z_r                  where u belongs to r

That is blind to circles, so there are cuts. Take a set of outcomes that does not hold a target, and the set E of units
that can be studied with it and teach more: a plan with the target must have a unit of E. The set is grown, one unit of
E after the other, those with the largest x first, as long as the target stays out: the smaller the sum of x over E,
the stronger the cut. Cuts are added to the relaxation while they help, then the whole is solved; an answer that cannot
be carried out is cut off in the same way, and it is solved again.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from importlib import import_module
from typing import Any

from mlpath.graph import Group
from mlpath.planner.problem import Problem

ROUNDS = 40
"""Of cuts to the relaxation."""
LEAST = 0.01
"""By which a cut must be broken."""


@dataclass(frozen=True)
class Answer:
    """The units of a proven shortest plan, or None when time ran out; how often was it solved anew."""

    units: frozenset[int] | None
    rounds: int


class Programme:
    """The mixed-integer programme of a feasible problem with outcomes as goals."""

    def __init__(self, problem: Problem, *, presolve: bool = True) -> None:
        highspy = import_module("highspy")  # 70 MB with numpy, and only here
        self.problem = problem
        self.column = {unit: index for index, unit in enumerate(problem.units)}
        used = sorted(set(problem.resource.values()) & {name for name, cost in problem.settling.items() if cost})
        self.settle = {resource: len(self.column) + index for index, resource in enumerate(used)}
        self.teachers: dict[int, list[int]] = {}
        for unit in problem.units:
            for outcome in problem.teaches[unit]:
                self.teachers.setdefault(outcome, []).append(unit)
        self.highs: Any = highspy.Highs()
        for name, value in (
            ("log_to_console", False),
            ("output_flag", False),
            ("presolve", "choose" if presolve else "off"),
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
        ):
            self.highs.setOptionValue(name, value)
        self.outcome = {o: len(self.column) + len(self.settle) + at for at, o in enumerate(sorted(self.teachers))}
        costs = [problem.cost[unit] for unit in problem.units] + [problem.settling[resource] for resource in used]
        for index, cost in enumerate(costs):
            self.highs.addVar(0.0, 1.0)
            self.highs.changeColCost(index, float(cost))
            self.highs.changeColIntegrality(index, highspy.HighsVarType.kInteger)
        for outcome in self.outcome:
            self.highs.addVar(1.0 if outcome in problem.goals else 0.0, 1.0)
        self._rows()

    def _rows(self) -> None:
        for unit in self.problem.units:
            resource = self.problem.resource[unit]
            if resource in self.settle:
                self._row([(self.settle[resource], 1.0), (self.column[unit], -1.0)], 0.0)
            for group in self.problem.needs[unit]:
                self._row([*self._any(group), (self.column[unit], -1.0)], 0.0)
        for outcome, teachers in self.teachers.items():
            this = (self.outcome[outcome], -1.0)
            self._row([*((self.column[unit], 1.0) for unit in teachers), this], 0.0)
            for group in self.problem.needs[teachers[0]]:
                if outcome not in group and all(self._implies(unit, group) for unit in teachers):
                    self._row([*self._any(group), this], 0.0)

    def _any(self, group: Group) -> list[tuple[int, float]]:
        return [(self.outcome[outcome], 1.0) for outcome in sorted(group) if outcome in self.outcome]

    def _implies(self, unit: int, group: Group) -> bool:
        """Whether who has studied a unit has an outcome of the group."""
        return not self.problem.teaches[unit].isdisjoint(group) or any(g <= group for g in self.problem.needs[unit])

    def _at_least_one(self, units: set[int], asked_by: int | None) -> None:
        """One of some units is chosen: in any case, or where the unit that asks is."""
        terms = [(self.column[unit], 1.0) for unit in sorted(units)]
        if asked_by is None:
            self._row(terms, 1.0)
        else:
            self._row([*terms, (self.column[asked_by], -1.0)], 0.0)

    def _row(self, terms: list[tuple[int, float]], least: float) -> None:
        columns, values = [column for column, _ in terms], [value for _, value in terms]
        self.highs.addRow(least, self.highs.getInfinity(), len(terms), columns, values)

    def solve(self, seconds: float) -> Answer:
        """A proven shortest plan, within so many seconds of CPU."""
        end = time.process_time() + seconds
        for _ in range(ROUNDS):
            values = self._run(end, whole=False)
            if values is None or not self._cut(values):
                break
        rounds = 0
        while (values := self._run(end, whole=True)) is not None:
            rounds += 1
            chosen = frozenset(unit for unit, value in values.items() if value > 0.5)
            if self.problem.carries(chosen):
                return Answer(chosen, rounds)
            self._cut({unit: round(value) for unit, value in values.items()})
        return Answer(None, rounds)

    def _run(self, end: float, *, whole: bool) -> dict[int, float] | None:
        """The optimal x of the programme, or of its relaxation; None when time runs out."""
        left = end - time.process_time()
        if left <= 0:
            return None
        self.highs.setOptionValue("solve_relaxation", not whole)
        self.highs.setOptionValue("time_limit", float(self.highs.getRunTime() + left))
        self.highs.run()
        if self.highs.modelStatusToString(self.highs.getModelStatus()) != "Optimal":
            return None
        values = self.highs.getSolution().col_value
        return {unit: values[index] for unit, index in self.column.items()}

    def _cut(self, values: Mapping[int, float]) -> bool:
        """Add the cuts that these values break; whether there are some."""
        broken = False
        targets: list[tuple[int | None, Group]] = [(None, frozenset({goal})) for goal in sorted(self.problem.goals)]
        targets += [(u, group) for u, x in values.items() if x > LEAST for group in self.problem.needs[u]]
        edges: dict[Group, set[int]] = {}
        for asked_by, group in targets:
            if group not in edges:
                edges[group] = way_in(self.problem, values, group)
            asked = 1.0 if asked_by is None else values[asked_by]
            if sum(values[unit] for unit in edges[group]) < asked - LEAST and asked_by not in edges[group]:
                self._at_least_one(edges[group], asked_by)
                broken = True
        return broken


def way_in(problem: Problem, values: Mapping[int, float], target: Group) -> set[int]:
    """Units of which one must be studied before an outcome of the target is had, with small values.

    The edge of a closed set, grown by the unit of the largest value as long as the target stays out.
    """
    inside = _Closed(problem)
    refused: set[int] = set()
    queue: list[tuple[float, int]] = []
    while True:
        for unit in inside.edge:
            heappush(queue, (-values[unit], unit))
        inside.edge.clear()
        if not queue:
            break
        _, unit = heappop(queue)
        if unit not in refused and not problem.teaches[unit] <= inside.have and not inside.take(unit, target):
            refused.add(unit)
    return {unit for unit in refused if not problem.teaches[unit] <= inside.have}


class _Closed:
    """A set of outcomes, closed under the units inside: these are studied as soon as they can be."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.have: set[int] = set()
        self.inside: set[int] = set()
        self.unmet = {unit: set(range(len(problem.needs[unit]))) for unit in problem.units}
        self.edge = [unit for unit in problem.units if not self.unmet[unit]]
        """Units that can be studied; what turns out to be inside, or to teach nothing new, is passed over."""
        self.asked_by: dict[int, list[tuple[int, int]]] = {}
        for unit in problem.units:
            for index, group in enumerate(problem.needs[unit]):
                for outcome in group:
                    self.asked_by.setdefault(outcome, []).append((unit, index))

    def take(self, unit: int, target: Group) -> bool:
        """Put a unit inside, with what follows; if that gives an outcome of the target, leave all as it was."""
        self.inside.add(unit)
        met: list[tuple[int, int]] = []
        new: list[int] = []
        opened: list[int] = []
        waiting = [unit] if not self.unmet[unit] else []
        while waiting:
            for outcome in self.problem.teaches[waiting.pop()] - self.have:
                self.have.add(outcome)
                new.append(outcome)
                for other, index in self.asked_by.get(outcome, ()):
                    if index in self.unmet[other]:
                        self.unmet[other].discard(index)
                        met.append((other, index))
                        if not self.unmet[other]:
                            (waiting if other in self.inside else opened).append(other)
        if not target.isdisjoint(new):
            self._undo(unit, met, new)
            return False
        self.edge += opened
        return True

    def _undo(self, unit: int, met: list[tuple[int, int]], new: list[int]) -> None:
        self.inside.discard(unit)
        self.have.difference_update(new)
        for other, index in met:
            self.unmet[other].add(index)
