"""WHY each step is there: what it teaches that a later step or a goal requires.

    limits (step 4) ── taught for ──▶ derivatives (step 5) ── taught for ──▶ goal developer

Reasons come from the plan itself, walked from its end, with the curriculum's own reasons on the edges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mlpath.curriculum import Requirement
from mlpath.graph import PrerequisiteGraph
from mlpath.plan import Plan, Reason, Step
from mlpath.texts import split_outcome

MAX_REASONS = 3


def reasons(
    graph: PrerequisiteGraph,
    known: frozenset[int],
    order: Sequence[int],
    goal_outcomes: Mapping[str, frozenset[int]],
) -> dict[int, tuple[Reason, ...]]:
    """For each unit what it is needed for: first the goals it reaches itself, then the steps that need it.

    Args:
        graph: the curriculum's graph.
        known: outcomes known at the start.
        order: the plan's units, a sound order.
        goal_outcomes: the outcomes of each goal, by its id.

    """
    first: dict[int, int] = {}
    for unit in order:
        for outcome in graph.taught[unit] - known:
            first.setdefault(outcome, unit)
    found: dict[int, list[Reason]] = {unit: [] for unit in order}
    for goal, outcomes in goal_outcomes.items():
        for outcome in sorted(outcomes & first.keys()):
            found[first[outcome]].append(Reason(outcome=graph.outcomes[outcome], needed_by=goal, is_goal=True))
    place = {unit: index for index, unit in enumerate(order)}
    for unit in order:
        for requirement in _requirements(graph, unit, known):
            why = {graph.number[need.outcome]: need.reason for need in requirement.any_of}
            taught = [outcome for outcome in why if outcome in first]
            met_otherwise = not known.isdisjoint(why) or not graph.taught[unit].isdisjoint(why)
            if taught and not met_otherwise:
                outcome = min(taught, key=lambda o: place[first[o]])
                found[first[outcome]].append(
                    Reason(
                        outcome=graph.outcomes[outcome],
                        needed_by=graph.units[unit].id,
                        is_goal=False,
                        why=why[outcome],
                    )
                )
    return {unit: tuple(_most_telling(all_of)) for unit, all_of in found.items()}


def _most_telling(found: list[Reason]) -> list[Reason]:
    """One reason an outcome, goals first; a few are enough."""
    by_outcome: dict[str, Reason] = {}
    for reason in found:
        by_outcome.setdefault(reason.outcome, reason)
    return list(by_outcome.values())[:MAX_REASONS]


def _requirements(graph: PrerequisiteGraph, unit: int, known: frozenset[int]) -> Iterator[Requirement]:
    yield from graph.units[unit].requires
    for outcome in sorted(graph.taught[unit] - known):
        topic, depth = split_outcome(graph.outcomes[outcome])
        yield from graph.curriculum.topic[topic].levels[depth].requires


def chain(plan: Plan, unit: str) -> list[tuple[Step, Reason]]:
    """The steps from a unit of the plan to a goal, each with the reason that leads to the next."""
    steps = {step.unit: step for step in plan.steps}
    found: list[tuple[Step, Reason]] = []
    at = unit
    while at in steps and steps[at].reasons:
        step = steps[at]
        reason = next((r for r in step.reasons if r.is_goal), step.reasons[0])
        found.append((step, reason))
        if reason.is_goal:
            break
        at = reason.needed_by
    return found
