"""STAYING WITH A PLAN: what changes least, when what is shortest has changed.

Whoever studies off the plan, or says what they know, has a new shortest plan; solved freely it may differ from the
old one in two dozen units, for a few minutes' gain. So: of the plans within a hundredth of the shortest, the one with
the fewest units that the learner's plan did not have; of those the shortest. What falls away bothers nobody.

The plan to stay with is part of what the learner decided, and comes from the log: the answer depends on nothing else.
"""

from __future__ import annotations

from dataclasses import replace

from mlpath.planner.problem import Problem
from mlpath.planner.reduce import reduced, reduced_close
from mlpath.planner.select import Selection, select, select_close

TOLERANCE = 0.01


def closest(problem: Problem, shortest: Selection, before: frozenset[int], seconds: float | None) -> Selection:
    """Of the plans within TOLERANCE of the shortest the one with the fewest units that are not in `before`.

    Args:
        problem: what was posed, not reduced.
        shortest: the answer to it; where that is not proven, the tolerance counts from its lower bound.
        before: the units of the plan to stay with, those done since left out or not.
        seconds: how long each search may take.

    """
    if shortest.units <= before:
        return shortest
    proven = shortest.status == "optimal"
    budget = int(shortest.lower_bound * (1 + TOLERANCE))
    units = _inside(problem, before, budget if proven else max(budget, shortest.cost), seconds)
    if units is None and proven:
        units = select_close(reduced_close(problem), budget, before)
    if units is None or len(units - before) >= len(shortest.units - before):
        return shortest
    cost = problem.total(units)
    if not proven:
        return Selection(units, "feasible", cost, shortest.lower_bound)
    if cost == shortest.cost:
        return Selection(units, "optimal", cost, cost)
    return Selection(units, "feasible", cost, shortest.lower_bound, shortest=shortest.cost)


def _inside(problem: Problem, before: frozenset[int], budget: int, seconds: float | None) -> frozenset[int] | None:
    """The shortest plan with nothing new, where there is one within the budget: a small problem, tried first."""
    allowed = before | problem.must
    inside = replace(
        problem,
        units=tuple(unit for unit in problem.units if unit in allowed),
        one_of=problem.one_of & allowed,
    )
    if (problem.one_of and not inside.one_of) or not inside.can_be_solved:
        return None
    found = select(reduced(inside), seconds)
    return found.units if found.cost <= budget else None
