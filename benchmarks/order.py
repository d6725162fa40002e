"""How often a plan's order changes the area, beside the fewest changes that any order could have.

The bound comes from a search of its own: a visit to an area is worth most when all that can be studied there is, so
an order is a row of areas, and the least row is found by A*, each area with something left counting one. Prerequisites,
the order of books where nothing speaks against it, and milestones hold; which area a teacher takes first does not.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from benchmarks.measure import timed
from benchmarks.synthetic import synthetic
from mlpath.app import App
from mlpath.graph import PrerequisiteGraph
from mlpath.learner import KnowledgeState
from mlpath.planner import capstone_goals
from mlpath.planner.problem import pose
from mlpath.planner.reduce import reduced
from mlpath.planner.select import select
from mlpath.planner.sequence import areas_of, line_of, sequence
from mlpath.planner.walk import Walk

MAX_STATES = 60_000
LARGE = 5_500
"""Resources of a synthetic curriculum with some 10,000 units."""


@dataclass(frozen=True)
class Order:
    """Areas gone into, in the plan's order and at least; whether the least is proven; seconds of CPU for the order."""

    units: int
    areas: int
    visits: int
    least: int
    proven: bool
    seconds: float


def order_of(app: App, goal: str) -> Order:
    """The order of a shipped goal's plan."""
    graph, request = app.graph, app.request([goal])
    wishes = app.lookup.wishes(request)
    problem = pose(graph, KnowledgeState(), request, wishes)
    units = select(reduced(problem)).units
    goals = {unit: outcomes for unit, outcomes in capstone_goals(problem, wishes).items() if unit in units}
    order, seconds = timed(lambda: sequence(graph, problem.known, units, capstone_goals=goals))
    area = areas_of(graph, order)
    visits = sum(1 for at, unit in enumerate(order) if not at or area[unit] != area[order[at - 1]])
    least, proven = fewest_visits(line_of(graph, problem.known, units, goals).walk)
    return Order(len(units), len(set(area.values())), visits, least, proven, seconds)


def large_order() -> tuple[int, float]:
    """So many units in an order, and the seconds of CPU that it took."""
    graph = PrerequisiteGraph(synthetic(LARGE, 0).curriculum)
    _, units = graph.carry_out(frozenset(), range(len(graph.units)))
    order, seconds = timed(lambda: sequence(graph, frozenset(), units))
    return len(order), seconds


def fewest_visits(start: Walk) -> tuple[int, bool]:
    """The fewest areas that can be gone into, or a bound below it when there is too much to look at."""
    free = start.copy()
    for unit in start.to_the_end().left:  # books that wait for one another may be read in any order here
        free.held[unit] = 0
        if not free.unmet[unit]:
            free.open.setdefault(free.ground.area[unit], set()).add(unit)
    waiting = [(_left(free), 0, 0, free)]
    seen: dict[frozenset[int], int] = {}
    made = 0
    while waiting:
        bound, late, _, at = heapq.heappop(waiting)
        if not at.left or len(seen) > MAX_STATES:
            return bound, not at.left
        left = frozenset(at.left)
        if seen.get(left, 1_000_000) <= -late:
            continue
        seen[left] = -late
        for area in list(at.open):
            made += 1
            there = at.copy()
            there.exhaust(area)
            heapq.heappush(waiting, (1 - late + _left(there), late - 1, made, there))
    return 0, True


def _left(walk: Walk) -> int:
    return sum(1 for units in walk.in_area.values() if units)
