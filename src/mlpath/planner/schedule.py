"""WHEN: the steps of a plan laid into the learner's week, one after the other, in sessions.

A day with an hour takes an hour of study: the rest of a step goes on at the next day that has time. So each minute is
scheduled once, in the plan's order, on no day off. It is one learner's serial time; nothing runs side by side.

    week Mon 60, Wed 60; steps of 90 and 20 minutes; from a Monday:
    the first on Mon 60, Wed 30; the second on Wed 20.

Local dates only; no clock is read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from mlpath.errors import UsageError
from mlpath.plan import Deadline, Milestone, Plan, Request, Step, StudySession
from mlpath.week import Week, even_week

SHORTEST_SESSION = 10
"""Minutes at the end of a day that are too few to begin a step that does not fit in them."""
QUARTER = 15
WEEK_MINUTES = 7 * 24 * 60
LEAST_LEFT = 10
"""What is left of a step that is not done: at least one part in so many, however much was studied of it."""


def sessions(minutes: Sequence[int], week: Week, start: date) -> Iterator[tuple[StudySession, ...]]:
    """For each of some steps, one after the other, the days on which it is studied and for how long.

    A step is not begun in the last SHORTEST_SESSION minutes of a day unless it fits in them.

    Raises:
        UsageError: where the calendar ends first.

    """
    days = week.days(start)
    day, left, fresh = start, 0, False
    for needed in minutes:
        found: list[StudySession] = []
        while needed:
            too_short = not found and not fresh and left < SHORTEST_SESSION and needed > left
            if not left or too_short:
                day, left = _next(days)
                fresh = True
            part = min(needed, left)
            found.append(StudySession(day=day, minutes=part))
            needed, left, fresh = needed - part, left - part, False
        yield tuple(found)


def _next(days: Iterator[tuple[date, int]]) -> tuple[date, int]:
    try:
        return next(days)
    except StopIteration:
        raise UsageError("the plan would end after the year 9999", "give more --hours-per-week") from None


def dated(plan: Plan, today: date, spent: Mapping[str, int]) -> Plan:
    """A plan with the sessions of its steps, the days of its milestones, and what its deadline takes.

    Where a deadline is asked for and no hours, the week is the least that meets it. Without either there are no
    dates.

    Args:
        plan: steps in order.
        today: where it starts when the request names no start, or an earlier one.
        spent: minutes reported of units that are under way.

    Raises:
        UsageError: where a date would be past the calendar's end.

    """
    request, start = plan.request, max(plan.request.start or today, today)
    steps = tuple(_less(step, spent.get(step.unit, 0)) for step in plan.steps)
    needed = [_left(step) for step in steps]
    least = None if request.by is None else _least_week(needed, request, start, request.by)
    week = request.week or least
    if week is not None:
        laid = sessions(needed, week, start)
        steps = tuple(step.model_copy(update={"sessions": days}) for step, days in zip(steps, laid, strict=True))
    return plan.model_copy(
        update={
            "steps": steps,
            "milestones": tuple(_reached(milestone, steps) for milestone in plan.milestones),
            "weekly_minutes": None if week is None else week.total,
            "deadline": None if request.by is None else _deadline(request.by, request.week, least, steps, start),
        }
    )


def _less(step: Step, reported: int) -> Step:
    """A step of which so many minutes were studied."""
    whole = step.minutes + step.settling_minutes
    spent = min(reported, whole - max(1, whole // LEAST_LEFT))
    return step.model_copy(update={"spent_minutes": max(0, spent)})


def _left(step: Step) -> int:
    return step.minutes + step.settling_minutes - step.spent_minutes


def _reached(milestone: Milestone, steps: Sequence[Step]) -> Milestone:
    on = steps[milestone.after - 1].ends if milestone.after else None
    return milestone.model_copy(update={"on": on})


def _deadline(by: date, week: Week | None, least: Week | None, steps: Sequence[Step], start: date) -> Deadline:
    ends = steps[-1].ends if steps else start
    return Deadline(
        by=by,
        met=ends is not None and ends <= by,
        minutes_there_are=0 if week is None else week.between(start, by),
        weekly_minutes=None if least is None else least.total,
    )


def _least_week(needed: Sequence[int], request: Request, start: date, by: date) -> Week | None:
    """The even week with the fewest quarter hours by which all is done in time; None where none is."""

    def is_done(quarters: int) -> bool:
        return _ends_by(needed, even_week(quarters * QUARTER, request.off), start, by)

    low, high = 1, WEEK_MINUTES // QUARTER
    if not is_done(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_done(middle) else (middle + 1, high)
    return even_week(low * QUARTER, request.off)


def _ends_by(needed: Iterable[int], week: Week, start: date, by: date) -> bool:
    """Whether steps of so many minutes are done on a day."""
    needed = list(needed)
    if week.between(start, by) < sum(needed):
        return False
    return all(days[-1].day <= by for days in sessions(needed, week, start) if days)
