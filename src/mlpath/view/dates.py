"""When, in words: the week that was asked for, the sessions of a step, the end, the deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import RenderableType

from mlpath.plan import Plan, Request, Step, Unreachable
from mlpath.view.amounts import count, day, hours, listed
from mlpath.view.screen import line, words
from mlpath.week import WEEKDAYS


def asked(request: Request) -> Iterator[str]:
    """What a request says of time, in a few words each."""
    if request.days is not None:
        yield ", ".join(f"{name} {hours(m)}" for name, m in zip(WEEKDAYS, request.days, strict=True) if m)
    elif request.hours_per_week is not None:
        yield f"{request.hours_per_week:g} h a week"
    if request.start is not None:
        yield f"from {day(request.start)}"
    if request.by is not None:
        yield f"by {day(request.by)}"
    if request.off:
        yield f"off {listed([stretch(*days) for days in request.off], 2)}"


def stretch(first: date, last: date) -> str:
    """`24 Dec 2026`, `24 to 31 Dec 2026`, `24 Dec 2026 to 2 Jan 2027`."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%b} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def totals(plan: Plan) -> Iterator[RenderableType]:
    """How long it takes, and its last day."""
    end = plan.steps[-1].ends
    begins = plan.steps[0].starts
    if end is None or begins is None or plan.weekly_minutes is None:
        return
    weeks = -(-((end - begins).days + 1) // 7)
    off = ", days off included" if any(first <= end and begins <= last for first, last in plan.request.off) else ""
    yield words(f"{count(weeks, 'week')} at {hours(plan.weekly_minutes)} a week{off}: done by {day(end)}.")


def deadline_lines(plan: Plan, dropped: Sequence[Unreachable]) -> Iterator[RenderableType]:
    """Whether the deadline is met; else what would do, and what would have to give."""
    deadline, week = plan.deadline, plan.request.week
    if deadline is None:
        return
    if week is None and deadline.weekly_minutes is not None:
        yield words(f"That is the least to be done by {day(deadline.by)}.")
        return
    if deadline.met:
        yield line((f"In time for {day(deadline.by)}.", "green"))
        return
    yield line((f"Too late for {day(deadline.by)}.", "bold yellow"))
    if deadline.weekly_minutes is None:
        yield words("No number of hours a week would do; choose a later day, or a smaller goal.", indent=2)
    else:
        needed = deadline.weekly_minutes / 60
        yield words(f"{needed:g} h a week would do: mlpath plan --hours-per-week {needed:g}", indent=2)
    if dropped:
        names = listed([item.outcome for item in dropped], 4)
        there_are = hours(deadline.minutes_there_are)
        yield words(f"Or leave out {names}: nothing more fits in the {there_are} until then.", indent=2)


def sessions(step: Step) -> str:
    """The sessions of a step: `when: 21 Nov 2026, 1 h`, `when: 3 sessions of at most 1 h, 21 to 24 Nov 2026`."""
    first, last = step.sessions[0], step.sessions[-1]
    if first is last:
        return f"when: {day(first.day)}, {hours(first.minutes)}"
    longest = max(session.minutes for session in step.sessions)
    of = f"{count(len(step.sessions), 'session')} of at most {hours(longest)}"
    return f"when: {of}, {stretch(first.day, last.day)}"


def left(plan: Plan) -> str:
    """`68.3 h left in 15 steps, to 24 Feb 2027.`"""
    spent = sum(step.spent_minutes for step in plan.steps)
    end = plan.steps[-1].ends if plan.steps else None
    until = f", to {day(end)}" if end is not None else ""
    minutes = plan.minutes + plan.settling_minutes - spent
    return f"{hours(minutes)} left in {count(len(plan.steps), 'step')}{until}."
