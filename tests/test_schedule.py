"""From hours to dates: sessions against a model that goes minute by minute, days off, deadlines, time zones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mlpath.app import App, Stamp
from mlpath.cli.times import asked_times
from mlpath.curriculum import Curriculum
from mlpath.errors import UsageError
from mlpath.plan import Request
from mlpath.planner.schedule import SHORTEST_SESSION, sessions
from mlpath.week import Week, even_week
from tests.builders import curriculum
from tests.conftest import TODAY, CommandLine
from tests.strategies import examples

FAR = date(2026, 1, 1)
DAYS = st.integers(0, 60).map(lambda n: FAR + timedelta(days=n))
OFF = st.lists(st.tuples(DAYS, st.integers(0, 9)).map(lambda s: (s[0], s[0] + timedelta(days=s[1]))), max_size=4)
WEEKS = st.builds(
    lambda minutes, off: Week(tuple(minutes), tuple(off)),
    st.lists(st.sampled_from([0, 0, 5, 12, 45, 60, 61, 180]), min_size=7, max_size=7).filter(any),
    OFF,
)
STEPS = st.lists(st.integers(1, 400), max_size=8)


def by_the_minute(steps: list[int], week: Week, start: date) -> list[dict[date, int]]:
    """The plain model: each minute goes to the first day that has one left; short ends of days begin nothing."""
    found: list[dict[date, int]] = []
    day, used = start, 0
    for minutes in steps:
        here: dict[date, int] = {}
        for minute in range(minutes):
            while True:
                is_off = any(first <= day <= last for first, last in week.off)
                room = (0 if is_off else week.minutes[day.weekday()]) - used
                begins_short = minute == 0 and used and room < SHORTEST_SESSION and room < minutes
                if room > 0 and not begins_short:
                    break
                day, used = day + timedelta(days=1), 0
            here[day] = here.get(day, 0) + 1
            used += 1
        found.append(here)
    return found


@examples(150)
@given(STEPS, WEEKS, DAYS)
def test_sessions_are_those_of_the_plain_model(steps: list[int], week: Week, start: date) -> None:
    """Each minute is scheduled once, in order, in no day off, in no day beyond its minutes: as counted one by one."""
    found = list(sessions(steps, week, start))
    assert [{s.day: s.minutes for s in part} for part in found] == by_the_minute(steps, week, start)
    flat = [session for part in found for session in part]
    assert sum(session.minutes for session in flat) == sum(steps)
    assert all(a.day <= b.day for a, b in pairwise(flat))
    for day in {session.day for session in flat}:
        assert 0 < sum(session.minutes for session in flat if session.day == day) <= week.on(day)


@examples(60)
@given(STEPS.filter(bool), st.integers(1, 1440), st.integers(0, 60), DAYS)
def test_more_time_a_day_never_ends_later(steps: list[int], minutes: int, more: int, start: date) -> None:
    """With more minutes on each day the last session is not later."""
    ends = [
        list(sessions(steps, Week((each,) * 7), start))[-1][-1].day for each in (minutes, min(1440, minutes + more))
    ]
    assert ends[1] <= ends[0]


@examples(60)
@given(WEEKS, DAYS, st.integers(0, 80))
def test_the_minutes_between_two_days_are_those_of_each(week: Week, first: date, length: int) -> None:
    """Counting a stretch is adding up its days; so many minutes are spent on the day on which they are."""
    last = first + timedelta(days=length)
    total = sum(week.on(first + timedelta(days=n)) for n in range(length + 1))
    assert week.between(first, last) == total
    spent_on = week.day_after(first, total)
    assert spent_on is not None
    assert week.between(first, spent_on) == total
    assert total == 0 or week.on(spent_on) > 0


@examples(60)
@given(st.integers(1, 7 * 24 * 60))
def test_an_even_week_has_its_minutes(minutes: int) -> None:
    """All of them, on days that differ by a minute at most and are about an hour, longer only when all seven are used."""
    week = even_week(minutes)
    used = [m for m in week.minutes if m]
    assert week.total == minutes
    assert max(used) - min(used) <= 1
    assert max(used) <= 90 or len(used) == 7


def test_the_calendar_ends_in_a_sentence() -> None:
    """What would end after the year 9999 is refused, not an overflow; a stretch off to its end as well."""
    with pytest.raises(UsageError, match="after the year 9999"):
        list(sessions([60], Week((30,) + (0,) * 6), date(9999, 12, 30)))
    with pytest.raises(UsageError, match="after the year 9999"):
        list(sessions([60], Week((30,) * 7, ((TODAY, date.max),)), TODAY))


BAD = [(0,) * 7, (60,) * 6, (60,) * 8, (1441, *(0,) * 6), (-1, *(9,) * 6)]


@pytest.mark.parametrize("days", BAD)
def test_a_week_that_is_none_is_refused(days: tuple[int, ...]) -> None:
    """Seven numbers of minutes, none more than a day has, not all of them 0."""
    with pytest.raises(ValidationError):
        Request(goals=("a",), days=days)


BASIC = curriculum(
    "a -> b, b -> c, c -> d",
    "ua: a 90, ub: b 60, cap1: 30 < b, uc: c 100, ud: d 200, cap2: 30 < d",
    goals=[
        {"id": "near", "title": "Near", "can": "do b", "requires": ["b"], "capstone": "cap1"},
        {"id": "far", "title": "Far", "can": "do d", "requires": ["d"], "includes": ["near"], "capstone": "cap2"},
    ],
)


@pytest.fixture
def app(app_of: Callable[[Curriculum], App]) -> App:
    return app_of(BASIC)


def test_steps_and_milestones_have_their_days(app: App) -> None:
    """Saturdays of an hour and Sundays of two: sessions fill them, and the goal on the way has its day."""
    plan = app.plan(app.request(["far"], days=(0, 0, 0, 0, 0, 60, 120)), today=TODAY)  # 21 Nov 2026 is a Saturday
    assert [(s.day.day, s.minutes) for s in plan.steps[0].sessions] == [(21, 60), (22, 30)]
    near = plan.milestones[0]
    assert (near.goal, near.on) == ("near", plan.steps[near.after - 1].ends)
    assert plan.milestones[1].on == plan.steps[-1].ends
    assert plan.weekly_minutes == 180


def test_time_that_was_reported_is_not_scheduled_again(app: App, stamps: Iterator[Stamp]) -> None:
    """Of a unit under way only the rest is scheduled, a tenth of it at least; its hours stay what they are."""
    request = app.request(["far"], hours_per_week=7)
    app.save_request(request, next(stamps))
    app.record("start", ["ua"], next(stamps), minutes=50)
    step = app.saved_plan(today=TODAY).steps[0]
    assert (step.minutes, step.spent_minutes, sum(s.minutes for s in step.sessions)) == (90, 50, 40)
    app.record("start", ["ua"], next(stamps), minutes=500)
    assert sum(s.minutes for s in app.saved_plan(today=TODAY).steps[0].sessions) == 9


def test_a_deadline_says_what_it_takes(app: App) -> None:
    """Too late: the least week that does; that week is in time, and a quarter of an hour less is not."""
    by = date(2026, 12, 5)
    late = app.plan(app.request(["far"], hours_per_week=1, by=by), today=TODAY)
    assert late.deadline is not None
    assert not late.deadline.met
    needed = late.deadline.weekly_minutes
    assert needed is not None
    for minutes, met in ((needed, True), (needed - 15, False)):
        plan = app.plan(app.request(["far"], hours_per_week=minutes / 60, by=by), today=TODAY)
        assert plan.deadline is not None
        assert plan.deadline.met is met
    alone = app.plan(app.request(["far"], by=by), today=TODAY)
    assert alone.weekly_minutes == needed
    assert alone.steps[-1].ends is not None
    assert alone.steps[-1].ends <= by


def test_what_a_deadline_costs_is_what_fits_in_the_hours(app: App) -> None:
    """What would be left out is what the best plan within those hours does not reach; in time nothing is."""
    request = app.request(["b", "d"], days=(0, 0, 0, 0, 0, 60, 60), by=date(2026, 11, 29))
    plan = app.plan(request, today=TODAY)
    assert [item.outcome for item in app.dropped(plan, today=TODAY)] == ["d@working"]
    assert app.dropped(app.plan(app.request(["b"], hours_per_week=7, by=TODAY), today=TODAY), today=TODAY) != ()
    in_time = app.plan(app.request(["b"], hours_per_week=20, by=date(2027, 1, 1)), today=TODAY)
    assert app.dropped(in_time, today=TODAY) == ()


def test_a_deadline_that_nothing_meets(app: App) -> None:
    """Yesterday, or a day that is off: no week does, and no dates are made up."""
    for wishes in ({"by": TODAY - timedelta(days=1)}, {"by": TODAY, "off": ((TODAY, TODAY),)}):
        plan = app.plan(app.request(["far"], **wishes), today=TODAY)
        assert plan.deadline is not None
        assert (plan.deadline.met, plan.deadline.weekly_minutes) == (False, None)
        assert plan.steps[0].starts is None


def test_dates_do_not_choose_the_steps(app: App) -> None:
    """Whatever is asked of time, the steps and the proof are the same."""
    plain = app.plan(app.request(["far"]), today=TODAY)
    dated = app.plan(app.request(["far"], days=(7,) * 7, by=TODAY, off=((TODAY, TODAY),)), today=TODAY)
    assert [s.unit for s in plain.steps] == [s.unit for s in dated.steps]
    assert plain.proof == dated.proof


ZONES = ["Pacific/Kiritimati", "America/New_York"]


def test_dates_are_the_same_in_every_time_zone(inside: CommandLine) -> None:
    """Over both changes of the clock, wherever the learner is: the same days, of the same minutes."""
    asked = ("plan", "all", "--days", "sun=3m,sat=3m", "--start", "2027-01-30", "--dry-run", "--json")
    answers = {inside.process(*asked, TZ=zone).out for zone in ZONES}
    assert len(answers) == 1
    assert '"day": "2027-03-28"' in answers.pop()


def said(**options: Any) -> dict[str, object]:
    """The fields of a request that come of the options."""
    nothing = dict.fromkeys(("hours_per_week", "days", "start", "by", "off", "at"))
    return asked_times(**{**nothing, **options})


TYPED = [
    pytest.param({"days": "mon=1h,sat=3h"}, {"days": (60, 0, 0, 0, 0, 180, 0)}, id="hours"),
    pytest.param({"days": "mon-fri=45m, Sunday=1h30"}, {"days": (45, 45, 45, 45, 45, 0, 90)}, id="a run of days"),
    pytest.param({"days": "fri-mon=1.5h,tue=20"}, {"days": (90, 20, 0, 0, 90, 90, 90)}, id="over the week's end"),
    pytest.param({"off": ["2026-12-24..2027-01-02", "2026-12-01"]},
                 {"off": ((date(2026, 12, 1),) * 2, (date(2026, 12, 24), date(2027, 1, 2)))}, id="days off"),
    pytest.param({"off": ["none"]}, {"off": ()}, id="no days off"),
    pytest.param({"at": "9:30", "by": "2027-01-01"}, {"at": time(9, 30), "by": date(2027, 1, 1)}, id="clock and deadline"),
]  # fmt: skip
MISTYPED = [
    pytest.param({"days": "mon=25h"}, "a day has 24 hours", id="a long day"),
    pytest.param({"days": "mon=0h"}, "no time at all", id="nothing"),
    pytest.param({"days": "mon"}, "--days has 'mon'", id="no hours"),
    pytest.param({"days": "someday=1h"}, "--days has 'someday=1h'", id="no day"),
    pytest.param({"days": "mon=soon"}, "no length of time", id="no length"),
    pytest.param({"days": "mon="}, "no length of time", id="an empty length"),
    pytest.param({"days": "mon=1h", "hours_per_week": 3.0}, "both say", id="two ways"),
    pytest.param({"off": ["2026-12-24..2026-12-01"]}, "ends before it begins", id="backwards"),
    pytest.param({"off": ["christmas"]}, "--off is 'christmas'", id="no date"),
    pytest.param({"at": "25:00"}, "--at is '25:00'", id="no clock"),
    pytest.param({"by": "soon"}, "--by is 'soon'", id="no deadline"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "asked"), TYPED)
def test_what_is_typed_of_time(typed: dict[str, Any], asked: dict[str, object]) -> None:
    """Each way of saying it comes to what it means; a request takes it, and gives it back from the log."""
    found = said(**typed)
    assert {name: found[name] for name in asked} == asked
    request = Request.model_validate({"goals": ("a",), **{k: v for k, v in found.items() if v is not None}})
    assert Request.model_validate_json(request.model_dump_json(exclude_defaults=True)) == request


@pytest.mark.parametrize(("typed", "why"), MISTYPED)
def test_what_is_mistyped_of_time(typed: dict[str, Any], why: str) -> None:
    """One sentence that says what it is, and a hint."""
    with pytest.raises(UsageError, match=re.escape(why)) as refused:
        said(**typed)
    assert refused.value.hint


def test_the_week_is_kept_and_can_be_changed(inside: CommandLine) -> None:
    """Hours a week give way to days and back; no days off is something to ask for; old requests have none of it."""
    inside("plan", "all", "--hours-per-week", "5", "--off", "2026-12-01")
    asked = inside("plan", "--days", "sun=2h", "--json").json["request"]
    assert (asked["hours_per_week"], asked["days"], asked["off"]) == (None, [0] * 6 + [120], [["2026-12-01"] * 2])
    asked = inside("plan", "--hours-per-week", "3", "--off", "none", "--json").json["request"]
    assert (asked["hours_per_week"], asked["days"], asked["off"]) == (3, None, [])
    assert inside("plan", "--json").json["request"] == asked
