"""A sound plan in no time: the additive heuristic, then pruning.

An upper bound for the exact search, and the answer when a deadline comes before the proof.
"""

from __future__ import annotations

import heapq
from dataclasses import replace

from mlpath.planner.problem import Problem


def greedy_units(problem: Problem) -> frozenset[int]:
    """A set of units that reaches everything and of which none can be left out.

    The problem must be feasible. Each outcome is taken from the unit by which it is cheapest when the costs of a
    unit's requirements are added up (h_add of delete-free planning); then units are dropped, the dearest first,
    as long as the rest still carries.
    """
    price, supporter = _cheapest_supporters(problem)
    chosen: set[int] = set()
    asked = {min(problem.one_of, key=lambda unit: (problem.cost[unit], unit))} if problem.one_of else set()
    waiting = sorted(problem.must | asked | {supporter[outcome] for outcome in problem.goals})
    while waiting:
        unit = waiting.pop()
        if unit in chosen:
            continue
        chosen.add(unit)
        for group in problem.needs[unit]:
            cheapest = min((outcome for outcome in group if outcome in price), key=lambda o: (price[o], o))
            waiting.append(supporter[cheapest])
    return _pruned(problem, frozenset(chosen))


def greedy_within(problem: Problem, budget: int) -> frozenset[int]:
    """A set of units within a budget (times SCALE) that reaches some of the goals, the cheapest ones first.

    Each goal outcome is tried once, in the order of what it would cost alone, with what was taken before at hand.
    """
    alone = {goal: problem.total(greedy_units(_for_one(problem, goal, frozenset()))) for goal in problem.goals}
    chosen: frozenset[int] = frozenset()
    for goal in sorted(problem.goals, key=lambda goal: (alone[goal], goal)):
        more = chosen | greedy_units(_for_one(problem, goal, chosen))
        if problem.total(more) <= budget:
            chosen = more
    return chosen


def _for_one(problem: Problem, goal: int, chosen: frozenset[int]) -> Problem:
    """The problem of one goal alone, what was chosen before being free."""
    return replace(
        problem,
        goals=frozenset({goal}),
        must=frozenset(),
        one_of=frozenset(),
        cost={unit: 0 if unit in chosen else cost for unit, cost in problem.cost.items()},
    )


def _cheapest_supporters(problem: Problem) -> tuple[dict[int, int], dict[int, int]]:
    """For each outcome its price and the unit by which it has that price, by Dijkstra with added costs."""
    price: dict[int, int] = {}
    supporter: dict[int, int] = {}
    open_groups = {unit: set(range(len(problem.needs[unit]))) for unit in problem.units}
    spent = dict(problem.cost)
    uses: dict[int, list[tuple[int, int]]] = {}
    for unit in problem.units:
        for index, group in enumerate(problem.needs[unit]):
            for outcome in group:
                uses.setdefault(outcome, []).append((unit, index))
    queue = [(spent[u], u) for u in problem.units if not open_groups[u]]
    heapq.heapify(queue)
    while queue:
        cost, unit = heapq.heappop(queue)
        for outcome in sorted(problem.teaches[unit]):
            if outcome in price:
                continue
            price[outcome], supporter[outcome] = cost, unit
            for other, index in uses.get(outcome, ()):
                if index in open_groups[other]:
                    open_groups[other].discard(index)
                    spent[other] += cost
                    if not open_groups[other]:
                        heapq.heappush(queue, (spent[other], other))
    return price, supporter


def _pruned(problem: Problem, units: frozenset[int]) -> frozenset[int]:
    for unit in sorted(units, key=lambda u: (-problem.cost[u], u)):
        if unit not in problem.must and problem.carries(units - {unit}):
            units -= {unit}
    return units
