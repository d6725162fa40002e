"""IN WHAT ORDER: the chosen units in a line, prerequisites first.

Greedy and without memory: what comes next depends only on what is left, what is known and what was studied last.
So when the first step is done the rest stays as it was. The order of preference, each tie broken by the next:

1. what can be studied now, and not before the book's earlier chosen units, unless two books wait for one another;
2. a capstone as soon as its goal is reached otherwise: it is a milestone;
3. stay in the area; else, of the first LOOK areas in the curriculum's order in which something can be studied now, and
   of those that can be completed now, the one from which the fewest changes of area are to come; then the first;
4. within the area, not before the intuition for it that is also in the plan;
5. stay in the resource; else a resource that can be completed now within the area; else the longest run;
6. the resource's own order; the id.

The curriculum's order of areas is the order in which a teacher would take them, so looking ahead chooses among near
ones only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from mlpath.graph import PrerequisiteGraph
from mlpath.planner.landmarks import Landmarks
from mlpath.planner.walk import Ground, Walk
from mlpath.texts import split_outcome

LOOK = 2
FREER = 3
COMPLETED = 8
"""How many of the first areas are tried for whether they can be completed now."""
LOOK_AHEAD_UNITS = 500
"""With more units left nothing is tried to its end: what can be completed comes first, then the first in order."""


@dataclass
class _Line:
    """The walk, and what else its preferences ask: numbers are units of the graph."""

    graph: PrerequisiteGraph
    walk: Walk
    milestones: frozenset[int]
    resource: dict[int, str]
    position: dict[int, int]
    gentler: dict[int, frozenset[int]]
    """What gives the intuition for each unit, in its area."""
    parts: dict[tuple[str, int], list[int]]
    """The units of each resource in each area, in the resource's order."""
    runs: dict[tuple[str, int], tuple[bool, int, str]] = field(default_factory=dict)
    """What `_run_in_area` found, until something changes."""

    def study(self, unit: int) -> None:
        area = self.walk.ground.area
        for other in (unit, *self.walk.study(unit)):
            self.runs.pop((self.resource[other], area[other]), None)

    def run(self, units: Iterable[int]) -> list[int]:
        """Which of some units can be studied one after the other from now on, with nothing else between."""
        ground, gained = self.walk.ground, set[int]()
        waiting, done = list(units), list[int]()
        while True:
            ready = [
                unit
                for unit in waiting
                if not self.walk.unmet[unit]
                or all(not self.walk.have.isdisjoint(g) or not gained.isdisjoint(g) for g in ground.needs[unit])
            ]
            if not ready:
                return done
            for unit in ready:
                gained |= ground.teaches[unit]
            done += ready
            waiting = [unit for unit in waiting if unit not in set(ready)]


def sequence(
    graph: PrerequisiteGraph,
    known: frozenset[int],
    units: frozenset[int],
    *,
    last: str | None = None,
    capstone_goals: Mapping[int, frozenset[int]] | None = None,
) -> list[int]:
    """The units in the order of study.

    Args:
        graph: the curriculum's graph.
        known: outcomes known at the start.
        units: a set that can be carried out from there.
        last: the unit that the learner studied last, if any.
        capstone_goals: for each capstone among the units the outcomes of its goal.

    """
    line = line_of(graph, known, units, capstone_goals or {})
    area, resource = None, None
    current = graph.unit_number.get(last or "")
    if current is not None:
        resource = graph.curriculum.resource_of[graph.units[current].id].id
        area = area_of(graph, current)
    order: list[int] = []
    end = line.walk.to_the_end()
    while line.walk.left:
        unit = _next(line, area, resource, end.left)
        if line.walk.held[unit]:
            end.release(unit)
        line.study(unit)
        order.append(unit)
        area, resource = line.walk.ground.area[unit], line.resource[unit]
    return order


def area_of(graph: PrerequisiteGraph, unit: int) -> int:
    """The area in which a unit is studied, as its place in the curriculum's order (see `_areas`)."""
    return areas_of(graph, [unit])[unit]


def areas_of(graph: PrerequisiteGraph, units: Iterable[int]) -> dict[int, int]:
    """The area in which each unit is studied, as its place in the curriculum's order.

    That of most of what it teaches (ties go to the later), or a later one that it cannot do without: a chapter on
    optimisation whose exercises need a deep-learning framework is studied with deep learning.
    """
    places = {area.id: index for index, area in enumerate(graph.curriculum.areas)}
    topics = graph.curriculum.topic

    @cache
    def place(outcome: str) -> int:
        return places[topics[split_outcome(outcome)[0]].area]

    def of(unit: int) -> int:
        count = Counter(place(outcome) for outcome in graph.units[unit].teaches)
        taught = max(count, key=lambda at: (count[at], at)) if count else 0
        needed = [min(place(graph.outcomes[outcome]) for outcome in group) for group in graph.needs(unit)]
        return max([taught, *needed])

    return {unit: of(unit) for unit in units}


def line_of(
    graph: PrerequisiteGraph,
    known: frozenset[int],
    units: frozenset[int],
    capstone_goals: Mapping[int, frozenset[int]],
) -> _Line:
    """The units at the start of the walk (arguments as in `sequence`)."""
    needs = {unit: tuple(g for g in graph.needs(unit, known) if known.isdisjoint(g)) for unit in sorted(units)}
    for unit, wanted in capstone_goals.items():
        gained, _ = graph.carry_out(known, units - {unit})
        needs[unit] += tuple(frozenset({outcome}) for outcome in sorted((wanted & gained) - known))
    teaches = {unit: graph.taught[unit] for unit in needs}
    area = areas_of(graph, needs)
    resources = {unit: graph.curriculum.resource_of[graph.units[unit].id] for unit in needs}
    positions = {part.id: at for r in {r.id: r for r in resources.values()}.values() for at, part in enumerate(r.units)}
    position = {unit: positions[graph.units[unit].id] for unit in needs}
    resource = {unit: found.id for unit, found in resources.items()}
    parts: dict[tuple[str, int], list[int]] = {}
    for unit in sorted(needs, key=position.__getitem__):
        parts.setdefault((resource[unit], area[unit]), []).append(unit)
    books: dict[str, list[int]] = {}
    for unit in sorted(needs, key=position.__getitem__):
        if unit not in capstone_goals:
            books.setdefault(resource[unit], []).append(unit)
    earlier = {unit: frozenset(book[:at]) for book in books.values() for at, unit in enumerate(book)}
    for unit, wanted in capstone_goals.items():
        earlier[unit] = frozenset(other for other, its in capstone_goals.items() if its < wanted)
    return _Line(
        graph=graph,
        walk=_with_books_in_order(Ground(needs, teaches, area, earlier), known),
        milestones=frozenset(capstone_goals),
        resource=resource,
        position=position,
        gentler=_gentler(graph, area),
        parts=parts,
    )


def _with_books_in_order(ground: Ground, known: frozenset[int]) -> Walk:
    """The walk on which no unit waits for an earlier one of its book that itself needs it.

    Such a pair is stuck when every book is kept in order; so where nothing is stuck there is none, and else it is
    looked for among what is.
    """
    walk = Walk(ground, known)
    stuck = walk.to_the_end().left
    if not stuck:
        return walk
    landmarks = Landmarks(ground.needs, ground.teaches, marked=stuck)
    of, bit = landmarks.of_unit, landmarks.unit_bit
    earlier = {
        unit: frozenset(v for v in before if not of[v] & bit[unit]) if unit in stuck else before
        for unit, before in ground.earlier.items()
    }
    return Walk(Ground(ground.needs, ground.teaches, ground.area, earlier, ground.waiting), known)


def _gentler(graph: PrerequisiteGraph, area: Mapping[int, int]) -> dict[int, frozenset[int]]:
    """For each unit those of its area that give an intuition for what it teaches in earnest, and no more of that."""
    earnest: dict[int, set[str]] = {unit: set() for unit in area}
    pictures: dict[tuple[int, str], set[int]] = {}
    for unit, place in area.items():
        for outcome in graph.units[unit].teaches:
            topic, depth = split_outcome(outcome)
            if depth == "intuition":
                pictures.setdefault((place, topic), set()).add(unit)
            else:
                earnest[unit].add(topic)
    return {
        unit: frozenset(
            other
            for topic in earnest[unit]
            for other in pictures.get((place, topic), ())
            if not earnest[unit] & earnest[other]
        )
        for unit, place in area.items()
    }


def _next(line: _Line, area: int | None, resource: str | None, stuck: set[int]) -> int:
    walk, names = line.walk, line.graph.units
    milestone = [unit for unit in line.milestones & walk.left if not walk.unmet[unit] and not walk.held[unit]]
    if milestone:
        return min(milestone, key=lambda unit: names[unit].id)
    let_go: list[int] = []
    if area is None or area not in walk.open:
        let_go = _let_go(walk, stuck)
        area = min(walk.ground.area[unit] for unit in let_go) if let_go else _area(walk)
    free: list[int] = [*walk.open.get(area, ()), *(unit for unit in let_go if walk.ground.area[unit] == area)]
    here = [unit for unit in free if walk.left.isdisjoint(line.gentler[unit])] or free
    resources = sorted({line.resource[unit] for unit in here})
    if resource not in resources:
        resource = min(line.runs.get((name, area)) or _run_in_area(line, name, area) for name in resources)[2]
    mine = [unit for unit in here if line.resource[unit] == resource]
    return min(mine, key=lambda unit: (line.position[unit], names[unit].id))


def _let_go(walk: Walk, stuck: set[int]) -> list[int]:
    """Where books wait for one another: what can be studied out of turn, in an area no later than all else."""
    first = min(walk.open, default=None)
    area = walk.ground.area
    return [u for u in stuck & walk.left if not walk.unmet[u] and walk.held[u] and (first is None or area[u] <= first)]


def _area(walk: Walk) -> int:
    """The area to go on in."""
    areas = sorted(walk.open)
    if len(walk.left) > LOOK_AHEAD_UNITS:
        return next((area for area in areas[:COMPLETED] if walk.completes(area)), areas[0])
    tried = [area for area in areas if area <= areas[0] + max(LOOK, areas[0] // FREER)]
    best, fewest = tried[0], len(walk.left) + 1
    for area in tried if len(tried) > 1 else ():
        end = walk.copy()
        end.exhaust(area)
        changes = _changes(end, fewest)
        if changes < fewest:
            best, fewest = area, changes
    return best


def _changes(walk: Walk, too_many: int) -> int:
    """How many areas are gone into from here on: what can be completed first, then the first in order.

    No more is counted once it is sure to be `too_many`: each area with something left is gone into once more at least.
    """
    count = 0
    while walk.open:
        if count + sum(1 for units in walk.in_area.values() if units) >= too_many:
            return too_many
        areas = sorted(walk.open)
        area = next((area for area in areas[:COMPLETED] if walk.completes(area)), areas[0])
        walk.exhaust(area)
        count += 1
    return count + sum(1 for units in walk.in_area.values() if units)


def _run_in_area(line: _Line, resource: str, area: int) -> tuple[bool, int, str]:
    """Whether the resource cannot be completed within the area now, less than how many units run on, and its id."""
    wanted = [unit for unit in line.parts[resource, area] if unit in line.walk.left]
    run = line.run(wanted)
    found = line.runs[resource, area] = len(run) < len(wanted), -len(run), resource
    return found
