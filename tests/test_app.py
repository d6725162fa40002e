"""The use cases, on small curricula and on the shipped one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlpath.app import App, Stamp, desk
from mlpath.curriculum import Curriculum
from mlpath.errors import UnknownIdError, UsageError
from mlpath.learner import EventKind, undoable
from mlpath.plan import Plan
from mlpath.planner import make_plan
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
        kinds: list[EventKind] = ["done", "start", "skip", "forget", "undo"]
        kind = data.draw(st.sampled_from(kinds))
        if kind == "undo" and len(undoable(app.store.events())) > 1:
            app.undo(1, stamp(number))
        elif kind != "undo":
            app.record(kind, [what], stamp(number))
        if app.saved_plan(today=TODAY).proof.status == "infeasible":
            return
    assert units(keeping.saved_plan(today=TODAY)) == units(app.saved_plan(today=TODAY))


@QUIET
@given(cases(), st.data())
def test_a_plan_that_was_saved_as_shown_is_the_plan_that_is_made_again(case: Case, data: st.DataObject) -> None:
    """What the use cases answer from memory after saving is, to the last field, what they find anew from the log."""
    app, _ = started(case)
    known = data.draw(st.lists(st.sampled_from(sorted(app.graph.outcomes)), max_size=2))
    avoid = data.draw(st.lists(st.sampled_from(["kind:book", "kind:video"]), max_size=1))
    hours = data.draw(st.sampled_from([None, 3.0]))
    request = app.request(
        app.saved_request().goals, known=tuple(known), avoid=tuple(avoid), hours_per_week=hours,
        gentle=data.draw(st.booleans()),
    )  # fmt: skip
    kept = _Memory()
    keeping = App(case.curriculum, app.store, kept)
    plan = keeping.plan(request, today=TODAY)
    if plan.proof.status == "infeasible":
        return
    keeping.save_request(request, stamp(1), plan)
    anew = App(case.curriculum, app.store, kept)
    assert keeping.saved_plan(today=TODAY) == anew.saved_plan(today=TODAY)


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


def test_goals_without_a_capstone_are_milestones_too(
    app_of: Callable[[Curriculum], App], stamps: Iterator[Stamp]
) -> None:
    """A goal inside another is reached once its own outcomes are known, and not announced again afterwards."""
    made = curriculum(
        "a -> b, b -> c",
        "r/1: a 60, r/2: b 60, t/1: c 60",
        goals=[
            {"id": "near", "title": "Near", "can": "begin", "requires": ["b"]},
            {"id": "all", "title": "All", "can": "do it", "requires": ["c"], "includes": ["near"]},
        ],
    )
    app = app_of(made)
    app.save_request(app.request(["all"]), next(stamps))
    assert [(m.goal, m.after) for m in app.saved_plan(today=TODAY).milestones] == [("near", 2), ("all", 3)]
    app.record("done", ["r/1", "r/2"], next(stamps))
    assert [(m.goal, m.after) for m in app.saved_plan(today=TODAY).milestones] == [("all", 1)]


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
    """At seven hours a week there is an hour a day; dates never run backwards."""
    plan = app.plan(app.request(["all"], hours_per_week=7), today=TODAY)
    days = [((step.starts or TODAY) - TODAY).days for step in plan.steps]
    assert days == [0, 1, 1, 2]
    assert [((step.ends or TODAY) - TODAY).days for step in plan.steps] == [0, 1, 2, 3]


def test_a_capstone_that_is_undone_is_planned_again(stamps: Iterator[Stamp]) -> None:
    """After done and undo of a capstone, the kept plan has it again."""
    app = App(BASIC, Store(None), _Memory())
    app.save_request(app.request(["all"]), next(stamps))
    app.record("done", ["cap"], next(stamps))
    assert "cap" not in units(app.saved_plan(today=TODAY))
    app.undo(1, next(stamps))
    assert units(app.saved_plan(today=TODAY))[-1] == "cap"


def test_a_kept_gentle_plan_is_still_gentle(stamps: Iterator[Stamp]) -> None:
    """The second time the same plan comes from what was kept, its helping steps still marked as such."""
    app = App(BASIC, Store(None), _Memory())
    request = app.request(["all"], gentle=True)
    assert app.plan(request, today=TODAY) == app.plan(request, today=TODAY)
    within = app.request(["all"], max_hours=2.5)
    assert app.plan(within, today=TODAY) == app.plan(within, today=TODAY)
    app.save_request(request, next(stamps))


def test_a_capstone_may_teach_what_its_goal_needs() -> None:
    """A capstone that teaches what leads to the goal stands before it."""
    whole = curriculum(
        "a -> b",
        "cap: a 60, u: b 60",
        goals=[{"id": "g", "title": "G", "can": "do it", "requires": ["b"], "capstone": "cap"}],
    )
    app = App(whole, Store(None))
    assert units(app.plan(app.request(["g"]), today=TODAY)) == ["cap", "u"]


def test_renamed_things_keep_their_progress(stamps: Iterator[Stamp]) -> None:
    """A topic, a resource with parts and one without get new names: by their aliases all progress is still there."""
    old = App(curriculum("a, b", "book/1: a 60, solo: b 60"), Store(None))
    old.record("done", ["book/1", "solo"], next(stamps))
    old.record("know", ["a@working"], next(stamps))
    dump = curriculum("aa, b", "tome/1: aa 60, alone: b 60").model_dump()
    dump["topics"][0]["aliases"] = ["a"]
    for resource, alias in zip(dump["resources"], ("book", "solo"), strict=True):
        resource["aliases"] = [alias]
    state = App(Curriculum.model_validate(dump), old.store).state()
    assert state.orphans == ()
    assert state.done == ("tome/1", "alone")
    assert state.known == {"aa@working", "b@working"}


def test_forgetting_a_resource_forgets_its_units(app: App, stamps: Iterator[Stamp]) -> None:
    """What was done or skipped as a whole is forgotten as a whole."""
    app.record("done", ["r"], next(stamps))
    app.record("skip", ["s"], next(stamps))
    state = app.record("forget", ["r", "s"], next(stamps)).after
    assert (state.done, state.skipped, state.known) == ((), frozenset(), frozenset())


def test_the_same_request_after_forgetting_is_stored_again(app: App, stamps: Iterator[Stamp]) -> None:
    """A request that declares known what was forgotten since is no repetition."""
    request = app.request(["all"], known=("a",))
    app.save_request(request, next(stamps))
    app.record("forget", ["a"], next(stamps))
    assert app.save_request(request, next(stamps)).after.known == {"a@working"}


def test_time_is_counted_once(app: App, stamps: Iterator[Stamp]) -> None:
    """Minutes reported for a whole resource are those minutes, not as many for each part."""
    assert sum(app.record("done", ["r"], next(stamps), minutes=60).after.minutes.values()) == 60


def test_a_request_to_another_curriculum_is_not_this_ones(app: App, stamps: Iterator[Stamp]) -> None:
    """One log, two curricula: each has its own saved request."""
    app.save_request(app.request(["all"]), next(stamps))
    other = App(BASIC.model_copy(update={"id": "other"}), app.store)
    with pytest.raises(UsageError, match="no plan yet"):
        other.saved_plan(today=TODAY)
    other.save_request(other.request(["a"]), next(stamps))
    assert app.saved_request().goals == ("all",)


def test_pins_and_wishes_of_what_is_gone_are_dropped(app: App, stamps: Iterator[Stamp]) -> None:
    """A saved pin or selector of a resource that the curriculum no longer has does not stop the plan."""
    app.save_request(app.request(["all"], pin=("r/2",), exclude=("resource:s",)), next(stamps))
    smaller = curriculum(
        "a -> b, b -> c", "r/1: a 60, q: b 60, t/1: c 60, cap: 30 < c", goals=[g.model_dump() for g in BASIC.goals]
    )
    left = App(smaller.model_copy(update={"id": BASIC.id}), app.store)
    assert units(left.saved_plan(today=TODAY)) == ["r/1", "q", "t/1", "cap"]


def test_what_is_recorded_is_never_guessed_from_a_title(
    app_of: Callable[[Curriculum], App], stamps: Iterator[Stamp]
) -> None:
    """A topic is no unit, and the beginning of a title names nothing."""
    app = app_of(BASIC)
    with pytest.raises(UnknownIdError, match="a is a topic, not a unit or a resource"):
        app.record("done", ["a"], next(stamps))


def test_the_same_question_is_computed_once_and_any_other_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked twice with nothing changed, a plan is computed once; another day, event or request is computed anew."""
    asked: list[date] = []

    def counted(*arguments: Any, today: date, **options: Any) -> Plan:
        asked.append(today)
        return make_plan(*arguments, today=today, **options)

    monkeypatch.setattr(desk, "make_plan", counted)
    app = App(curriculum("a -> b, b -> c"), Store(None))
    app.save_request(app.request(["c"]), stamp(0))
    changes: list[Callable[[], object]] = [
        lambda: app.record("done", ["u-a"], stamp(1)),
        lambda: app.record("start", ["u-b"], stamp(2)),
        lambda: app.undo(1, stamp(3)),
        lambda: app.save_request(app.request(["b"]), stamp(4)),
    ]
    for number, change in enumerate([lambda: None, *changes], start=1):
        change()
        first, second = app.next_steps(today=TODAY), app.next_steps(today=TODAY)
        assert (first, len(asked)) == (second, number)
        assert first.plan == App(app.curriculum, app.store).saved_plan(today=TODAY)
        asked.pop()
    app.next_steps(today=TODAY + timedelta(days=1))
    assert len(asked) == len(changes) + 2
