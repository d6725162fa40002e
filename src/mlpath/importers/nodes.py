"""Node lists in JSON: objects with an id, a title and what they require, in any of the shapes in which graphs are kept.

A list of objects; an object of objects by id; `{nodes, edges}` or `{nodes, links}` (d3, networkx, vis.js, React Flow);
`{elements}` (Cytoscape); a tree of `children`; an adjacency list.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mlpath.errors import CurriculumError
from mlpath.importers.draft import MAX_ITEMS, Draft, Item, Need
from mlpath.importers.fields import FIELD_OF, fields_of, in_order
from mlpath.importers.places import PlacedObject, Places, objects, read_json
from mlpath.importers.records import item_of
from mlpath.importers.relations import AFTER, BEFORE, FALSE, KINDS, backward, soft
from mlpath.importers.text import clean, decoded, plain_name, read_bytes, shown

LISTS = (
    "nodes",
    "vertices",
    "items",
    "topics",
    "concepts",
    "courses",
    "skills",
    "entries",
    "modules",
    "lessons",
    "units",
    "resources",
    "exercises",
    "tasks",
    "data",
    "records",
    "results",
    "curriculum",
    "graph",
    "elements",
    "content",
    "tree",
    "roadmap",
    "subjects",
    "classes",
)
EDGES = in_order("edges links arcs connections relations relationships prerequisites prereqs dependencies")
_ENDS = ("requires", "requiresid", "dependson", "dependsonid", "name", "code", "label", "title")
"""Names of an end in a table's column that say something else as a key of an object."""
_BEFORE = tuple(name for name in BEFORE if name not in _ENDS and name not in ("prerequisites", "first", "a", "u"))
_AFTER = tuple(name for name in AFTER if name not in (*_ENDS, "id", "b", "v", "then"))
MAX_NESTED = 20

Record = tuple[PlacedObject, str, str, str]
"""An object, its JSON path, its id where a mapping gives it, and its area (of an edge: its kind)."""


def read(draft: Draft, path: Path) -> None:
    """A graph of items."""
    value, places = read_json(draft, decoded(draft, read_bytes(path), draft.file))
    if isinstance(value, dict):
        draft.title = draft.title or clean(draft, _text(value, "title", "name"), f"{draft.file} $", 200)
        draft.about = draft.about or clean(draft, _text(value, "description", "about"), f"{draft.file} $")
    draft.graph = _is_graph(value)
    records, edges = _parts(draft, value, places)
    if not draft.lists and any(_mixed(fields_of(record).get("requires")) for record, *_ in records):
        draft.lists = "all-of-any"
    opened: list[tuple[Item, Any]] = []
    for record, where, key, area in records:
        item = item_of(draft, record, places.of(record, draft.file), where, key)
        if item is not None:
            item.area = item.area or area
            draft.items.append(item)
            if (opens := fields_of(record).get("opens")) is not None and not _nested(opens):
                opened.append((item, opens))
        if len(draft.items) > MAX_ITEMS:
            raise CurriculumError(f"{draft.file}: more than {MAX_ITEMS:,} entries", "split the file")
    if not draft.items and not edges:
        raise CurriculumError(
            f"{draft.file}:1:1: no entries with an id or a title",
            'give a list of objects: [{"id": "a", "title": "A", "requires": []}]',
        )
    _add_edges(draft, edges, places)
    _add_opened(draft, opened)


def _mixed(value: object) -> bool:
    """Whether a list has names and lists side by side, which is how one writes all of several, each one of a list."""
    if not isinstance(value, list) or not value:
        return False
    return (
        any(isinstance(part, list) for part in value)
        and isinstance(value[0], str | list)
        and any(isinstance(part, str) and plain_name(part) not in ("and", "or") for part in value)
        and plain_name(str(value[0])) not in ("and", "or", "all", "any")
    )


def _text(value: dict[str, Any], *keys: str) -> str:
    return next((value[key] for key in keys if isinstance(value.get(key), str)), "")


def _parts(draft: Draft, value: Any, places: Places) -> tuple[list[Record], list[Record]]:
    """The records of items and of edges in a document, wherever they are."""
    records: list[Record] = []
    edges: list[Record] = []
    if isinstance(value, list):
        _from_list(draft, value, "$", "", records, edges, 0)
    elif isinstance(value, dict):
        _from_object(draft, value, records, edges)
    else:
        raise CurriculumError(
            f"{draft.file}:1:1: neither a list nor an object", 'give a list of objects: [{"id": "a"}]'
        )
    return records, edges


def _from_object(
    draft: Draft, value: dict[str, Any], records: list[Record], edges: list[Record], path: str = "$", depth: int = 0
) -> None:
    plain = {plain_name(str(key)): str(key) for key in value}
    lists = [plain[name] for name in LISTS if name in plain and isinstance(value[plain[name]], list | dict)]
    for name, key in plain.items():
        part = value[key]
        if (name in EDGES or name.endswith("edges")) and isinstance(part, list) and any(map(_is_edge, part)):
            _from_list(draft, part, f"{path}.{key}", "soft" if name.startswith("soft") else "", records, edges, 0)
    if not lists and not _values(value):
        lists = [str(key) for key, part in value.items() if _nested(part) and not any(map(_is_edge, part))]
    if lists and depth < 4:
        for key in lists:
            inner = value[key]
            if isinstance(inner, list):
                _from_list(draft, inner, f"{path}.{key}", "", records, edges, 0)
            else:
                _from_object(draft, inner, records, edges, f"{path}.{key}", depth + 1)
        if records or edges:
            return
    if _nested(value.get("children")) and depth == 0:
        _from_list(draft, value["children"], "$.children", "", records, edges, 0)
        return
    _from_mapping(value, records, edges, path)


def _from_mapping(value: dict[str, Any], records: list[Record], edges: list[Record], path: str) -> None:
    """Objects by their ids, or an adjacency list: each id with the list of what it requires."""
    for key, part in value.items():
        where = f"{path}.{key}"
        if isinstance(part, dict):
            records.append((part if isinstance(part, PlacedObject) else PlacedObject(part), where, str(key), ""))
        elif (
            isinstance(part, list)
            and all(isinstance(entry, str | int) for entry in part)
            and FIELD_OF.get(plain_name(str(key))) is None
        ):
            for number, given in enumerate([{"title": str(key)}, *({"source": e, "target": key} for e in part)]):
                placed = PlacedObject(given)
                placed.offset = value.offset if isinstance(value, PlacedObject) else 0
                (edges if number else records).append((placed, where, "", ""))


def _from_list(
    draft: Draft, value: list[Any], path: str, area: str, records: list[Record], edges: list[Record], depth: int
) -> None:
    for number, part in enumerate(value):
        where = f"{path}[{number}]"
        if isinstance(part, dict):
            placed = part if isinstance(part, PlacedObject) else PlacedObject(part)
            if _is_edge(part):
                edges.append((placed, where, "", area))
            elif _values(part) and not fields_of(part).keys() & {"id", "title"}:
                _from_mapping(part, records, edges, where)
            else:
                _from_record(draft, placed, where, area, records, edges, depth)
        elif isinstance(part, str | int) and not isinstance(part, bool) and str(part).strip():
            records.append((PlacedObject({"title": str(part)}), where, "", area))
        elif _is_edge(part):
            ends = (part[1], part[0]) if draft.reverse else (part[0], part[1])
            if not any(record.get("pair") for record, *_ in edges):
                read_as = (
                    "dependent, prerequisite, as --reverse says"
                    if draft.reverse
                    else "prerequisite, dependent; --reverse reads them the other way round"
                )
                draft.report("columns", f"{draft.file} {where}", "pairs whose ends have no names", f"read as {read_as}")
            edges.append((PlacedObject({"source": ends[0], "target": ends[1], "pair": True}), where, "", area))
        else:
            draft.report("shape", f"{draft.file} {where}", "neither an object nor a name", "left out")


def _from_record(
    draft: Draft, part: PlacedObject, where: str, area: str, records: list[Record], edges: list[Record], depth: int
) -> None:
    """A record, and those below it; one that only holds others is their area."""
    below = [name for name in ("children", *LISTS) if name != "resources" or not draft.graph]
    key = next((str(k) for k in part if plain_name(str(k)) in below and _nested(part[k])), None)
    if key is None or depth >= MAX_NESTED:
        records.append((part, where, "", area))
        return
    fields = fields_of(part)
    title = str(fields.get("title") or fields.get("id") or area)
    if {"requires", "opens", "url", "hours", "minutes"} & set(fields) and not _nested(fields.get("opens")):
        records.append((part, where, "", area))
    _from_list(draft, part[key], f"{where}.{key}", title, records, edges, depth + 1)


def _nested(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(part, dict) for part in value)
        and any(fields_of(part).keys() & {"id", "title"} for part in value)
    )


def _values(value: dict[str, Any]) -> bool:
    """Whether an object is nothing but objects by their names."""
    return bool(value) and all(isinstance(part, dict) for part in value.values())


def _is_edge(part: object) -> bool:
    """Whether something is an edge: an object with two ends, or a pair of names."""
    if isinstance(part, list):
        return len(part) == 2 and all(isinstance(end, str | int) and not isinstance(end, bool) for end in part)
    if not isinstance(part, dict):
        return False
    names = {plain_name(str(key)) for key in _inner(part)}
    drawn = names & {"source", "target", "from", "to", "sourceid", "targetid"}
    return (
        bool(names & set(_BEFORE))
        and bool(names & set(_AFTER))
        and not names & {"title", "requires", "prerequisites", "hours", *(() if drawn else ("name", "label"))}
    )


def _inner(part: dict[str, Any]) -> dict[str, Any]:
    """What a graph tool nests under `data`."""
    inner = part.get("data")
    return inner if isinstance(inner, dict) and not {"source", "target", "from", "to"} & part.keys() else part


def _is_graph(value: Any) -> bool:
    """Whether any object of a document says what comes before or after it: then its `resources` are where to read."""
    return any(
        _is_edge(part)
        or any(
            FIELD_OF.get(plain_name(str(key))) in ("requires", "opens") and not _nested(inner)
            for key, inner in part.items()
        )
        for part in objects(value)
    )


def _add_edges(draft: Draft, edges: list[Record], places: Places) -> None:
    by_key = {item.key: item for item in draft.items}
    listed = bool(draft.items)
    by_name = {plain_name(name): item for item in reversed(draft.items) for name in (item.title, item.key)}
    for record, where, _, said in edges:
        plain = {plain_name(str(key)): value for key, value in _inner(record).items()}
        place = f"{places.of(record, draft.file)} {where}"
        before, after = (clean(draft, _end(plain, names), place, 200) for names in (_BEFORE, _AFTER))
        kind = said or next((str(plain[k]) for k in (*KINDS, "label") if isinstance(plain.get(k), str | bool)), "")
        if backward(kind):
            before, after = after, before
        if not before or not after:
            draft.report("shape", place, "an edge with one end", "left out")
            continue
        if str(plain.get("groundtruth", plain.get("isprerequisite", ""))).casefold() in FALSE:
            message = f"'{shown(before)}' is said not to come before '{shown(after)}'"
            draft.report("left-out", place, message, "left out")
            continue
        for name in (after, before):
            if name not in by_key:
                by_key[name] = by_name.get(plain_name(name)) or _new(draft, name, place, report=listed)
                by_name.setdefault(plain_name(name), by_key[name])
        reason = clean(draft, plain.get("reason") or plain.get("why") or "", place)
        need = Need(by_key[before].key, place, reason)
        (by_key[after].helps if soft(kind) else by_key[after].requires).append(need)


def _end(plain: dict[str, Any], names: tuple[str, ...]) -> str:
    value = next((plain[name] for name in names if name in plain), "")
    if isinstance(value, dict):
        value = value.get("id", value.get("name", ""))
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _new(draft: Draft, name: str, place: str, *, report: bool) -> Item:
    """An item that only an edge names; an oddity where the file has entries too."""
    item = Item(key=name, title=name, place=place)
    if report:
        message = f"no entry for '{shown(name)}', which an edge names"
        draft.report("missing-title", place, message, "made, with its id as title")
    draft.items.append(item)
    return item


def _add_opened(draft: Draft, opened: list[tuple[Item, Any]]) -> None:
    """`unlocks` and the like: the same edges, written at the other end."""
    named: dict[str, Item] = {}
    for item in draft.items:
        named.setdefault(plain_name(item.title), item)
    named |= {plain_name(item.key): item for item in reversed(draft.items)}
    for item, value in opened:
        for name in _listed(value):
            other = named.get(plain_name(name))
            if other is None:
                draft.report(
                    "dangling-reference",
                    item.place,
                    f"'{shown(item.title)}' opens '{shown(name)}', which is not in the file",
                    "left out",
                )
            else:
                other.requires.append(Need(item.key, item.place))


def _listed(value: Any) -> Iterator[str]:
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, dict):
            part = part.get("id") or part.get("target") or part.get("name") or ""
        if isinstance(part, str | int) and not isinstance(part, bool) and str(part).strip():
            yield str(part)
