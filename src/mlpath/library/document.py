"""From what a curriculum's author writes to the full shapes of `mlpath.curriculum`.

Authors write a size and a pace; a unit of the curriculum has minutes. Authors write what holds for a whole
resource once; a unit has all of it. Nothing here reads files or knows places in them.
"""

from __future__ import annotations

from typing import Any

from mlpath.texts import minutes_of_duration

MINUTES_PER_STEP_OF_SIZE = 6
"""Hours that follow from a size are rounded to a tenth of an hour: no size is known better than that."""

MAX_MINUTES = 200_000

Problem = tuple[tuple[str | int, ...], str, str, str]
"""Where in the document, the rule, what is wrong, and the mend."""

_INHERITED = ("exercises", "proves", "estimate")
_SIZES = ("pages", "video", "problems", "hours")
_OF_A_WHOLE = (*_SIZES, "teaches", "requires")
_FACTORS = {"pages": "minutes_per_page", "video": "video_factor", "problems": "minutes_per_problem"}


def full_resource(document: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Give each unit its full id, address, minutes and what it inherits; a whole becomes its one unit."""
    resource = dict(document)
    inherited = {key: resource.pop(key) for key in _INHERITED if key in resource}
    whole = "units" not in resource
    if whole:
        moved = {key: resource.pop(key) for key in _OF_A_WHOLE if key in resource}
        resource["units"] = [{"id": "", "title": resource.get("title", ""), "teaches": [], **moved}]
    units = resource["units"]
    if not isinstance(units, list) or not all(isinstance(unit, dict) for unit in units):
        return resource, []
    problems: list[Problem] = []
    resource["units"] = [
        _full_unit(resource, inherited, unit, ("units", index), problems, whole=whole)
        for index, unit in enumerate(units)
    ]
    return resource, problems


def _full_unit(
    resource: dict[str, Any],
    inherited: dict[str, Any],
    unit: dict[str, Any],
    path: tuple[str | int, ...],
    problems: list[Problem],
    *,
    whole: bool,
) -> dict[str, Any]:
    if "minutes" in unit:
        problems.append(
            (
                (*path, "minutes"),
                "unknown-key",
                "unknown key 'minutes'",
                "give a size: pages, video, problems or hours",
            )
        )
    full: dict[str, Any] = {"url": resource.get("url"), **inherited, **unit}
    if "id" not in unit:
        problems.append((path, "missing-key", "missing key 'id'", "add 'id: …'"))
    elif unit["id"] == "" and not whole:
        problems.append(((*path, "id"), "bad-id", "the id of a unit is empty", "write letters, digits and hyphens"))
    full["id"] = "/".join(str(part) for part in (resource.get("id", ""), unit.get("id", "")) if part)
    full["minutes"], found = _study_minutes(unit, resource.get("pace"))
    problems += [((*path, *where), rule, message, mend) for where, rule, message, mend in found]
    return full


def _study_minutes(unit: dict[str, Any], pace: Any) -> tuple[int, list[Problem]]:
    """Minutes from size and pace: the sum over pages, video and problems of size times pace, plus hours.

    Hours given as such are kept to the minute; what is computed is rounded to a tenth of an hour. Sizes that
    are not numbers count nothing here: the field's own check reports them.
    """
    if not any(key in unit for key in _SIZES):
        return 1, [((), "no-size", "a unit without a size", "give it pages, video, problems or hours")]
    paces = pace if isinstance(pace, dict) else {}
    problems: list[Problem] = []
    computed = 0.0
    for size, factor in _FACTORS.items():
        if size not in unit:
            continue
        if factor not in paces:
            problems.append(((size,), "no-size", f"{size} without a pace", f"add {factor} to the resource's pace"))
        computed += _amount(unit[size]) * _amount(paces.get(factor))
    rounded = max(round(computed / MINUTES_PER_STEP_OF_SIZE), 1) * MINUTES_PER_STEP_OF_SIZE if computed else 0
    minutes = rounded + round(_amount(unit.get("hours")) * 60)
    return min(max(minutes, 1), MAX_MINUTES), problems


def _amount(value: Any) -> float:
    """A positive number, a length in minutes, or 0 for what is neither."""
    if value is None:
        return 0.0
    try:
        number = float(value)
    except (TypeError, ValueError):
        try:
            number = float(minutes_of_duration(value))
        except (TypeError, ValueError):
            return 0.0
    return number if 0 < number < 1e6 else 0.0
