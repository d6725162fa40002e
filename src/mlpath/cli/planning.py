"""plan: what to study, in what order, and the proof that nothing is shorter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mlpath.cli.options import Json, complete_id
from mlpath.cli.program import Reading, program
from mlpath.cli.session import Session, parse_date
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
    start: Annotated[str | None, typer.Option("--start", metavar="DATE", help="When you begin [today].")] = None,
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
        "hours_per_week": session.usual_hours if hours_per_week is None and goals else hours_per_week,
        "start": parse_date(start, "--start") if start else None,
    }  # fmt: skip
    app = session.app
    app.seconds = time_limit or app.seconds
    request = _request(session, goals, asked)
    plan = computed(session, request)
    if (
        plan.proof.status != "infeasible"
        and not dry_run
        and (goals or any(value not in (None, ()) for value in asked.values()))
    ):
        app.save_request(request, session.stamp())
    answer(session, plan, full=full, json=json)


def computed(session: Session, request: Request) -> Plan:
    """The plan of a request; a word is said where it takes a while."""
    with waiting("proving the shortest plan"):
        return session.app.plan(request, today=session.today)


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


def _request(session: Session, goals: list[str] | None, asked: Mapping[str, object]) -> Request:
    """A new request; or the saved one, with what is asked for now in its place."""
    if goals:
        return session.app.request(goals, **asked)
    saved = session.app.saved_request()
    changed = {name: value for name, value in asked.items() if value not in (None, ())}
    if not changed:
        return saved
    return session.app.request(saved.goals, **{**saved.model_dump(exclude={"goals"}), **changed})


def answer(session: Session, plan: Plan, *, full: bool, json: bool) -> None:
    """Print a plan, or what stops it.

    Raises:
        NoPlanError: where there is none; under `--json` the command ends with its exit code.

    """
    from mlpath.view import data, plan_text

    if json:
        session.write(data.document(**data.plan_fields(plan)))
        if plan.proof.status == "infeasible":
            raise typer.Exit(6)
        return
    if plan.proof.status == "infeasible":
        session.show(plan_text.infeasible_page(plan))
        goal = " ".join(plan.request.goals)
        raise NoPlanError(f"no plan reaches {goal}", plan_text.drop_hint(plan))
    session.show(plan_text.plan_page(plan, session.app.curriculum, full=full))
