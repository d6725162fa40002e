"""A learner who leaves the plan now and then: how much of it moves, solved freely and staying close.

After each tenth of the plan the learner does something of their own: studies a unit that the plan does not have, skips
one that it has, or says that they know a topic. Counted are the units that the plan in hand did not have.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from benchmarks.measure import timed
from mlpath.app import App
from mlpath.graph import PrerequisiteGraph
from mlpath.learner import KnowledgeState
from mlpath.plan import Plan, Wishes
from mlpath.planner import make_plan

TODAY = date(2026, 11, 21)
EVENTS = 10


@dataclass
class Moves:
    """What an off-plan event moved: units new to the learner, and the share by which the plan is above the shortest."""

    free: int
    close: int
    above: float
    seconds: float


def learner(app: App, goal: str, seed: int) -> list[Moves]:
    """The events of one learner on the way to a goal."""
    random = Random(seed)  # noqa: S311 (no secret)
    graph, request = app.graph, app.request([goal])
    wishes = app.lookup.wishes(request)
    state = KnowledgeState()
    plan = make_plan(graph, state, request, wishes, today=TODAY)
    baseline = frozenset(step.unit for step in plan.steps)
    share = max(1, len(plan.steps) // EVENTS)
    moves: list[Moves] = []
    for _ in range(EVENTS - 1):
        for step in plan.steps[: share - 1]:
            state = _done(graph, state, step.unit)
        state = _left(random, graph, state, plan, wishes)
        free = make_plan(graph, state, request, wishes, today=TODAY)
        if free.proof.status == "infeasible":
            break
        before = frozenset(step.unit for step in plan.steps)
        plan, seconds = timed(lambda: make_plan(graph, state, request, wishes, today=TODAY, stay=baseline))  # noqa: B023 (called at once)
        above = plan.proof.cost_minutes / free.proof.cost_minutes - 1 if free.proof.cost_minutes else 0.0
        moves.append(Moves(_new(free, before), _new(plan, before), above, seconds))
    return moves


def _new(plan: Plan, before: frozenset[str]) -> int:
    return len({step.unit for step in plan.steps} - before)


def _done(graph: PrerequisiteGraph, state: KnowledgeState, unit: str) -> KnowledgeState:
    taught = graph.names(graph.taught[graph.unit_number[unit]])
    return replace(
        state, known=state.known | set(taught), done=(*state.done, unit), begun=state.begun | {unit}, last=unit
    )


def _left(
    random: Random, graph: PrerequisiteGraph, state: KnowledgeState, plan: Plan, wishes: Wishes
) -> KnowledgeState:
    """The state after something that the plan did not ask for."""
    kind = random.choice(("done", "skip", "know"))
    ahead = [step for step in plan.steps if step.capstone_of is None]
    if kind == "skip" and ahead:
        return replace(state, skipped=state.skipped | {random.choice(ahead).unit})
    if kind == "know" and ahead:
        outcome = random.choice(random.choice(ahead).teaches)
        return replace(state, known=state.known | graph.implied([outcome]))
    known = graph.numbers(state.known)
    planned = {step.unit for step in plan.steps} | set(wishes.capstones)
    open_now = [
        unit.id
        for number, unit in enumerate(graph.units)
        if unit.id not in planned
        and not graph.taught[number] <= known
        and all(not known.isdisjoint(group) for group in graph.needs(number, known))
    ]
    return _done(graph, state, random.choice(open_now)) if open_now else state
