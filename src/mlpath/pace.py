"""The learner's pace: what was studied when, and from it when all will be done, as a range that few data make wide.

Words: *progress* is estimated minutes done; *yield* is progress per minute that the learner's week has room for. A
yield of 0.5 means: what should have taken a week took two, whether for slow pages or for evenings that went elsewhere.

It is one learner's serial time: nothing runs side by side, so the minutes that are left are a sum.

Not here: what the log says (`mlpath.history`), the plan that is left (`mlpath.planner`). No clock is read.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mlpath.history import History
from mlpath.week import Week

Z = 1.8
"""Standard deviations to each side: 1.645 would hold nine of ten if the spread were known; it is estimated too."""
FACTOR_SPREAD = 0.55
"""Of learners' factors, in logarithms: nine of ten between 0.4 and 2.5 times the estimates. Our choice, weak."""
UNIT_SPREAD = 0.5
"""Of one unit's time around the learner's own factor, in logarithms, before there are data; it weighs as
UNIT_SPREAD_WEIGHT units."""
UNIT_SPREAD_WEIGHT = 4
SLIP = math.log(8)
"""A ratio beyond this, in logarithms, counts as this: minutes for hours, a clock left running overnight."""
USUAL_YIELD = 0.8
"""What is done of what was planned, before there are data. Students' theses took 1.64 times as long as they had
predicted (Buehler, Griffin and Ross, Exploring the planning fallacy, J. Pers. Soc. Psychol. 67 (1994) 366-381); a
week's plan is a smaller promise than a thesis, so half of that, in logarithms: 1 / sqrt(1.64)."""
YIELD_SPREAD = 0.45
"""Of learners' habits around it, in logarithms."""
WEEK_SPREAD = 0.75
"""Of one week around the learner's own yield, as a share of it, before there are data; weighs as WEEK_SPREAD_WEIGHT
weeks: a week that is nothing or double is not unusual."""
WEEK_SPREAD_WEIGHT = 6
HALF_LIFE = 12.0
"""Weeks after which a week counts half: habits change."""
DRIFT = 0.06
"""How much a yield wanders in a week, in logarithms: a random walk, of which the mean over K weeks has the variance
DRIFT² K / 3."""
UNKNOWN_WEEK = Week((30,) * 7)
"""Where the learner named no hours: a scale for the yield, which then may be anything."""
UNKNOWN_SPREAD = 1.2
LEAST_WEEKS = 2


@dataclass(frozen=True, slots=True)
class Factor:
    """How long the learner takes, as a multiple of the estimates: the middle and nine of ten."""

    low: float
    middle: float
    high: float
    accounts: int


def factor(accounts: Sequence[tuple[int, int]]) -> Factor:
    """The learner's own factor from accounts of (estimated, reported) minutes.

    A log-normal factor with a weak prior at 1: with few accounts it stays near 1 and its range is wide.

    >>> [round(x, 2) for x in (factor([]).low, factor([]).middle, factor([]).high)]
    [0.37, 1.0, 2.69]
    >>> found = factor([(60, 90)] * 20)
    >>> [round(x, 2) for x in (found.low, found.middle, found.high)]
    [1.38, 1.5, 1.62]
    """
    mean, spread, _ = _factor(accounts)
    low, high = mean - Z * spread, mean + Z * spread
    return Factor(math.exp(low), math.exp(mean), math.exp(high), len(accounts))


def _factor(accounts: Sequence[tuple[int, int]]) -> tuple[float, float, float]:
    """Mean and spread of the logarithm of the factor, and the spread of one unit around it.

    Long units count more, as they do in what is left; they are as sure as so many equal ones.
    """
    total = sum(estimated for estimated, _ in accounts)
    logs = [(e / total, max(-SLIP, min(SLIP, math.log(said / e)))) for e, said in accounts]
    number = 1 / sum(weight**2 for weight, _ in logs) if logs else 0.0
    middle = sum(weight * x for weight, x in logs)
    squares = UNIT_SPREAD_WEIGHT * UNIT_SPREAD**2 + number * sum(w * (x - middle) ** 2 for w, x in logs)
    unit = squares / (UNIT_SPREAD_WEIGHT + number)
    precision = 1 / FACTOR_SPREAD**2 + number / unit
    return number * middle / unit / precision, math.sqrt(1 / precision), math.sqrt(unit)


@dataclass(frozen=True, slots=True)
class Finish:
    """When all will be done: expected, and nine of ten between the earliest and the latest.

    A day is None where it would be past the calendar's end.
    """

    earliest: date | None
    expected: date | None
    latest: date | None
    weeks: float
    """Weeks of data, the older ones counting less."""


@dataclass(frozen=True, slots=True)
class Yield:
    """Progress per planned minute: its middle, its spread in logarithms, that of a week, and weeks of data."""

    middle: float
    spread: float
    week: float
    weeks: float


def habit(record: History, today: date, known: bool, under_way: int = 0) -> Yield:
    """The learner's yield: what the weeks so far gave, drawn toward what is usual as a weak prior says.

    The mean of the weeks so far and the prior are weighed as in Bühlmann's credibility (ASTIN Bull. 4 (1967) 199-207):
    the prior counts as many weeks as make its spread that of one week's mean.

    Args:
        record: the history.
        today: the days before it count.
        known: whether the learner named hours; otherwise the scale is UNKNOWN_WEEK.
        under_way: estimated minutes of the units under way that were studied already.

    """
    mean, spread, _ = _factor(record.accounts)
    usual = USUAL_YIELD * math.exp(-mean) if known else 1.0
    prior = math.hypot(YIELD_SPREAD, spread) if known else UNKNOWN_SPREAD
    weeks = list(_weeks(record, today, known))
    room = sum(weight * planned for weight, planned, _ in weeks)
    count = sum(weight for weight, _, _ in weeks)
    gained = sum(weight * progress for weight, _, progress in weeks) + under_way
    middle = gained / room if room else usual
    of_week = WEEK_SPREAD_WEIGHT * WEEK_SPREAD**2
    if middle and room:
        each = room / count
        of_week += sum(
            weight * ((progress - middle * planned) / (middle * each)) ** 2 for weight, planned, progress in weeks
        )
    variance = of_week / (WEEK_SPREAD_WEIGHT + count)
    pseudo = variance / prior**2
    each = room / count if room else 1.0
    shrunk = (gained + pseudo * usual * each) / (room + pseudo * each)
    return Yield(shrunk, math.sqrt(variance / (count + pseudo)), math.sqrt(variance), count)


def _weeks(record: History, today: date, known: bool) -> Iterable[tuple[float, int, int]]:
    """The stretches of seven days before today, the latest first: weight, planned minutes, progress.

    What is left over at the beginning is part of a week, and weighs as such. Weeks off have no room, and no weight.
    """
    since = record.since
    end = today - timedelta(days=1)
    age = 0
    while since is not None and end >= since:
        first = max(since, end - timedelta(days=6))
        days = (end - first).days + 1
        planned = record.planned(first, end) if known else UNKNOWN_WEEK.between(first, end)
        if planned:
            yield days / 7 * 0.5 ** (age / HALF_LIFE), planned * 7 // days, record.progress(first, end) * 7 // days
        end, age = first - timedelta(days=1), age + 1


def finish(
    left: Sequence[int], week: Week | None, record: History, today: date, start: date | None = None, under_way: int = 0
) -> Finish | None:
    """When units of so many minutes, as estimated, will all be done.

    None where no hours were named and there are less than LEAST_WEEKS of data.

    The yield's own uncertainty, the scatter of single units and weeks, and a slow drift of habits add up, in
    logarithms.

    Args:
        left: estimated minutes of each step that is left.
        week: the hours that the learner named; None where none were.
        record: the history.
        today: the day from which it is asked.
        start: the day on which study begins, where that is later.
        under_way: estimated minutes of the units under way that were studied already.

    """
    found = habit(record, today, week is not None, under_way)
    if week is None and (found.weeks < LEAST_WEEKS or not record.done):
        return None
    total, room = sum(left), week or UNKNOWN_WEEK
    begin = max(today, start or today)
    if not total:
        return Finish(begin, begin, begin, found.weeks)
    weeks = max(1.0, total / found.middle / room.total)
    _, _, unit = _factor(record.accounts)
    units = unit**2 * sum(minutes**2 for minutes in left) / total**2
    spread = math.sqrt(found.spread**2 + units + found.week**2 / weeks + DRIFT**2 * weeks / 3)
    days = [room.day_after(begin, total / (found.middle * math.exp(by * spread))) for by in (Z, 0.0, -Z)]
    return Finish(days[0], days[1], days[2], found.weeks)


@dataclass(frozen=True, slots=True)
class Moved:
    """What put the learner ahead of the plan since the last request, or behind: estimated minutes; below 0: behind."""

    since: date
    promised_end: date | None
    plan: int
    """The plan became shorter by other things than study."""
    hours: int
    """More was studied than there was room for in the week."""
    pace: int
    """What was studied took less than the estimates."""

    @property
    def total(self) -> int:
        """How far ahead."""
        return self.plan + self.hours + self.pace


def moved(record: History, left: int, today: date, under_way: int = 0) -> Moved | None:
    """What moved the date since the last request; None where no hours were named.

    The days before today count as planned; what was done today counts as done.

    Args:
        record: the history.
        left: estimated minutes that are left.
        today: the day.
        under_way: estimated minutes of the units under way that were studied already.

    """
    if not record.asked or record.asked[-1].week is None:
        return None
    last = record.asked[-1]
    progress = record.progress(last.day, today) + under_way
    studied = record.time(last.day, today)
    planned = record.planned(last.day, today - timedelta(days=1))
    # What today's study goes beyond is not yet due: it is neither early nor late.
    due = planned + min(max(0, studied - planned), last.week.on(today) if last.week else 0)
    promised = left + progress if last.promised_minutes is None else last.promised_minutes
    return Moved(last.day, last.promised_end, promised - left - progress, studied - due, progress - studied)
