"""`mlpath` itself: its version, and where the learner stands."""

from __future__ import annotations

from typing import Annotated

import typer

from mlpath import __version__
from mlpath.cli.answering import remembered
from mlpath.cli.program import program
from mlpath.cli.session import Session


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
) -> None:
    """Where you stand, and the next command to type."""
    session = ctx.ensure_object(Session)
    if ctx.invoked_subcommand is None:
        with remembered(session):
            greet(session)


def greet(session: Session) -> None:
    """Bare `mlpath`: where the learner stands, or how to begin."""
    from mlpath.view import plan_text
    from mlpath.view.screen import line, words

    app = session.app
    if app.state().request is None:
        goals = [line("  ", (f"mlpath plan {goal.id}", "cyan"), f"  {goal.title}") for goal in app.curriculum.goals]
        session.show(
            [line(("mlpath", "bold"), " finds the shortest sound path to your goal through free resources."),
             words("Choose a goal to begin:"), *goals]
        )  # fmt: skip
        return
    found = app.next_steps(today=session.today, count=1)
    session.show(plan_text.next_page(found.steps, found.opens, found.plan, found.started))
