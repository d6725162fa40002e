"""The JSON interface: what the pages' script uses, and any program with a token. Described at /api/openapi.json."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer

from mlpath.errors import MlpathError, NoPlanError, UsageError
from mlpath.learner import Progress, effective
from mlpath.plan import Plan, Request
from mlpath.planner import compared
from mlpath.planner.compare import total
from mlpath.view import data
from mlpath.view.amounts import decimal_hours
from mlpath.web import saying
from mlpath.web.bodies import Changed, Count, Difference, Document, Failed, Key, Mark, Token, Wish
from mlpath.web.office import Office, Situation

Text = Annotated[str, Query(min_length=1, max_length=200)]
_REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Failed, "description": why}
    for status, why in (
        (400, "what is asked cannot be done"), (401, "no token"), (403, "another site asks"), (404, "no such name"),
        (409, "no plan reaches the goal"), (413, "too large"), (415, "not JSON"), (421, "another address"),
        (422, "not of the shape that is asked for"), (503, "the log cannot be read or written"),
    )
}  # fmt: skip


def _document(**fields: Any) -> Response:
    return Response(data.document(**fields), media_type="application/json")


def routes(office: Office) -> APIRouter:
    """The interface of one learner."""
    router = APIRouter(prefix="/api", responses=_REFUSALS)
    _reading(router, office)
    _changing(router, office)
    return router


def _reading(router: APIRouter, office: Office) -> None:
    @router.get("/next", response_model=Document)
    def next_steps(
        count: Annotated[int, Query(ge=1, le=1000)] = 3, minutes: Annotated[int | None, Query(ge=1, le=100_000)] = None
    ) -> Response:
        """The steps of the saved plan that are ready, the one to do first."""
        found = office.next_steps(count, minutes)
        steps = data.next_fields(found.steps, dict(found.opens))
        return _document(goal=" ".join(found.plan.request.goals), steps=steps)

    @router.get("/plan", response_model=Document)
    def saved_plan() -> Response:
        """The saved plan, brought up to date."""
        return _document(**data.plan_fields(office.need_plan()))

    @router.get("/status", response_model=Document)
    def status() -> Response:
        """The knowledge state and the standing of each topic: done, ready or later."""
        found = office.situation()
        return _document(**data.state_fields(found.state), topics=dict(found.standing))

    @router.get("/map", response_model=Document)
    def chart() -> Response:
        """The topics with their areas and standing, and the edges that the map draws, prerequisite first."""
        chart, standing = office.app.chart, office.situation().standing
        topics = [{"id": t.id, "title": t.title, "area": t.area, "standing": standing[t.id]} for t in chart.topics]
        return _document(areas=[{"id": i, "title": t} for i, t in chart.areas], topics=topics, edges=chart.edges)

    @router.get("/search", response_model=Document)
    def search(q: Text, count: Annotated[int, Query(ge=1, le=100)] = 15) -> Response:
        """Topics, resources, units and goals whose name is like a text."""
        found = office.app.names.search(q, count)
        return _document(results=[{"kind": n.kind, "id": n.id, "title": office.title(n.id)} for n in found])

    @router.get("/log", response_model=Document)
    def log() -> Response:
        """Everything that was recorded, the latest last."""
        events = office.app.store.events()
        standing = {event.uid for event in effective(events)}
        rows = [data.event_fields(e) | {"stands": e.uid in standing or e.kind in ("undo", "redo")} for e in events]
        return _document(events=rows)


_BEARER = [Depends(HTTPBearer(auto_error=False, description="What POST /api/session gives; the guard checks it."))]


def _changing(router: APIRouter, office: Office) -> None:
    @router.post("/session", response_model=Token)
    def session(body: Key) -> Token | JSONResponse:
        """Exchange the one-time key for a token."""
        token = office.keys.exchange(body.key)
        if token is None:
            return failed(401, "this link was used already, or is of another server", "mlpath serve prints a new one")
        return Token(token=token)

    @router.post("/marks", response_model=Changed, dependencies=_BEARER)
    def mark(body: Mark) -> Changed:
        """Record that something was started, done, skipped, is known or forgotten."""
        if body.minutes is not None and len(body.ids) != 1:
            raise UsageError("minutes go with one id", "send one id")
        more = {k: v for k, v in (("minutes", body.minutes), ("note", body.note)) if v is not None}
        before = office.situation()
        progress = office.app.record(body.kind, body.ids, office.stamp(), **more)
        return _changed(office, progress, before, body.kind)

    @router.post("/undo", response_model=Changed, dependencies=_BEARER)
    def undo(body: Count) -> Changed:
        """Take back what was recorded last."""
        before = office.situation()
        return _changed(office, office.app.undo(body.count, office.stamp()), before, "undo")

    @router.post("/redo", response_model=Changed, dependencies=_BEARER)
    def redo(body: Count) -> Changed:
        """Bring back what was taken back last."""
        before = office.situation()
        return _changed(office, office.app.redo(body.count, office.stamp()), before, "redo")

    @router.post("/plan", response_model=Difference, dependencies=_BEARER)
    def wish(body: Wish) -> Difference:
        """Change goals or wishes; the plan changes at once, and the difference is told."""
        before = office.situation()
        old = before.plan if before.feasible else None
        request = _request(office, body, before)
        ask = office.app.plan if body.goals else office.app.asked_plan
        plan = ask(request, today=office.today())
        if plan.proof.status == "infeasible":
            raise _no_plan(office, plan)
        if not body.dry_run:
            office.app.save_request(request, office.stamp(), plan)
        return _difference(old, plan, saved=not body.dry_run)


def _changed(office: Office, progress: Progress, before: Situation, kind: str) -> Changed:
    after = office.situation()
    ready = office.now_ready(before, after)
    return Changed(
        message=saying.changed(office, progress, kind, ready, stuck=after.plan is not None and not after.feasible),
        event=None if progress.event is None else data.event_fields(progress.event),
        gained=sorted(progress.gained),
        lost=sorted(progress.lost),
        now_ready=ready,
        difference=_other_way(before, after),
    )


def _other_way(before: Situation, after: Situation) -> Difference | None:
    """How the plan changed besides what was done of it; None where it did not."""
    old, new = before.plan, after.plan
    if old is None or new is None or not (before.feasible and after.feasible):
        return None
    done = {*before.state.done} ^ {*after.state.done}
    found = _difference(old, new, saved=True)
    if all(step["unit"] in done for step in (*found.added, *found.removed)):
        return None
    return found


def _request(office: Office, body: Wish, now: Situation) -> Request:
    """The saved request with what is said now in its place; a new one where there is none, or it cannot be planned."""
    said = {name: getattr(body, name) for name in body.model_fields_set - {"goals", "dry_run"}}
    lists = ("prefer", "avoid", "exclude", "only", "pin")
    said = {k: tuple(v or ()) if k in lists or (k == "days" and v) else v for k, v in said.items()}
    if "days" in said or "hours_per_week" in said:
        said = {"days": None, "hours_per_week": None, **said}
    if said.get("gentle", False) is None:
        said["gentle"] = False
    saved = None
    if now.state.request is not None:
        try:
            saved = office.app.saved_request(now.state)
        except MlpathError:
            if not body.goals:
                raise
    if saved is None:
        return office.app.request(body.goals or (), **said)
    return office.app.request(body.goals or saved.goals, **{**saved.model_dump(exclude={"goals"}), **said})


def _no_plan(office: Office, plan: Plan) -> NoPlanError:
    outcomes = ", ".join(office.title(item.outcome) for item in plan.unreachable[:3])
    drop = " and ".join(plan.wishes_to_drop)
    hint = f"leave out {drop}" if drop else "take back what you skipped last"
    return NoPlanError(f"with that wish no plan reaches {outcomes}; nothing was changed", hint)


def _difference(old: Plan | None, plan: Plan, *, saved: bool) -> Difference:
    added = plan.steps if old is None else compared(old, plan).only_second
    removed = () if old is None else compared(old, plan).only_first
    return Difference(
        message=saying.difference(old, plan, len(added), len(removed), saved=saved),
        saved=saved,
        hours_before=None if old is None else decimal_hours(total(old)),
        hours=decimal_hours(total(plan)),
        added=[saying.step_line(step) for step in added] if old is not None else [],
        removed=[saying.step_line(step) for step in removed],
    )


class _Ascii(JSONResponse):
    """JSON in ASCII: half characters of a request can be told of without breaking the answer."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content).encode("ascii")


def failed(status: int, message: str, hint: str) -> JSONResponse:
    """An error as JSON."""
    return _Ascii({"error": {"code": status, "message": message, "hint": hint}}, status_code=status)
