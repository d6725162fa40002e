"""plan, next, status, why: asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mlpath.cli.options import Id, Json, complete_id
from mlpath.cli.program import Command, program
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


@program.command("plan", cls=Command, epilog="Example: mlpath plan developer --know python-basics --hours-per-week 6")
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
    hours_per_week: Annotated[float | None, typer.Option("--hours-per-week", metavar="N", help="Adds dates.")] = None,
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
    _check_range("--hours-per-week", hours_per_week, 168, "a week has 168 hours; give some of them")
    _check_range("--settling", settling, 100, "give a factor from 0 to 100", least=0)
    _check_range("--max-hours", max_hours, 100_000, "give a number of hours")
    _check_range("--time-limit", time_limit, 86_400, "give a number of seconds")
    asked = {
        "known": tuple(know or ()), "prefer": tuple(prefer or ()), "avoid": tuple(avoid or ()),
        "exclude": tuple(exclude or ()), "only": tuple(only or ()), "pin": tuple(pin or ()),
        "settling": settling, "max_hours": max_hours, "gentle": gentle or None, "hours_per_week": hours_per_week,
        "start": parse_date(start, "--start") if start else None,
    }  # fmt: skip
    app = session.app
    app.seconds = time_limit or app.seconds
    request = _request(session, goals, asked)
    with waiting("proving the shortest plan"):
        plan = app.plan(request, today=session.today)
    if (
        plan.proof.status != "infeasible"
        and not dry_run
        and (goals or any(value not in (None, ()) for value in asked.values()))
    ):
        app.save_request(request, session.stamp())
    _answer(session, plan, full=full, json=json)


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


def _answer(session: Session, plan: Plan, *, full: bool, json: bool) -> None:
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


@program.command("next", cls=Command, epilog="Example: mlpath next --minutes 45")
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


@program.command("status", cls=Command, epilog="Example: mlpath status")
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


@program.command("why", cls=Command, epilog="Example: mlpath why eigenvalues")
def why_command(ctx: typer.Context, id_: Id, json: Json = False) -> None:
    """Tell why something is in your plan: the chain of reasons to the goal, and the next best without it."""
    session = ctx.ensure_object(Session)
    from mlpath.view import data, pages, pages_of_why
    from mlpath.view.amounts import decimal_hours

    found = session.app.why(id_, today=session.today)
    instead = session.app.without(found, today=session.today)
    if json:
        links = [
            {
                "step": step.index,
                "unit": step.unit,
                "outcome": r.outcome,
                "needed_by": r.needed_by,
                "is_goal": r.is_goal,
                "reason": r.why,
            }
            for step, r in found.links
        ]
        session.write(
            data.document(
                step=data.step_fields(found.step),
                chain=links,
                providers=found.step.providers,
                without=None
                if instead is None
                else {"hours": decimal_hours(instead.minutes), "instead": [s.unit for s in instead.only_second]},
            )
        )
        return
    titles = {goal.id: goal.title for goal in session.app.curriculum.goals}
    session.show(pages.why_page(found.step, found.links, titles))
    session.show(
        pages_of_why.without_page(found.step, None if instead is None else (instead.minutes, instead.only_second))
    )


def _ends(plan: Plan | None) -> str | None:
    end = plan.steps[-1].ends if plan is not None and plan.steps else None
    return None if end is None else end.isoformat()


@program.command("why-not", cls=Command, epilog="Example: mlpath why-not mml-book")
def why_not_command(ctx: typer.Context, id_: Id, json: Json = False) -> None:
    """Tell why a unit or resource is not in your plan, and what having it would cost."""
    session = ctx.ensure_object(Session)
    from mlpath.view import data, pages_of_why

    found = session.app.why_not(id_, today=session.today)
    if json:
        session.write(
            data.document(
                **data.why_not_fields(
                    found.plan, found.other, found.chosen, found.again, found.kept_out_by, found.useless
                )
            )
        )
        return
    session.show(
        pages_of_why.why_not_page(
            found.plan, found.other, found.chosen, found.again, found.kept_out_by, useless=found.useless
        )
    )


@program.command("compare", cls=Command, epilog="Example: mlpath compare practitioner developer")
def compare_command(
    ctx: typer.Context,
    goals: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[GOAL [GOAL]]",
            help="One goal (with --with) or two; none: the saved plan.",
            autocompletion=complete_id,
        ),
    ] = None,
    with_: Annotated[
        str | None,
        typer.Option("--with", metavar="OPTIONS", help='Wishes for the second plan, as "--avoid kind:video".'),
    ] = None,
    json: Json = False,
) -> None:
    """Compare two plans: what stands only in one, and what the difference is in hours. Nothing is saved."""
    session = ctx.ensure_object(Session)
    from mlpath.view import data, pages_of_why

    first, second = _two_requests(session, goals or [], with_ or "")
    found = session.app.compare(first, second, today=session.today)
    if json:
        session.write(
            data.document(
                **data.comparison_fields(found.first, found.second, found.only_first, found.only_second, found.minutes)
            )
        )
        return
    session.show(
        pages_of_why.comparison_page(found.first, found.second, found.only_first, found.only_second, found.minutes)
    )


def _two_requests(session: Session, goals: list[str], options: str) -> tuple[Request, Request]:
    """The requests to compare: two goals; or one goal, or the saved request, without and with more wishes."""
    app = session.app
    if len(goals) > 2 or (len(goals) == 2 and options) or (len(goals) < 2 and not options):
        raise UsageError(
            "compare two goals, or one with wishes", 'mlpath compare developer --with "--avoid kind:video"'
        )
    if len(goals) == 2:
        return app.request(goals[:1]), app.request(goals[1:])
    base = app.request(goals) if goals else app.saved_request()
    return base, app.request(base.goals, **{**base.model_dump(exclude={"goals"}), **_wishes(options)})


def _wishes(options: str) -> dict[str, object]:
    """Wishes from a string of options."""
    import shlex

    try:
        words = shlex.split(options)
    except ValueError:
        raise UsageError("--with has a quote that is not closed", 'write it like --with "--avoid kind:video"') from None
    fields = {
        "--know": "known",
        "--prefer": "prefer",
        "--avoid": "avoid",
        "--exclude": "exclude",
        "--only": "only",
        "--pin": "pin",
    }
    found: dict[str, tuple[str, ...]] = {}
    for option, value in zip(words[::2], words[1::2], strict=False):
        if option not in fields:
            raise UsageError(f"--with does not take {option}", f"it takes {', '.join(fields)}")
        found[fields[option]] = (*found.get(fields[option], ()), value)
    if len(words) % 2:
        raise UsageError(f"{words[-1]} in --with has no value", '--with "--avoid kind:video"')
    return dict(found)
