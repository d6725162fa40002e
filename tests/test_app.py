"""The use cases, on small curricula and on the shipped one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlpath.app import App, Stamp
from mlpath.curriculum import Curriculum
from mlpath.errors import UnknownIdError, UsageError
from mlpath.learner import EventKind
from mlpath.plan import Plan
from mlpath.store import Store
from mlpath.store.kept import KeptPlans
from tests.builders import curriculum
from tests.conftest import TODAY
from tests.strategies import Case, cases, examples

QUIET = examples(40)


def units(plan: Plan) -> list[str]:
    return [step.unit for step in plan.steps]


def cost(plan: Plan) -> int:
    return plan.minutes + plan.settling_minutes


def stamp(number: int) -> Stamp:
    from datetime import UTC, datetime

    return Stamp(f"{number:032x}", datetime(2026, 11, 21, tzinfo=UTC), "UTC", TODAY)


def started(case: Case) -> tuple[App, Plan]:
    """An app whose learner asked for the case's goals, and its plan; cases without a plan are passed over."""
    app = App(case.curriculum, Store(None))
    request = app.request(case.goals, known=tuple(sorted(case.known)))
    plan = app.plan(request, today=TODAY)
    assume(plan.proof.status == "optimal" and plan.steps)
    app.save_request(request, stamp(0))
    return app, plan


@QUIET
@given(cases())
def test_doing_the_steps_in_order_never_changes_the_rest(case: Case) -> None:
    """After each step the plan, computed anew, is the rest of the plan before; `next` begins with its first step."""
    app, plan = started(case)
    order = units(plan)
    for number, unit in enumerate(order, start=1):
        found = app.next_steps(today=TODAY)
        assert found.steps[0].unit == unit
        app.record("done", [unit], stamp(number))
        rest = App(app.curriculum, app.store).saved_plan(today=TODAY)
        assert units(rest) == order[number:]
    assert app.next_steps(today=TODAY).steps == ()


@QUIET
@given(cases(), st.data())
def test_knowing_or_doing_more_never_makes_the_plan_longer(case: Case, data: st.DataObject) -> None:
    """Any unit marked done, on or off the plan, and any outcome known: the new plan costs no more than the old."""
    app, plan = started(case)
    what = data.draw(st.sampled_from(sorted([*case.curriculum.unit, *app.graph.outcomes])))
    app.record("done" if what in case.curriculum.unit else "know", [what], stamp(1))
    assert cost(app.saved_plan(today=TODAY)) <= cost(plan)


@QUIET
@given(cases(), st.data())
def test_a_kept_plan_is_as_short_as_a_new_one(case: Case, data: st.DataObject) -> None:
    """Whatever is recorded on the way, the plan that the kept one gives is the plan that a new search gives."""
    app, _ = started(case)
    kept = _Memory()
    keeping = App(case.curriculum, app.store, kept)
    for number in range(1, 5):
        assert units(keeping.saved_plan(today=TODAY)) == units(app.saved_plan(today=TODAY))
        what = data.draw(st.sampled_from(sorted(case.curriculum.unit)))
        kinds: list[EventKind] = ["done", "start"]
        app.record(data.draw(st.sampled_from(kinds)), [what], stamp(number))
    assert units(keeping.saved_plan(today=TODAY)) == units(app.saved_plan(today=TODAY))


class _Memory(KeptPlans):
    """Keeps its plan in memory."""

    def __init__(self) -> None:
        super().__init__(None)
        self.last: object = None

    def get(self, key: str) -> object:  # type: ignore[override] # what was put
        return self.last if getattr(self.last, "key", None) == key else None

    def put(self, kept: object) -> None:
        self.last = kept


BASIC = curriculum(
    "a -> b, b -> c",
    "r/1: a 60, r/2: b 60, s/1: b 50, t/1: c 60, cap: 30 < c",
    goals=[{"id": "all", "title": "All", "can": "do it", "requires": ["c"], "capstone": "cap"}],
)


@pytest.fixture
def app(app_of: Callable[[Curriculum], App]) -> App:
    return app_of(BASIC)


def test_a_goal_ends_in_its_capstone_and_is_a_milestone(app: App, stamps: Iterator[Stamp]) -> None:
    """The capstone stands last, the goal's milestone is after it; done, the goal is reached."""
    app.save_request(app.request(["all"]), next(stamps))
    plan = app.saved_plan(today=TODAY)
    assert units(plan) == ["r/1", "s/1", "t/1", "cap"]
    assert [(m.goal, m.after) for m in plan.milestones] == [("all", 4)]
    app.record("done", units(plan), next(stamps))
    assert app.saved_plan(today=TODAY).steps == ()


def test_skipping_takes_another_way(app: App, stamps: Iterator[Stamp]) -> None:
    """A skipped unit leaves the plan, another teaches the same; undo brings it back."""
    app.save_request(app.request(["all"]), next(stamps))
    app.record("skip", ["s/1"], next(stamps))
    assert units(app.saved_plan(today=TODAY)) == ["r/1", "r/2", "t/1", "cap"]
    app.undo(1, next(stamps))
    assert units(app.saved_plan(today=TODAY)) == ["r/1", "s/1", "t/1", "cap"]


def test_a_resource_stands_for_its_units(app: App, stamps: Iterator[Stamp]) -> None:
    """`done r` marks every unit of r, in its order, as one event that one undo takes back."""
    progress = app.record("done", ["r"], next(stamps))
    assert progress.event is not None
    assert progress.event.ids == ("r/1", "r/2")
    assert app.undo(1, next(stamps)).after.done == ()


def test_nothing_is_stored_twice(app: App, stamps: Iterator[Stamp]) -> None:
    """Done twice, known twice, the same request twice: the log has one event each."""
    for _ in range(2):
        app.save_request(app.request(["all"]), next(stamps))
        app.record("done", ["r/1"], next(stamps))
        app.record("know", ["b"], next(stamps))
    assert [event.kind for event in app.store.events()] == ["request", "done", "know"]


def test_an_unknown_name_stores_nothing(app: App, stamps: Iterator[Stamp]) -> None:
    """One bad id among good ones: nothing of it is stored."""
    with pytest.raises(UnknownIdError):
        app.record("done", ["r/1", "no-such-thing"], next(stamps))
    assert app.store.events() == []


def test_without_a_plan_one_is_told_how_to_make_one(app: App) -> None:
    """`next` before any plan names the goals."""
    with pytest.raises(UsageError, match="no plan yet") as told:
        app.next_steps(today=TODAY)
    assert "all" in told.value.hint


def test_forgetting_brings_the_step_back(app: App, stamps: Iterator[Stamp]) -> None:
    """A unit that is forgotten is studied again, and so is an outcome."""
    app.save_request(app.request(["all"]), next(stamps))
    app.record("done", ["r/1", "s/1"], next(stamps))
    app.record("forget", ["b"], next(stamps))
    assert units(app.saved_plan(today=TODAY)) == ["s/1", "t/1", "cap"]


def test_why_leads_to_the_goal(app: App, stamps: Iterator[Stamp]) -> None:
    """The chain of reasons goes step by step from a unit to the goal."""
    app.save_request(app.request(["all"]), next(stamps))
    links = app.why("r/1", today=TODAY).links
    assert [(step.unit, reason.outcome, reason.needed_by) for step, reason in links] == [
        ("r/1", "a@working", "s/1"),
        ("s/1", "b@working", "t/1"),
        ("t/1", "c@working", "all"),
    ]


def test_minutes_choose_what_fits(app: App, stamps: Iterator[Stamp]) -> None:
    """Within an hour the one step that fits; the first step even where it is longer."""
    flat = App(curriculum("a, b, c", "u: a 30, v: b 30, w: c 30"), Store(None))
    flat.save_request(flat.request(["a", "b", "c"]), next(stamps))
    assert len(flat.next_steps(today=TODAY, minutes=60).steps) == 2
    assert len(flat.next_steps(today=TODAY, minutes=1).steps) == 1
    assert app.store.events() == []


def test_the_dates_follow_from_hours_a_week(app: App) -> None:
    """At seven hours a week a step of an hour takes a day; dates never run backwards."""
    plan = app.plan(app.request(["all"], hours_per_week=7), today=TODAY)
    days = [((step.starts or TODAY) - TODAY).days for step in plan.steps]
    assert days == [0, 1, 1, 2]
    assert [((step.ends or TODAY) - TODAY).days for step in plan.steps] == [0, 1, 2, 3]
