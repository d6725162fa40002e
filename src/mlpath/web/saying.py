"""What a change came to, in a sentence for people and for screen readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from mlpath.learner import Progress
from mlpath.plan import Plan, Step
from mlpath.planner.compare import total
from mlpath.view.amounts import count, day, decimal_hours, hours, listed
from mlpath.web.office import Office

_PAST = {"done": "done", "start": "started", "skip": "skipped", "know": "known", "forget": "forgotten"}
_NOTHING = {
    "done": "Nothing changed: it is done already.", "start": "Nothing changed: it is started or done already.",
    "skip": "Nothing changed: it is skipped already.", "know": "Nothing changed: you know it already.",
    "forget": "Nothing changed: there is nothing to forget.", "undo": "There is nothing to undo.",
    "redo": "There is nothing to redo.",
}  # fmt: skip


def changed(office: Office, progress: Progress, kind: str, ready: list[str], *, stuck: bool) -> str:
    """As `Vectors done; 2 topics are now ready`."""
    if progress.event is None:
        return _NOTHING[kind]
    if kind in _PAST:
        said = f"{listed([office.title(id_) for id_ in progress.event.ids], 2)} {_PAST[kind]}"
    else:
        said = f"{count(len(progress.event.ids), 'change')} {'taken back' if kind == 'undo' else 'brought back'}"
    if ready:
        said += f"; {count(len(ready), 'topic is', 'topics are')} now ready"
    if stuck:
        said += ". Now no plan reaches your goal: Undo takes this back"
    return f"{said}."


def difference(old: Plan | None, plan: Plan, added: int, removed: int, *, saved: bool) -> str:
    """How a plan differs from the one before."""
    end = plan.steps[-1].ends if plan.steps else None
    until = "" if end is None else f", done by {day(end)}"
    if old is None:
        return f"Your plan is ready: {hours(total(plan))} in {count(len(plan.steps), 'step')}{until}."
    minutes = total(plan) - total(old)
    if not (added or removed or minutes):
        return f"The plan stays as it is: {hours(total(plan))}{until}."
    much = f"{hours(abs(minutes))} {'longer' if minutes > 0 else 'shorter'}" if minutes else "just as long"
    verb = "is" if saved else "would be"
    return f"The plan {verb} {much}: {count(added, 'step')} new, {removed} gone; {hours(total(plan))} in all{until}."


def step_line(step: Step) -> dict[str, Any]:
    """A step in short."""
    return {
        "unit": step.unit,
        "title": step.title,
        "resource_title": step.resource_title,
        "hours": decimal_hours(step.minutes + step.settling_minutes),
        "said": hours(step.minutes + step.settling_minutes),
    }


def sentences(lines: Iterable[RenderableType]) -> list[str]:
    """What the terminal says, line by line, without its colours: the same words on both."""
    texts = (line.renderable if isinstance(line, Padding) else line for line in lines)
    return [text.plain for text in texts if isinstance(text, Text) and text.plain]
