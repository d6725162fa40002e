"""What the pages Map and Progress show: drawings, lists, bars and the burn-up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from mlpath.chart import STANDINGS, Chart
from mlpath.errors import UnknownIdError, UsageError
from mlpath.learner import Event, effective
from mlpath.planner.compare import total
from mlpath.view.amounts import count, day, hours, listed
from mlpath.view.burn_up_drawing import NARROW, burn_up
from mlpath.view.map import board, drawn, goal_map
from mlpath.view.map.svg import WORDS
from mlpath.web.listing import listing, said
from mlpath.web.office import Office, Situation
from mlpath.web.rendering import path_of

VIEWS = ("board", "goal")
RECENT = 12
MOST_WEEKS = 5000
"""Beyond a century no date is told."""
PACE_WEEKS = 4


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
    """How far the learner is: hours, areas, the burn-up, the pace, and what was recorded lately."""
    now, today = office.situation(), office.today()
    status = office.status() if now.trouble is None else None
    days = [(d.day, d.minutes) for d in office.app.days_done()]
    done = 0 if status is None else status.done_minutes
    left = total(now.plan) if now.feasible and now.plan is not None else 0
    values: dict[str, Any] = {
        "now": now,
        "status": status,
        "done": hours(done),
        "left": hours(left),
        "share": done / (done + left) if done + left else 0,
        "goal": " and ".join(office.title(g) for g in now.plan.request.goals) if now.plan is not None else "",
        "reported": hours(status.reported_minutes) if status is not None and status.reported_minutes else "",
        "burn_up": "",
        "days": [(day(when), hours(minutes)) for when, minutes in days][-RECENT:][::-1],
        "recent": _recent(office),
    }
    if days:
        drawings = burn_up(days, left, today) + burn_up(days, left, today, NARROW)
        values["burn_up"] = Markup(drawings)  # noqa: S704  # numbers and dates only
    return values | _pace(now, days, done, left, today)


def _pace(now: Situation, days: Sequence[tuple[date, int]], done: int, left: int, today: date) -> dict[str, Any]:
    """Hours a week over the last weeks, and when it ends at this pace and as planned."""
    before = [minutes for when, minutes in days if when <= today - timedelta(weeks=PACE_WEEKS)]
    lately = done - (before[-1] if before else 0)
    first = days[0][0] if days else today
    weeks = min(PACE_WEEKS, max(1.0, ((today - first).days + 1) / 7))
    pace = lately / weeks
    reachable = pace > 0 and 0 < left / pace < MOST_WEEKS
    end = now.plan.steps[-1].ends if now.feasible and now.plan is not None and now.plan.steps else None
    return {
        "pace": hours(pace) if lately > 0 else "",
        "asked": None if now.plan is None else now.plan.request.hours_per_week,
        "forecast": day(today + timedelta(weeks=left / pace)) if reachable else "",
        "end": None if end is None else day(end),
    }


def _recent(office: Office) -> list[dict[str, Any]]:
    events = office.app.store.events()
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
