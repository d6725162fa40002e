"""Wishes beyond the shortest: as much as fits, gently, in little time; why not, what instead, side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlpath.app import App, Stamp
from mlpath.curriculum import Curriculum
from mlpath.errors import UsageError
from mlpath.graph import PrerequisiteGraph
from mlpath.learner import KnowledgeState
from mlpath.plan import Plan, Request, Wishes
from mlpath.planner import make_plan
from mlpath.store import Store
from mlpath.view.data import curriculum_fields, document, plan_fields
from tests.builders import curriculum
from tests.checker import Checker
from tests.conftest import TODAY
from tests.strategies import Case, cases, examples

QUIET = examples(50)


def asked(case: Case, **wishes: float | bool) -> Plan:
    graph_ = PrerequisiteGraph(case.curriculum)
    known = frozenset(graph_.names(graph_.numbers(case.known)))
    request = Request.model_validate({"goals": case.goals, **wishes})
    return make_plan(graph_, KnowledgeState(known=known), request, Wishes(outcomes=frozenset(case.goals)), today=TODAY)


def checker_of(curriculum_: Curriculum) -> Checker:
    return Checker(json.loads(document(**curriculum_fields(curriculum_))))


@QUIET
@given(cases(max_units=7))
def test_within_hours_the_most_goals_are_reached(case: Case) -> None:
    """No set of units within the hours reaches more of the goals, and none that reaches as many costs less."""
    plan = asked(case, max_hours=0.6)
    assume(plan.proof.status != "infeasible")
    checker = checker_of(case.curriculum)
    known = set(plan.known)
    best = max(
        (-len(_open_goals(checker, case, known, set(units))), -round(checker.cost(set(units)) * 60))
        for size in range(len(checker.units) + 1)
        for units in combinations(sorted(checker.units), size)
        if checker.cost(set(units)) <= 0.6 + 1e-9 and checker.possible(set(units), known, [])
    )
    assert plan.proof.status == "optimal"
    assert (-len(plan.unreachable), -(plan.minutes + plan.settling_minutes)) == best


def _open_goals(checker: Checker, case: Case, known: set[str], units: set[str]) -> set[str]:
    had = known.union(*(checker.gives(unit) for unit in units))
    return set(case.goals) - had


@QUIET
@given(cases())
def test_gentle_steps_only_help(case: Case) -> None:
    """With --gentle nothing is lost: the needed steps are those of the plan without it, and the order is sound."""
    plain, gentle = asked(case), asked(case, gentle=True)
    assume(plain.proof.status == "optimal")
    assert {s.unit for s in gentle.steps if not s.helps_only} == {s.unit for s in plain.steps}
    assert [p for p in checker_of(case.curriculum).problems(json.loads(document(**plan_fields(gentle)))) if "called optimal" not in p] == []  # fmt: skip


def test_gentle_puts_the_picture_before_the_work() -> None:
    """A short video that gives the intuition for what a chapter works through comes first, marked as a help."""
    base = curriculum("a", "book: a 120, film: a 15").model_dump()
    base["topics"][0]["intuition"] = {"can": "see it"}
    for resource in base["resources"]:
        if resource["id"] == "film":
            resource["kind"] = "video"
            resource["units"][0]["teaches"] = ["a@intuition"]
    app = App(Curriculum.model_validate(base), Store(None))
    plan = app.plan(app.request(["a"], gentle=True), today=TODAY)
    assert [(step.unit, step.helps_only) for step in plan.steps] == [("film", True), ("book", False)]


@QUIET
@given(cases())
def test_a_deadline_gives_a_sound_plan_and_a_true_gap(case: Case) -> None:
    """Even with no time at all: a sound plan, and a lower bound that is not above the shortest."""
    graph_ = PrerequisiteGraph(case.curriculum)
    known = frozenset(graph_.names(graph_.numbers(case.known)))
    hurried = make_plan(
        graph_,
        KnowledgeState(known=known),
        Request(goals=case.goals),
        Wishes(outcomes=frozenset(case.goals)),
        today=TODAY,
        seconds=0.0,
    )
    shortest = asked(case)
    assert (hurried.proof.status == "infeasible") == (shortest.proof.status == "infeasible")
    if shortest.proof.status == "infeasible":
        return
    least = shortest.minutes + shortest.settling_minutes
    cost = hurried.minutes + hurried.settling_minutes
    assert hurried.proof.lower_bound_minutes <= least <= cost
    assert checker_of(case.curriculum).problems(json.loads(document(**plan_fields(hurried)))) == []


SMALL = curriculum(
    "a -> b, b -> c, d",
    "r/1: a 60, r/2: b 60, s/1: b 90, t/1: c 60, x/1: d 60, y/1: c 90 < d",
    settling=0.5,
)


@pytest.fixture
def app(stamps: Iterator[Stamp]) -> App:
    found = App(SMALL, Store(None))
    found.save_request(found.request(["c"]), next(stamps))
    return found


def test_why_not_says_what_it_would_cost(app: App) -> None:
    """A longer chapter: the difference in hours, settling-in included, and who teaches it in the plan already."""
    found = app.why_not("s/1", today=TODAY)
    cost = found.other.minutes + found.other.settling_minutes - found.plan.minutes - found.plan.settling_minutes
    assert cost == 60
    assert {outcome: step.unit for outcome, step in found.again.items()} == {"b@working": "r/2"}
    assert not found.useless


def test_why_not_knows_the_useless_and_the_planned(app: App, stamps: Iterator[Stamp]) -> None:
    """What the goal does not need is called so; what is planned or done is no question for why-not."""
    assert app.why_not("x", today=TODAY).useless
    with pytest.raises(UsageError, match="is in the plan"):
        app.why_not("r", today=TODAY)
    app.record("done", ["s/1"], stamps.__next__())
    with pytest.raises(UsageError, match="is done"):
        app.why_not("s/1", today=TODAY)


def test_why_not_names_the_wish_that_keeps_it_out(app: App, stamps: Iterator[Stamp]) -> None:
    """What a wish takes away is kept out by that wish."""
    app.save_request(app.request(["c"], exclude=("resource:s",)), next(stamps))
    assert app.why_not("s", today=TODAY).kept_out_by == ("--exclude resource:s",)


def test_the_next_best_without_a_step(app: App) -> None:
    """Without r/2 the plan takes s/1 and is an hour longer; without r/1 there is none."""
    instead = app.without(app.why("r/2", today=TODAY), today=TODAY)
    assert instead is not None
    assert (instead.minutes, [step.unit for step in instead.only_second]) == (60, ["s/1"])
    assert app.without(app.why("r/1", today=TODAY), today=TODAY) is None


def test_two_plans_side_by_side(app: App) -> None:
    """What the larger goal adds, and how much longer it is."""
    found = app.compare(app.request(["b"]), app.request(["c", "d"]), today=TODAY)
    assert [step.unit for step in found.only_second] == ["t/1", "x/1"]
    assert (found.shared, found.only_first, found.minutes) == (2, (), 60 + 60 + 30 + 30)


@QUIET
@given(cases(), st.lists(st.sets(st.integers(0, 8), min_size=1, max_size=4), min_size=1, max_size=4))
def test_the_wishes_to_drop_are_as_few_as_can_be(case: Case, taken: list[set[int]]) -> None:
    """Without the named wishes there is a plan; without fewer, whichever, there is none."""
    graph_ = PrerequisiteGraph(case.curriculum)
    units = [unit.id for unit in graph_.units]
    excluded = {f"--exclude {at}": frozenset(units[n] for n in some if n < len(units)) for at, some in enumerate(taken)}
    known = frozenset(graph_.names(graph_.numbers(case.known)))

    def without(dropped: set[str]) -> Plan:
        left = {wish: gone for wish, gone in excluded.items() if wish not in dropped}
        wishes = Wishes(outcomes=frozenset(case.goals), excluded=left)
        return make_plan(graph_, KnowledgeState(known=known), Request(goals=case.goals), wishes, today=TODAY)

    plan = without(set())
    assume(plan.proof.status == "infeasible")
    helps = [
        set(some)
        for size in range(len(excluded) + 1)
        for some in combinations(sorted(excluded), size)
        if without(set(some)).proof.status != "infeasible"
    ]
    assert len(plan.wishes_to_drop) == (len(helps[0]) if helps else 0)
    assert not helps or set(plan.wishes_to_drop) in helps
