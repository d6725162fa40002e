"""What an entry asks for, in whichever shape: text, a list of names or objects, an and/or tree, a list of lists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from mlpath.importers.draft import Draft, Item, Need
from mlpath.importers.needs import NOTHING, Node, Tree, parted
from mlpath.importers.text import clean, plain_name, shown

REFERENCE_KEYS = (
    "source",
    "id",
    "key",
    "slug",
    "ref",
    "code",
    "course",
    "courseid",
    "prerequisite",
    "target",
    "node",
    "concept",
    "topic",
    "tag",
    "from",
    "name",
    "title",
    "label",
    "to",
    "prerequisiteid",
    "prereqid",
    "coursecode",
    "coursename",
    "skill",
    "skillid",
    "conceptid",
    "topicid",
    "nodeid",
    "value",
    "text",
    "description",
)
SUBJECTS = ("subject", "department", "dept", "program", "prefix", "subjectcode", "departmentcode", "subdept")
NUMBERS = (
    *("number", "coursenumber", "catalognumber", "cataloguenumber", "classnumber", "num", "numb", "level"),
    *("coursecode", "code", "course"),
)
_SEVERAL = re.compile(r"\b(?:and|or)\b|[/|;&()]", re.IGNORECASE)
"""What a text has that names several things."""
_SOFT = re.compile(r"soft|optional|recommend|related|helpful|suggest|co-?req", re.IGNORECASE)
_OPERATORS = {
    "and": "all",
    "all": "all",
    "allof": "all",
    "or": "any",
    "any": "any",
    "anyof": "any",
    "oneof": "any",
    "either": "any",
    "both": "all",
}


def word(value: object) -> str:
    """A value as text; of a list its first, of an object its name, in whatever language it is."""
    if isinstance(value, list):
        return word(value[0]) if value else ""
    if isinstance(value, dict):
        for key in ("en", "title", "label", "name", "value", "text", "id", "@value"):
            if key in value and not isinstance(value[key], dict | list):
                return word(value[key])
        return ""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def needs_of(draft: Draft, item: Item, value: object, place: str) -> Iterator[Need]:
    """What an item needs, in whichever shape; what is only recommended is put among what helps it."""
    if isinstance(value, str):
        text = clean(draft, value.replace("\n", ";"), place, 8_000)
        if text[:1] in ("[", "{") and (parsed := _json(text)) is not None:
            yield from needs_of(draft, item, parsed, place)
        elif text.casefold() not in NOTHING:
            before, beside = parted(text)
            if beside:
                item.helps.append(Need(beside, place, "the file lists it as a corequisite", words=True))
            if before:
                yield Need(before, place, words=True)
    elif isinstance(value, list) and _of_lists(value):
        yield from _listed(draft, item, value, place)
    elif isinstance(value, list) and _operator(value[0] if value else None) is None:
        for part in value:
            yield from _one(draft, item, part, place)
    elif value not in (None, "", [], {}) and not isinstance(value, bool):
        yield from _one(draft, item, value, place)


def _of_lists(value: list[Any]) -> bool:
    """Whether a list holds nothing but lists without an operator."""
    return bool(value) and all(
        isinstance(part, list) and _operator(part[0] if part else None) is None for part in value
    )


def _listed(draft: Draft, item: Item, value: list[Any], place: str) -> Iterator[Need]:
    """A list of lists, as the user or the file says that it is meant."""
    how = draft.lists or "any-of-all"
    if len(value) > 1 or len(value[0]) > 1:
        said = f"a list of lists of prerequisites of '{shown(item.title)}'"
        draft.report("lists", place, said, f"read as {how.replace('-', ' ')}")
    node = _joined(draft, value, how.split("-")[0], place, 0 if how == "any-of-all" else 1)
    if node is not None:
        yield Need(node, place)


def _one(draft: Draft, item: Item, part: Any, place: str) -> Iterator[Need]:
    if isinstance(part, list) and _operator(part[0] if part else None) is None:
        node = _joined(draft, part, "any", place, 1)
        if node is not None:
            yield Need(node, place)
        return
    if isinstance(part, dict):
        reason = clean(
            draft,
            word(next((part[k] for k in ("reason", "why", "because", "note", "rationale") if k in part), "")),
            place,
        )
        soft = any(
            isinstance(part.get(k), str) and _SOFT.search(part[k]) for k in ("type", "kind", "strength", "relation")
        )
        soft = soft or part.get("required") is False or part.get("optional") is True or part.get("hard") is False
        node = tree_of(draft, part, place)
        if node is not None and soft:
            item.helps.append(Need(node, place, reason))
        elif node is not None:
            yield Need(node, place, reason)
        return
    node = tree_of(draft, part, place)
    if node is not None:
        yield Need(node, place, words=isinstance(node, str) and bool(_SEVERAL.search(node)))
    elif part == "" or part is None:
        draft.report("empty-reference", place, f"an empty prerequisite of '{shown(item.title)}'", "left out")


def tree_of(draft: Draft, value: Any, place: str, depth: int = 0, inner: str = "all") -> Node | None:
    """An and/or tree in whichever notation; None for nothing.

    `["and", ["or", "A", "B"], "C"]`, `{"or": [...]}`, `{"type": "and", "values": [...]}`, a bare list (of all, or of
    any where `inner` says so), an object that names something, a name.
    """
    if depth > 40:
        draft.report("shape", place, "a tree of prerequisites deeper than 40", "what is deeper is left out")
        return None
    if isinstance(value, list):
        how = _operator(value[0]) if value else None
        return _joined(draft, value[1:] if how else value, how or inner, place, depth)
    if isinstance(value, dict):
        return _of_object(draft, value, place, depth)
    text = clean(draft, word(value), place, 500)
    return None if text.casefold() in NOTHING - {"0"} else text


def _of_object(draft: Draft, value: dict[str, Any], place: str, depth: int) -> Node | None:
    plain = {plain_name(str(key)): part for key, part in value.items()}
    found = [
        _joined(draft, part if isinstance(part, list) else [part], _OPERATORS[key], place, depth)
        for key, part in plain.items()
        if key in _OPERATORS
    ]
    if found:
        return Tree("all", tuple(node for node in found if node is not None)) if any(found) else None
    how = next(
        (how for key in ("type", "operator", "op", "logic", "relation", "kind") if (how := _operator(plain.get(key)))),
        None,
    )
    parts = next(
        (
            plain[key]
            for key in (
                "values",
                "operands",
                "children",
                "items",
                "courses",
                "reqs",
                "requirements",
                "conditions",
                "nodes",
                "prereqs",
                "prerequisites",
                "list",
                "options",
                "args",
            )
            if isinstance(plain.get(key), list)
        ),
        None,
    )
    if parts is not None:
        return _joined(draft, parts, how or "all", place, depth)
    subject, number = (word(next((plain[k] for k in keys if k in plain), "")) for keys in (SUBJECTS, NUMBERS))
    if subject and number:
        return clean(draft, f"{subject} {number}", place, 200)
    name = clean(draft, next((word(plain[key]) for key in REFERENCE_KEYS if word(plain.get(key))), ""), place, 500)
    if not name and plain:
        said = ", ".join(f"{key} {shown(str(part))}" for key, part in value.items())
        draft.report("empty-reference", place, f"a prerequisite that names nothing: {shown(said)}", "left out")
    return name or None


def _joined(draft: Draft, parts: list[Any], how: str, place: str, depth: int) -> Node | None:
    nodes = [
        node
        for part in parts
        if (node := tree_of(draft, part, place, depth + 1, "any" if how == "all" and depth else "all")) is not None
    ]
    return Tree("any" if how == "any" else "all", tuple(nodes)) if nodes else None


def _operator(value: object) -> str | None:
    return _OPERATORS.get(plain_name(value)) if isinstance(value, str) else None


def _json(text: str) -> Any:
    """A cell that holds JSON (or Python's way of writing a list); None for anything else."""
    for form in (text, text.replace("'", '"')):
        try:
            return json.loads(form)
        except (ValueError, RecursionError):
            continue
    return None
