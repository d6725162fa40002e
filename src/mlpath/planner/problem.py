"""What is to be solved, in numbers: units that may be studied, what they cost, what must be reached.

Posing walks backward from the goals, so that a problem holds only what they could need, however large the
curriculum. Reduced before anything is searched (`mlpath.planner.reduce`); solved in `mlpath.planner.select`.
"""

from __future__ import annotations

from collections import deque
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
    gone: frozenset[int]
    """Units that the learner skipped, or that a wish takes away."""
    units: tuple[int, ...]
    cost: dict[int, int]
    resource: dict[int, str]
    settling: dict[str, int]
    """For each resource that is not begun; the others cost none."""
    needs: dict[int, tuple[Group, ...]]
    """What is open for each unit: groups that the known outcomes do not meet."""
    teaches: dict[int, frozenset[int]]
    """What is new in each unit."""
    landmarks: frozenset[int] = frozenset()
    """Outcomes that every plan passes, besides the goals: what reduction found, for the search to know."""

    def allowed(self, unit: int) -> bool:
        """Whether a unit, needed or not, may be studied and teaches something new."""
        asked = unit in self.must or unit in self.one_of
        return asked or (unit not in self.gone and not self.graph.taught[unit] <= self.known)

    def total(self, units: Collection[int]) -> int:
        """The cost of a set of units, settling-in included."""
        used = {self.resource[unit] for unit in units}
        return sum(self.cost[unit] for unit in units) + sum(self.settling.get(r, 0) for r in used)

    def carries(self, units: Collection[int]) -> bool:
        """Whether a set of units can be carried out, and reaches everything."""
        have, studied = self.carry_out(units)
        return len(studied) == len(units) and self.goals <= have and self.must <= studied and self._has_one(studied)

    @property
    def can_be_solved(self) -> bool:
        """Whether studying everything reaches everything."""
        have, studied = self.carry_out(self.units)
        return self.goals <= have and self.must <= studied and self._has_one(studied)

    def _has_one(self, studied: Collection[int]) -> bool:
        return not self.one_of or not self.one_of.isdisjoint(studied)

    def carry_out(self, units: Collection[int]) -> tuple[set[int], set[int]]:
        """The outcomes had and the units studied when every unit whose turn comes is studied."""
        have: set[int] = set()
        studied: set[int] = set()
        waiting: dict[int, list[tuple[int, Group]]] = {}
        unmet = {unit: len(self.needs[unit]) for unit in units}
        for unit in units:
            for group in self.needs[unit]:
                for outcome in group:
                    waiting.setdefault(outcome, []).append((unit, group))
        ready = deque(unit for unit in units if not unmet[unit])
        while ready:
            unit = ready.popleft()
            studied.add(unit)
            for outcome in self.teaches[unit] - have:
                for other, group in waiting.get(outcome, ()):
                    if have.isdisjoint(group):  # the first of the group's outcomes to be had
                        unmet[other] -= 1
                        if not unmet[other]:
                            ready.append(other)
                have.add(outcome)
        return have, studied


def pose(graph: PrerequisiteGraph, state: KnowledgeState, request: Request, wishes: Wishes) -> Problem:
    """The problem of a request, not yet reduced."""
    known = graph.numbers(outcome for outcome in state.known | wishes.known if outcome in graph.number)
    goals = frozenset(graph.number[outcome] for outcome in wishes.outcomes) - known
    waived = frozenset(state.done) | state.skipped
    must = frozenset(graph.unit_number[unit] for unit in wishes.capstones if unit not in waived)
    must |= frozenset(graph.unit_number[unit] for unit in wishes.pinned if unit not in state.done)
    one_of = frozenset(graph.unit_number[unit] for unit in wishes.at_least_one_of)
    gone = frozenset(
        graph.unit_number[unit]
        for unit in frozenset(state.skipped).union(*wishes.excluded.values())
        if unit in graph.unit_number
    )
    needs = _cone(graph, known, goals, must | one_of, gone)
    units = tuple(sorted(needs))
    of = graph.curriculum.resource_of
    resource = {unit: of[graph.units[unit].id] for unit in units}
    begun = {of[unit].id for unit in state.begun if unit in of}
    factor = 1.0 if request.settling is None else request.settling
    return Problem(
        graph=graph,
        known=known,
        goals=goals,
        must=must,
        one_of=one_of,
        gone=gone,
        units=units,
        cost={unit: graph.units[unit].minutes * _weight(graph.units[unit].id, wishes) for unit in units},
        resource={unit: resource[unit].id for unit in units},
        settling={
            used.id: round(graph.curriculum.settling_minutes(used) * factor) * SCALE
            for used in {of_unit.id: of_unit for of_unit in resource.values()}.values()
            if used.id not in begun
        },
        needs=needs,
        teaches={unit: graph.taught[unit] - known for unit in units},
    )


def _cone(
    graph: PrerequisiteGraph, known: frozenset[int], goals: frozenset[int], asked: frozenset[int], gone: frozenset[int]
) -> dict[int, tuple[Group, ...]]:
    """The units that goals or units could need, however indirectly, each with what is open for it.

    What teaches an outcome that matters matters, and so does each outcome that it requires. In a plan, take away
    every other unit: nothing that is left waited for those, and it costs less. So no shortest plan has them.
    """
    needs: dict[int, tuple[Group, ...]] = {}
    seen = set(goals)
    waiting = [*asked, *(unit for goal in goals for unit in graph.teachers[goal])]
    while waiting:
        unit = waiting.pop()
        if unit in needs or (unit in gone and unit not in asked):
            continue
        needs[unit] = tuple(group for group in graph.needs(unit, known) if known.isdisjoint(group))
        for group in needs[unit]:
            for outcome in group - seen:
                seen.add(outcome)
                waiting += graph.teachers[outcome]
    return needs


def _weight(unit: str, wishes: Wishes) -> int:
    if unit in wishes.avoided:
        return AVOIDED
    return PREFERRED if unit in wishes.preferred else SCALE
