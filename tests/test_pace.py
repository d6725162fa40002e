"""What a log says of time, and when all will be done: the fold, the factor, the range, what moved the date."""

from __future__ import annotations

import doctest
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mlpath.pace
import mlpath.view.exports.notes
import mlpath.week
from mlpath.app import App, Stamp
from mlpath.history import Asked, History
from mlpath.learner import EventKind
from mlpath.pace import Z, factor, finish, habit, moved
from mlpath.store import Store
from mlpath.view.burn_up import HEIGHT, BurnUp
from mlpath.week import Week, even_week
from tests.builders import curriculum
from tests.campaigns.study_year import campaign
from tests.conftest import TODAY, CommandLine
from tests.strategies import examples

MONDAY = date(2026, 9, 7)
HOUR_A_DAY = Week((60,) * 7)
GOALS = [
    {"id": "near", "title": "Near", "can": "do b", "requires": ["b"], "capstone": "cap1"},
    {"id": "far", "title": "Far", "can": "do d", "requires": ["d"], "includes": ["near"], "capstone": "cap2"},
]
BASIC = curriculum(
    "a -> b, b -> c, c -> d",
    "r/1: a 60, r/2: b 120, cap1: 30 < b, s/1: c 90, s/2: d 60, cap2: 30 < d",
    settling=0.5,
    goals=GOALS,
)


class Learner:
    """An app whose events have the days that a test gives."""

    def __init__(self) -> None:
        self.app = App(BASIC, Store(None))
        self.events = 0

    def stamp(self, day: date) -> Stamp:
        self.events += 1
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(seconds=self.events)
        return Stamp(f"{self.events:032x}", at, "UTC", day)

    def ask(self, day: date, goals: list[str], **wishes: Any) -> None:
        request = self.app.request(goals, **wishes)
        self.app.save_request(request, self.stamp(day), self.app.plan(request, today=day))

    def record(self, kind: EventKind, unit: str, day: date, **data: Any) -> None:
        self.app.record(kind, [unit], self.stamp(day), **data)

    def days(self, number: int) -> date:
        return MONDAY + timedelta(days=number)


@pytest.fixture
def learner() -> Learner:
    return Learner()


def test_estimates_hold_settling_in_once(learner: Learner) -> None:
    """The first unit of a resource takes its settling-in time too; the next one does not."""
    for unit in ("r/2", "r/1"):
        learner.record("done", unit, MONDAY)
    assert learner.app.history().done == ((MONDAY, "r/2", 150), (MONDAY, "r/1", 60))


def test_an_account_is_closed_when_time_is_reported_at_the_end(learner: Learner) -> None:
    """Time on the way alone tells nothing of the whole; with `done`, or after it, it does, and adds up."""
    learner.record("start", "r/1", MONDAY, minutes=20)
    learner.record("done", "r/1", learner.days(1))
    assert learner.app.history().accounts == ()
    assert learner.app.history().studied == ((MONDAY, 20), (learner.days(1), 70))
    learner.record("start", "r/1", learner.days(2), minutes=100)
    assert learner.app.history().accounts == ((90, 120),)
    assert learner.app.history().studied == ((MONDAY, 20), (learner.days(2), 100))
    learner.record("done", "s", learner.days(3), minutes=200)
    assert learner.app.history().accounts == ((90, 120), (180, 200))


def test_what_is_undone_or_forgotten_counts_for_nothing(learner: Learner) -> None:
    """Undo takes the time back; a unit that is forgotten is not done."""
    learner.record("done", "r/1", MONDAY, minutes=50)
    learner.app.undo(1, learner.stamp(MONDAY))
    assert learner.app.history() == History()
    learner.record("done", "r/1", MONDAY)
    learner.record("forget", "r/1", MONDAY)
    assert learner.app.history().done == ()


def test_a_log_of_before_has_its_weeks(learner: Learner) -> None:
    """A request without what it promised, and one that this mlpath cannot read, fold all the same."""
    learner.app.save_request(learner.app.request(["d"], hours_per_week=7), learner.stamp(MONDAY))
    assert learner.app.history().asked == (Asked(MONDAY, even_week(420)),)
    assert moved(learner.app.history(), 100, learner.days(7)) is not None


def test_planned_minutes_follow_each_request(learner: Learner) -> None:
    """A change of hours holds from its day on; before the first request there is nothing planned."""
    record = History(asked=(Asked(MONDAY, HOUR_A_DAY), Asked(learner.days(7), Week((30,) * 7))))
    assert record.planned(learner.days(-5), learner.days(6)) == 7 * 60
    assert record.planned(MONDAY, learner.days(13)) == 7 * 60 + 7 * 30
    assert record.planned(learner.days(8), learner.days(7)) == 0


ACCOUNTS = st.lists(st.tuples(st.integers(1, 500), st.integers(1, 2000)), max_size=30)


@examples(80)
@given(ACCOUNTS)
def test_the_factor_lies_between_the_prior_and_the_data(accounts: list[tuple[int, int]]) -> None:
    """Its middle is no further from 1 than the reports are, within its range; a slip of the pen moves it within bounds."""
    found = factor(accounts)
    assert found.low < found.middle < found.high
    ratios = [min(8.0, max(1 / 8, said / estimated)) for estimated, said in accounts]
    assert min([1.0, *ratios]) * 0.999 <= found.middle <= max([1.0, *ratios]) * 1.001
    assert found.accounts == len(accounts)


@examples(40)
@given(st.floats(0.3, 3), st.integers(1, 40))
def test_more_reports_make_the_factor_surer(ratio: float, number: int) -> None:
    """Equal reports: the range narrows with each, and its middle nears what they say."""
    account = (100, round(100 * ratio))
    few, more = factor([account] * number), factor([account] * (number + 5))
    assert more.high / more.low < few.high / few.low
    truth = account[1] / 100
    assert abs(more.middle - truth) <= abs(few.middle - truth) + 1e-9


def steady(weeks: int, minutes: int) -> History:
    """Someone who has done as much each week, of an hour a day."""
    days = [MONDAY + timedelta(days=7 * n + 3) for n in range(weeks)]
    return History(
        done=tuple((day, f"u{n}", minutes) for n, day in enumerate(days)), asked=(Asked(MONDAY, HOUR_A_DAY),)
    )


def test_few_data_make_the_range_wide() -> None:
    """Without data it spans more than a factor of 4 in time; with each further month it is narrower."""
    left = [60] * 100
    widths = []
    for weeks in (0, 4, 12, 30):
        today = MONDAY + timedelta(days=7 * weeks)
        found = finish(left, HOUR_A_DAY, steady(weeks, 400), today)
        assert found is not None
        assert found.earliest is not None
        assert found.latest is not None
        widths.append((found.latest - today).days / (found.earliest - today).days)
    assert widths[0] > 4
    assert widths == sorted(widths, reverse=True)


def test_the_expected_day_follows_what_was_done() -> None:
    """Who does half of what is planned will need nearly twice as long; who does nothing for long, very long, yet not for ever."""
    today = MONDAY + timedelta(days=7 * 30)
    half, all_of_it = (finish([60] * 70, HOUR_A_DAY, steady(30, minutes), today) for minutes in (210, 420))
    assert half is not None
    assert all_of_it is not None
    assert half.expected is not None
    assert all_of_it.expected is not None
    assert 1.7 < (half.expected - today).days / (all_of_it.expected - today).days < 2.1
    nothing = finish([60] * 70, HOUR_A_DAY, History(asked=(Asked(MONDAY, HOUR_A_DAY),)), today)
    assert nothing is not None
    assert nothing.expected is not None
    assert nothing.expected > half.expected


def test_days_off_ahead_move_the_finish() -> None:
    """Four weeks off make every day of the range at least as late, the expected one by about four weeks."""
    today = MONDAY
    off = Week((60,) * 7, ((today + timedelta(days=10), today + timedelta(days=37)),))
    plain, later = (finish([60] * 60, week, History(), today) for week in (HOUR_A_DAY, off))
    assert plain is not None
    assert later is not None
    assert plain.expected is not None
    assert later.expected is not None
    assert (later.expected - plain.expected).days == 28


def test_without_hours_there_is_a_range_once_there_are_weeks() -> None:
    """Who named no hours gets none at first; after some weeks what was done tells."""
    bare = History(done=steady(6, 300).done)
    assert finish([60] * 50, None, bare, MONDAY + timedelta(days=3)) is None
    found = finish([60] * 50, None, bare, MONDAY + timedelta(days=42))
    assert found is not None
    assert found.expected is not None
    assert 5 <= (found.expected - MONDAY).days / 7 - 6 <= 20


def test_nothing_left_is_done_today() -> None:
    """With nothing left the range is the day itself."""
    found = finish([], HOUR_A_DAY, steady(3, 100), TODAY)
    assert found is not None
    assert {found.earliest, found.expected, found.latest} == {TODAY}


@examples(60)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 500)), max_size=12), st.integers(0, 70))
def test_a_yield_is_between_what_is_usual_and_what_was(done: list[tuple[int, int]], age: int) -> None:
    """Credibility: a mean of two means; its spread is that of neither more nor less than both allow."""
    days = sorted((MONDAY + timedelta(days=n), f"u{i}", m) for i, (n, m) in enumerate(done))
    record = History(done=tuple(days), asked=(Asked(MONDAY, HOUR_A_DAY),))
    today = MONDAY + timedelta(days=age)
    found = habit(record, today, known=True)
    usual = habit(History(), today, known=True).middle
    weekly = [m for _, _, m in days]
    most = sum(weekly) / 60 if weekly else 0.0
    assert 0 < found.middle <= max(usual, most) + 1e-9
    assert found.spread <= habit(History(), today, known=True).spread + 1e-9
    assert Z > 1.645


def test_what_moved_the_date(learner: Learner) -> None:
    """Three causes that add up: fewer hours, slower pages, a longer plan; together they are how far behind."""
    learner.ask(MONDAY, ["far"], hours_per_week=7)
    learner.record("done", "r/1", learner.days(1), minutes=120)  # estimated 90 with settling-in
    learner.record("skip", "cap1", learner.days(2))
    learner.app.undo(1, learner.stamp(learner.days(2)))
    today = learner.days(5)
    state = learner.app.state()
    plan = learner.app.saved_plan(today=today)
    found = learner.app.pace(plan, state, today=today).moved
    assert found is not None
    assert (found.hours, found.pace, found.plan) == (120 - 5 * 60, 90 - 120, 0)
    assert found.total == -210
    learner.record("know", "d", learner.days(5))
    shorter = learner.app.pace(learner.app.saved_plan(today=today), learner.app.state(), today=today).moved
    assert shorter is not None
    assert shorter.plan > 0
    assert (shorter.hours, shorter.pace) == (found.hours, found.pace)


def test_todays_study_is_neither_early_nor_late(learner: Learner) -> None:
    """On time yesterday evening is on time this morning, and after this evening's hour as well."""
    learner.ask(MONDAY, ["far"], hours_per_week=7)
    assert _total(learner, MONDAY) == 0
    learner.record("start", "r/1", MONDAY, minutes=60)
    assert _total(learner, MONDAY) == 0
    assert _total(learner, learner.days(1)) == 0


def _total(learner: Learner, today: date) -> int:
    plan = learner.app.saved_plan(today=today)
    found = learner.app.pace(plan, learner.app.state(), today=today).moved
    assert found is not None
    return found.hours


def test_a_promise_is_kept_with_the_request_and_changes_nothing_else(learner: Learner) -> None:
    """The same request again stores nothing, however the plan has changed; what was promised stays."""
    learner.ask(MONDAY, ["far"], hours_per_week=7)
    first = learner.app.history().asked
    learner.record("done", "r/1", MONDAY)
    learner.ask(learner.days(9), ["far"], hours_per_week=7)
    assert learner.app.history().asked == first
    assert first[0].promised_minutes == 60 + 120 + 30 + 90 + 60 + 30 + 4 * 30


@pytest.mark.parametrize("columns", [10, 33, 66])
def test_a_burn_up_shows_what_it_is_given(columns: int) -> None:
    """As wide as asked; half done on today's column fills half its height, nothing after it; planned ends at the top."""
    first, last = MONDAY, MONDAY + timedelta(days=200)
    today = MONDAY + timedelta(days=100)
    chart = BurnUp(first, today, last, 200, lambda day: (day - first).days, lambda day: 2 * (day - first).days, last)
    rows = chart.grid(columns)
    assert (len(rows), {len(row) for row in rows}) == (HEIGHT, {columns})
    done = [sum(row[column] == "█" for row in rows) for column in range(columns)]
    assert done == sorted(done[: columns // 2]) + done[columns // 2 :]
    assert max(done) == HEIGHT // 2
    assert not any(done[columns // 2 + 1 :])
    assert "·" in rows[0]
    assert rows[0].endswith("░")


def test_time_is_offered_never_assumed(inside: CommandLine) -> None:
    """In a pipe `done` says nothing of the time since `start` and records none; `time` does, and `log` and status show it."""
    inside("plan", "all", "--hours-per-week", "3")
    inside("start", "the-book/ch1")
    done = inside("done", "the-book/ch1")
    assert "hint" not in done.err
    assert inside("time", "the-book/ch1").code == 2
    assert "studied: the-book/ch1, 45 min" in inside("time", "the-book/ch1", "45").out
    assert inside("log").out.splitlines()[-1].split()[1:] == ["time", "the-book/ch1", "(45", "min)"]
    status = inside("status", "--json").json
    assert status["hours_reported"] == 0.75
    assert status["pace"]["reports"] == 1
    assert status["finish"]["earliest"] <= status["finish"]["expected"] <= status["finish"]["latest"]
    assert json.loads(inside("time", "--json").out)["reports"] == [
        {"day": TODAY.isoformat(), "unit": "the-book/ch1", "minutes": 45}
    ]


ELAPSED = [
    pytest.param(timedelta(minutes=50), 50, id="an hour or so"),
    pytest.param(timedelta(seconds=20), None, id="just now"),
    pytest.param(timedelta(hours=5), None, id="longer than one sits"),
    pytest.param(timedelta(days=3), None, id="days"),
]


@pytest.mark.parametrize(("since", "offered"), ELAPSED)
def test_what_is_offered(learner: Learner, since: timedelta, offered: int | None) -> None:
    """The minutes between start and done, where they may be what it took; never where time was reported."""
    at = datetime(2026, 9, 7, 12, tzinfo=UTC)
    stamps: Iterator[Stamp] = (Stamp(f"{n:032x}", at + since * n, "UTC", MONDAY) for n in range(9))
    learner.app.record("start", ["r/1"], next(stamps))
    progress = learner.app.record("done", ["r/1"], next(stamps))
    assert learner.app.elapsed(progress) == (None if offered is None else ("r/1", offered))
    learner.app.record("start", ["r/2"], next(stamps))
    assert learner.app.elapsed(learner.app.record("done", ["r/2"], next(stamps), minutes=9)) is None


def test_status_fits_and_shows_goals_inside_goals(inside: CommandLine) -> None:
    """At 60 and 80 columns, in ASCII too; the burn-up is there once there are days to show."""
    inside("plan", "all", "--hours-per-week", "3", "--by", "2027-06-01")
    inside("done", "the-book/ch1", "--minutes", "90")
    plain = inside.process("status", "--today", "2026-12-09", COLUMNS="60", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    ran = inside("status", "--today", "2026-12-09")
    for width, out in ((60, plain.out), (80, ran.out)):
        assert max(map(len, out.splitlines())) <= width
        assert "behind the plan of 21 Nov 2026" in out
        assert "as planned" in out
        assert "For 1 Jun 2027: in time." in out
    assert "# done  - as planned  . as expected" in plain.out
    assert ran.out.endswith("→ mlpath next\n")


def test_a_year_of_study_in_short() -> None:
    """One learner whose plan changes: every Monday the dates agree, the calendar is updated in place, nobody is lost."""
    tallies, unfinished = campaign(1, seed=3, families=["changes of plan"])
    assert unfinished == []
    assert all(sum(tally.asked.values()) > 5 for tally in tallies.values())
    assert sum(sum(t.held.values()) for t in tallies.values()) >= 0.8 * sum(
        sum(t.asked.values()) for t in tallies.values()
    )


@pytest.mark.parametrize("module", [mlpath.pace, mlpath.week, mlpath.view.exports.notes])
def test_the_examples_of_docstrings(module: ModuleType) -> None:
    """What a docstring shows is what it gives."""
    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)
