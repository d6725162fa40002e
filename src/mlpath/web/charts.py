"""What the pages Map and Progress show: drawings, lists, bars and the burn-up."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from mlpath.chart import STANDINGS, Chart
from mlpath.errors import UnknownIdError, UsageError
from mlpath.learner import Event, about, effective
from mlpath.view import pages_of_time
from mlpath.view.amounts import count, day, hours, listed
from mlpath.view.burn_up_drawing import NARROW, drawn_burn_up
from mlpath.view.map import board, drawn, goal_map
from mlpath.view.map.standing import WORDS
from mlpath.web.listing import listing, said
from mlpath.web.office import Office, Situation
from mlpath.web.rendering import path_of
from mlpath.web.saying import sentences

VIEWS = ("board", "goal")
RECENT = 12


def map_values(office: Office, view: str, goal: str, area: str, status: str) -> dict[str, Any]:
    """The map of a view and filters.

    Raises:
        UnknownIdError, UsageError: for a view, goal, area or status that there is not.

    """
    now = office.situation()
    if view not in VIEWS or (status and status not in STANDINGS):
        raise UsageError("there is no such map", "see /map")
    aim = goal or (_default_goal(office, now) if view == "goal" else "")
    chart = _filtered(office, now, aim, area, status)
    title = "Goal map" if view == "goal" else "Area board"
    drawing = goal_map(chart) if view == "goal" else board(chart)
    svg = drawn(
        drawing, now.standing, title=title, link=lambda topic: path_of("topic", topic), goal=_aimed(office, aim)
    )
    goals = [(g.id, g.title) for g in office.app.curriculum.goals]
    if aim and aim not in dict(goals):
        goals.append((aim, office.title(aim)))
    return {
        "view": view,
        "goal": aim,
        "area": area,
        "status": status,
        "goals": goals,
        "areas": office.app.chart.areas,
        "standings": [(name, WORDS[name]) for name in STANDINGS],
        "svg": Markup(svg),  # noqa: S704  # drawn() escapes
        "empty": not chart.topics,
        "said": said(chart, now.standing),
        "list": listing(chart, now.standing, lambda topic: path_of("topic", topic)),
        "needs": [list(edge) for edge in chart.edges],
    }


def _default_goal(office: Office, now: Situation) -> str:
    """What the goal map shows where nothing is asked for: the plan's first goal, else the curriculum's."""
    if now.plan is not None:
        return now.plan.request.goals[0]
    return office.app.curriculum.goals[0].id if office.app.curriculum.goals else office.app.chart.topics[0].id


def _aimed(office: Office, aim: str) -> frozenset[str]:
    """The topics that are the goal itself."""
    goals = office.app.curriculum.goal
    outcomes = goals[aim].requires if aim in goals else [aim]
    return frozenset(outcome.partition("@")[0] for outcome in outcomes)


def _filtered(office: Office, now: Situation, goal: str, area: str, status: str) -> Chart:
    chart = office.app.chart
    if area and area not in dict(chart.areas):
        raise UnknownIdError(f"no area '{area}'", "see /map")
    needed = office.app.needed_topics(goal) if goal else None
    wanted = {
        topic.id
        for topic in chart.topics
        if (needed is None or topic.id in needed)
        and (not area or topic.area == area)
        and (not status or now.standing[topic.id] == status)
    }
    return chart if len(wanted) == len(chart.topics) else chart.only(wanted)


def progress_values(office: Office) -> dict[str, Any]:
    """How far the learner is, in the words of `mlpath status`: hours, goals, the pace, the burn-up, areas, the log."""
    now, today = office.situation(), office.today()
    values: dict[str, Any] = {"now": now, "status": None, "recent": _recent(office), "burn_up": ""}
    if now.trouble is not None:
        return values
    status, pace = office.status(), office.pace()
    done, plan = status.done_minutes, status.plan
    weeks = [(week.monday, week.planned, week.studied, week.progress) for week in pace.weeks]
    values |= {
        "status": status,
        "share": done / (done + pace.left) if done + pace.left else 1,
        "done": hours(done),
        "left": hours(pace.left),
        "goal": " and ".join(office.title(g) for g in plan.request.goals) if plan is not None else "",
        "goals": [
            {
                "id": g.id,
                "title": g.title,
                "known": g.known,
                "needed": g.needed,
                "on": "" if g.on is None else day(g.on),
            }
            for g in pace.goals
        ],
        "pace": sentences(pages_of_time.pace_lines(weeks, pace.factor, pace.finish, pace.moved, plan, today)),
        "reported": hours(status.reported_minutes) if status.reported_minutes else "",
        "orphans": listed(list(status.state.orphans), 5),
        "weeks": [(day(monday), *(hours(minutes) for minutes in rest)) for monday, *rest in weeks[::-1]],
    }
    chart = pages_of_time.burn_up(pace.history, pace.left, pace.finish, plan, today) if now.feasible else None
    if chart is not None:
        drawings = drawn_burn_up(chart) + drawn_burn_up(chart, NARROW)
        values["burn_up"] = Markup(drawings)  # noqa: S704  # numbers and dates only
    return values


def _recent(office: Office) -> list[dict[str, Any]]:
    events = about(office.app.store.events(), office.app.curriculum.id)
    standing = {event.uid for event in effective(events)}
    return [
        {
            "kind": "plan" if event.kind == "request" else event.kind,
            "about": _about(office, event),
            "day": day(event.local_date),
            "undone": event.kind not in ("undo", "redo") and event.uid not in standing,
        }
        for event in events[::-1][:RECENT]
    ]


def _about(office: Office, event: Event) -> str:
    """What an event is about, by titles."""
    if event.kind in ("undo", "redo"):
        return count(len(event.ids), "change")
    ids = event.data.get("goals", ()) if event.kind == "request" else event.ids
    return listed([office.title(id_) for id_ in ids])
