"""Small curricula in a few words, as values and as folders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mlpath.curriculum import Curriculum
from mlpath.graph import PrerequisiteGraph

URL = "https://example.org/"


def graph(edges: str, units: str = "", **options: Any) -> PrerequisiteGraph:
    """A graph from `a -> b, b -> c` and units `u1: a 60, r/u2: b c 90 < a`; a topic without a unit gets one of an hour."""
    return PrerequisiteGraph(curriculum(edges, units, **options))


def curriculum(
    edges: str,
    units: str = "",
    *,
    settling: float = 0.0,
    goals: Iterable[Mapping[str, Any]] = (),
    areas: Mapping[str, str] | None = None,
) -> Curriculum:
    """A curriculum whose topics stand in `edges` (prerequisite -> dependent; alone: no prerequisite).

    Args:
        edges: `a -> b, c`; `a|b -> c` is an any-of requirement.
        units: `ID: topics… minutes [< required topics…]`, parted by commas; an id `r/u` makes resource r.
        settling: hours for each resource.
        goals: goals as the format writes them.
        areas: the area of each topic that is not in area `a`.

    """
    requires: dict[str, list[Any]] = {}
    for edge in filter(None, (part.strip() for part in edges.split(","))):
        before, _, after = (side.strip() for side in edge.partition("->"))
        for topic in [*before.split("|"), *filter(None, [after])]:
            requires.setdefault(topic, [])
        if after:
            names = before.split("|")
            requires[after].append({"any": names} if len(names) > 1 else {before: "because"})
    if not units:
        units = ", ".join(f"u-{topic}: {topic} 60" for topic in requires)
    of = areas or {}
    return Curriculum.model_validate(
        {
            "id": "tiny",
            "title": "Tiny",
            "version": "1",
            "licence": "CC0",
            "settling": {"book": settling},
            "areas": [{"id": area, "title": area.upper()} for area in sorted({"a", *of.values()})],
            "topics": [
                {
                    "id": topic,
                    "title": topic,
                    "area": of.get(topic, "a"),
                    "working": {"can": f"do {topic}", "requires": needs},
                }
                for topic, needs in requires.items()
            ],
            "resources": _resources(units),
            "goals": list(goals),
        }
    )


def _resources(units: str) -> list[dict[str, Any]]:
    resources: dict[str, dict[str, Any]] = {}
    for text in filter(None, (part.strip() for part in units.split(","))):
        id_, _, rest = text.partition(":")
        taught, _, needed = rest.partition("<")
        *topics, minutes = taught.split()
        name = id_.partition("/")[0]
        resource = resources.setdefault(
            name, {"id": name, "title": name, "kind": "book", "url": URL + name, "units": []}
        )
        resource["units"].append(
            {
                "id": id_,
                "title": id_,
                "url": URL + id_,
                "minutes": int(minutes),
                "exercises": True,
                "proves": True,
                "teaches": topics,
                "requires": needed.split(),
            }
        )
    return list(resources.values())


HEADER = """\
id: tiny
title: Tiny
version: 1.0.0
licence: CC0
settling: {book: 0.5}
areas:
  - {id: a, title: Area A}
sources:
  - {id: list, title: A list}
"""
TOPICS = """\
- id: first
  title: First things
  aliases: [primary]
  working:
    can: do the first thing
- id: second
  title: Second things
  intuition:
    can: picture the second thing
  working:
    can: do the second thing
    requires:
      - first: it comes before
"""
RESOURCE = """\
id: the-book
title: The Book
kind: book
url: https://example.org/book
sources: [list]
exercises: true
pace: {minutes_per_page: 6, why: a guess}
units:
  - {id: ch1, title: One, pages: 10, teaches: [first]}
  - {id: ch2, title: Two, pages: 20, teaches: [second]}
"""
GOALS = """\
- id: all
  title: All of it
  can: do both things
  requires: [second]
"""
FILES = {
    "curriculum.yaml": HEADER,
    "topics/a.yaml": TOPICS,
    "resources/the-book.yaml": RESOURCE,
    "goals.yaml": GOALS,
}


def folder(path: Path, **changed: str) -> Path:
    """The tiny curriculum as files; `changed` replaces a file (`topics`, `resource`, `header`, `goals`)."""
    names = {
        "header": "curriculum.yaml",
        "topics": "topics/a.yaml",
        "resource": "resources/the-book.yaml",
        "goals": "goals.yaml",
    }
    files = FILES | {names[key]: text for key, text in changed.items()}
    for name, text in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return path
