"""The planner: select, then sequence, then explain, then schedule.

    make_plan(graph, state, request, wishes) -> Plan

`select` answers WHICH units (proven shortest), `sequence` IN WHAT ORDER, `explain` WHY, `schedule` WHEN. Pure:
no files, no clock, no terminal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from mlpath.graph import PrerequisiteGraph
from mlpath.learner import KnowledgeState
from mlpath.plan import Plan, Proof, Request, Step, Unreachable, Wishes
from mlpath.planner.causes import blocked_units, causes, wishes_to_drop
from mlpath.planner.compare import Comparison, compared
from mlpath.planner.explain import chain, reasons
from mlpath.planner.gentle import gentle_units
from mlpath.planner.goals import included_goals, milestones
from mlpath.planner.problem import SCALE, Problem, pose
from mlpath.planner.reduce import reduced, reduced_within
from mlpath.planner.schedule import dated
from mlpath.planner.select import Selection, select, select_within
from mlpath.planner.sequence import area_of, sequence
from mlpath.planner.stable import closest
from mlpath.uncollected import uncollected

__all__ = ["Comparison", "Known", "capstone_goals", "chain", "compared", "included_goals", "make_plan", "still_holds"]


@uncollected()
def make_plan(
    graph: PrerequisiteGraph,
    state: KnowledgeState,
    request: Request,
    wishes: Wishes,
    *,
    today: date,
    seconds: float | None = None,
    kept: Known | None = None,
    stay: frozenset[str] = frozenset(),
) -> Plan:
    """The shortest sound plan for a request, in the order of study, with its reasons and dates.

    Args:
        graph: the curriculum's graph.
        state: what the learner knows and has done.
        request: what is asked for.
        wishes: the same, looked up.
        today: where the schedule starts when the request names no start, or an earlier one.
        seconds: how long to search for a proof; None: until it is there.
        kept: the answer, where it is known, so that nothing need be searched.
        stay: units of a plan to stay close to (`mlpath.planner.stable`); none: the shortest whatever it changes.

    """
    problem = pose(graph, state, request, wishes)
    impossible = _impossible(problem, request, wishes)
    if impossible is not None:
        return impossible
    plan = _ordered(problem, _chosen(problem, request, seconds, kept, stay), state, request, wishes)
    spent = {unit: state.minutes[unit] for unit in state.started if unit in state.minutes}
    return dated(plan, today, spent)


def still_holds(
    graph: PrerequisiteGraph, known_then: frozenset[str], chosen: tuple[str, ...], state: KnowledgeState
) -> frozenset[str] | None:
    """What is left of a shortest plan when only its own steps were done since, each in its turn; else None.

    If a set is shortest from K and u is a unit of it that can be studied from K, then without u it is shortest
    from K and what u teaches: a shorter one together with u would have beaten it.
    """
    done = [unit for unit in chosen if unit in state.done]
    have = graph.numbers(outcome for outcome in known_then if outcome in graph.number)
    gained = have
    for unit in done:
        number = graph.unit_number[unit]
        if any(gained.isdisjoint(group) for group in graph.needs(number, have)):
            return None
        gained |= graph.taught[number]
    if graph.numbers(outcome for outcome in state.known if outcome in graph.number) != gained:
        return None
    return frozenset(chosen) - frozenset(done)


@dataclass(frozen=True)
class Known:
    """A plan's units that need not be searched again; `shortest` as in `Proof.shortest_minutes`."""

    units: frozenset[str]
    shortest: float | None = None


def _chosen(
    problem: Problem, request: Request, seconds: float | None, kept: Known | None, stay: frozenset[str]
) -> Selection:
    """WHICH units: those kept, those that reach everything, or those that reach the most within the hours."""
    if kept is not None:
        found = _kept(problem, kept)
        if problem.carries(found.units):
            return found
    exact = select(reduced(problem), seconds)
    if request.max_hours is None:
        before = frozenset(problem.graph.unit_number[unit] for unit in stay)
        return closest(problem, exact, before, seconds) if before else exact
    budget = round(request.max_hours * 60) * SCALE
    everything = len(problem.goals) + len(problem.must)
    if exact.status == "optimal" and exact.cost <= budget:
        return replace(exact, reached=everything, reached_at_most=everything)
    return select_within(reduced_within(problem), budget, seconds)


def _kept(problem: Problem, kept: Known) -> Selection:
    units = frozenset(problem.graph.unit_number[unit] for unit in kept.units)
    cost = problem.total(units)
    if kept.shortest is None:
        return Selection(units, "optimal", cost, cost)
    least = round(kept.shortest * SCALE)
    return Selection(units, "feasible", cost, least, shortest=least)


def _impossible(problem: Problem, request: Request, wishes: Wishes) -> Plan | None:
    """The answer where no plan exists: what is out of reach, why, and which wishes to drop."""
    if problem.can_be_solved:
        return None
    graph = problem.graph
    units = frozenset(unit for unit in range(len(graph.units)) if problem.allowed(unit))
    unreachable = causes(graph, problem.known, units, problem.goals, wishes)
    if not unreachable:
        unreachable = blocked_units(graph, problem.known, units, problem.must)
    if not unreachable and problem.one_of:
        stuck = blocked_units(graph, problem.known, units, problem.one_of)
        unreachable = stuck
    return Plan(
        request=request,
        curriculum=graph.curriculum.id,
        steps=(),
        known=graph.names(problem.known),
        proof=Proof(status="infeasible", cost_minutes=0, lower_bound_minutes=0),
        unreachable=unreachable,
        wishes_to_drop=wishes_to_drop(graph, problem.known, units, problem.goals, problem.must, wishes),
    )


def _ordered(problem: Problem, selection: Selection, state: KnowledgeState, request: Request, wishes: Wishes) -> Plan:
    graph = problem.graph
    of_goals = capstone_goals(problem, wishes)
    extra = gentle_units(graph, problem.known, selection.units, problem.allowed) if request.gentle else frozenset()
    order = sequence(
        graph,
        problem.known,
        selection.units | extra,
        last=state.last,
        capstone_goals={unit: outcomes for unit, outcomes in of_goals.items() if unit in selection.units},
    )
    steps = _steps(problem, order, request, extra)
    return Plan(
        request=request,
        curriculum=graph.curriculum.id,
        steps=steps,
        known=graph.names(problem.known),
        proof=Proof(
            status=selection.status,
            cost_minutes=round(selection.cost / SCALE),
            lower_bound_minutes=selection.lower_bound / SCALE,
            reached=selection.reached,
            reached_at_most=selection.reached_at_most,
            shortest_minutes=None if selection.shortest is None else selection.shortest / SCALE,
        ),
        unreachable=_left_out(problem, steps, wishes, request),
        milestones=milestones(problem, steps, state, request),
    )


def capstone_goals(problem: Problem, wishes: Wishes) -> dict[int, frozenset[int]]:
    """For each capstone that is asked for the outcomes of its goal and of those that it includes."""
    graph, curriculum = problem.graph, problem.graph.curriculum
    return {
        graph.unit_number[goal.capstone]: graph.numbers(
            outcome for id_ in included_goals(graph, goal.id) for outcome in curriculum.goal[id_].requires
        )
        for goal in curriculum.goals
        if goal.capstone in wishes.capstones and goal.capstone is not None
    }


def _steps(problem: Problem, order: list[int], request: Request, extra: frozenset[int]) -> tuple[Step, ...]:
    graph, curriculum = problem.graph, problem.graph.curriculum
    goals = _goal_outcomes(graph, request)
    why = reasons(graph, problem.known, order, goals)
    capstone_of = {goal.capstone: goal.id for goal in curriculum.goals if goal.capstone}
    have, seen = set(problem.known), set[str]()
    steps: list[Step] = []
    for index, number in enumerate(order, start=1):
        unit, resource = graph.units[number], curriculum.resource_of[graph.units[number].id]
        settling = 0 if resource.id in seen else problem.settling.get(resource.id, 0) // SCALE
        seen.add(resource.id)
        new = graph.taught[number] - have
        wanted = [graph.number[reason.outcome] for reason in why[number]]
        steps.append(
            Step(
                index=index,
                resource=resource.id,
                resource_title=resource.title,
                units=(unit.id,),
                title=unit.title,
                url=unit.url,
                kind=resource.kind,
                area=curriculum.areas[area_of(graph, number)].id,
                minutes=unit.minutes,
                settling_minutes=settling,
                estimate=unit.estimate,
                teaches=graph.names(new),
                requires=_met_by(graph, number, have),
                reasons=why[number],
                providers=len(graph.teachers[wanted[0]]) if wanted else 0,
                capstone_of=capstone_of.get(unit.id),
                helps_only=number in extra,
            )
        )
        have |= new
    return tuple(steps)


def _left_out(problem: Problem, steps: tuple[Step, ...], wishes: Wishes, request: Request) -> tuple[Unreachable, ...]:
    """What a plan within so many hours does not reach."""
    if request.max_hours is None:
        return ()
    had = {outcome for step in steps for outcome in step.teaches} | set(problem.graph.names(problem.known))
    because = (f"not within {request.max_hours:g} hours",)
    done = {step.unit for step in steps}
    missing = [
        *sorted(wishes.outcomes - had),
        *(c for c in wishes.capstones if problem.graph.unit_number[c] in problem.must and c not in done),
    ]
    return tuple(Unreachable(outcome=name, because=because) for name in missing)


def _met_by(graph: PrerequisiteGraph, unit: int, have: set[int]) -> tuple[str, ...]:
    """The outcomes by which what a unit requires is met: one of each any-of group."""
    met = (min(group & have) for group in graph.needs(unit, have) if group & have)
    return graph.names(set(met))


def _goal_outcomes(graph: PrerequisiteGraph, request: Request) -> dict[str, frozenset[int]]:
    """The outcomes of each goal of a request and of the goals that it includes, the included ones first."""
    found: dict[str, frozenset[int]] = {}
    for name in request.goals:
        if name in graph.curriculum.goal:
            for goal in included_goals(graph, name):
                found[goal] = graph.numbers(graph.curriculum.goal[goal].requires)
        elif name in graph.number:
            found[name] = frozenset({graph.number[name]})
    return found
