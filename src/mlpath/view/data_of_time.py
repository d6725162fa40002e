"""Time to JSON: hours, weeks, the pace and the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from mlpath.history import History
from mlpath.pace import Factor, Finish, Moved
from mlpath.plan import Plan
from mlpath.view.amounts import decimal_hours

Week = tuple[date, int, int, int]
"""Monday, and minutes planned, studied and done as estimated."""


def hours_fields(done: int, left: int, reported: int) -> dict[str, Any]:
    """Hours done and left as estimated, and those that were reported."""
    return {
        "hours_done": decimal_hours(done),
        "hours_left": decimal_hours(left),
        "hours_reported": decimal_hours(reported),
    }


def goal_fields(id_: str, title: str, known: int, needed: int, minutes_left: int, on: date | None) -> dict[str, Any]:
    """How much of a goal there is, and when it is reached."""
    return {
        "id": id_,
        "title": title,
        "known": known,
        "needed": needed,
        "hours_left": decimal_hours(minutes_left),
        "on": _iso(on),
    }


def end_fields(plan: Plan | None, finish: Finish | None, moved: Moved | None) -> dict[str, Any]:
    """When it ends as planned and as expected, and what moved that."""
    end = plan.steps[-1].ends if plan is not None and plan.steps else None
    deadline = plan.deadline if plan is not None else None
    return {
        "ends": _iso(end),
        "deadline": None if deadline is None else {"by": deadline.by.isoformat(), "met": deadline.met},
        "finish": None
        if finish is None
        else {
            "earliest": _iso(finish.earliest),
            "expected": _iso(finish.expected),
            "latest": _iso(finish.latest),
            "weeks_of_data": round(finish.weeks, 2),
        },
        "ahead": None if moved is None else _ahead(moved, plan),
    }


def _ahead(moved: Moved, plan: Plan | None) -> dict[str, Any]:
    weekly = plan.weekly_minutes if plan is not None else None
    return {
        "since": moved.since.isoformat(),
        "promised_end": _iso(moved.promised_end),
        "weeks": round(moved.total / weekly, 2) if weekly else None,
        "hours": decimal_hours(moved.total),
        "by_plan": decimal_hours(moved.plan),
        "by_hours_studied": decimal_hours(moved.hours),
        "by_pace": decimal_hours(moved.pace),
    }


def pace_fields(factor: Factor, weeks: Sequence[Week]) -> dict[str, Any]:
    """The learner's factor, and each week."""
    return {
        "pace": {
            "factor": round(factor.middle, 4),
            "low": round(factor.low, 4),
            "high": round(factor.high, 4),
            "reports": factor.accounts,
        },
        "weeks": list(week_fields(weeks)),
    }


def week_fields(weeks: Iterable[Week]) -> Iterable[dict[str, Any]]:
    """Hours of each week."""
    for monday, planned, studied, progress in weeks:
        yield {
            "monday": monday.isoformat(),
            "hours_planned": decimal_hours(planned),
            "hours_studied": decimal_hours(studied),
            "hours_done": decimal_hours(progress),
        }


def time_fields(record: History, factor: Factor, weeks: Sequence[Week]) -> dict[str, Any]:
    """What was reported, by day, and the pace."""
    reports = [{"day": d.isoformat(), "unit": unit, "minutes": m} for d, unit, m in record.reported]
    return {"reports": reports, **pace_fields(factor, weeks)}


def _iso(when: date | None) -> str | None:
    return None if when is None else when.isoformat()
