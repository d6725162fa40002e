"""`mlpath` itself: its version, and the daily greeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mlpath import __version__
from mlpath.cli.answering import remembered
from mlpath.cli.options import Json
from mlpath.cli.program import program
from mlpath.cli.session import Session
from mlpath.cli.waiting import waiting
from mlpath.errors import UsageError

if TYPE_CHECKING:
    from mlpath.app.answers import NextSteps, Status


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"mlpath {__version__}")
        raise typer.Exit


@program.callback()
def mlpath(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
    json: Json = False,
) -> None:
    """Where you stand, and the next command to type."""
    session = ctx.ensure_object(Session)
    if ctx.invoked_subcommand is None:
        with remembered(session):
            greet(session, json=json)
    elif json:
        raise UsageError("--json goes after the command", f"mlpath {ctx.invoked_subcommand} --json")


def greet(session: Session, *, json: bool = False) -> None:
    """Bare `mlpath`: where the learner stands, or how to begin.

    Raises:
        NoPlanError: where no plan reaches the goal any more.

    """
    from mlpath.view import data, greeting

    app = session.app
    if app.state().request is None:
        if json:
            session.write(data.document(goal=None, goals=[goal.id for goal in app.curriculum.goals]))
        else:
            session.show(greeting.newcomers_page(app.curriculum.goals))
        return
    with waiting("bringing your plan up to date"):
        found = app.next_steps(today=session.today, count=1)
        status = app.status(today=session.today)
    if json:
        session.write(data.document(**_fields(found, status)))
        return
    titles = {goal.id: goal.title for goal in app.curriculum.goals}
    goal = " and ".join(titles.get(name, name) for name in found.plan.request.goals)
    if not found.steps:
        session.show(greeting.finished_page(goal, status.done_minutes))
        return
    begun = [step for step in found.plan.steps if step.unit in found.started]
    session.show(greeting.daily_page(found.plan, goal, found.steps[0], begun, status.done_minutes, session.today))


def _fields(found: NextSteps, status: Status) -> dict[str, Any]:
    from mlpath.view import data
    from mlpath.view.amounts import decimal_hours

    plan = found.plan
    return {
        "goal": " ".join(plan.request.goals),
        "hours_done": decimal_hours(status.done_minutes),
        "hours_left": decimal_hours(plan.minutes + plan.settling_minutes),
        "started": list(found.started),
        "next": next(iter(data.next_fields(found.steps, dict(found.opens))), None),
    }
