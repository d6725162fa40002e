"""Two promises put to the test: the optimum equals brute force's, and a deadline never makes an answer untrue."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date

from benchmarks.brute import Case, case, least_minutes
from benchmarks.measure import problem_of
from benchmarks.synthetic import Instance, synthetic
from mlpath.graph import PrerequisiteGraph
from mlpath.learner import KnowledgeState
from mlpath.plan import Plan, Request, Wishes
from mlpath.planner import make_plan
from mlpath.planner.problem import SCALE
from mlpath.planner.reduce import reduced
from mlpath.planner.select import select

TODAY = date(2026, 11, 21)
DEADLINE = 0.1
GOALS = (1, 3, 10)
ROUNDING = 0.51
"""Minutes: a plan's cost is rounded to whole ones."""


def brute_force(count: int) -> tuple[Counter[str], list[str]]:
    """Plan the first `count` small cases; how many have a plan, and the cases where brute force differs."""
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for seed in range(count):
        small = case(seed)
        least = least_minutes(small)
        plan = plan_of(PrerequisiteGraph(small.curriculum), small.goals, small.known)
        found = None if plan.proof.status == "infeasible" else plan.minutes + plan.settling_minutes
        counts["infeasible" if least is None else "planned"] += 1
        if found != least or plan.proof.status == "feasible":
            faults.append(f"brute force, case {seed}: {least}, planner {found} ({plan.proof.status})")
    return counts, faults


def plan_of(
    graph: PrerequisiteGraph, goals: tuple[str, ...], known: frozenset[str] = frozenset(), seconds: float | None = None
) -> Plan:
    """The plan for some outcomes."""
    state, request = KnowledgeState(known=known), Request(goals=goals)
    return make_plan(graph, state, request, Wishes(outcomes=frozenset(goals)), today=TODAY, seconds=seconds)


def deadlines(small: int, medium: int) -> tuple[Counter[str], list[str], list[float]]:
    """Plan under the deadline: statuses, faults, and the seconds by the clock that each answer took.

    Args:
        small: how many cases that brute force knows.
        medium: how many synthetic curricula of 200 to 2,000 resources; the optimum is the planner's own without a
            deadline.

    """
    counts: Counter[str] = Counter()
    faults: list[str] = []
    seconds: list[float] = []
    for seed in range(small):
        tiny: Case = case(1_000_000 + seed)
        _one(PrerequisiteGraph(tiny.curriculum), tiny.goals, tiny.known, least_minutes(tiny), (counts, faults, seconds))
    for seed in range(medium):
        instance: Instance = synthetic((200, 500, 1_000, 2_000)[seed % 4], seed, goals=GOALS[seed % 3])
        graph = PrerequisiteGraph(instance.curriculum)
        least = select(reduced(problem_of(graph, instance.goals))).cost // SCALE
        _one(graph, instance.goals, frozenset(), least, (counts, faults, seconds))
    return counts, faults, seconds


def _one(
    graph: PrerequisiteGraph,
    goals: tuple[str, ...],
    known: frozenset[str],
    least: int | None,
    into: tuple[Counter[str], list[str], list[float]],
) -> None:
    counts, faults, seconds = into
    start = time.perf_counter()
    plan = plan_of(graph, goals, known, DEADLINE)
    seconds.append(time.perf_counter() - start)
    counts[plan.proof.status] += 1
    fault = _fault(graph, plan, least)
    if fault:
        faults.append(f"deadline, {graph.curriculum.id} {goals}: {fault}")


def _fault(graph: PrerequisiteGraph, plan: Plan, least: int | None) -> str | None:
    """What is untrue in an answer, when the least minutes are these."""
    if least is None or plan.proof.status == "infeasible":
        return None if (least is None) == (plan.proof.status == "infeasible") else "infeasible or not"
    have = set(graph.numbers(plan.known))
    known = frozenset(have)
    for step in plan.steps:
        unit = graph.unit_number[step.unit]
        if any(have.isdisjoint(group) for group in graph.needs(unit, known)):
            return f"{step.unit} stands before what it requires"
        have |= graph.taught[unit]
    if not {graph.number[goal] for goal in plan.request.goals} <= have:
        return "a goal is not reached"
    cost, bound = plan.minutes + plan.settling_minutes, plan.proof.lower_bound_minutes
    if plan.proof.status == "optimal" and cost != least:
        return f"called optimal at {cost}, the least is {least}"
    if not bound - ROUNDING <= least <= cost:
        return f"bound {bound}, least {least}, cost {cost}"
    return None
