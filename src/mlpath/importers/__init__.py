"""Curricula in other people's formats: one file a format, each to a draft, and from there to the files of a curriculum.

    file ── csv, json, edges, … ──▶ Draft ── resolve ──▶ topics and needs ── build ──▶ YAML

Not here: reading what was written back and checking it (`mlpath.library`, `mlpath.lint`), and the command line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mlpath.errors import UsageError
from mlpath.importers import catalogue, edges, exercism, markdown, metacademy, nodes, table
from mlpath.importers.build import Imported, build
from mlpath.importers.draft import Draft, Need, Oddity
from mlpath.importers.report import EXPLAINED, by_rule
from mlpath.importers.text import clean

__all__ = ["EXPLAINED", "FORMATS", "Imported", "Oddity", "Wishes", "by_rule", "read_foreign"]

FORMATS: dict[str, tuple[Callable[[Draft, Path], None], str]] = {
    "csv": (table.read, "a table, one course a row: id,title,hours,requires,url,teaches"),
    "json": (nodes.read, "a list of nodes, or nodes and edges"),
    "edges": (edges.read, "prerequisite,dependent a line"),
    "exercism": (exercism.read, "a track's config.json"),
    "ossu": (markdown.read_ossu, "Markdown tables of courses"),
    "markdown": (markdown.read, "a list of links"),
    "metacademy": (metacademy.read, "a folder of concepts"),
    "catalogue": (catalogue.read, "courses with and/or prerequisites"),
}
"""Each format's reader, and what it is in a few words."""


@dataclass(frozen=True)
class Wishes:
    """What a user may say about an import.

    `lists` says what a list of lists means: "any-of-all", "all-of-any", or "" (told from the file).
    `in_order` makes each entry need the one before it in its section.
    """

    id: str = ""
    title: str = ""
    licence: str = ""
    base_url: str = ""
    lists: str = ""
    in_order: bool = False
    drop_edges: tuple[str, ...] = ()
    break_cycles: bool = False


def read_foreign(format_: str, path: Path, wishes: Wishes = Wishes()) -> Imported:  # frozen
    """A foreign file as a curriculum's files, with everything that was odd and how it was mended.

    Raises:
        UsageError: for a format that is not one, or an edge to cut that is not there.
        UnknownIdError: where there is no such file.
        CurriculumError: for what cannot be read, and for circles of prerequisites.

    """
    if format_ not in FORMATS:
        raise UsageError(f"no format '{format_}'", f"give one of: {', '.join(FORMATS)}")
    draft = Draft(format_, "")
    draft.file = clean(draft, path.resolve().name if path.name in ("", ".", "..") else path.name, "", 200) or "file"
    draft.title, draft.base_url, draft.lists = wishes.title, wishes.base_url, wishes.lists
    draft.licence = wishes.licence or draft.licence
    FORMATS[format_][0](draft, path)
    draft.title = clean(draft, draft.title, draft.file, 200) or draft.file.partition(".")[0] or draft.file
    if wishes.in_order:
        _chain(draft)
    return build(draft, wishes.drop_edges, break_cycles=wishes.break_cycles, id_=wishes.id)


def _chain(draft: Draft) -> None:
    """Each entry needs the one before it in its section."""
    last: dict[str, str] = {}
    for item in draft.items:
        if item.area in last and last[item.area] != item.key:
            item.requires.append(Need(last[item.area], item.place, f"it stands before in {item.area or 'the file'}"))
        last[item.area] = item.key
