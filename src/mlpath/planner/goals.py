"""Goals inside goals, and where in a plan each is reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlpath.graph import PrerequisiteGraph
from mlpath.learner import KnowledgeState
from mlpath.plan import Milestone, Request, Step
from mlpath.planner.problem import Problem


def included_goals(graph: PrerequisiteGraph, goal: str) -> list[str]:
    """A goal and those it includes, the innermost first."""
    found: dict[str, None] = {}
    seen: set[str] = set()

    def visit(at: str) -> None:
        if at not in seen:
            seen.add(at)
            for other in graph.curriculum.goal[at].includes:
                visit(other)
            found[at] = None

    visit(goal)
    return list(found)


def milestones(
    problem: Problem, steps: Sequence[Step], state: KnowledgeState, request: Request
) -> tuple[Milestone, ...]:
    """Where each goal that is asked for, and each inside it, is reached; those that were reached before are left out.

    A goal is reached when its outcomes are known, its capstone is done, and so are the goals inside it.
    """
    graph, goals = problem.graph, problem.graph.curriculum.goal
    have, done = set(problem.known), set(state.done)
    asked = (name for goal in request.goals if goal in goals for name in included_goals(graph, goal))
    wanted = {name: graph.numbers(goals[name].requires) for name in asked}

    def capstone_done(name: str) -> bool:
        capstone = goals[name].capstone
        return capstone is None or capstone in done

    def reached() -> Iterator[str]:
        for name in list(wanted):
            inside = wanted.keys() & set(included_goals(graph, name)) - {name}
            if not inside and capstone_done(name) and wanted[name] <= have:
                del wanted[name]
                yield name

    _ = list(reached())  # what was reached before
    found: list[Milestone] = []
    spent = 0
    for step in steps:
        have |= graph.taught[graph.unit_number[step.unit]]
        done.add(step.unit)
        spent += step.minutes + step.settling_minutes
        found += [Milestone(goal=n, title=goals[n].title, after=step.index, minutes=spent) for n in reached()]
    return tuple(found)
