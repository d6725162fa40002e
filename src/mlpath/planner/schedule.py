"""WHEN: hours per week to dates.

Study time is spread evenly over the days from the start: at `h` hours a week a step of `m` minutes ends
`m / 60 / h * 7` days after it starts. Local dates only; no clock is read here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from mlpath.errors import UsageError
from mlpath.plan import Step


def scheduled(steps: tuple[Step, ...], start: date, hours_per_week: float) -> tuple[Step, ...]:
    """The steps with the dates on which each starts and ends, both counted in.

    Raises:
        UsageError: where a date would be past the calendar's end.

    """
    try:
        return tuple(_dated(steps, start, hours_per_week))
    except OverflowError:
        raise UsageError("the plan would end after the year 9999", "give more --hours-per-week") from None


def _dated(steps: tuple[Step, ...], start: date, hours_per_week: float) -> Iterator[Step]:
    minutes_per_day = hours_per_week * 60 / 7
    spent = 0
    for step in steps:
        first = start + timedelta(days=int(spent / minutes_per_day))
        spent += step.minutes + step.settling_minutes
        last_day = max(int((spent - 1) / minutes_per_day), int((first - start).days))
        yield step.model_copy(update={"starts": first, "ends": start + timedelta(days=last_day)})
