"""Taskwarrior's JSON, for `task import`: a task for each step, each depending on those that it needs.

The uuid is the unit's for ever, so importing again updates a task. What is done is completed; what is skipped, and
what was exported before and is in the plan no more, is deleted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from mlpath.errors import UsageError
from mlpath.plan import Step
from mlpath.view.amounts import hours
from mlpath.view.exports.material import Material
from mlpath.view.plan_text import why_line
from mlpath.view.safe import one_line

_INSTANT = "%Y%m%dT%H%M%SZ"


def tasks(material: Material, previous: str | None) -> str:
    """A JSON list with a task on each line."""
    found = {task["uuid"]: task for task in _tasks(material)}
    gone = [_deleted(task, material) for task in _previous(previous) if task["uuid"] not in found]
    lines = [json.dumps(task, ensure_ascii=False, sort_keys=True) for task in [*found.values(), *gone]]
    return "[\n" + ",\n".join(lines) + "\n]"


def _tasks(material: Material) -> Iterator[dict[str, Any]]:
    units = material.curriculum.unit
    for unit, when in material.done.items():
        if unit in units:
            yield _task(material, unit, units[unit].title, status="completed", end=_local(when))
    for unit in sorted(material.skipped & units.keys()):
        yield _task(material, unit, units[unit].title, status="deleted", end=_instant(material.stamp))
    for step in material.plan.steps:
        yield _step(material, step)


def _task(material: Material, unit: str, title: str, **fields: Any) -> dict[str, Any]:
    resource = material.curriculum.resource_of[unit]
    name = title if title == resource.title else f"{title} ({resource.title})"
    return {
        "uuid": str(material.id_of(unit)),
        "description": one_line(name),
        "entry": _instant(material.since),
        "modified": _instant(material.stamp),
        "project": f"mlpath.{material.curriculum.id}",
        "tags": ["mlpath"],
        **fields,
    }


def _step(material: Material, step: Step) -> dict[str, Any]:
    fields: dict[str, Any] = {"status": "pending"}
    if step.starts is not None and step.ends is not None:
        fields |= {"scheduled": _local(step.starts), "due": f"{_local(step.ends)}T23:59:59"}
    needed = [str(material.id_of(unit)) for unit in material.needed[step.unit]]
    if needed:
        fields["depends"] = needed
    said = [step.url, f"{step.unit}: {hours(step.minutes + step.settling_minutes)}; {why_line(step)}"]
    # Annotations are told apart by their instants.
    fields["annotations"] = [
        {"entry": _instant(material.since.replace(second=number)), "description": one_line(text)}
        for number, text in enumerate(said)
    ]
    return _task(material, step.unit, step.title, **fields)


def _previous(text: str | None) -> list[dict[str, Any]]:
    if text is None:
        return []
    try:
        found = json.loads(text)
        if not all(isinstance(task["uuid"], str) and isinstance(task["description"], str) for task in found):
            raise TypeError
    except (ValueError, TypeError, KeyError, RecursionError):
        raise UsageError("the file is no export to Taskwarrior", "choose another --output") from None
    return [task for task in found if str(task.get("project", "")).startswith("mlpath.")]


def _deleted(task: dict[str, Any], material: Material) -> dict[str, Any]:
    kept = {name: value for name, value in task.items() if name not in ("due", "scheduled", "depends")}
    if task.get("status") in ("completed", "deleted"):
        return kept
    return kept | {"status": "deleted", "end": _instant(material.stamp), "modified": _instant(material.stamp)}


def _instant(when: datetime) -> str:
    return when.strftime(_INSTANT)


def _local(when: date) -> str:
    """A day, by the clock of whoever imports it: without a zone Taskwarrior takes it as local."""
    return f"{when:%Y-%m-%d}"
