"""What bare `mlpath` says: to a newcomer how to begin, later where they stand and the one thing to do next.

No streaks: a week away is nothing to be reproached for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rich.console import RenderableType
from rich.text import Text

from mlpath.curriculum import Goal
from mlpath.plan import Plan, Step
from mlpath.view.amounts import count, day, hours, listed
from mlpath.view.screen import line, rows, words


def newcomers_page(goals: Sequence[Goal]) -> Iterator[RenderableType]:
    """How to begin."""
    yield line(("mlpath", "bold"), " finds the shortest sound path to your goal through free resources.")
    if goals:
        yield Text("")
        yield rows([("goal", "left"), ("you can then", "fill")], ([Text(g.id, style="cyan"), g.can] for g in goals))
        yield Text("")
    without = f"; mlpath plan {goals[0].id} does it without" if goals else ""
    yield words(f"A few questions lead to your plan{without}.")
    yield line(("→ mlpath init", "cyan"))


def finished_page(goal: str, done_minutes: int) -> Iterator[RenderableType]:
    """Nothing is left to study."""
    yield line(("✓ ", "green"), (goal, "bold"), f": all of it, {hours(done_minutes)} of study done.")
    yield line(("→ mlpath plan GOAL", "cyan"), ("  for what comes after", "dim"))


def daily_page(
    plan: Plan, goal: str, step: Step, started: Sequence[Step], done_minutes: int, today: date
) -> Iterator[RenderableType]:
    """The next step, the way so far, what is begun, what is due.

    Args:
        plan: the plan as of today.
        goal: what it leads to, in words.
        step: the step to do now.
        started: steps that were begun and are not done.
        done_minutes: study time of the units done, in minutes.
        today: the learner's day.

    """
    left = plan.minutes + plan.settling_minutes
    share = done_minutes / (done_minutes + left) if left else 1
    yield line((goal, "bold"), f"  {share:.0%}: {hours(done_minutes)} done, {hours(left)} left")
    yield from (line(text) for text in _due(plan, step, today))
    others = [other for other in started if other.unit != step.unit]
    if others:
        yield words(f"Also begun: {listed([other.unit for other in others], 4)}.")
    yield Text("")
    yield line(("Next: ", "bold"), step.title, (f"  {hours(step.minutes)}", "dim"))
    yield line("  " + step.resource_title, (f"  {step.unit}", "cyan"))
    yield line("  ", (step.url, "underline"))
    verb = "done" if any(step.unit == other.unit for other in started) else "start"
    yield line((f"→ mlpath {verb} {step.unit}", "cyan"))


def _due(plan: Plan, step: Step, today: date) -> Iterable[str]:
    """What the dates of the plan ask for: this week's steps, the next milestone and the end."""
    dated = [one for one in plan.steps if one.ends is not None]
    if not dated:
        return
    week = [one for one in dated if one.ends is not None and (one.ends - today).days < 7]
    if week:
        yield f"Due in the next seven days: {count(len(week), 'step')}, {hours(sum(one.minutes for one in week))}."
    elif step.ends is not None:
        yield f"Due next: {step.title}, by {day(step.ends)}."
    by_index = {one.index: one for one in dated}
    for milestone in plan.milestones[:1]:
        reached = by_index.get(milestone.after)
        if reached is not None and reached.ends is not None:
            yield f"{milestone.title} by {day(reached.ends)}."
    last = dated[-1]
    if last.ends is not None:
        yield f"All of it by {day(last.ends)}."
