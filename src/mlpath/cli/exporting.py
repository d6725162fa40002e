"""export: the log as text, and the plan out to the tools that people use."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlpath.cli.output import previous_text, write_file, write_output
from mlpath.cli.program import Command, program
from mlpath.cli.session import Session
from mlpath.cli.times import parse_clock
from mlpath.errors import NoPlanError, UsageError, reason_of

if TYPE_CHECKING:
    from mlpath.view.exports import Material

FORMATS = ("jsonl", "ics", "markdown", "csv", "anki", "taskwarrior")


@program.command("export", cls=Command, epilog="Example: mlpath export --format jsonl --output progress.jsonl")
def export(
    ctx: typer.Context,
    format_: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="jsonl: your log. ics, markdown, csv, anki, taskwarrior: your plan."
        ),
    ] = "jsonl",
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FILE", help="A file; for markdown also a folder; - is standard output."
        ),
    ] = "-",
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the file; ics, markdown and taskwarrior bring it up to date.")
    ] = False,
    at: Annotated[
        str | None, typer.Option("--at", metavar="TIME", help="For ics: when sessions begin, as 19:00.")
    ] = None,
) -> None:
    """Write your log as text (import reads it), or your plan for a calendar, notes, a spreadsheet, cards or tasks.

    Exported again to the same place, a calendar, notes and tasks are brought up to date; what you wrote yourself
    between the notes stays.
    """
    session = ctx.ensure_object(Session)
    if format_ not in FORMATS:
        raise UsageError(f"no export as '{format_}'", f"give --format {', '.join(FORMATS[:-1])} or {FORMATS[-1]}")
    if at is not None and format_ != "ics":
        raise UsageError("--at goes with --format ics", "mlpath export --format ics --at 19:00")
    if format_ == "jsonl":
        from mlpath.store.transfer import to_text

        write_output(session, to_text(session.store.events()), output, force=force)
        return
    made = _material(session, at)
    if format_ == "ics" and made.plan.weekly_minutes is None:
        raise UsageError("the plan has no dates", "mlpath plan --hours-per-week 5")
    if format_ == "markdown" and (Path(output).is_dir() or output.endswith("/")):
        _write_folder(made, Path(output), force=force)
        return
    from mlpath.view.exports import exported

    previous = previous_text(Path(output)) if output != "-" and force else None
    _hint_ticks(made, [previous] if format_ == "markdown" and previous else [])
    write_output(session, exported(format_, made, previous), output, force=force)


def _material(session: Session, at: str | None) -> Material:
    """The saved plan, and what was done toward it.

    Raises:
        NoPlanError: where no plan reaches the goal.

    """
    from mlpath.view.exports import Material

    app, today = session.app, session.today
    plan = app.saved_plan(today=today)
    if plan.proof.status == "infeasible":
        raise NoPlanError("no plan reaches this goal", "mlpath plan")
    if at is not None:
        request = plan.request.model_copy(update={"at": parse_clock(at)})
        plan = plan.model_copy(update={"request": request})
    events = session.store.events()  # there is one: the request
    return Material(
        plan=plan,
        curriculum=app.curriculum,
        done={unit: day for day, unit, _ in app.history().done},
        skipped=app.state().skipped,
        today=today,
        since=events[0].at.astimezone(UTC).replace(microsecond=0),
        stamp=events[-1].at.astimezone(UTC).replace(microsecond=0),
        revision=len(events) + max(0, (today - events[0].local_date).days),
    )


def _write_folder(made: Material, where: Path, *, force: bool) -> None:
    """A note for each step; the notes that are there are brought up to date."""
    from mlpath.view.exports.blocks import MARK
    from mlpath.view.exports.notes import folder

    try:
        where.mkdir(exist_ok=True)
        there = {path.name: previous_text(path) or "" for path in sorted(where.glob("*.md")) if path.is_file()}
    except OSError as error:
        raise UsageError(f"{where} cannot be used: {reason_of(error)}", "choose another --output") from None
    ours = {name: text for name, text in there.items() if MARK in text}
    notes = folder(made, {**{name: there[name] for name in there if name not in ours}, **ours})
    if not force and notes.keys() & there.keys():
        raise UsageError(f"{where} has notes of the plan already", "add --force to bring them up to date")
    _hint_ticks(made, list(ours.values()))
    for name, text in notes.items():
        if there.get(name) != text + "\n":
            write_file(where / name, text + "\n", force=True)


def _hint_ticks(made: Material, texts: list[str]) -> None:
    """Say what is ticked in the notes and not recorded."""
    import sys

    from mlpath.view.exports.blocks import ticked_by_user

    units = [u for text in texts for u in ticked_by_user(text) if u in made.curriculum.unit and u not in made.done]
    if units:
        sys.stderr.write(f"hint: ticked in your notes and not recorded: mlpath done {' '.join(units)}\n")
