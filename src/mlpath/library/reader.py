"""A bounded YAML reader: text to plain values, each of which knows its line and column.

It composes over the *events* of PyYAML's parser, in one loop without recursion. Only mappings, sequences and
scalars pass: no anchors, aliases, tags, merge keys or duplicate keys; depth, size and count are capped.
Scalars stay strings (`no` is "no", `12:30` is "12:30"): the shapes in `mlpath.curriculum` give them types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NoReturn

import yaml

MAX_BYTES = 2_000_000
MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_SCALAR = 10_000

Path = tuple[str | int, ...]
Mark = tuple[int, int]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SCALAR, _MAPPING, _SEQUENCE = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class ReadError(Exception):
    """Text that this reader refuses, with its line and column (from 1)."""

    def __init__(self, message: str, mark: Mark = (1, 1)) -> None:
        super().__init__(message)
        self.message = message
        self.mark = mark


@dataclass
class Document:
    """A value made of dict, list and str, and where its parts begin."""

    value: Any
    starts: list[Any] = field(default_factory=list)
    """PyYAML's marks of the document, of each key and of each item of a list, in the order of the text."""

    @cached_property
    def marks(self) -> dict[Path, Mark]:
        """The line and column (from 1) of each part by its path: where a key names it the key's, else its own.

        Written out when first asked for: of a file without findings nobody asks.
        """
        found: dict[Path, Mark] = {}
        _place(self.value, (), found, iter(self.starts))
        return found


def _place(value: Any, path: Path, found: dict[Path, Mark], starts: Iterator[Any]) -> None:
    """The places of a value and of its parts, which come in the order of the text: mappings keep it."""
    mark = next(starts)
    found[path] = (mark.line + 1, mark.column + 1)
    if isinstance(value, dict):
        for key, part in value.items():
            _place(part, (*path, key), found, starts)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            _place(part, (*path, index), found, starts)


def read_yaml(text: str) -> Document:
    """Read one document.

    Raises:
        ReadError: for anything outside the safe subset, at the place where it stands.

    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise ReadError(f"the file is larger than {MAX_BYTES // 1_000_000} MB; split it")
    try:
        document = _composed(_LOADER(text).get_event)
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
    if document.value is None:
        raise ReadError("the file is empty")
    return document


def _composed(next_event: Callable[[], Any]) -> Document:  # noqa: C901 # a call for each event would take twice the time
    """The document of a parser's events: one loop and few calls, since a large curriculum has a million of them."""
    document = Document(None)
    starts, opened = document.starts, list[Any]()
    holder: Any = None
    key: str | None = None
    for _ in range(MAX_NODES + 1):
        event = next_event()
        kind = type(event)
        if kind is _SCALAR:
            value = event.value
            if event.anchor is not None or event.tag is not None or len(value) > MAX_SCALAR:
                _refuse(event)
            if key is None and type(holder) is dict:
                if value in holder or value == "<<":
                    _refuse_key(event)
                key = value
                starts.append(event.start_mark)
                continue
        elif kind is _MAPPING or kind is _SEQUENCE:
            if event.anchor is not None or event.tag is not None or len(opened) >= MAX_DEPTH:
                _refuse(event)
            value = {} if kind is _MAPPING else []
        elif kind in _ENDS:
            holder = opened.pop()
            continue
        elif kind is yaml.StreamEndEvent:
            return document
        else:
            _check_other(event, document)
            continue
        if type(holder) is dict:
            if key is None:
                raise ReadError("a key must be a plain word", _mark(event))
            holder[key] = value
            key = None
        else:
            starts.append(event.start_mark)
            if holder is None:
                document.value = value
            else:
                holder.append(value)
        if kind is not _SCALAR:
            opened.append(holder)
            holder = value
    raise ReadError(f"more than {MAX_NODES:,} values in one file; split it", _mark(next_event()))


def _refuse(event: Any) -> NoReturn:
    """For what no scalar, mapping or sequence may have."""
    if event.anchor is not None:
        raise ReadError("anchors (&name) are not allowed; write the value out", _mark(event))
    if event.tag is not None:
        raise ReadError(f"tags ({event.tag}) are not allowed; delete it", _mark(event))
    if type(event) is _SCALAR:
        raise ReadError(f"a text of more than {MAX_SCALAR:,} characters; shorten it", _mark(event))
    raise ReadError(f"nested deeper than {MAX_DEPTH} levels", _mark(event))


def _refuse_key(event: Any) -> NoReturn:
    if event.value == "<<":
        raise ReadError("merge keys (<<) are not allowed; write the values out", _mark(event))
    raise ReadError(f"'{event.value}' stands twice in one mapping; keep one", _mark(event))


def _check_other(event: Any, document: Document) -> None:
    """Events that bring no value: an alias, or the start of a second document, is refused."""
    if isinstance(event, yaml.AliasEvent):
        raise ReadError("aliases (*name) are not allowed; write the value out", _mark(event))
    if isinstance(event, yaml.DocumentStartEvent) and document.value is not None:
        raise ReadError("a second document starts here; keep one a file", _mark(event))


def _mark(event: Any) -> Mark:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
