"""why, why-not, compare: a plan held against others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mlpath.cli.options import Id, Json, complete_id
from mlpath.cli.program import Reading, program
from mlpath.cli.session import Session
from mlpath.cli.times import parse_days
from mlpath.errors import MlpathError, UsageError

if TYPE_CHECKING:
    from mlpath.plan import Request


@program.command("why", cls=Reading, epilog="Example: mlpath why eigenvalues")
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


@program.command("why-not", cls=Reading, epilog="Example: mlpath why-not mml-book")
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


@program.command("compare", cls=Reading, epilog="Example: mlpath compare practitioner developer")
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
    """Compare two plans: what stands only in one, what the difference takes, and what it buys. Nothing is saved."""
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
    """The requests to compare: two goals, the second with wishes; or one, or the saved request, without and with.

    A goal is asked for in the week of the saved request, where there is one.
    """
    app = session.app
    if len(goals) > 2 or (len(goals) < 2 and not options):
        raise UsageError(
            "compare two goals, or one with wishes", 'mlpath compare developer --with "--avoid kind:video"'
        )
    week = _saved_week(session) if goals else {}
    base = app.request(goals[:1], **week) if goals else app.saved_request()
    if not options:
        return base, app.request(goals[1:], **week)
    changed = {**base.model_dump(exclude={"goals"}), **_wishes(options)}
    return base, app.request(goals[1:] or base.goals, **changed)


def _saved_week(session: Session) -> dict[str, object]:
    """What the saved request says of time; nothing where there is none."""
    from mlpath.plan import TIME_FIELDS

    try:
        return session.app.saved_request().model_dump(include=set(TIME_FIELDS))
    except MlpathError:
        return {}


def _wishes(options: str) -> dict[str, object]:
    """Wishes from a string of options.

    Raises:
        UsageError: for an option that --with does not take, or whose value is none.

    """
    import shlex

    try:
        words = shlex.split(options)
    except ValueError:
        raise UsageError("--with has a quote that is not closed", _WRITE) from None
    if len(words) % 2:
        raise UsageError(f"{words[-1]} in --with has no value", _WRITE)
    found: dict[str, object] = {}
    for option, value in zip(words[::2], words[1::2], strict=True):
        if option in _LISTS:
            listed = found.get(_LISTS[option], ())
            found[_LISTS[option]] = (*(listed if isinstance(listed, tuple) else ()), value)
        elif option in _NUMBERS:
            found |= {**_no_week(option), _NUMBERS[option]: _number(option, value)}
        elif option == "--days":
            found |= {**_no_week(option), "days": parse_days(value)}
        else:
            raise UsageError(f"--with does not take {option}", f"it takes {', '.join([*_LISTS, *_NUMBERS, '--days'])}")
    return found


_WRITE = 'mlpath compare GOAL --with "--avoid kind:video"'
_LISTS = {
    "--know": "known",
    "--prefer": "prefer",
    "--avoid": "avoid",
    "--exclude": "exclude",
    "--only": "only",
    "--pin": "pin",
}
_NUMBERS = {"--max-hours": "max_hours", "--settling": "settling", "--hours-per-week": "hours_per_week"}
_MOST = {"--max-hours": 100_000.0, "--settling": 100.0, "--hours-per-week": 168.0}


def _no_week(option: str) -> dict[str, object]:
    """Hours said in one way take the place of hours said in the other."""
    return {"days": None, "hours_per_week": None} if option in ("--days", "--hours-per-week") else {}


def _number(option: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not (0 < number <= _MOST[option] or (option == "--settling" and number == 0)):
        raise UsageError(f"{option} in --with is {value}", f"give a number up to {_MOST[option]:g}")
    return number
