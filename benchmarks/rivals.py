"""How learners choose without a planner: three habits, each giving a sound plan, settling-in counted.

    first-listed   for each topic the first resource in the catalogue that teaches it
    shortest       for each topic the shortest unit that teaches it
    density        what meets the most open requirements per hour, settling-in included, again and again

A habit may choose in a circle: what A teaches B requires, and the other way round. Then outcomes that nothing yields
are taken from their *first achiever*, a unit that can be studied in the round in which the outcome is first had at all:
with enough of those every plan can be carried out. Nothing is taken back afterwards, as a learner would not know to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from mlpath.graph import Group
from mlpath.planner.problem import Problem

Plan = frozenset[int]
Key = Callable[[int], tuple[int, ...]]


class Rivals:
    """The habits on one feasible problem with outcomes as goals."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.teachers: dict[int, list[int]] = {}
        for unit in problem.units:
            for outcome in problem.teaches[unit]:
                self.teachers.setdefault(outcome, []).append(unit)

    def plans(self) -> dict[str, Plan]:
        """The plan of each habit."""
        return {"first-listed": self.first_listed(), "shortest": self.shortest(), "density": self.density()}

    def first_listed(self) -> Plan:
        """For each outcome the unit that the curriculum lists first."""
        listed = {id_: place for place, id_ in enumerate(self.problem.graph.curriculum.unit)}
        units = self.problem.graph.units
        return self._by_choice(lambda unit: (listed[units[unit].id],))

    def shortest(self) -> Plan:
        """For each outcome the shortest unit."""
        return self._by_choice(lambda unit: (self.problem.cost[unit], unit))

    def _by_choice(self, key: Key) -> Plan:
        best = {outcome: min(units, key=key) for outcome, units in self.teachers.items()}
        return self._repaired(lambda forced: self._closure(best, key, forced))

    def _closure(self, best: dict[int, int], key: Key, forced: dict[int, int]) -> set[int]:
        """The chosen teachers of the goals, of what those require, and so on; nothing is chosen twice."""
        chosen: set[int] = set(forced.values())
        taught = self._taught(chosen)
        waiting: list[Group] = [frozenset({goal}) for goal in sorted(self.problem.goals)]
        waiting += self._needs(sorted(chosen))
        while waiting:
            group = waiting.pop(0)
            if taught.isdisjoint(group):
                unit = min((best[outcome] for outcome in group if outcome in best), key=key)
                chosen.add(unit)
                taught |= self.problem.teaches[unit]
                waiting += self._needs([unit])
        return chosen

    def density(self) -> Plan:
        """Greedy by requirements met per minute."""
        return self._repaired(self._dense)

    def _dense(self, forced: dict[int, int]) -> set[int]:
        problem = self.problem
        chosen: set[int] = set(forced.values())
        taught = self._taught(chosen)
        items = [*(frozenset({goal}) for goal in sorted(problem.goals)), *self._needs(sorted(chosen))]
        left = {group for group in items if taught.isdisjoint(group)}
        while left:
            unit = self._densest(left, {problem.resource[unit] for unit in chosen})
            chosen.add(unit)
            taught |= problem.teaches[unit]
            left |= set(self._needs([unit]))
            left = {group for group in left if taught.isdisjoint(group)}
        return chosen

    def _densest(self, left: set[Group], begun: set[str]) -> int:
        problem = self.problem
        met: dict[int, int] = {}
        for group in left:
            for unit in {unit for outcome in group for unit in self.teachers.get(outcome, ())}:
                met[unit] = met.get(unit, 0) + 1

        def price(unit: int) -> float:
            resource = problem.resource[unit]
            settling = 0 if resource in begun else problem.settling.get(resource, 0)
            return (problem.cost[unit] + settling) / met[unit]

        return min(met, key=lambda unit: (price(unit), unit))

    def _repaired(self, choose: Callable[[dict[int, int]], set[int]]) -> Plan:
        """What a choice gives when circles are broken, one outcome at a time; what cannot be studied is left out."""
        forced: dict[int, int] = {}
        while True:
            chosen = choose(forced)
            have, studied = self.problem.carry_out(chosen)
            if self.problem.goals <= have:
                return frozenset(studied)
            stuck = self._taught(chosen - studied) - have - forced.keys()
            wanted = {outcome for outcome in stuck if outcome in self._first}
            outcome = min(wanted, key=lambda outcome: (self._round[outcome], outcome))
            forced[outcome] = self._first[outcome]

    def _taught(self, units: Iterable[int]) -> set[int]:
        return set().union(*(self.problem.teaches[unit] for unit in units))

    def _needs(self, units: Iterable[int]) -> list[Group]:
        return [group for unit in units for group in self.problem.needs[unit]]

    @cached_property
    def _round(self) -> dict[int, int]:
        """In which round each outcome is had, when in each round all that can be studied is."""
        rounds: dict[int, int] = {}
        waiting, number = list(self.problem.units), 0
        while waiting:
            ready = [u for u in waiting if all(not rounds.keys().isdisjoint(group) for group in self.problem.needs[u])]
            if not ready:
                break
            for outcome in self._taught(ready):
                rounds.setdefault(outcome, number)
            left = set(ready)
            waiting = [unit for unit in waiting if unit not in left]
            number += 1
        return rounds

    @cached_property
    def _first(self) -> dict[int, int]:
        """For each outcome the cheapest unit of the round in which it is first had."""
        found: dict[int, int] = {}
        for outcome, number in self._round.items():
            teachers = (unit for unit in self.teachers[outcome] if self._ready_at(unit) == number)
            found[outcome] = min(teachers, key=lambda unit: (self.problem.cost[unit], unit))
        return found

    def _ready_at(self, unit: int) -> int:
        """The round in which a unit can be studied first."""
        never = len(self.problem.units)
        groups = self.problem.needs[unit]
        return max((min(self._round.get(outcome, never) for outcome in group) + 1 for group in groups), default=0)
