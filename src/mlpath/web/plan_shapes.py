"""What the pages show of the plan: steps by area, totals and proof, wishes, and what could stand instead of a step."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from mlpath.app.answers import Why
from mlpath.errors import MlpathError, UsageError
from mlpath.plan import Milestone, Plan
from mlpath.planner.compare import total
from mlpath.view import dates, plan_text
from mlpath.view.amounts import count, day, hours
from mlpath.web.office import Office, Situation
from mlpath.web.saying import sentences
from mlpath.web.shapes import deepest, outcome_link, step_row, unit_row

WISHES = ("prefer", "avoid", "exclude", "only", "pin")
MOST_OTHERS = 8


def stand(office: Office, now: Situation) -> dict[str, Any]:
    """How far the learner is, in short."""
    found, units = office.need_plan(), office.app.curriculum.unit
    return {
        "goal": " and ".join(office.title(goal) for goal in found.request.goals),
        "done_minutes": sum(units[unit].minutes for unit in now.state.done if unit in units),
        "left": dates.left(found),
        "left_minutes": total(found) - sum(step.spent_minutes for step in found.steps),
    }


def plan(office: Office, found: Plan) -> dict[str, Any]:
    """A plan by areas, with its milestones, totals and proof."""
    titles = {area.id: area.title for area in office.app.curriculum.areas}
    milestones = {m.after: m for m in found.milestones}
    groups = []
    for area, steps_of in groupby(found.steps, key=lambda step: step.area):
        steps = list(steps_of)
        minutes = sum(step.minutes + step.settling_minutes for step in steps)
        rows = [step_row(office, step) | {"milestone": _milestone(milestones.get(step.index))} for step in steps]
        groups.append({"title": titles[area], "time": hours(minutes), "rows": rows, "anchor": f"s{steps[0].index}"})
    return {
        "value": found,
        "groups": groups,
        "goal": " and ".join(office.title(g) for g in found.request.goals),
        **_totals(office, found),
    }


def _milestone(found: Milestone | None) -> str:
    if found is None:
        return ""
    when = f", {day(found.on)}" if found.on is not None else ""
    return f"{found.title} reached after {hours(found.minutes)}{when}"


def _totals(office: Office, found: Plan) -> dict[str, Any]:
    deadline = dates.deadline_lines(found, office.dropped() if found.deadline is not None else ())
    return {
        "total": hours(total(found)),
        "study": hours(found.minutes),
        "settling": hours(found.settling_minutes),
        "resources": count(len({step.resource for step in found.steps}), "resource"),
        "asked": list(dates.asked(found.request.model_copy(update={"hours_per_week": None}))),
        "ends": sentences(dates.totals(found)) if found.steps else [],
        "deadline": sentences(deadline),
        "met": found.deadline is None or found.deadline.met,
        "proof": plan_text.proof_said(found),
        "left_out": [item.outcome for item in found.unreachable],
    }


def wishes(office: Office, found: Plan | None) -> list[dict[str, Any]]:
    """The wishes of the saved request, each with the list that is left without it."""
    if found is None:
        return []
    rows = []
    for kind in WISHES:
        texts: tuple[str, ...] = getattr(found.request, kind)
        for text in texts:
            name, colon, id_ = text.partition(":")
            title = office.title(id_) if colon and name in ("resource", "area") else office.title(text)
            rows.append(
                {"kind": kind, "text": text, "title": title, "rest": [other for other in texts if other != text]}
            )
    return rows


def alternatives(office: Office, id_: str, cost: str) -> dict[str, Any]:
    """What could stand in a step's place, and what that costs: the next best plan without it, and others by name."""
    app, planned, now = office.app, office.need_plan(), office.situation()
    step = now.step_of.get(id_)
    if step is None:
        raise UsageError(f"{id_} is not in the plan", f"see /unit/{id_}")
    without = app.without(Why(planned, step, ()), today=office.today())
    wanted = [reason.outcome for reason in step.reasons] or list(step.teaches)
    teachers = {app.graph.units[n].id for o in wanted for n in app.graph.teachers[app.graph.number[o]]} - {id_}
    others = sorted((app.curriculum.unit[unit] for unit in teachers), key=lambda u: (u.minutes, u.id))
    return {
        "row": step_row(office, step),
        "wanted": [outcome_link(office, outcome) for outcome in deepest(tuple(wanted))],
        "capstone": step.capstone_of is not None,
        "without": None
        if without is None
        else {
            "minutes": without.minutes,
            "time": hours(abs(without.minutes)),
            "instead": [step_row(office, other) for other in without.only_second],
            "gone": [step_row(office, other) for other in without.only_first if other.unit != id_],
        },
        "others": [
            unit_row(office, now, other) | {"cost": _cost(office, other.id) if other.id == cost else None}
            for other in others[:MOST_OTHERS]
        ],
        "more": max(0, len(others) - MOST_OTHERS),
    }


def _cost(office: Office, unit: str) -> str:
    """What having a unit in the plan would cost, in a sentence."""
    try:
        found = office.app.why_not(unit, today=office.today())
    except MlpathError as error:
        return f"{error.message}."
    if found.other.proof.status == "infeasible":
        return "It cannot be in a plan: " + "; ".join(_causes(office, found.other)) + "."
    extra = total(found.other) - total(found.plan)
    kept = f" You left it out yourself ({' and '.join(found.kept_out_by)})." if found.kept_out_by else ""
    if extra > 0:
        return f"With it the plan is {hours(extra)} longer.{kept}"
    return (
        f"With it the plan is {hours(-extra)} shorter.{kept}" if extra else f"With it the plan is just as long.{kept}"
    )


def _causes(office: Office, found: Plan) -> Iterator[str]:
    for item in found.unreachable[:3]:
        yield f"{office.title(item.outcome)}: {'; '.join(item.because)}"
