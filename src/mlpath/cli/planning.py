"""plan: what to study, in what order, and the proof that nothing is shorter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mlpath.cli.options import Json, complete_id
from mlpath.cli.program import Reading, program
from mlpath.cli.session import Session
from mlpath.cli.times import asked_times
from mlpath.cli.waiting import waiting
from mlpath.errors import NoPlanError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlpath.plan import Plan, Request

Goals = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[GOAL]...",
        help="Goals, topics or outcomes; none: the saved plan.",
        autocompletion=complete_id,
    ),
]
Selectors = Annotated[list[str] | None, typer.Option(metavar="SELECTOR")]


@program.command("plan", cls=Reading, epilog="Example: mlpath plan developer --know python-basics --hours-per-week 6")
def plan_command(
    ctx: typer.Context,
    goals: Goals = None,
    know: Annotated[
        list[str] | None,
        typer.Option(
            "--know",
            metavar="X",
            help="You know this area, topic, outcome or unit.",
            autocompletion=complete_id,
        ),
    ] = None,
    hours_per_week: Annotated[
        float | None, typer.Option("--hours-per-week", metavar="N", help="Hours that you have in a week; adds dates.")
    ] = None,
    days: Annotated[
        str | None, typer.Option("--days", metavar="DAYS", help="Hours on each weekday, as mon-fri=45m,sat=3h.")
    ] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="DATE", help="When you begin [today].")] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="DATE", help="When all of it shall be done; without hours: what that takes."),
    ] = None,
    off: Annotated[
        list[str] | None,
        typer.Option("--off", metavar="DATES", help="Days off, as 2026-12-24..2027-01-02; none: no more."),
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="TIME", help="When sessions begin, as 19:00; for the calendar.")
    ] = None,
    prefer: Annotated[
        list[str] | None,
        typer.Option("--prefer", metavar="SELECTOR", help="Rather these: kind:video, source:dair …"),
    ] = None,
    avoid: Annotated[
        list[str] | None, typer.Option("--avoid", metavar="SELECTOR", help="These only where they save much.")
    ] = None,
    exclude: Annotated[list[str] | None, typer.Option("--exclude", metavar="SELECTOR", help="Never these.")] = None,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="SELECTOR", help="Nothing but these.")] = None,
    pin: Annotated[
        list[str] | None,
        typer.Option("--pin", metavar="ID", help="This unit or resource must be in it.", autocompletion=complete_id),
    ] = None,
    settling: Annotated[
        float | None,
        typer.Option("--settling", metavar="FACTOR", help="Times the settling-in times; 0: none."),
    ] = None,
    max_hours: Annotated[
        float | None, typer.Option("--max-hours", metavar="N", help="As much of the goal as fits in so many hours.")
    ] = None,
    gentle: Annotated[
        bool, typer.Option("--gentle", help="Add short resources that give the intuition first.")
    ] = False,
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", metavar="S", help="Search for a proof no longer than this [20].")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="A row for each step.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Save nothing.")] = False,
    json: Json = False,
) -> None:
    """Compute the shortest sound plan for your goals, save what you asked for, and print it."""
    session = ctx.ensure_object(Session)
    check_hours(hours_per_week)
    _check_range("--settling", settling, 100, "give a factor from 0 to 100", least=0)
    _check_range("--max-hours", max_hours, 100_000, "give a number of hours")
    _check_range("--time-limit", time_limit, 86_400, "give a number of seconds")
    asked = {
        "known": tuple(know or ()), "prefer": tuple(prefer or ()), "avoid": tuple(avoid or ()),
        "exclude": tuple(exclude or ()), "only": tuple(only or ()), "pin": tuple(pin or ()),
        "settling": settling, "max_hours": max_hours, "gentle": gentle or None,
        **asked_times(_hours(session, goals, hours_per_week, days), days, start, by, off, at),
    }  # fmt: skip
    app = session.app
    app.seconds = time_limit or app.seconds
    request = _request(session, goals, asked)
    plan = computed(session, request, anew=bool(goals))
    if plan.proof.status != "infeasible" and not dry_run and (goals or _said(asked)):
        app.save_request(request, session.stamp(), plan)
    answer(session, plan, full=full, json=json)


def _hours(session: Session, goals: list[str] | None, hours_per_week: float | None, days: str | None) -> float | None:
    """Hours a week: as said now; for a new plan that says none, as the settings say."""
    return session.usual_hours if goals and hours_per_week is None and days is None else hours_per_week


def computed(session: Session, request: Request, *, anew: bool = True) -> Plan:
    """The plan of a request; a word is said where it takes a while.

    Args:
        session: whose.
        request: what is asked for.
        anew: whether it is a new plan; else the saved one is kept to as far as it is as short.

    """
    with waiting("proving the shortest plan"):
        ask = session.app.plan if anew else session.app.asked_plan
        return ask(request, today=session.today)


def check_hours(hours_per_week: float | None) -> None:
    """Refuse hours that no week has.

    Raises:
        UsageError: for none, or more than 168.

    """
    _check_range("--hours-per-week", hours_per_week, 168, "a week has 168 hours; give some of them")


def _check_range(option: str, value: float | None, most: float, mend: str, least: float | None = None) -> None:
    """Refuse a number out of its range (more than 0 where `least` says nothing else)."""
    low = value is not None and (value <= 0 if least is None else value < least)
    if value is not None and (low or not value <= most):
        raise UsageError(f"{option} is {value:g}", mend)


def _said(asked: Mapping[str, object]) -> dict[str, object]:
    """What was asked for; no days off is something asked for too."""
    return {name: value for name, value in asked.items() if value is not None and (value != () or name == "off")}


def _request(session: Session, goals: list[str] | None, asked: Mapping[str, object]) -> Request:
    """A new request; or the saved one, with what is asked for now in its place."""
    if goals:
        return session.app.request(goals, **asked)
    saved = session.app.saved_request()
    changed = _said(asked)
    if not changed:
        return saved
    if "days" in changed or "hours_per_week" in changed:
        changed = {"days": None, "hours_per_week": None, **changed}
    return session.app.request(saved.goals, **{**saved.model_dump(exclude={"goals"}), **changed})


def answer(session: Session, plan: Plan, *, full: bool, json: bool) -> None:
    """Print a plan, or what stops it.

    Raises:
        NoPlanError: where there is none; under `--json` the command ends with its exit code.

    """
    from mlpath.view import data, plan_text

    if json:
        session.write(data.document(**data.plan_fields(plan, session.app.dropped(plan, today=session.today))))
        if plan.proof.status == "infeasible":
            raise typer.Exit(6)
        return
    if plan.proof.status == "infeasible":
        session.show(plan_text.infeasible_page(plan))
        goal = " ".join(plan.request.goals)
        raise NoPlanError(f"no plan reaches {goal}", plan_text.drop_hint(plan))
    with waiting("looking for what would have to give"):
        dropped = session.app.dropped(plan, today=session.today)
    session.show(plan_text.plan_page(plan, session.app.curriculum, full=full, dropped=dropped))
