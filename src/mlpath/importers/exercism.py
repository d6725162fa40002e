"""Exercism tracks: a `config.json` with concepts, and exercises that teach concepts and have prerequisites.

A concept exercise teaches its concepts. A practice exercise teaches no new one: to solve it is a topic of its own. The
older form (a list of exercises with `unlocked_by`) is read too. A track has no hours: half an hour for each point of
difficulty, and an hour for a concept exercise, which has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mlpath.errors import CurriculumError
from mlpath.importers.draft import Draft, Item, Need
from mlpath.importers.hours import HOURS_A_POINT
from mlpath.importers.places import Places, read_json
from mlpath.importers.text import address, clean, decoded, read_bytes, shown, slug

CONCEPT_HOURS = 1.0
CONVENTION = (
    "Exercism gives no hours: half an hour for each point of an exercise's difficulty, one hour for a concept exercise"
)
_HIDDEN = {"wip": "unfinished", "deprecated": "withdrawn", "beta": "new"}


def read(draft: Draft, path: Path) -> None:
    """A track's exercises."""
    if path.is_dir():
        path = path / "config.json"
        draft.file = path.name
    value, places = read_json(draft, decoded(draft, read_bytes(path), draft.file))
    if not isinstance(value, dict) or not isinstance(value.get("exercises"), dict | list):
        raise CurriculumError(
            f"{draft.file}:1:1: not an Exercism track: it has no 'exercises'", "give the track's config.json"
        )
    language = clean(draft, value.get("language") or value.get("slug") or "Exercism", draft.file, 80)
    track = slug(str(value.get("slug") or language))
    draft.title = draft.title or f"Exercism: {language}"
    draft.about = clean(draft, value.get("blurb"), draft.file)
    draft.url = f"https://exercism.org/tracks/{track}"
    draft.convention = CONVENTION
    draft.resource_first = True
    _concepts(draft, value.get("concepts"), places)
    for entry, where, concept in _exercises(draft, value["exercises"]):
        item = _exercise(draft, entry, where, places, track, concept=concept)
        if item is not None:
            draft.items.append(item)
    if not draft.items:
        raise CurriculumError(f"{draft.file}:1:1: a track without exercises", "give the track's config.json")


def _concepts(draft: Draft, value: Any, places: Places) -> None:
    for number, concept in enumerate(value if isinstance(value, list) else []):
        if isinstance(concept, dict) and isinstance(concept.get("slug"), str):
            place = f"{places.of(concept, draft.file)} $.concepts[{number}]"
            name = clean(draft, concept["slug"], place, 200)
            if name in draft.topics:
                draft.report("duplicate-id", place, f"the concept '{shown(name)}' stands twice", "taken as one")
            draft.topics[name] = clean(draft, concept.get("name") or name, place, 200)
        else:
            draft.report("shape", f"{draft.file} $.concepts[{number}]", "a concept without a slug", "left out")


def _exercises(draft: Draft, value: Any) -> Iterator[tuple[dict[str, Any], str, bool]]:
    groups = [("concept", True), ("practice", False)] if isinstance(value, dict) else [("", False)]
    for group, concept in groups:
        entries = value.get(group, []) if isinstance(value, dict) else value
        for number, entry in enumerate(entries if isinstance(entries, list) else []):
            where = f"$.exercises.{group}[{number}]" if group else f"$.exercises[{number}]"
            if isinstance(entry, dict) and isinstance(entry.get("slug"), str) and entry["slug"].strip():
                yield entry, where, concept
            else:
                draft.report("shape", f"{draft.file} {where}", "an exercise without a slug", "left out")


def _exercise(
    draft: Draft, entry: dict[str, Any], where: str, places: Places, track: str, *, concept: bool
) -> Item | None:
    place = f"{places.of(entry, draft.file)} {where}"
    name = clean(draft, entry["slug"], place, 200)
    title = clean(draft, entry.get("name"), place, 200) or name.replace("-", " ").capitalize()
    status = str(entry.get("status") or ("deprecated" if entry.get("deprecated") else ""))
    if status == "deprecated":
        draft.report("status", place, f"'{shown(title)}' is withdrawn from the track", "left out")
        return None
    item = Item(key=name, title=title, place=place, kind="interactive", area="Concepts" if concept else "Practice")
    item.url = address(draft, f"https://exercism.org/tracks/{track}/exercises/{slug(name)}", place)
    if status in _HIDDEN:
        draft.report("status", place, f"'{shown(title)}' is {_HIDDEN[status]} in the track", "kept, with a note")
        item.notes.append(f"The track marks it as {status}.")
    item.teaches = list(_names(draft, entry, "concepts", place)) if concept else []
    practises = list(_names(draft, entry, "practices", place))
    if practises:
        item.notes.append(f"Practises {', '.join(practises)}.")
    if not item.teaches:
        item.own_topic = f"solve-{slug(name)}"
        item.own_title = f"Solve {title}"
    _hours(item, entry.get("difficulty"), concept=concept)
    item.requires = [Need(text, place) for text in _names(draft, entry, "prerequisites", place)]
    item.requires += [Need(text, place) for text in _names(draft, entry, "unlocked_by", place)]
    return item


def _names(draft: Draft, entry: dict[str, Any], key: str, place: str) -> Iterator[str]:
    value = entry.get(key)
    for part in value if isinstance(value, list) else [value] if isinstance(value, str) else []:
        text = clean(draft, part, place, 200) if isinstance(part, str) else ""
        if text:
            yield text
        else:
            draft.report("empty-reference", place, f"an empty entry in '{key}'", "left out")


def _hours(item: Item, difficulty: Any, *, concept: bool) -> None:
    if isinstance(difficulty, int | float) and not isinstance(difficulty, bool) and 0 < difficulty <= 10:
        item.minutes = difficulty * HOURS_A_POINT * 60
        item.how_long = f"half an hour for each of {difficulty:g} points of difficulty"
    elif concept:
        item.minutes = CONCEPT_HOURS * 60
        item.how_long = "one hour for a concept exercise"
