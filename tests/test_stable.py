"""Staying with a plan: within a hundredth of the shortest, as little as can be is new; the log alone decides."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlpath.app import App, Stamp
from mlpath.graph import PrerequisiteGraph
from mlpath.learner import KnowledgeState
from mlpath.plan import Plan, Request, Wishes
from mlpath.planner import make_plan
from mlpath.store import Store
from mlpath.store.kept import KeptPlans
from mlpath.view.data import curriculum_fields, document, plan_fields
from tests.builders import curriculum
from tests.checker import Checker
from tests.conftest import TODAY
from tests.strategies import Case, cases, examples

QUARTER = 0.25


def asked(case: Case, stay: frozenset[str] = frozenset()) -> Plan:
    graph = PrerequisiteGraph(case.curriculum)
    known = frozenset(graph.names(graph.numbers(case.known)))
    wishes = Wishes(outcomes=frozenset(case.goals))
    return make_plan(graph, KnowledgeState(known=known), Request(goals=case.goals), wishes, today=TODAY, stay=stay)


def cost(plan: Plan) -> int:
    return plan.minutes + plan.settling_minutes


@examples(60)
@given(case=cases(max_units=7), data=st.data())
def test_the_fewest_new_units_within_a_hundredth_of_the_shortest(case: Case, data: st.DataObject) -> None:
    """No set of units within the tolerance has fewer that are new; of those with as few none is shorter.

    A hundredth of these short plans is nothing, so a quarter stands for it.
    """
    free = asked(case)
    assume(free.proof.status == "optimal" and free.steps)
    stay = data.draw(st.frozensets(st.sampled_from(sorted(case.curriculum.unit)), min_size=1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mlpath.planner.stable.TOLERANCE", QUARTER)
        close = asked(case, stay)
    checker = Checker(json.loads(document(**curriculum_fields(case.curriculum))))
    known, budget = set(close.known), cost(free) / 60 * (1 + QUARTER) + 1e-9
    best = min(
        (len(set(units) - stay), round(checker.cost(set(units)) * 60))
        for size in range(len(checker.units) + 1)
        for units in combinations(sorted(checker.units), size)
        if checker.cost(set(units)) <= budget and checker.possible(set(units), known, list(case.goals))
    )
    assert (len({step.unit for step in close.steps} - stay), cost(close)) == best
    assert (close.proof.status == "optimal") == (cost(close) == cost(free))
    assert close.proof.lower_bound_minutes == cost(free)
    assert checker.problems(json.loads(document(**plan_fields(close)))) == []


CHAPTERS = curriculum(
    "a -> b, b -> c, c -> d, e",
    "r/a: a 1000, r/b: b 1000, r/c: c 1000, r/d: d 1000, s/ab: a b 1996, s/d: d 999, t/c: c 990, x/e: e 60",
)


@pytest.fixture
def app(stamps: Iterator[Stamp]) -> App:
    """A learner who wants d, and was shown the chapters r/a and so on before a shorter book came to be."""
    found = App(CHAPTERS, Store(None))
    request = found.request(["d"])
    old = found.plan(found.request(["d"], only=("resource:r",)), today=TODAY)
    found.save_request(request, next(stamps), old)
    return found


def units_of(plan: Plan) -> list[str]:
    return [step.unit for step in plan.steps]


def test_the_plan_that_was_shown_is_stayed_with(app: App) -> None:
    """15 minutes of 66 hours are no reason to change three books; the proof says what the shortest would be."""
    plan = app.saved_plan(today=TODAY)
    assert units_of(plan) == ["r/a", "r/b", "r/c", "r/d"]
    assert (plan.proof.status, plan.proof.shortest_minutes) == ("feasible", 3985)
    assert plan.proof.lower_bound_minutes == 3985
    assert plan.proof.gap == pytest.approx(15 / 4000)


def test_asked_afresh_it_is_the_shortest(app: App, stamps: Iterator[Stamp]) -> None:
    """The same goal asked for by name gives the proven shortest, which is stayed with from then on."""
    request = app.request(["d"])
    fresh = app.plan(request, today=TODAY)
    assert (cost(fresh), fresh.proof.status) == (3985, "optimal")
    assert app.save_request(request, next(stamps), fresh).event is not None
    assert units_of(app.saved_plan(today=TODAY)) == units_of(fresh)
    assert app.save_request(request, next(stamps), fresh).event is None


def test_new_dates_change_no_units_and_new_wishes_do(app: App) -> None:
    """Other hours a week are the same question; another wish is another."""
    dated = app.asked_plan(app.request(["d"], hours_per_week=5), today=TODAY)
    assert units_of(dated) == ["r/a", "r/b", "r/c", "r/d"]
    assert units_of(app.asked_plan(app.request(["d"], exclude=("resource:t",)), today=TODAY))[0] == "s/ab"


def test_what_was_known_all_along_takes_nothing_new(app: App, stamps: Iterator[Stamp]) -> None:
    """Who says that they know c goes on with what the plan has for the rest."""
    app.record("know", ["c"], next(stamps))
    assert units_of(app.saved_plan(today=TODAY)) == ["r/d"]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_on_disk_changes_no_answer(seed: int, stamps: Iterator[Stamp], tmp_path: Path) -> None:
    """Whatever is done, off the plan or on it: with a kept plan the answer is the one without."""
    store, random = Store(None), Random(seed)  # noqa: S311 (no secret)
    with_file, without = App(CHAPTERS, store, KeptPlans(tmp_path / "plan.json")), App(CHAPTERS, store)
    old = without.plan(without.request(["d"], only=("resource:r",)), today=TODAY)
    without.save_request(without.request(["d"]), next(stamps), old if seed % 2 else None)
    for _ in range(6):
        if random.random() < 0.3:
            with_file.plan(with_file.request(["d"], known=("a",)), today=TODAY)
        assert with_file.saved_plan(today=TODAY) == without.saved_plan(today=TODAY)
        units = units_of(without.saved_plan(today=TODAY)) or ["r/d"]
        kind, what = random.choice([("done", units[0]), ("done", units[-1]), ("know", "b"), ("start", units[0]), ("skip", units[-1])])  # fmt: skip
        if not (kind == "skip" and what in ("r/d", "s/d")):
            without.record(kind, [what], next(stamps))  # type: ignore[arg-type] # one of the kinds
