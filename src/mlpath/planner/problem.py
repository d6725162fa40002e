"""What is to be solved, in numbers: units that may be studied, what they cost, what must be reached.

Reduced before anything is searched (`mlpath.planner.reduce`); solved in `mlpath.planner.select`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from mlpath.graph import Group, PrerequisiteGraph
from mlpath.learner import KnowledgeState
from mlpath.plan import Request, Wishes

SCALE = 4
"""A minute's weight, so that what is preferred (3) and what is avoided (8) are whole numbers too."""
PREFERRED = 3
AVOIDED = 8


@dataclass(frozen=True)
class Problem:
    """Numbers are those of the graph; `cost` and `settling` are minutes times SCALE."""

    graph: PrerequisiteGraph
    known: frozenset[int]
    goals: frozenset[int]
    """Outcomes to be had at the end, known ones left out."""
    must: frozenset[int]
    one_of: frozenset[int]
    """Units of which at least one must be studied; none where it is empty."""
    units: tuple[int, ...]
    cost: dict[int, int]
    resource: dict[int, str]
    settling: dict[str, int]
    """For each resource that is not begun; the others cost none."""
    needs: dict[int, tuple[Group, ...]]
    """What is open for each unit: groups that the known outcomes do not meet."""
    teaches: dict[int, frozenset[int]]
    """What is new in each unit."""

    def total(self, units: Collection[int]) -> int:
        """The cost of a set of units, settling-in included."""
        used = {self.resource[unit] for unit in units}
        return sum(self.cost[unit] for unit in units) + sum(self.settling.get(r, 0) for r in used)

    def carries(self, units: Collection[int]) -> bool:
        """Whether a set of units can be carried out, and reaches everything."""
        have, studied = self.carry_out(units)
        return len(studied) == len(units) and self.goals <= have and self.must <= studied and self._has_one(studied)

    def _has_one(self, studied: Collection[int]) -> bool:
        return not self.one_of or not self.one_of.isdisjoint(studied)

    def carry_out(self, units: Collection[int]) -> tuple[set[int], set[int]]:
        """The outcomes had and the units studied when every unit whose turn comes is studied."""
        have: set[int] = set()
        studied: set[int] = set()
        waiting = sorted(units)
        while True:
            ready = [u for u in waiting if all(not have.isdisjoint(group) for group in self.needs[u])]
            if not ready:
                return have, studied
            for unit in ready:
                have |= self.teaches[unit]
                studied.add(unit)
            waiting = [unit for unit in waiting if unit not in studied]


def pose(graph: PrerequisiteGraph, state: KnowledgeState, request: Request, wishes: Wishes) -> Problem:
    """The problem of a request, not yet reduced."""
    known = graph.numbers(outcome for outcome in state.known | wishes.known if outcome in graph.number)
    goals = frozenset(graph.number[outcome] for outcome in wishes.outcomes) - known
    waived = frozenset(state.done) | state.skipped
    must = frozenset(graph.unit_number[unit] for unit in wishes.capstones if unit not in waived)
    must |= frozenset(graph.unit_number[unit] for unit in wishes.pinned if unit not in state.done)
    one_of = frozenset(graph.unit_number[unit] for unit in wishes.at_least_one_of)
    gone = frozenset(state.skipped).union(*wishes.excluded.values())
    units = tuple(
        number
        for number, unit in enumerate(graph.units)
        if number in must | one_of or (unit.id not in gone and not graph.taught[number] <= known)
    )
    of = graph.curriculum.resource_of
    begun = {of[unit].id for unit in state.begun if unit in of}
    factor = 1.0 if request.settling is None else request.settling
    settling = {
        resource.id: round(graph.curriculum.settling_minutes(resource) * factor) * SCALE
        for resource in graph.curriculum.resources
        if resource.id not in begun
    }
    return Problem(
        graph=graph,
        known=known,
        goals=goals,
        must=must,
        one_of=one_of & frozenset(units),
        units=units,
        cost={unit: graph.units[unit].minutes * _weight(graph.units[unit].id, wishes) for unit in units},
        resource={unit: of[graph.units[unit].id].id for unit in units},
        settling=settling,
        needs={unit: tuple(group for group in graph.needs(unit, known) if known.isdisjoint(group)) for unit in units},
        teaches={unit: graph.taught[unit] - known for unit in units},
    )


def _weight(unit: str, wishes: Wishes) -> int:
    if unit in wishes.avoided:
        return AVOIDED
    return PREFERRED if unit in wishes.preferred else SCALE
