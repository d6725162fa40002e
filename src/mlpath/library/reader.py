"""A bounded YAML reader: text to plain values, each of which knows its line and column.

It composes over the *events* of PyYAML's parser, in a loop without recursion. Only mappings, sequences and
scalars pass: no anchors, aliases, tags, merge keys or duplicate keys; depth, size and count are capped.
Scalars stay strings (`no` is "no", `12:30` is "12:30"): the shapes in `mlpath.curriculum` give them types.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_BYTES = 2_000_000
MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_SCALAR = 10_000

Path = tuple[str | int, ...]
Mark = tuple[int, int]


class ReadError(Exception):
    """Text that this reader refuses, with its line and column (from 1)."""

    def __init__(self, message: str, mark: Mark = (1, 1)) -> None:
        super().__init__(message)
        self.message = message
        self.mark = mark


@dataclass
class Document:
    """A value made of dict, list and str, and the line and column (from 1) of each part by its path."""

    value: Any
    marks: dict[Path, Mark] = field(default_factory=dict)


@dataclass
class _Open:
    """A mapping or sequence whose end has not come yet."""

    value: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None

    def next_path(self) -> Path:
        return (*self.path, self.key if isinstance(self.value, dict) else len(self.value))  # type: ignore[arg-type] # a dict's key is set before its value


def read_yaml(text: str) -> Document:
    """Read one document.

    Raises:
        ReadError: for anything outside the safe subset, at the place where it stands.

    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise ReadError(f"the file is larger than {MAX_BYTES // 1_000_000} MB; split it")
    document = Document(None)
    opened: list[_Open] = []
    for count, event in enumerate(_events(text)):
        if count > MAX_NODES:
            raise ReadError(f"more than {MAX_NODES:,} values in one file; split it", _mark(event))
        _take(document, opened, event)
    if document.value is None:
        raise ReadError("the file is empty")
    return document


def _events(text: str) -> Iterator[yaml.Event]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if "nesting" in (error.problem or ""):  # libyaml, reading ahead, gives up before the events come to it
            raise ReadError(f"nested deeper than {MAX_DEPTH} levels", place) from None
        raise ReadError(f"not YAML: {error.problem or error.context or 'cannot be read'}", place) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - (text.rfind("\n", 0, error.position) + 1) + 1
        raise ReadError("has a character that YAML does not allow; delete it", (line, column)) from None


def _take(document: Document, opened: list[_Open], event: yaml.Event) -> None:
    match event:
        case yaml.DocumentStartEvent():
            if document.value is not None:
                raise ReadError("a second document starts here; keep one a file", _mark(event))
        case yaml.AliasEvent():
            raise ReadError("aliases (*name) are not allowed; write the value out", _mark(event))
        case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
            _refuse_decoration(event)
            _open(document, opened, event)
        case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
            opened.pop()
        case yaml.ScalarEvent():
            _refuse_decoration(event)
            _scalar(document, opened, event)


def _refuse_decoration(event: Any) -> None:
    if event.anchor is not None:
        raise ReadError("anchors (&name) are not allowed; write the value out", _mark(event))
    if event.tag is not None:
        raise ReadError(f"tags ({event.tag}) are not allowed; delete it", _mark(event))


def _open(document: Document, opened: list[_Open], event: yaml.Event) -> None:
    if len(opened) >= MAX_DEPTH:
        raise ReadError(f"nested deeper than {MAX_DEPTH} levels", _mark(event))
    value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
    path = _place(document, opened, value, event)
    opened.append(_Open(value, path))


def _scalar(document: Document, opened: list[_Open], event: yaml.ScalarEvent) -> None:
    if len(event.value) > MAX_SCALAR:
        raise ReadError(f"a text of more than {MAX_SCALAR:,} characters; shorten it", _mark(event))
    parent = opened[-1] if opened else None
    if parent is not None and isinstance(parent.value, dict) and parent.key is None:
        _key(document, parent, event)
    else:
        _place(document, opened, event.value, event)


def _key(document: Document, parent: _Open, event: yaml.ScalarEvent) -> None:
    if event.value == "<<":
        raise ReadError("merge keys (<<) are not allowed; write the values out", _mark(event))
    if event.value in parent.value:
        raise ReadError(f"'{event.value}' stands twice in one mapping; keep one", _mark(event))
    parent.key = event.value
    document.marks[(*parent.path, event.value)] = _mark(event)


def _place(document: Document, opened: list[_Open], value: Any, event: yaml.Event) -> Path:
    """Put a value where it belongs; returns its path."""
    if not opened:
        document.value = value
        document.marks[()] = _mark(event)
        return ()
    parent = opened[-1]
    if isinstance(parent.value, dict):
        if parent.key is None:
            raise ReadError("a key must be a plain word", _mark(event))
        path = parent.next_path()
        parent.value[parent.key] = value
        parent.key = None
        return path
    path = parent.next_path()
    document.marks[path] = _mark(event)
    parent.value.append(value)
    return path


def _mark(event: yaml.Event) -> Mark:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
