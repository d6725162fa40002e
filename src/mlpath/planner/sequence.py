"""IN WHAT ORDER: the chosen units in a line, prerequisites first.

Greedy and without memory: what comes next depends only on what is left, what is known and what was studied last.
So when the first step is done the rest stays as it was. The order of preference, each tie broken by the next:

1. what can be studied now, and not before the book's earlier chosen units, unless two books wait for one another;
2. a capstone as soon as its goal is reached otherwise: it is a milestone;
3. stay in the area; else the first area, in the curriculum's order, in which something can be studied now;
4. within the area, not before the intuition for it that is also in the plan;
5. stay in the resource; else a resource that can be completed now within the area; else the longest run;
6. the resource's own order; the id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mlpath.curriculum import split_outcome
from mlpath.graph import Group, PrerequisiteGraph


@dataclass
class _Line:
    """The state of the walk: numbers are units of the graph."""

    graph: PrerequisiteGraph
    have: set[int]
    needs: dict[int, tuple[Group, ...]]
    left: set[int]
    milestones: frozenset[int]
    area: dict[int, int]
    resource: dict[int, str]
    position: dict[int, int]
    earlier: dict[int, frozenset[int]] = field(default_factory=dict)
    """What of the same book comes before each unit."""
    gentler: dict[int, frozenset[int]] = field(default_factory=dict)
    """What gives the intuition for each unit, in its area."""

    def is_open(self, unit: int, have: set[int]) -> bool:
        return all(not have.isdisjoint(group) for group in self.needs[unit])

    def ready(self) -> list[int]:
        """What can be studied now."""
        return [unit for unit in self.left if self.is_open(unit, self.have)]

    def stuck(self) -> set[int]:
        """What would never be studied if every book's order were kept: there books wait for one another."""
        have, left = set(self.have), set(self.left)
        while True:
            ready = [unit for unit in left if self.is_open(unit, have) and left.isdisjoint(self.earlier[unit])]
            if not ready:
                return left
            for unit in ready:
                have |= self.graph.taught[unit]
            left.difference_update(ready)

    def without(self, units: list[int], held_by: Mapping[int, frozenset[int]]) -> list[int]:
        """The units that nothing left holds back; all of them, where that leaves none."""
        return [unit for unit in units if self.left.isdisjoint(held_by[unit])] or units

    def run(self, units: Iterable[int]) -> list[int]:
        """Which of some units can be studied one after the other from now on, with nothing else between."""
        have = set(self.have)
        waiting = sorted(units, key=self.position.__getitem__)
        done: list[int] = []
        while True:
            ready = [unit for unit in waiting if self.is_open(unit, have)]
            if not ready:
                return done
            for unit in ready:
                have |= self.graph.taught[unit]
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
    line = _line(graph, known, units, capstone_goals or {})
    current = graph.unit_number.get(last or "")
    area = line.area.get(current) if current is not None else None
    resource = None
    if current is not None:
        resource = graph.curriculum.resource_of[graph.units[current].id].id
        area = area_of(graph, current)
    order: list[int] = []
    while line.left:
        unit = _next(line, area, resource)
        line.left.discard(unit)
        line.have |= graph.taught[unit]
        order.append(unit)
        area, resource = line.area[unit], line.resource[unit]
    return order


def area_of(graph: PrerequisiteGraph, unit: int) -> int:
    """The area in which a unit is studied, as its place in the curriculum's order.

    That of most of what it teaches (ties go to the later), or a later one that it cannot do without: a chapter on
    optimisation whose exercises need a deep-learning framework is studied with deep learning.
    """
    places = {area.id: index for index, area in enumerate(graph.curriculum.areas)}

    def place(outcome: str) -> int:
        return places[graph.curriculum.topic[split_outcome(outcome)[0]].area]

    count = Counter(place(outcome) for outcome in graph.units[unit].teaches)
    taught = max(count, key=lambda at: (count[at], at)) if count else 0
    needed = [min(place(graph.outcomes[outcome]) for outcome in group) for group in graph.needs(unit)]
    return max([taught, *needed])


def _line(
    graph: PrerequisiteGraph,
    known: frozenset[int],
    units: frozenset[int],
    capstone_goals: Mapping[int, frozenset[int]],
) -> _Line:
    positions = {unit.id: index for resource in graph.curriculum.resources for index, unit in enumerate(resource.units)}
    resource = {unit: graph.curriculum.resource_of[graph.units[unit].id].id for unit in units}
    line = _Line(
        graph=graph,
        have=set(known),
        needs={unit: tuple(group for group in graph.needs(unit, known) if known.isdisjoint(group)) for unit in units},
        left=set(units),
        milestones=frozenset(capstone_goals),
        area={unit: area_of(graph, unit) for unit in units},
        resource=resource,
        position={unit: positions[graph.units[unit].id] for unit in units},
    )
    for unit, wanted in capstone_goals.items():
        gained, _ = graph.carry_out(known, units - {unit})
        line.needs[unit] += tuple(frozenset({outcome}) for outcome in sorted(wanted & gained))
    line.earlier = {unit: _earlier(line, unit, capstone_goals) for unit in units}
    line.gentler = {unit: _gentler(line, unit) for unit in units}
    return line


def _earlier(line: _Line, unit: int, capstone_goals: Mapping[int, frozenset[int]]) -> frozenset[int]:
    """The units that come before this one where no prerequisite speaks against it."""
    if unit in capstone_goals:
        return frozenset(other for other, wanted in capstone_goals.items() if wanted < capstone_goals[unit])
    before = {
        other
        for other in line.left
        if line.resource[other] == line.resource[unit] and line.position[other] < line.position[unit]
    }
    return frozenset(before & set(line.run(line.left - {unit}))) if before else frozenset()


def _gentler(line: _Line, unit: int) -> frozenset[int]:
    """The units of the same area that give an intuition for what this one teaches in earnest."""
    deep = _topics(line.graph, unit, at_least_working=True)
    return frozenset(
        other
        for other in line.left
        if line.area[other] == line.area[unit]
        and deep & _topics(line.graph, other, at_least_working=False)
        and not deep & _topics(line.graph, other, at_least_working=True)
    )


def _topics(graph: PrerequisiteGraph, unit: int, *, at_least_working: bool) -> frozenset[str]:
    parts = (split_outcome(outcome) for outcome in graph.units[unit].teaches)
    return frozenset(topic for topic, depth in parts if (depth != "intuition") == at_least_working)


def _next(line: _Line, area: int | None, resource: str | None) -> int:
    ready = line.ready()
    free = [unit for unit in ready if line.left.isdisjoint(line.earlier[unit])]
    milestone = [unit for unit in free if unit in line.milestones]
    if milestone:
        return min(milestone, key=lambda unit: line.graph.units[unit].id)
    area, free = _area(line, ready, free, area)
    here = line.without([unit for unit in free if line.area[unit] == area], line.gentler)
    resources = sorted({line.resource[unit] for unit in here})
    if resource not in resources:
        resource = min(resources, key=lambda name: (*_run_in_area(line, name, area), name))
    mine = [unit for unit in here if line.resource[unit] == resource]
    return min(mine, key=lambda unit: (line.position[unit], line.graph.units[unit].id))


def _area(line: _Line, ready: list[int], free: list[int], area: int | None) -> tuple[int, list[int]]:
    """The area to study in, and what is free; books that wait for one another in an area no later are let go."""
    areas = {line.area[unit] for unit in free}
    if area is not None and area in areas:
        return area, free
    held = [unit for unit in ready if unit not in free and line.area[unit] <= min(areas, default=line.area[unit])]
    if held or not free:
        stuck = line.stuck()
        free = free + [unit for unit in held if unit in stuck] or ready
        areas = {line.area[unit] for unit in free}
    return (area if area is not None and area in areas else min(areas)), free


def _run_in_area(line: _Line, resource: str, area: int) -> tuple[bool, int]:
    """Whether the resource cannot be completed within the area now, and less than how many units run on."""
    wanted = [unit for unit in line.left if line.resource[unit] == resource and line.area[unit] == area]
    run = line.run(wanted)
    return len(run) < len(wanted), -len(run)
