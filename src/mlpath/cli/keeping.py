"""backup, restore, doctor, import: keeping the log, and adding another device's to it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlpath.cli import places
from mlpath.cli.options import DryRun, Json
from mlpath.cli.output import Force
from mlpath.cli.program import Command, program
from mlpath.cli.prompting import confirm
from mlpath.cli.session import Session
from mlpath.errors import MlpathError, StoreError, UnknownIdError, UsageError, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlpath.store.health import Check


@program.command("backup", cls=Command, epilog="Example: mlpath backup")
def backup(
    ctx: typer.Context,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; by default among the others.")
    ] = None,
    force: Force = False,
) -> None:
    """Copy your log to a file and verify the copy.

    One is made by itself on each day that you record something. Of those in the backups folder the last ten are kept,
    and one for each of 7 days, 4 weeks and 12 months.
    """
    session = ctx.ensure_object(Session)
    _of_a_file(session, "mlpath export --output FILE writes your log; pg_dump copies the database")
    from mlpath.store.backup import back_up, rotate
    from mlpath.store.rotation import name_of
    from mlpath.view import pages_of_care as pages

    target = output or session.backups / name_of(session.now())
    if target.exists() and not force:
        raise UsageError(f"{target} is there already", "add --force to overwrite it")
    made = back_up(session.database, target)
    if output is None:
        rotate(session.backups)
    session.show(pages.backup_page(str(target), pages.contents(made.events, made.last)))


@program.command("restore", cls=Command, epilog="Example: mlpath restore backup.db --yes")
def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup; mlpath doctor shows where they are.")],
) -> None:
    """Put a backup in your log's place; what was there is backed up first."""
    session = ctx.ensure_object(Session)
    _of_a_file(session, "mlpath import FILE brings back what an export has; pg_restore a whole database")
    from mlpath.store import backup
    from mlpath.view import pages_of_care as pages

    if not file.is_file():
        raise UnknownIdError(f"there is no file {file}", f"ls {session.backups}")
    found = backup.verified(file)
    new = pages.contents(found.events, found.last)
    if not confirm(session, f"Replace your log ({_present(session)}) by this backup ({new})?"):
        session.write("Nothing changed.")
        return
    kept = backup.restore(file, session.database, session.backups, session.now())
    session.show(pages.restored_page(str(file), new, str(kept or "")))


def _of_a_file(session: Session, instead: str) -> None:
    """Copies are of files.

    Raises:
        UsageError: where the log is on a server.

    """
    if session.server is not None:
        raise UsageError(f"the log is on {session.server.name}, not in a file", instead)


def _present(session: Session) -> str:
    from mlpath.store.backup import verified
    from mlpath.view.pages_of_care import contents

    if not session.database.exists():
        return "empty"
    try:
        found = verified(session.database)
    except StoreError:
        return "damaged"
    return contents(found.events, found.last)


@program.command("doctor", cls=Command, epilog="Example: mlpath doctor")
def doctor(
    ctx: typer.Context,
    plan: Annotated[bool, typer.Option("--plan", help="Check your plan too, independently.")] = False,
    json: Json = False,
) -> None:
    """Show where your files are, and check that they are whole.

    Exit code 1 where there is an error.
    """
    session = ctx.ensure_object(Session)
    from mlpath.view import data, pages_of_care

    checks = list(_checks(session))
    if plan:
        checks.append(_plan_check(session))
    if json:
        fields = [{"name": c.name, "level": c.level, "message": c.message, "hint": c.hint} for c in checks]
        session.write(data.document(checks=fields))
    else:
        session.show(pages_of_care.doctor_page(checks))
    if any(check.level == "error" for check in checks):
        raise typer.Exit(1)


def _checks(session: Session) -> Iterator[Check]:
    from mlpath.store import health

    yield from health.versions()
    yield from health.home_checks(session.home, health.read_mounts())
    yield health.Check("cache", "ok", str(places.cache()))
    if session.server is not None:
        yield from health.server_checks(session.server, session.learner_name)
        yield _orphans(session)
        return
    yield from health.log_checks(session.database)
    yield _orphans(session)
    yield from health.backup_checks(session.backups, session.database, session.now())


def _plan_check(session: Session) -> Check:
    """Whether the saved plan is sound and its hours are right, told by an independent checker."""
    import json

    from mlpath.checker import Checker
    from mlpath.store.health import Check
    from mlpath.view import data

    app = session.app
    found = app.saved_plan(today=session.today)
    state = app.state()
    waived = {*state.done, *state.skipped}
    begun = {app.curriculum.resource_of[unit].id for unit in state.begun if unit in app.curriculum.resource_of}
    checker = Checker(json.loads(data.document(**data.curriculum_fields(app.curriculum))))
    if found.request.settling is not None:
        checker.settling = {id_: hours * found.request.settling for id_, hours in checker.settling.items()}
    plan_fields = json.loads(data.document(**data.plan_fields(found)))
    problems = checker.problems(plan_fields, begun=begun, done=waived)
    if found.proof.status == "infeasible":
        return Check("plan", "warning", "no plan reaches your goal", "mlpath plan says why")
    if problems:
        return Check("plan", "error", "; ".join(problems[:3]), "report it, with the output of mlpath plan --json")
    return Check("plan", "ok", f"sound, {len(found.steps)} steps, its hours are right, {found.proof.status}")


def _orphans(session: Session) -> Check:
    """Ids in the log that the curriculum no longer has."""
    from mlpath.store.health import Check
    from mlpath.view.amounts import listed

    try:
        orphans = session.app.state().orphans
    except MlpathError as error:
        return Check("orphans", "warning", f"they cannot be told: {error.message.splitlines()[0]}", error.hint)
    if orphans:
        said = f"not in {session.curriculum_name} any more: {listed(list(orphans), 5)}"
        return Check("orphans", "warning", said, "nothing: they are kept, and count again once the curriculum has them")
    return Check("orphans", "ok", "none")


@program.command("import", cls=Command, epilog="Example: mlpath import progress.jsonl")
def import_command(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="What mlpath export wrote; - is standard input.")],
    dry_run: DryRun = False,
) -> None:
    """Add the events of another device's export that are not here yet; all of them or none."""
    session = ctx.ensure_object(Session)
    from mlpath.store.backup import back_up
    from mlpath.store.log import not_in
    from mlpath.store.rotation import name_of
    from mlpath.store.transfer import from_bytes
    from mlpath.view.pages_of_care import imported_page

    events = from_bytes(_bytes(file))
    added = not_in(session.store.events(), events)
    kept = ""
    if added and not dry_run:
        if session.server is None and session.database.exists():
            kept = str(session.backups / name_of(session.now()))
            back_up(session.database, Path(kept))
        added = session.store.add(events)
    session.show(imported_page(len(added), len(events) - len(added), kept, rehearsed=dry_run))


def _bytes(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UnknownIdError(f"{file} cannot be read: {reason_of(error)}", "ls") from None
