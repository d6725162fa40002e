"""Time, for people: where the learner stands, and what was studied when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rich.console import RenderableType
from rich.text import Text

from mlpath.history import History
from mlpath.learner import KnowledgeState
from mlpath.pace import Factor, Finish, Moved
from mlpath.plan import Deadline, Plan
from mlpath.view.amounts import count, day, hours, listed
from mlpath.view.burn_up import BurnUp
from mlpath.view.screen import line, rows, words

BAR = 20
FORGIVING_WEEKS = 4
"""A week that was missed is made up for within so many: only their sum is compared with the goal."""

Bars = Iterable[tuple[str, int, int, str]]
"""What is named, how many it has, of how many, and what else is to be said."""
Week = tuple[date, int, int, int]
"""Monday, and minutes planned, studied and done as estimated."""


def bar(part: int, whole: int) -> str:
    """A bar of BAR characters; full and empty only where all and nothing is there."""
    filled = round(BAR * part / whole) if whole else BAR
    if 0 < part < whole:
        filled = min(max(filled, 1), BAR - 1)
    return "█" * filled + "░" * (BAR - filled)


def status_page(plan: Plan | None, title: str, done_minutes: int) -> Iterator[RenderableType]:
    """Where the learner stands, in a line."""
    if plan is not None and plan.proof.status == "infeasible":
        yield line(("No plan reaches your goal any more.", "bold yellow"), "  mlpath plan says why")
    elif plan is not None:
        left = sum(step.minutes + step.settling_minutes - step.spent_minutes for step in plan.steps)
        share = done_minutes / (done_minutes + left) if done_minutes + left else 1
        yield line((f"Toward {title}", "bold"), f"  {share:.0%}: {hours(done_minutes)} done, {hours(left)} left")
    else:
        yield line(("No plan yet.", "bold"))


def bars(heading: str, things: Bars) -> Iterator[RenderableType]:
    """A bar for each of some things, with a line before them."""
    found = list(things)
    if not found:
        return
    with_more = any(said for *_, said in found)
    columns = [(heading, "end"), ("", "left"), ("known", "right"), *([("reached", "left")] if with_more else [])]
    cells: list[list[Text | str]] = [
        [name, _painted(part, whole), f"{part}/{whole}", *([said] if with_more else [])]
        for name, part, whole, said in found
    ]
    yield Text("")
    yield rows(columns, cells)


def _painted(part: int, whole: int) -> Text:
    return Text(bar(part, whole), style="green" if part >= whole else "cyan")


def pace_lines(
    weeks: Sequence[Week], factor: Factor, finish: Finish | None, moved: Moved | None, plan: Plan | None, today: date
) -> Iterator[RenderableType]:
    """Ahead or behind and why, this week, the learner's factor, and the end."""
    yield from _moved(moved, plan)
    yield from _week_goal(weeks)
    if factor.accounts:
        yield words(_factor(factor))
    yield from _finish(finish, plan)


def _moved(moved: Moved | None, plan: Plan | None) -> Iterator[RenderableType]:
    if moved is None or plan is None or not plan.weekly_minutes:
        return
    weeks = moved.total / plan.weekly_minutes
    style = "green" if moved.total >= 0 else "yellow"
    if abs(weeks) < 1 / 7:
        yield line(("On time", f"bold {style}"), f" with the plan of {day(moved.since)}.")
    else:
        how_many = f"{abs(weeks):.1f}".removesuffix(".0")
        said = f"{how_many} {'week' if how_many == '1' else 'weeks'} {'ahead of' if weeks > 0 else 'behind'}"
        yield line((said, f"bold {style}"), f" the plan of {day(moved.since)}:")
        yield from (words(f"– {cause}", indent=2) for cause in _causes(moved))


def _causes(moved: Moved) -> Iterator[str]:
    """What moved the date, the largest first."""
    causes = [
        (moved.hours, "{} more studied than planned", "{} less studied than planned"),
        (moved.pace, "it took {} less than the estimates", "it took {} more than the estimates"),
        (moved.plan, "the plan became {} shorter", "the plan became {} longer"),
    ]  # fmt: skip
    for minutes, better, worse in sorted(causes, key=lambda cause: -abs(cause[0])):
        if minutes:
            yield (better if minutes > 0 else worse).format(hours(abs(minutes)))


def _week_goal(weeks: Sequence[Week]) -> Iterator[RenderableType]:
    """The week's goal; what is missing in one week may be made up for in the next ones."""
    if not weeks or not any(planned for _, planned, _, _ in weeks):
        return
    _, planned, studied, _ = weeks[-1]
    said = f"This week {hours(studied)}" + (f" of {hours(planned)}" if planned else ", and nothing was planned")
    recent = weeks[-FORGIVING_WEEKS:]
    if len(recent) > 1:
        done, asked = sum(w[2] for w in recent), sum(w[1] for w in recent)
        said += f"; the last {len(recent)} weeks {hours(done)} of {hours(asked)}"
    yield words(said + ".")


def _finish(finish: Finish | None, plan: Plan | None) -> Iterator[RenderableType]:
    if plan is None or not plan.steps:
        return
    end = plan.steps[-1].ends
    if end is not None:
        yield words(f"As planned from today: done by {day(end)}.")
    if finish is not None:
        yield words(
            f"As expected: {_day(finish.expected)}; nine of ten chances: {_day(finish.earliest)} to "
            f"{_day(finish.latest)}{_from(finish)}."
        )
    if plan.deadline is not None:
        yield words(f"For {day(plan.deadline.by)}: {_in_time(finish, plan.deadline)}")


def _in_time(finish: Finish | None, deadline: Deadline) -> str:
    if not deadline.met:
        return "not in time; mlpath plan says what it takes."
    if finish is not None and (finish.expected is None or finish.expected > deadline.by):
        return "in time as planned, too late as expected."
    return "in time."


def _day(when: date | None) -> str:
    return "never at this rate" if when is None else day(when)


def _from(finish: Finish) -> str:
    if finish.weeks < 1:
        return " (wide: there are no weeks of yours to go by yet)"
    return f" (from {count(round(finish.weeks), 'week')} of yours)"


def burn_up(record: History, left: int, finish: Finish | None, plan: Plan | None, today: date) -> BurnUp | None:
    """The chart of the hours done since the first request; None before there is anything to see."""
    since = record.since
    if since is None or plan is None or not record.done or since >= today:
        return None
    done_by_day = record.done
    under_way = sum(step.spent_minutes for step in plan.steps)
    total = sum(minutes for _, _, minutes in done_by_day) + under_way + left

    def done(when: date) -> int:
        return sum(minutes for at, _, minutes in done_by_day if at <= when) + (under_way if when >= today else 0)

    ends = [today, plan.steps[-1].ends if plan.steps else None, finish.expected if finish is not None else None]
    last = max(end for end in ends if end is not None)
    return BurnUp(
        first=since,
        today=today,
        last=last,
        total=total,
        done=done,
        planned=lambda when: record.planned(since, when),
        expected_end=finish.expected if finish is not None and left else None,
    )


def closing_lines(plan: Plan | None, state: KnowledgeState, reported_minutes: int) -> Iterator[RenderableType]:
    """What else there is to say, and the next command."""
    if reported_minutes:
        yield words(f"You reported {hours(reported_minutes)} of study; mlpath time shows it.")
    if state.orphans:
        yield words(f"Kept, but not in this curriculum any more: {listed(list(state.orphans), 5)}.")
    yield Text("")
    yield line(("→ mlpath next" if plan is not None else "→ mlpath plan GOAL", "cyan"))


def time_page(record: History, weeks: Sequence[Week], factor: Factor) -> Iterator[RenderableType]:
    """What was studied: a bar for each week, and each report."""
    if not record.studied:
        yield line("No time yet.")
        yield line(("→ mlpath time ID MINUTES", "cyan"), ("  or mlpath done ID --minutes M", "dim"))
        return
    most = max(max(planned, studied) for _, planned, studied, _ in weeks) if weeks else 0
    columns = [("week of", "left"), ("", "left"), ("studied", "right"), ("planned", "right"), ("done", "right")]
    yield rows(columns, (_week_row(week, most) for week in weeks))
    yield words("Done is what the estimates say of what was finished.", style="dim")
    if record.reported:
        yield Text("")
        yield rows(
            [("reported", "left"), ("", "end"), ("", "right")],
            ([day(when), Text(unit, style="cyan"), f"{minutes} min"] for when, unit, minutes in record.reported),
        )
    yield Text("")
    yield words(_factor(factor))


def _week_row(week: Week, most: int) -> list[Text | str]:
    monday, planned, studied, progress = week
    there_was = hours(planned) if planned else "–"
    return [day(monday), Text(bar(studied, most), style="cyan"), hours(studied), there_was, hours(progress)]


def _factor(factor: Factor) -> str:
    if not factor.accounts:
        return "How long you take against the estimates: mlpath done ID --minutes M tells it."
    return (
        f"You take {factor.middle:.2f} times the estimates; nine of ten chances: {factor.low:.2f} to "
        f"{factor.high:.2f}, from {count(factor.accounts, 'report')}."
    )
