"""Edge lists: `prerequisite,dependent` a line, parted by a comma, tab, pipe, semicolon or space; arrows; JSON.

Columns may be named in the first line, in any order. Without names the first is the prerequisite, unless the user says
otherwise (`--reverse`). A column of relations says which edges are only recommended, or run backwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mlpath.errors import CurriculumError
from mlpath.importers import nodes
from mlpath.importers.arrows import ARROW, drawn
from mlpath.importers.draft import Draft, Item, Need
from mlpath.importers.relations import AFTER, BEFORE, FALSE, KINDS, WEIGHTS, WHY, backward, best, soft
from mlpath.importers.table import rows
from mlpath.importers.text import clean, decoded, plain_name, read_bytes, shown

_NO_EDGES = "write one a line: prerequisite,dependent"


@dataclass(frozen=True)
class _Edge:
    """One edge as the file has it."""

    before: str
    after: str
    line: int
    reason: str = ""
    kind: str = ""
    weight: str = ""


@dataclass(frozen=True)
class _Columns:
    """The number of the column that says each thing."""

    before: int
    after: int
    reason: int | None = None
    kind: int | None = None
    weight: int | None = None

    def edge(self, line: int, cells: list[str]) -> _Edge:
        """A row's edge."""

        def cell(number: int | None) -> str:
            return cells[number].strip() if number is not None and number < len(cells) else ""

        return _Edge(cell(self.before), cell(self.after), line, cell(self.reason), cell(self.kind), cell(self.weight))


def read(draft: Draft, path: Path) -> None:
    """Items named by their edges."""
    data = read_bytes(path)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        nodes.read(draft, path)
        return
    text = decoded(draft, data, draft.file)
    items: dict[str, Item] = {}
    if ARROW.search(text) and not _header(text):
        graph = drawn(text)
        for name, line in graph.alone:
            _item(draft, items, name, line, graph.titles)
        for before, after, line, reason in graph.edges:
            _add(draft, items, _Edge(before, after, line, reason), graph.titles)
    else:
        for edge in _from_rows(draft, text):
            _add(draft, items, edge, {})
    draft.items += items.values()
    if not items:
        raise CurriculumError(f"{draft.file}:1:1: no edges", _NO_EDGES)


def _header(text: str) -> bool:
    """Whether the first line names columns, so that arrows below it are part of names."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    names = {plain_name(cell) for cell in re.split(r"[,;\t|]", first)}
    return bool(names & set(BEFORE)) and bool(names & set(AFTER)) and not ARROW.search(first)


def _item(draft: Draft, items: dict[str, Item], name: str, line: int, titles: dict[str, str]) -> str:
    """The item of a name, made where it is new; its key."""
    place = f"{draft.file}:{line}"
    key = clean(draft, name, place, 200)
    if key and key not in items:
        items[key] = Item(key=key, title=clean(draft, titles.get(name, ""), place, 200) or key, place=place)
    return key


def _add(draft: Draft, items: dict[str, Item], edge: _Edge, titles: dict[str, str]) -> None:
    place = f"{draft.file}:{edge.line}"
    ends = [_item(draft, items, name, edge.line, titles) for name in (edge.before, edge.after)]
    if not all(ends):
        message = f"an edge with one end, '{shown(''.join(ends))}'"
        draft.report("shape", place, message, "read as an entry without prerequisites")
        return
    before, after = reversed(ends) if backward(edge.kind) else ends
    if edge.weight.casefold() in FALSE:
        message = f"'{shown(before)}' is said not to come before '{shown(after)}'"
        draft.report("left-out", place, message, "left out")
        return
    need = Need(before, place, clean(draft, edge.reason, place))
    (items[after].helps if soft(edge.kind) else items[after].requires).append(need)


def _from_rows(draft: Draft, text: str) -> Iterator[_Edge]:
    table = list(rows(draft, text, ",\t|;" if any(mark in text for mark in ",\t|;") else " "))
    if not table:
        raise CurriculumError(f"{draft.file}:1:1: no edges", _NO_EDGES)
    columns, body = _columns(draft, table)
    for line, cells in body:
        yield columns.edge(line, cells)


Table = list[tuple[int, list[str]]]


def _reappears(table: Table, before: int, after: int) -> bool:
    """Whether what could be a header stands in the rows too: then `a,b` is an edge between a and b."""
    ends = {plain_name(table[0][1][number]) for number in (before, after)}
    return any(plain_name(row[n]) in ends for _, row in table[1:] for n in (before, after) if n < len(row))


def _columns(draft: Draft, table: Table) -> tuple[_Columns, Table]:
    """Which column says what, and the rows below the header."""
    line, cells = table[0]
    names = [plain_name(cell) for cell in cells]
    before = best(names, BEFORE)
    after = best(names, AFTER, but=before)
    if before is not None and after is not None and not _reappears(table, before, after):
        others = [best(names, known, but=before, also=after) for known in (WHY, KINDS, WEIGHTS)]
        return _Columns(before, after, *others), table[1:]
    if len(cells) < 2 and all(len(row) < 2 for _, row in table):
        raise CurriculumError(f"{draft.file}:{line}:1: one column only, not an edge", _NO_EDGES)
    first, second = (1, 0) if draft.reverse else (0, 1)
    read_as = (
        "dependent,prerequisite, as --reverse says"
        if draft.reverse
        else "prerequisite,dependent; --reverse reads it the other way round"
    )
    draft.report("columns", f"{draft.file}:{line}", "the first row does not name the columns", f"read as {read_as}")
    if len(cells) < 3:
        return _Columns(first, second), table
    third = [row[2].strip() for _, row in table if len(row) > 2]
    if all(cell.casefold() in {*FALSE, "1", "1.0", "true", "yes"} for cell in third):
        return _Columns(first, second, weight=2), table
    numeric = all(re.fullmatch(r"[-\d.\s]*", cell) for cell in third)
    return _Columns(first, second, reason=None if numeric else 2), table
