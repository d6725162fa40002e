"""init: from nothing to a plan in a few questions, each of which an option answers too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mlpath.cli import prompting
from mlpath.cli.options import Json, complete_id
from mlpath.cli.program import Command, program
from mlpath.cli.session import Session
from mlpath.errors import UsageError

if TYPE_CHECKING:
    from mlpath.plan import Request

HOURS = 5.0
"""Hours a week that are suggested: an hour on each working day."""
KINDS = {"book": "books", "video": "videos", "course": "courses", "interactive": "interactive pages"}
NO_WISH = "anything"


@program.command(
    "init", cls=Command, epilog="Example: mlpath init --goal practitioner --know python-classes --hours-per-week 6"
)
def init(
    ctx: typer.Context,
    goal: Annotated[
        str | None,
        typer.Option("--goal", metavar="GOAL", help="Where to: a goal, topic or outcome.", autocompletion=complete_id),
    ] = None,
    know: Annotated[
        list[str] | None,
        typer.Option(
            "--know", metavar="X", help="You know this area, topic, outcome or unit.", autocompletion=complete_id
        ),
    ] = None,
    hours_per_week: Annotated[
        float | None, typer.Option("--hours-per-week", metavar="N", help="Hours that you have in a week.")
    ] = None,
    prefer: Annotated[
        str | None, typer.Option("--prefer", metavar="SELECTOR", help="Rather these, as kind:video.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Save nothing.")] = False,
    json: Json = False,
) -> None:
    """Make your first plan: answer a few questions, or give the answers as options."""
    session = ctx.ensure_object(Session)
    from mlpath.cli.planning import answer, check_hours, computed

    check_hours(hours_per_week)
    app = session.app
    if not dry_run and not _may_replace(session):
        session.write("Nothing changed.")
        return
    goal = app.request([goal or _goal(session)]).goals[0]
    alone = not prompting.can_ask(session)
    known = know if know is not None or alone else _known(session, goal)
    hours = hours_per_week if hours_per_week is not None or alone else _hours(session)
    rather = prefer if prefer is not None or alone else _format(session)
    wish = (rather,) if rather and rather != NO_WISH else ()
    request: Request = app.request([goal], known=tuple(known or ()), hours_per_week=hours, prefer=wish)
    plan = computed(session, request)
    if plan.proof.status != "infeasible" and not dry_run:
        app.save_request(request, session.stamp())
    answer(session, plan, full=False, json=json)


def _may_replace(session: Session) -> bool:
    """Whether the plan that is there may be replaced; yes where there is none."""
    saved = session.app.state().request
    if saved is None:
        return True
    goals = " ".join(saved["goals"])
    return prompting.confirm(session, f"You have a plan for {goals}. Replace it? (mlpath undo brings it back)")


def _goal(session: Session) -> str:
    """Which goal; a topic or outcome is an answer too."""
    app = session.app
    goals = [(goal.id, goal.can) for goal in app.curriculum.goals]
    if not goals:
        raise UsageError("this curriculum has no goals", "mlpath init --goal TOPIC")
    return prompting.choose(
        session, "Where to? A number, or any topic", goals, flag="--goal", other=_is_a_goal(session)
    )


def _is_a_goal(session: Session) -> prompting.Other:
    def read(answer: str) -> str:
        return session.app.request([answer]).goals[0]

    return read


def _known(session: Session, goal: str) -> list[str]:
    """What of the areas that the goal needs is known."""
    app = session.app
    outcomes = app.graph.implied(app.lookup.wishes(app.request([goal])).outcomes)
    areas = {app.curriculum.topic[outcome.partition("@")[0]].area for outcome in outcomes}
    options = [(area.id, area.title) for area in app.curriculum.areas if area.id in areas]

    def read(answer: str) -> str:
        return app.names.resolve(answer).id

    return prompting.choose_some(
        session, "What do you know already? Numbers or names", options, flag="--know", other=read
    )


def _hours(session: Session) -> float:
    from mlpath.cli.planning import check_hours

    set_already = session.settings.find("hours_per_week").value
    usual = float(set_already) if set_already else HOURS

    def read(answer: str) -> float:
        try:
            hours = float(answer) if answer else usual
        except ValueError:
            raise UsageError(f"'{answer}' is not a number of hours") from None
        check_hours(hours)
        return hours

    return prompting.ask(session, f"Hours a week? [{usual:g}]", read, flag="--hours-per-week")


def _format(session: Session) -> str:
    """Which kind of resource rather, of those that the curriculum has."""
    kinds = {resource.kind for resource in session.app.curriculum.resources}
    wanted = {f"kind:{kind}": f"{many}, where it costs little" for kind, many in KINDS.items() if kind in kinds}
    if len(wanted) < 2:
        return NO_WISH
    options = [(NO_WISH, "whatever is shortest"), *wanted.items()]
    return prompting.choose(session, "Rather some kind of resource?", options, flag="--prefer")
