"""next, status, time: what to study now, where you stand, what you studied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mlpath.cli.options import DryRun, Json, complete_id
from mlpath.cli.program import Reading, program
from mlpath.cli.session import Session
from mlpath.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rich.console import RenderableType

    from mlpath.app.answers import Pace, Status


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
    found = session.app.next_steps(today=session.today, count=number, minutes=minutes)
    if json:
        from mlpath.view import data  # each answer loads what writes it: a script needs no rich, a person no JSON

        session.write(
            data.document(
                goal=" ".join(found.plan.request.goals),
                steps=data.next_fields(found.steps, dict(found.opens)),
            )
        )
        return
    from mlpath.view import plan_text

    session.show(plan_text.next_page(found.steps, found.opens, found.plan, found.started))


@program.command("status", cls=Reading, epilog="Example: mlpath status")
def status_command(ctx: typer.Context, json: Json = False) -> None:
    """Show where you stand: goals and areas, ahead or behind and why, hours left, and when you will be done."""
    session = ctx.ensure_object(Session)
    from mlpath.view import data, data_of_time

    status = session.app.status(today=session.today)
    pace = session.app.pace(status.plan, status.state, today=session.today)
    if not json:
        session.show(_status_page(session, status, pace))
        return
    plan = status.plan
    left = 0 if plan is None else plan.minutes + plan.settling_minutes
    areas = [{"id": a.id, "title": a.title, "known": a.known, "needed": a.needed} for a in status.areas]
    session.write(
        data.document(
            goal=None if plan is None else " ".join(plan.request.goals),
            **data_of_time.hours_fields(status.done_minutes, left, status.reported_minutes),
            areas=areas,
            goals=[
                data_of_time.goal_fields(g.id, g.title, g.known, g.needed, g.minutes_left, g.on) for g in pace.goals
            ],
            **data_of_time.end_fields(plan, pace.finish, pace.moved),
            **data_of_time.pace_fields(pace.factor, _weeks(pace)),
            **data.state_fields(status.state),
        )
    )


def _status_page(session: Session, status: Status, pace: Pace) -> Iterator[RenderableType]:
    from rich.text import Text

    from mlpath.view import pages_of_time as pages
    from mlpath.view.amounts import day

    plan, today = status.plan, session.today
    titles = {goal.id: goal.title for goal in session.app.curriculum.goals}
    title = " and ".join(titles.get(name, name) for name in plan.request.goals) if plan is not None else ""
    goals = [(g.title, g.known, g.needed, day(g.on) if g.on else _reached(g.known, g.needed)) for g in pace.goals]
    areas = [(a.title, a.known, a.needed, "") for a in status.areas]
    yield from pages.status_page(plan, title, status.done_minutes)
    yield from pages.bars("goal", goals)
    yield Text("")
    yield from pages.pace_lines(_weeks(pace), pace.factor, pace.finish, pace.moved, plan, today)
    chart = pages.burn_up(pace.history, pace.left, pace.finish, plan, today)
    if chart is not None:
        yield Text("")
        yield chart
    yield from pages.bars("area", areas)
    yield Text("")
    yield from pages.closing_lines(plan, status.state, status.reported_minutes)


def _reached(known: int, needed: int) -> str:
    return "✓" if known >= needed else ""


def _weeks(pace: Pace) -> list[tuple[date, int, int, int]]:
    return [(week.monday, week.planned, week.studied, week.progress) for week in pace.weeks]


@program.command("time", cls=Reading, epilog="Example: mlpath time kaggle-python/l1-7 45")
def time_command(
    ctx: typer.Context,
    id_: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="What you studied.", autocompletion=complete_id)
    ] = None,
    minutes: Annotated[
        int | None, typer.Argument(metavar="[MINUTES]", min=1, max=100_000, help="For how long.")
    ] = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record time that you studied a unit; without one show what you studied, week by week."""
    session = ctx.ensure_object(Session)
    from mlpath.view import data, data_of_time, pages_of_change, pages_of_time

    if id_ is not None:
        if minutes is None:
            raise UsageError(f"how many minutes of {id_}?", f"mlpath time {id_} 45")
        if dry_run:
            session.rehearse()
        progress = session.app.record("start", session.app.lookup.unit_ids(id_)[:1], session.stamp(), minutes=minutes)
        if json:
            session.write(data.document(**data.progress_fields(progress, ())))
        else:
            session.show(pages_of_change.time_added_page(progress, minutes, rehearsed=dry_run))
        return
    status = session.app.status(today=session.today)
    pace = session.app.pace(status.plan, status.state, today=session.today)
    if json:
        session.write(data.document(**data_of_time.time_fields(pace.history, pace.factor, _weeks(pace))))
    else:
        session.show(pages_of_time.time_page(pace.history, _weeks(pace), pace.factor))
