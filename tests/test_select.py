"""Which units: proven shortest, by brute force."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import assume, given

from mlpath.graph import PrerequisiteGraph
from mlpath.learner import KnowledgeState
from mlpath.plan import Plan, Request, Wishes
from mlpath.planner import make_plan
from mlpath.planner.greedy import greedy_units
from mlpath.planner.problem import SCALE, pose
from mlpath.planner.reduce import reduced
from mlpath.planner.select import select
from mlpath.view.data import curriculum_fields, document, plan_fields
from tests.builders import graph
from tests.checker import Checker
from tests.strategies import Case, cases, examples

TODAY = date(2026, 11, 21)
QUIET = examples(120)


def plan_for(case: Case) -> Plan:
    known = PrerequisiteGraph(case.curriculum).numbers(case.known)
    graph_ = PrerequisiteGraph(case.curriculum)
    return make_plan(
        graph_,
        KnowledgeState(known=frozenset(graph_.names(known))),
        Request(goals=case.goals),
        Wishes(outcomes=frozenset(case.goals)),
        today=TODAY,
    )


def checker_of(case: Case) -> Checker:
    return Checker(json.loads(document(**curriculum_fields(case.curriculum))))


@QUIET
@given(cases())
def test_a_plan_is_as_short_as_brute_force(case: Case) -> None:
    """The hours of a plan equal the least over all sets of units; where no set does it, the answer is infeasible."""
    plan = plan_for(case)
    least = checker_of(case).shortest(set(plan.known), list(case.goals))
    if least is None:
        assert plan.proof.status == "infeasible"
    else:
        assert plan.proof.status == "optimal"
        assert (plan.minutes + plan.settling_minutes) / 60 == pytest.approx(least)


@QUIET
@given(cases())
def test_an_independent_checker_finds_no_fault(case: Case) -> None:
    """No unit stands before what it requires, every goal is reached, and the hours add up."""
    plan = plan_for(case)
    assume(plan.proof.status != "infeasible")
    assert checker_of(case).problems(json.loads(document(**plan_fields(plan)))) == []


@QUIET
@given(cases())
def test_reducing_keeps_the_optimum(case: Case) -> None:
    """What reduction leaves out is in no need: the least cost is the same without it."""
    plan = plan_for(case)
    assume(plan.proof.status != "infeasible")
    graph_ = PrerequisiteGraph(case.curriculum)
    problem = pose(
        graph_,
        KnowledgeState(known=frozenset(plan.known)),
        Request(goals=case.goals),
        Wishes(outcomes=frozenset(case.goals)),
    )
    assert select(problem).cost == select(reduced(problem)).cost


@QUIET
@given(cases())
def test_the_greedy_plan_is_sound(case: Case) -> None:
    """The quick plan can be carried out and reaches the goals; it costs no less than the shortest."""
    plan = plan_for(case)
    assume(plan.proof.status != "infeasible")
    problem = reduced(
        pose(
            PrerequisiteGraph(case.curriculum),
            KnowledgeState(known=frozenset(plan.known)),
            Request(goals=case.goals),
            Wishes(outcomes=frozenset(case.goals)),
        )
    )
    units = greedy_units(problem)
    assert problem.carries(units)
    assert problem.total(units) >= (plan.minutes + plan.settling_minutes) * SCALE


def solve(graph_: PrerequisiteGraph, *goals: str, **wishes: frozenset[str]) -> Plan:
    outcomes = frozenset(f"{goal}@working" for goal in goals)
    return make_plan(
        graph_,
        KnowledgeState(),
        Request(goals=tuple(sorted(outcomes))),
        Wishes.model_validate({"outcomes": outcomes, **wishes}),
        today=TODAY,
    )


def units_of(plan: Plan) -> list[str]:
    return [step.unit for step in plan.steps]


CASES = [
    pytest.param("a -> b", "u: a 60, v: b 60, w: b 30", "b", 0.0, ["u", "w"], id="the shorter of two"),
    pytest.param("a -> b", "u: a b 100, v: a 60, w: b 60", "b", 0.0, ["u"], id="one unit for two topics"),
    pytest.param("a -> c, b -> c", "u: a 9, v: b 9, w: c 9", "c", 0.0, ["u", "v", "w"], id="both prerequisites"),
    pytest.param("a|b -> c", "u: a 9, v: b 5, w: c 9", "c", 0.0, ["v", "w"], id="the cheaper of any-of"),
    pytest.param("a, b", "u: a 9 < b, v: b 9 < a, w: a 99", "b", 0.0, ["w", "v"], id="a circle justifies nothing"),
    pytest.param("a -> b", "r/1: a 60, r/2: b 60, s/1: b 40", "b", 0.5, ["r/1", "r/2"], id="staying saves settling"),
    pytest.param("a -> b", "r/1: a 60, r/2: b 60, s/1: b 20", "b", 0.5, ["r/1", "s/1"], id="leaving pays"),
]


@pytest.mark.parametrize(("edges", "units", "goal", "settling", "expected"), CASES)
def test_cases(edges: str, units: str, goal: str, settling: float, expected: list[str]) -> None:
    """Each small case gives the plan that one can see."""
    assert units_of(solve(graph(edges, units, settling=settling), goal)) == expected


def test_a_wish_that_takes_away_all_teachers_is_named_as_the_cause() -> None:
    """An impossible wish is named, with the outcome that it stops and the wish to drop."""
    graph_ = graph("a -> b", "u: a 60, v: b 60")
    plan = solve(graph_, "b", excluded={"--exclude resource:u": frozenset({"u"})})  # type: ignore[arg-type] # a mapping here
    assert plan.proof.status == "infeasible"
    assert [item.outcome for item in plan.unreachable] == ["b@working"]
    assert "--exclude resource:u" in plan.unreachable[0].because[0]
    assert plan.wishes_to_drop == ("--exclude resource:u",)


def test_preferring_and_avoiding_change_the_choice_not_the_hours() -> None:
    """A preferred unit wins when it is little longer; the hours shown are the real ones."""
    graph_ = graph("a", "u: a 60, v: a 66")
    assert units_of(solve(graph_, "a")) == ["u"]
    preferred = solve(graph_, "a", preferred=frozenset({"v"}))
    assert units_of(preferred) == ["v"]
    assert preferred.minutes == 66
    assert units_of(solve(graph_, "a", avoided=frozenset({"u"}))) == ["v"]


def test_a_pinned_unit_is_in_the_plan() -> None:
    """Pinning forces a unit, with what it requires."""
    graph_ = graph("a, b", "u: a 60, v: b 60, w: a 90 < b")
    assert set(units_of(solve(graph_, "a", pinned=frozenset({"w"})))) == {"v", "w"}


def test_the_greedy_plan_does_not_go_in_circles() -> None:
    """The quick plan takes what is cheap with all it requires, not what is cheap by itself."""
    graph_ = graph("a|b -> g", "uu: g 10, aa: a 100, vv: b 1 < g")
    problem = pose(graph_, KnowledgeState(), Request(goals=("g@working",)), Wishes(outcomes=frozenset({"g@working"})))
    assert greedy_units(problem) == {graph_.unit_number["uu"], graph_.unit_number["aa"]}
