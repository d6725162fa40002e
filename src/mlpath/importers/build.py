"""From a draft with its references resolved to the files of a curriculum.

Each item becomes a resource of one unit, and, where the file names no topics, a topic that this resource teaches. What
the file does not say (hours, an address) is filled by a convention that is named at the place. Nothing here touches
the disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from mlpath.importers.draft import Draft, Item
from mlpath.importers.hours import DEFAULT_HOURS
from mlpath.importers.needless import needed
from mlpath.importers.report import readme
from mlpath.importers.resolve import Ids, resolve
from mlpath.importers.resolved import Link, Resolved
from mlpath.importers.text import MAX_TEXT, search_address, shown, slug
from mlpath.lint.offers import bare
from mlpath.texts import UNSAFE

MAX_NOTE = 1_900
MAX_AREA_GOALS = 40
VERSION = "0.1.0"
SOURCE = "original"
_SUFFIX = {"course": "course", "book": "book", "interactive": "exercise", "project": "project"}

Clauses = list[list[Link]]


@dataclass(frozen=True)
class Imported:
    """A curriculum's files by their names, and how much there is in it."""

    id: str
    files: Mapping[str, str]
    units: int
    edges: int
    """Prerequisites of topics; one of several counts once."""
    taught: int
    """Topics that resources teach: edges too, where what a curriculum may hold is counted."""
    topics: int
    goals: tuple[str, ...]
    cuts: tuple[str, ...]
    draft: Draft


@dataclass(frozen=True)
class _Area:
    id: str
    title: str
    topics: list[int]


def build(draft: Draft, drop_edges: Sequence[str] = (), *, break_cycles: bool = False, id_: str = "") -> Imported:
    """A draft's curriculum as files.

    Raises:
        CurriculumError: where items need each other in a circle and nobody said which edge to cut.
        UsageError: for an edge to cut that is not there.

    """
    found = resolve(draft, drop_edges, break_cycles=break_cycles)
    on_topics = needed(draft, found)
    ids = Ids()
    ids.taken = {topic.id for topic in found.topics}
    resources = [ids.new(_resource_name(draft, item), "item", _SUFFIX.get(item.kind, "page")) for item in draft.items]
    areas = _areas(draft, found, ids)
    goals = _goals(draft, found, on_topics, areas, ids)
    curriculum = id_ or slug(draft.title or draft.file.partition(".")[0], "imported")
    files = {"curriculum.yaml": _yaml(_header(draft, curriculum, areas), draft)}
    for area in areas:
        files[f"topics/{area.id}.yaml"] = _yaml(
            [_topic(draft, found, on_topics, number) for number in area.topics], draft
        )
    addresses: set[str] = set()
    for number, resource in enumerate(resources):
        files[f"resources/{resource}.yaml"] = _yaml(_resource(draft, found, number, resource, addresses), draft)
    files["goals.yaml"] = _yaml(goals, draft)
    files["README.md"] = readme(draft, curriculum)
    edges, taught = sum(map(len, on_topics)), sum(map(len, found.teaches))
    names = tuple(goal["id"] for goal in goals)
    return Imported(
        curriculum, files, len(resources), edges, taught, len(found.topics), names, tuple(found.cuts), draft
    )


def _resource_name(draft: Draft, item: Item) -> str:
    """What a resource is called after; its topic comes first where both would have one name."""
    return item.key if draft.resource_first or item.teaches else item.own_topic or item.key


def _areas(draft: Draft, found: Resolved, ids: Ids) -> list[_Area]:
    """The areas in the file's order, each with its topics; a topic is in that of what teaches it first."""
    areas: dict[str, _Area] = {}
    for number, topic in enumerate(found.topics):
        title = draft.items[topic.teachers[0]].area or draft.title or "All"
        key = slug(title, "area")
        if key not in areas:
            areas[key] = _Area(ids.new(key, "area", "area"), title, [])
        areas[key].topics.append(number)
    return list(areas.values())


def _header(draft: Draft, curriculum: str, areas: list[_Area]) -> dict[str, Any]:
    source = {
        "id": SOURCE,
        "title": draft.title or draft.file,
        "url": draft.url,
        "about": f"imported from {draft.file} ({draft.format})",
    }
    return {
        "id": curriculum,
        "title": draft.title or draft.file,
        "version": VERSION,
        "licence": draft.licence,
        "about": draft.about or f"Imported from {draft.file}.",
        "sources": [{key: value for key, value in source.items() if value}],
        "areas": [{"id": area.id, "title": area.title} for area in areas],
    }


def _topic(draft: Draft, found: Resolved, on_topics: list[Clauses], number: int) -> dict[str, Any]:
    topic = found.topics[number]
    level: dict[str, Any] = {"can": f"use unaided what “{topic.title}” teaches"}
    if draft.format == "exercism" and topic.title.startswith("Solve "):
        level = {"can": f"{topic.title[0].lower()}{topic.title[1:]} unaided"}
    if on_topics[number]:
        level["requires"] = [_requirement(found, clause) for clause in on_topics[number]]
    hard = {link.topic for clause in on_topics[number] for link in clause} | {number}
    helped = {
        link.topic: link for teacher in topic.teachers[:1] for link in found.helps[teacher] if link.topic not in hard
    }
    if helped:
        level["helps"] = [_need(found, link) for link in helped.values()]
    return {"id": topic.id, "title": topic.title, "working": level}


def _requirement(found: Resolved, clause: list[Link]) -> dict[str, Any]:
    needs = [_need(found, link) for link in clause]
    return needs[0] if len(needs) == 1 else {"any": needs}


def _need(found: Resolved, link: Link) -> dict[str, str]:
    return {found.topics[link.topic].id: link.reason or f"{link.place} lists it as a prerequisite"}


def _resource(draft: Draft, found: Resolved, number: int, resource: str, addresses: set[str]) -> dict[str, Any]:
    item = draft.items[number]
    notes = [f"From {item.place}.", *dict.fromkeys(item.notes)]
    hours, estimate, why = _hours(draft, item)
    url = _url(draft, item, resource, addresses, notes)
    also = [other for other in dict.fromkeys(item.also) if bare(other) not in addresses]
    addresses.update(map(bare, also))
    unit_needs = [] if _alone(found, number) else found.needs[number]
    value: dict[str, Any] = {
        "id": resource,
        "title": item.title,
        "authors": item.authors[:20],
        "kind": item.kind,
        "about": item.about,
        "cost": item.cost if item.cost != "free" else "",
        "url": url,
        "also": also[:20],
        "sources": [SOURCE],
        "status": "archived" if item.archived else "",
        "exercises": True,
        "estimate": True if estimate else "",
        "pace": {"hours": "estimate" if estimate else "stated", "why": why},
        "note": _note(notes),
        "hours": int(hours) if hours == int(hours) else hours,
        "teaches": [found.topics[topic].id for topic in found.teaches[number]],
        "requires": [_requirement(found, clause) for clause in unit_needs],
    }
    return {key: part for key, part in value.items() if part not in ("", [])}


def _alone(found: Resolved, number: int) -> bool:
    """Whether an item alone teaches all that it teaches: then its needs are those of its topics."""
    return all(found.topics[topic].teachers == [number] for topic in found.teaches[number])


def _note(notes: list[str]) -> str:
    text = " ".join(notes)
    return text if len(text) <= MAX_NOTE else text[: MAX_NOTE - 1].rstrip() + "…"


def _hours(draft: Draft, item: Item) -> tuple[float, bool, str]:
    """Hours of an item, whether they are an estimate, and why one thinks so."""
    if item.minutes is not None:
        hours = max(round(item.minutes / 60, 2), 0.02)
        return hours, not item.stated, item.how_long or draft.convention
    hours = DEFAULT_HOURS[item.kind]
    draft.report(
        "missing-hours", item.place, f"no hours for '{shown(item.title)}'", f"taken as {hours:g} h, an estimate"
    )
    return hours, True, f"the file gives no hours; {hours:g} h is mlpath's guess for this kind"


def _url(draft: Draft, item: Item, resource: str, addresses: set[str], notes: list[str]) -> str:
    """An item's address, which no other resource has."""
    url = item.url
    if not url:
        url = search_address(item.title)
        draft.report(
            "missing-address",
            item.place,
            f"no address for '{shown(item.title)}'",
            "a web search for its title stands in",
        )
        notes.append("The file gives no address: the link searches for the title.")
    if bare(url) in addresses:
        mark = "&ref=" if "duckduckgo.com/?q=" in url else "#"
        other = f"{url.partition('#')[0] if mark == '#' else url}{mark}{resource}"
        if len(other) > MAX_TEXT:
            other = f"{search_address(item.title)}&ref={resource}"
        if item.url:
            draft.report(
                "same-address",
                item.place,
                f"'{shown(item.title)}' has the address of another",
                f"marked as {shown(other)}",
            )
            notes.append("Another resource has the same address.")
        url = other
    addresses.add(bare(url))
    return url


def _goals(
    draft: Draft, found: Resolved, on_topics: list[Clauses], areas: list[_Area], ids: Ids
) -> list[dict[str, Any]]:
    """One goal for everything, and one for each area where there are a few."""
    name = draft.title or draft.file
    goals = [
        _goal(
            found,
            on_topics,
            ids.new("everything", "goal", "goal"),
            f"Everything in {name}",
            name,
            range(len(found.topics)),
        )
    ]
    if 2 <= len(areas) <= MAX_AREA_GOALS:
        for area in areas:
            id_ = ids.new(f"all-{area.id}"[:60].rstrip("-"), "goal", "goal")
            goals += [_goal(found, on_topics, id_, f"All of {area.title}", area.title, area.topics)]
    return goals


def _goal(
    found: Resolved, on_topics: list[Clauses], id_: str, title: str, of: str, topics: Sequence[int]
) -> dict[str, Any]:
    """A goal that asks for the topics that no other of its topics requires: the rest follows."""
    inside = set(topics)
    implied = {clause[0].topic for topic in inside for clause in on_topics[topic] if len(clause) == 1}
    wanted = [topic for topic in topics if topic not in implied]
    return {
        "id": id_,
        "title": title,
        "can": f"use unaided all that “{of}” teaches",
        "requires": [found.topics[t].id for t in wanted],
    }


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # the C one where libyaml is there
    def ignore_aliases(self, data: Any) -> bool:  # PyYAML's signature
        """Write each value out: the reader refuses aliases."""
        return True


def _plain(value: Any) -> Any:
    """A value without a character that a curriculum may not hold: keys and headings of a file are in places too."""
    if isinstance(value, str):
        return UNSAFE.sub("�", value)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value


def _yaml(value: Any, draft: Draft) -> str:
    text = yaml.dump(_plain(value), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return f"# Imported by mlpath from {' '.join(draft.file.split())}; yours to edit.\n{text}"
