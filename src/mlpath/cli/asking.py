"""next, status: what to study now, and where you stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mlpath.cli.options import Json
from mlpath.cli.program import Reading, program
from mlpath.cli.session import Session

if TYPE_CHECKING:
    from mlpath.plan import Plan


@program.command("next", cls=Reading, epilog="Example: mlpath next --minutes 45")
def next_command(
    ctx: typer.Context,
    number: Annotated[int, typer.Option("-n", "--number", metavar="N", min=1, max=1000, help="How many steps.")] = 3,
    minutes: Annotated[
        int | None, typer.Option("--minutes", metavar="M", min=1, help="Only what fits in so much time.")
    ] = None,
    json: Json = False,
) -> None:
    """Say what to study next: the steps of your plan that are ready, the one to do first."""
    session = ctx.ensure_object(Session)
    from mlpath.view import data, plan_text

    found = session.app.next_steps(today=session.today, count=number, minutes=minutes)
    if json:
        session.write(
            data.document(
                goal=" ".join(found.plan.request.goals),
                steps=data.next_fields(found.steps, dict(found.opens)),
            )
        )
        return
    session.show(plan_text.next_page(found.steps, found.opens, found.plan, found.started))


@program.command("status", cls=Reading, epilog="Example: mlpath status")
def status_command(ctx: typer.Context, json: Json = False) -> None:
    """Show where you stand: progress per area and toward your goal, hours done and left."""
    session = ctx.ensure_object(Session)
    from mlpath.view import data, pages
    from mlpath.view.amounts import decimal_hours

    status = session.app.status(today=session.today)
    plan = status.plan
    left = 0 if plan is None else plan.minutes + plan.settling_minutes
    if json:
        areas = [{"id": a.id, "title": a.title, "known": a.known, "needed": a.needed} for a in status.areas]
        session.write(
            data.document(
                goal=None if plan is None else " ".join(plan.request.goals),
                hours_done=decimal_hours(status.done_minutes), hours_left=decimal_hours(left),
                hours_reported=decimal_hours(status.reported_minutes), areas=areas,
                ends=_ends(plan),
                **data.state_fields(status.state),
            )
        )  # fmt: skip
        return
    titles = {goal.id: goal.title for goal in session.app.curriculum.goals}
    areas_shown = [(a.title, a.known, a.needed) for a in status.areas]
    session.show(
        pages.status_page(plan, areas_shown, status.done_minutes, status.reported_minutes, status.state, titles)
    )


def _ends(plan: Plan | None) -> str | None:
    end = plan.steps[-1].ends if plan is not None and plan.steps else None
    return None if end is None else end.isoformat()
