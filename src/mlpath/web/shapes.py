"""What the pages show of steps, topics, resources and units: plain values, ready for the templates."""

from __future__ import annotations

from typing import Any

from mlpath.curriculum import Requirement, Unit
from mlpath.plan import Reason, Step
from mlpath.planner import chain
from mlpath.texts import split_outcome
from mlpath.view import dates
from mlpath.view.amounts import hours
from mlpath.web.office import Office, Situation
from mlpath.web.rendering import path_of


def next_step(office: Office, step: Step, opens: tuple[str, ...], started: tuple[str, ...]) -> dict[str, Any]:
    """A step to do now."""
    return step_row(office, step) | {
        "started": step.unit in started,
        "opens": [outcome_link(office, outcome) for outcome in opens],
    }


def step_row(office: Office, step: Step) -> dict[str, Any]:
    """A step with its links and its reason."""
    minutes = step.minutes + step.settling_minutes
    return {
        "step": step,
        "time": ("about " if step.estimate else "") + hours(step.minutes),
        "settling": hours(step.settling_minutes) if step.settling_minutes else "",
        "whole": hours(minutes),
        "same_title": step.title == step.resource_title,
        "teaches": [outcome_link(office, outcome) for outcome in deepest(step.teaches)],
        "why": why(office, step),
        "when": "" if step.starts is None or step.ends is None else dates.stretch(step.starts, step.ends),
        "sessions": dates.sessions(step).removeprefix("when: ") if step.sessions else "",
        "spent": hours(step.spent_minutes) if step.spent_minutes else "",
        "path": path_of("unit", step.unit),
        "resource_path": path_of("resource", step.resource),
        "alternatives": path_of("alternatives", step.unit),
    }


def deepest(outcomes: tuple[str, ...]) -> list[str]:
    """Of each topic the deepest outcome."""
    found: dict[str, str] = {}
    order = {"intuition": 0, "working": 1, "rigorous": 2}
    for outcome in outcomes:
        topic, depth = split_outcome(outcome)
        if topic not in found or order[depth] > order[split_outcome(found[topic])[1]]:
            found[topic] = outcome
    return list(found.values())


def outcome_link(office: Office, outcome: str) -> dict[str, str]:
    """An outcome's topic by title, its depth, and the address of its page."""
    topic, depth = split_outcome(outcome)
    return {"title": office.app.curriculum.topic[topic].title, "depth": depth, "path": path_of("topic", topic)}


def why(office: Office, step: Step) -> str:
    """Why a step is in the plan, in a sentence."""
    if step.helps_only:
        return "It gives the intuition before the work; you asked for a gentle plan."
    if step.capstone_of is not None:
        return f"It is the capstone of {office.title(step.capstone_of)}."
    if not step.reasons:
        return "You asked for it."
    return reason(office, step.reasons[0]) + (" Nothing else teaches it." if step.providers == 1 else "")


def reason(office: Office, found: Reason) -> str:
    """A reason in a sentence."""
    outcome = office.title(found.outcome)
    if found.is_goal:
        return f"{outcome} is part of the goal."
    said = f"“{office.title(found.needed_by)}” needs {outcome}"
    return f"{said}: {found.why}." if found.why else f"{said}."


def topic(office: Office, id_: str) -> dict[str, Any]:
    """A topic with its depths, what each needs, what it opens, and who teaches it."""
    app, now = office.app, office.situation()
    found = app.curriculum.topic[id_]
    area = next(area for area in app.curriculum.areas if area.id == found.area)
    levels = []
    for depth, level in found.levels.items():
        outcome = f"{id_}@{depth}"
        units = [app.graph.units[n] for n in app.graph.teachers[app.graph.number[outcome]]]
        levels.append(
            {
                "depth": depth,
                "can": level.can,
                "known": outcome in now.state.known,
                "needs": [_need(office, now, requirement) for requirement in level.requires],
                "units": [unit_row(office, now, unit) for unit in sorted(units, key=lambda u: (u.minutes, u.id))],
            }
        )
    opens = dict.fromkeys(split_outcome(b)[0] for a, b in app.graph.outcome_edges() if split_outcome(a)[0] == id_)
    return {
        "id": id_,
        "title": found.title,
        "area": area,
        "standing": now.standing[id_],
        "levels": levels,
        "opens": [
            {"title": app.curriculum.topic[o].title, "path": path_of("topic", o), "standing": now.standing[o]}
            for o in opens
            if o != id_
        ],
    }


def _need(office: Office, now: Situation, requirement: Requirement) -> dict[str, Any]:
    known = now.state.known
    any_of = [outcome_link(office, need.outcome) | {"why": need.reason} for need in requirement.any_of]
    return {"any_of": any_of, "met": any(need.outcome in known for need in requirement.any_of)}


def unit_row(office: Office, now: Situation, found: Unit) -> dict[str, Any]:
    """A unit in a list."""
    state = now.state
    done = found.id in state.done
    standing = (
        "done" if done else "skipped" if found.id in state.skipped else "started" if found.id in state.started else ""
    )
    return {
        "id": found.id,
        "title": found.title,
        "resource": office.app.curriculum.resource_of[found.id],
        "time": ("about " if found.estimate else "") + hours(found.minutes),
        "path": path_of("unit", found.id),
        "url": found.url,
        "standing": standing,
        "planned": found.id in now.step_of,
        "teaches": [outcome_link(office, outcome) for outcome in deepest(tuple(found.teaches))],
    }


def resource(office: Office, id_: str) -> dict[str, Any]:
    """A resource with its units."""
    curriculum, now = office.app.curriculum, office.situation()
    found = curriculum.resource[id_]
    titles = {source.id: source.title for source in curriculum.sources}
    return {
        "value": found,
        "settling": hours(curriculum.settling_minutes(found)),
        "sources": [titles[source] for source in found.sources if source in titles],
        "units": [unit_row(office, now, unit) for unit in found.units],
        "total": hours(sum(unit.minutes for unit in found.units)),
    }


def unit(office: Office, id_: str) -> dict[str, Any]:
    """A unit with what it needs, and why it is in the plan where it is."""
    found = office.app.curriculum.unit[id_]
    now = office.situation()
    step = now.step_of.get(id_)
    links = chain(now.plan, id_) if now.plan is not None and step is not None else []
    return unit_row(office, now, found) | {
        "value": found,
        "resource_path": path_of("resource", office.app.curriculum.resource_of[id_].id),
        "needs": [_need(office, now, requirement) for requirement in found.requires],
        "step": step,
        "chain": [reason(office, r) for _, r in links],
        "alternatives": path_of("alternatives", id_),
    }
