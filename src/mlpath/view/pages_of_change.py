"""What a command changed, for people: what was stored, what is new, what is now ready."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from mlpath.learner import Event, Progress
from mlpath.plan import Step
from mlpath.view.amounts import count, hours, listed
from mlpath.view.plan_text import changed
from mlpath.view.screen import REHEARSED, line, words

_ALREADY = {
    "done": "already done", "start": "already started or done", "skip": "already skipped",
    "know": "already known", "forget": "not known, done or skipped, so nothing to forget",
}  # fmt: skip
_PAST = {"done": "done", "start": "started", "skip": "skipped", "know": "known", "forget": "forgotten"}


def change_page(
    kind: str,
    progress: Progress,
    opened: Sequence[Step],
    ready: Sequence[Step],
    *,
    stuck: bool = False,
    rehearsed: bool = False,
) -> Iterator[RenderableType]:
    """What was recorded (or, rehearsed, would be), what is known then and was not, what became ready, the next step."""
    if rehearsed:
        yield line(REHEARSED)
    event = progress.event
    if event is None:
        yield line(f"Nothing changed: {_ALREADY[kind]}.")
    else:
        yield line(*_mark(rehearsed), (f"{_PAST[kind]}: ", "bold"), listed(list(event.ids), 6))
        if progress.gained:
            yield words(f"You now know {listed(sorted(progress.gained), 6)}.", indent=2)
        if progress.lost:
            yield words(f"No longer counted as known: {listed(sorted(progress.lost), 6)}.", indent=2)
    if opened:
        yield words(f"Now ready: {listed([step.unit for step in opened], 4)}.", indent=2)
    if stuck:
        yield line(
            ("Now no plan reaches your goal.", "bold yellow"), "  mlpath plan says why; mlpath undo takes it back"
        )
    if ready:
        first = ready[0]
        yield line("→ next: ", (first.unit, "cyan"), f"  {first.title}", (f"  {hours(first.minutes)}", "dim"))


def time_added_page(progress: Progress, minutes: int, *, rehearsed: bool = False) -> Iterator[RenderableType]:
    """What was added to the time of a unit, and what it comes to."""
    if progress.event is None:
        return
    if rehearsed:
        yield line(REHEARSED)
    unit = progress.event.ids[0]
    total = progress.after.minutes.get(unit, 0)
    so_far = f", {hours(total)} in all" if total > minutes else ""
    yield line(*_mark(rehearsed), ("studied: ", "bold"), f"{unit}, {hours(minutes)}{so_far}")
    if unit not in progress.after.done:
        yield line((f"→ mlpath done {unit}", "cyan"), ("  when it is done", "dim"))


def offer_line(unit: str, minutes: int) -> str:
    """What is said where a unit was started a while before it was done."""
    return f"hint: you started it {hours(minutes)} ago; if it took that long: mlpath time {unit} {minutes}"


def _mark(rehearsed: bool) -> tuple[str | tuple[str, str], ...]:
    """✓ means stored, nothing else."""
    return () if rehearsed else (("✓ ", "green"),)


def travel_page(
    kind: str, progress: Progress, log: Sequence[Event], *, rehearsed: bool = False
) -> Iterator[RenderableType]:
    """What an undo or redo took back or brought back, with before and after."""
    if rehearsed:
        yield line(REHEARSED)
    if progress.event is None:
        yield line(f"Nothing to {kind}.")
        return
    by_uid = {event.uid: event for event in log}
    events = [by_uid[uid] for uid in progress.event.ids if uid in by_uid]
    verb = "took back" if kind == "undo" else "brought back"
    yield line(*_mark(rehearsed), f"{verb} {count(len(events), 'event')}:")
    for event in events:
        about = " ".join(event.data.get("goals", ())) if event.kind == "request" else listed(list(event.ids), 4)
        yield line("  ", f"{'plan' if event.kind == 'request' else event.kind} ", about)
    for name, before, after in changed(progress.before, progress.after):
        yield line(f"  {name}: {before} → {after}")
    if not rehearsed:
        yield line(
            ("→ mlpath redo" if kind == "undo" else "→ mlpath undo", "cyan"), (f" takes this {kind} back", "dim")
        )
