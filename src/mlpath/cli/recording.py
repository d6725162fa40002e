"""start, done, skip, know, forget, undo, redo: changing. Each says what changed and what is now ready."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mlpath.cli.options import DryRun, Ids, Json
from mlpath.cli.program import Command, program
from mlpath.cli.prompting import Other, can_ask, choose
from mlpath.cli.session import Session
from mlpath.errors import MlpathError, NoPlanError, UsageError

if TYPE_CHECKING:
    from mlpath.learner import EventKind, Progress
    from mlpath.plan import Step

MOST_TO_PICK = 9
_QUESTIONS = {"start": "Which do you start?", "done": "Which is done?"}


def _ids(session: Session, ids: list[str] | None, kind: EventKind) -> list[str]:
    """The ids of the command line; `-` stands for those on standard input.

    Where none is given, a person at a terminal picks one of the steps that are ready.
    """
    found: list[str] = []
    for id_ in ids or []:
        found += (sys.stdin.read().split() if sys.stdin else []) if id_ == "-" else [id_]
    ready = _ready(session)[:MOST_TO_PICK] if not ids and kind in ("start", "done") and can_ask(session) else []
    if ready:
        options = [(step.unit, f"{step.title}  ({step.resource_title})") for step in ready]
        found = [choose(session, _QUESTIONS[kind], options, flag=f"mlpath {kind} ID", other=_unit(session))]
    if not found:
        raise UsageError(f"{kind} what?", f"mlpath {kind} ID; mlpath next shows ids")
    return found


def _unit(session: Session) -> Other:
    def read(answer: str) -> str:
        session.app.lookup.unit_ids(answer)
        return answer

    return read


def _record(
    ctx: typer.Context, kind: EventKind, ids: list[str] | None, *, json: bool, dry_run: bool, **data: Any
) -> None:
    session = ctx.ensure_object(Session)
    wanted = _ids(session, ids, kind)
    before = _ready(session)
    if dry_run:
        session.rehearse()
    progress = session.app.record(kind, wanted, session.stamp(), **data)
    _tell(session, kind, progress, before, json=json)
    if kind == "done" and "minutes" not in data and sys.stderr.isatty():
        _offer(session, progress)


def _offer(session: Session, progress: Progress) -> None:
    """Say how long ago a unit was started that is done now, and how to record that; nothing is assumed."""
    offered = session.app.elapsed(progress)
    if offered is not None:
        from mlpath.view.pages_of_change import offer_line

        sys.stderr.write(offer_line(*offered) + "\n")


def _ready(session: Session) -> list[Step]:
    """The steps of the saved plan that are ready; none where there is no plan."""
    try:
        return list(session.app.next_steps(today=session.today, count=1000).steps)
    except MlpathError:
        return []


def _is_stuck(session: Session) -> bool:
    """Whether there is a saved request that no plan answers."""
    try:
        session.app.next_steps(today=session.today, count=1)
    except NoPlanError:
        return True
    except MlpathError:
        return False
    return False


def _tell(session: Session, kind: str, progress: Progress, before: list[Step], *, json: bool) -> None:
    after = _ready(session)
    known = {step.unit for step in before}
    opened = [step for step in after if step.unit not in known]
    if json:
        from mlpath.view import data

        session.write(data.document(**data.progress_fields(progress, opened)))
        return
    from mlpath.view import pages_of_change

    stuck = not after and _is_stuck(session)
    page = pages_of_change.change_page(kind, progress, opened, after, stuck=stuck, rehearsed=session.rehearsed)
    session.show(page)


@program.command("start", cls=Command, epilog="Example: mlpath start kaggle-python/l1-7")
def start(ctx: typer.Context, ids: Ids = None, dry_run: DryRun = False, json: Json = False) -> None:
    """Record that you begin a unit; without an id, pick from what is ready."""
    _record(ctx, "start", ids, json=json, dry_run=dry_run)


@program.command("done", cls=Command, epilog="Example: mlpath done kaggle-python/l1-7 --minutes 50")
def done(
    ctx: typer.Context,
    ids: Ids = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", metavar="M", min=1, max=100_000, help="How long it took.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A note to keep with it.")] = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record that units (or all of a resource) are done; without an id, pick from what is ready."""
    plain = None if note is None else note.encode("utf-8", "replace").decode("utf-8")
    said: dict[str, Any] = {key: value for key, value in (("minutes", minutes), ("note", plain)) if value is not None}
    if minutes is not None and len(ids or []) != 1:
        raise UsageError("--minutes goes with one id", "mlpath done ID --minutes M")
    _record(ctx, "done", ids, json=json, dry_run=dry_run, **said)


@program.command("skip", cls=Command, epilog="Example: mlpath skip kaggle-python/l1-7")
def skip(ctx: typer.Context, ids: Ids = None, dry_run: DryRun = False, json: Json = False) -> None:
    """Leave units out of your plans; something else will teach it."""
    _record(ctx, "skip", ids, json=json, dry_run=dry_run)


@program.command("know", cls=Command, epilog="Example: mlpath know algebra trigonometry")
def know(ctx: typer.Context, ids: Ids = None, dry_run: DryRun = False, json: Json = False) -> None:
    """Record that you know areas, topics, outcomes or what units teach, and all that they require."""
    _record(ctx, "know", ids, json=json, dry_run=dry_run)


@program.command("forget", cls=Command, epilog="Example: mlpath forget logarithms")
def forget(ctx: typer.Context, ids: Ids = None, dry_run: DryRun = False, json: Json = False) -> None:
    """Take areas, topics, outcomes or units out of what you know, have done or skipped."""
    _record(ctx, "forget", ids, json=json, dry_run=dry_run)


Count = Annotated[int, typer.Argument(metavar="[COUNT]", min=1, max=100_000, help="How many events.")]


def _travel(ctx: typer.Context, kind: str, count: int, *, json: bool, dry_run: bool) -> None:
    session = ctx.ensure_object(Session)
    if dry_run:
        session.rehearse()
    from mlpath.view import data, pages_of_change

    step = session.app.undo if kind == "undo" else session.app.redo
    progress = step(count, session.stamp())
    if json:
        session.write(data.document(**data.progress_fields(progress, ())))
        return
    events = session.app.store.events()
    session.show(pages_of_change.travel_page(kind, progress, events, rehearsed=session.rehearsed))


@program.command("undo", cls=Command, epilog="Example: mlpath undo 2")
def undo(ctx: typer.Context, count: Count = 1, dry_run: DryRun = False, json: Json = False) -> None:
    """Take back what you recorded last."""
    _travel(ctx, "undo", count, json=json, dry_run=dry_run)


@program.command("redo", cls=Command, epilog="Example: mlpath redo")
def redo(ctx: typer.Context, count: Count = 1, dry_run: DryRun = False, json: Json = False) -> None:
    """Bring back what you took back."""
    _travel(ctx, "redo", count, json=json, dry_run=dry_run)
