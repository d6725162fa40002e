"""show, list, search, log: looking things up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mlpath.cli.options import Id, Json, complete_id
from mlpath.cli.program import Reading, program
from mlpath.cli.session import Session
from mlpath.errors import MlpathError, UsageError

if TYPE_CHECKING:
    from mlpath.app import App
    from mlpath.curriculum import Unit
    from mlpath.names import Named


@program.command("show", cls=Reading, epilog="Example: mlpath show eigenvalues")
def show(ctx: typer.Context, id_: Id, json: Json = False) -> None:
    """Show a resource, unit, topic, area or goal in full."""
    session = ctx.ensure_object(Session)
    app = session.app
    named = app.names.resolve(id_)
    if json:
        from mlpath.view import data

        session.write(data.document(kind=named.kind, **_fields(app, named)))
        return
    session.show(_page(app, named))


def _fields(app: App, named: Named) -> dict[str, Any]:
    """The part of `curriculum show --json` that a name stands for."""
    from mlpath.view import data

    whole = data.curriculum_fields(app.curriculum)
    if named.kind == "unit":
        units = (unit for resource in whole["resources"] for unit in resource["units"])
        found: dict[str, Any] = next(unit for unit in units if unit["id"] == named.id)
        return found
    table = {
        "topic": "topics",
        "resource": "resources",
        "goal": "goals",
        "outcome": "outcomes",
        "area": "areas",
    }
    found = next(item for item in whole[table[named.kind]] if item["id"] == named.id)
    if "kind" in found:
        found = {"resource_kind": found["kind"], **{k: v for k, v in found.items() if k != "kind"}}
    if named.kind == "topic":
        outcomes = [o for o in whole["outcomes"] if o["topic"] == named.id]
        found = {**found, "outcomes": outcomes}
    return found


def _page(app: App, named: Named) -> Any:
    from mlpath.view import pages

    curriculum, state = app.curriculum, app.state()
    if named.kind in ("topic", "outcome"):
        topic = curriculum.topic[named.id.partition("@")[0]]
        return pages.topic_page(topic, state.known, _teachers(app))
    if named.kind == "resource" and len(curriculum.resource[named.id].units) > 1:
        resource = curriculum.resource[named.id]
        sources = {source.id: source.title for source in curriculum.sources}
        return pages.resource_page(resource, curriculum.settling_minutes(resource), state, sources)
    if named.kind in ("unit", "resource"):
        unit = curriculum.unit[named.id] if named.kind == "unit" else curriculum.resource[named.id].units[0]
        return pages.unit_page(unit, curriculum.resource_of[unit.id], state)
    if named.kind == "goal":
        goal = curriculum.goal[named.id]
        capstone = curriculum.unit[goal.capstone].title if goal.capstone else ""
        return pages.goal_page(goal, state.known, capstone)
    area = next(area for area in curriculum.areas if area.id == named.id)
    return pages.area_page(area.title, [t for t in curriculum.topics if t.area == area.id], state.known)


def _teachers(app: App) -> dict[str, list[Unit]]:
    graph = app.graph
    return {
        outcome: sorted(
            (graph.units[unit] for unit in graph.teachers[number]), key=lambda unit: (unit.minutes, unit.id)
        )
        for number, outcome in enumerate(graph.outcomes)
    }


@program.command("list", cls=Reading, epilog="Example: mlpath list area:calculus,kind:video")
def list_command(
    ctx: typer.Context,
    selector: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SELECTOR]...",
            help="As kind:video, area:calculus, ready, done, +pca; none: everything.",
            autocompletion=complete_id,
        ),
    ] = None,
    json: Json = False,
) -> None:
    """List topics and units by selector."""
    session = ctx.ensure_object(Session)
    from mlpath.view import data, pages

    app = session.app
    if selector:
        found = app.selected(" ".join(selector), today=session.today)
        topics, units = found.topics, found.units
    else:
        topics, units = frozenset(app.curriculum.topic), frozenset(app.curriculum.unit)
    if json:
        session.write(data.document(topics=sorted(topics), units=sorted(units)))
        return
    session.show(pages.listing_page(app.curriculum, topics, units, app.state()))


@program.command("search", cls=Reading, epilog="Example: mlpath search singular value")
def search(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="What to look for.")],
    number: Annotated[int, typer.Option("-n", "--number", metavar="N", min=1, max=1000, help="How many.")] = 15,
    json: Json = False,
) -> None:
    """Search topics, resources, units and goals; spelling may be off."""
    session = ctx.ensure_object(Session)
    from mlpath.view import data, pages

    app = session.app
    found = [(named.kind, named.id, _title(app, named)) for named in app.names.search(" ".join(text), number)]
    if json:
        session.write(data.document(results=[{"kind": k, "id": i, "title": t} for k, i, t in found]))
        return
    if not found:
        raise UsageError(f"nothing fits '{' '.join(text)}'", "mlpath list shows everything")
    session.show([pages.search_page(found)])


def _title(app: App, named: Named) -> str:
    curriculum = app.curriculum
    tables: dict[str, Any] = {
        "topic": curriculum.topic,
        "resource": curriculum.resource,
        "unit": curriculum.unit,
        "goal": curriculum.goal,
    }
    return str(tables[named.kind][named.id].title)


@program.command("log", cls=Reading, epilog="Example: mlpath log")
def log(ctx: typer.Context, json: Json = False) -> None:
    """Show everything that you recorded, the latest last."""
    session = ctx.ensure_object(Session)
    from mlpath.learner import effective
    from mlpath.view import data, pages

    events = session.store.events()
    standing = {event.uid for event in effective(events)}
    if json:
        rows = [
            data.event_fields(event) | {"stands": event.uid in standing or event.kind in ("undo", "redo")}
            for event in events
        ]
        session.write(data.document(events=rows))
        return
    session.show(pages.log_page(events, standing, _gone(session)))


def _gone(session: Session) -> frozenset[str]:
    """Ids in the log that the curriculum no longer has; none where it cannot be read, so that the log always can."""
    try:
        return frozenset(session.app.state().orphans)
    except MlpathError:
        return frozenset()
