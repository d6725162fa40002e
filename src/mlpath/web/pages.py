"""The pages: Next, Plan, Map, Progress, a topic, a resource, a unit, alternatives, search. All of them only read."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from mlpath.errors import UnknownIdError
from mlpath.names import NamedKind
from mlpath.web import charts, plan_shapes, shapes
from mlpath.web.office import Office
from mlpath.web.rendering import page, path_of

Short = Annotated[str, Query(max_length=200)]


def routes(office: Office) -> APIRouter:
    """The pages of one learner."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    _everyday(router, office)
    _looking(router, office)
    return router


def _everyday(router: APIRouter, office: Office) -> None:
    @router.get("/")
    def next_page() -> Response:
        now = office.situation()
        values: dict[str, Any] = {"at": "/", "office": office, "now": now, "first": None, "others": []}
        if now.feasible and now.plan is not None:
            found = office.next_steps(6)
            shown = [shapes.next_step(office, step, found.opens[step.unit], found.started) for step in found.steps]
            values |= {"first": shown[0] if shown else None, "others": shown[1:], **plan_shapes.stand(office, now)}
        return page("next.html", **values)

    @router.get("/plan")
    def plan_page() -> Response:
        now = office.situation()
        shown = plan_shapes.plan(office, now.plan) if now.feasible and now.plan is not None else None
        return page(
            "plan.html", at="/plan", office=office, now=now, plan=shown, wishes=plan_shapes.wishes(office, now.plan)
        )

    @router.get("/map")
    def map_page(view: Short = "board", goal: Short = "", area: Short = "", status: Short = "") -> Response:
        return page("map.html", at="/map", office=office, **charts.map_values(office, view, goal, area, status))

    @router.get("/progress")
    def progress_page() -> Response:
        return page("progress.html", at="/progress", office=office, **charts.progress_values(office))


def _looking(router: APIRouter, office: Office) -> None:
    @router.get("/topic/{id_}")
    def topic_page(id_: str) -> Response:
        named = office.app.names.resolve(id_, kinds=("topic", "outcome"))
        return page("topic.html", at="", office=office, topic=shapes.topic(office, named.id.partition("@")[0]))

    @router.get("/resource/{id_}")
    def resource_page(id_: str) -> Response:
        kinds: tuple[NamedKind, ...] = ("resource",)
        named = office.app.names.resolve(id_, kinds=kinds)
        return page("resource.html", at="", office=office, resource=shapes.resource(office, named.id))

    @router.get("/unit/{id_:path}")
    def unit_page(id_: str) -> Response:
        return page("unit.html", at="", office=office, unit=shapes.unit(office, _unit(office, id_)))

    @router.get("/alternatives/{id_:path}")
    def alternatives_page(id_: str, cost: Short = "") -> Response:
        unit = _unit(office, id_)
        return page("alternatives.html", at="/plan", office=office, found=plan_shapes.alternatives(office, unit, cost))

    @router.get("/search")
    def search_page(q: Short = "") -> Response:
        found = office.app.names.search(q, 30) if q.strip() else []
        results = [
            {"kind": n.kind, "title": office.title(n.id), "path": path_of(n.kind, n.id), "id": n.id} for n in found
        ]
        return page("search.html", at="/search", office=office, q=q, results=results)

    @router.get("/favicon.ico")
    def icon() -> Response:
        return RedirectResponse("/static/icon.svg")


def _unit(office: Office, text: str) -> str:
    """The one unit that a path means."""
    units = office.app.lookup.unit_ids(text)
    if len(units) != 1:
        raise UnknownIdError(f"{text} has {len(units)} parts", f"see /resource/{text}")
    return units[0]
