"""One planning problem measured: time of each part, peak memory, the rivals' hours."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from benchmarks.highs import Programme
from benchmarks.rivals import Rivals
from benchmarks.synthetic import Instance
from mlpath.graph import PrerequisiteGraph
from mlpath.learner import KnowledgeState
from mlpath.plan import Request, Wishes
from mlpath.planner.problem import SCALE, Problem, pose
from mlpath.planner.reduce import reduced, reduced_within, relevant
from mlpath.planner.select import select
from mlpath.uncollected import uncollected

T = TypeVar("T")


@dataclass(frozen=True)
class Run:
    """What was measured on one instance; seconds are of CPU."""

    units: int
    relevant: int
    reduced: int
    hours: float
    graph: float
    pose: float
    reduce: float
    select: float
    highs: float | None
    """None where HiGHS was not asked; the cap or more where it did not finish."""
    ratios: dict[str, float]
    faults: tuple[str, ...]
    """Proofs that failed, unsound plans, costs that differ from HiGHS's."""

    @property
    def total(self) -> float:
        """From the graph to the proven plan."""
        return self.pose + self.reduce + self.select


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """A value and the seconds of CPU that it took; no garbage is collected meanwhile, as in `make_plan`."""
    with uncollected():
        start = time.process_time()
        value = work()
        return value, time.process_time() - start


def peak_gib() -> float:
    """The most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def problem_of(graph: PrerequisiteGraph, goals: tuple[str, ...]) -> Problem:
    """What it takes to reach some outcomes from nothing."""
    return pose(graph, KnowledgeState(), Request(goals=goals), Wishes(outcomes=frozenset(goals)))


def run(instance: Instance, *, highs_seconds: float = 0.0) -> Run:
    """Plan an instance, and hold the plan against the rivals.

    Args:
        instance: what to plan.
        highs_seconds: how long HiGHS may take; 0: it is not asked.

    """
    graph, graph_seconds = timed(lambda: PrerequisiteGraph(instance.curriculum))
    problem, pose_seconds = timed(lambda: problem_of(graph, instance.goals))
    smaller, reduce_seconds = timed(lambda: reduced(problem))
    selection, select_seconds = timed(lambda: select(smaller))
    faults = []
    if selection.status != "optimal" or not problem.carries(selection.units):
        faults.append(f"status {selection.status}, sound: {problem.carries(selection.units)}")
    plain = reduced_within(problem)  # as small as the rivals can use: they know no forced units
    habits = Rivals(plain).plans()
    faults += [f"{name} is unsound" for name, units in habits.items() if not problem.carries(units)]
    ratios = {name: problem.total(units) / selection.cost for name, units in habits.items()}
    faults += [f"{name} beats the optimum" for name, ratio in ratios.items() if ratio < 1]
    seconds: float | None = None
    if highs_seconds:
        answer, seconds = timed(lambda: Programme(plain).solve(highs_seconds))
        if answer.units is None:
            seconds = max(seconds, highs_seconds)
        elif problem.total(answer.units) != selection.cost and not _agrees(plain, selection.cost, highs_seconds):
            faults.append(f"HiGHS: {problem.total(answer.units)}, clingo: {selection.cost}")
    return Run(
        units=len(graph.units),
        relevant=len(relevant(problem).units),
        reduced=len(smaller.units),
        hours=selection.cost / SCALE / 60,
        graph=graph_seconds,
        pose=pose_seconds,
        reduce=reduce_seconds,
        select=select_seconds,
        highs=seconds,
        ratios=ratios,
        faults=tuple(faults),
    )


def _agrees(problem: Problem, cost: int, seconds: float) -> bool:
    """Whether HiGHS comes to a cost without its presolve, which in 1.16.0 loses the optimum now and then."""
    answer = Programme(problem, presolve=False).solve(seconds)
    return answer.units is not None and problem.total(answer.units) == cost
