"""JSON whose objects know the line on which they begin, and whose faults are named instead of mended silently."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from json import decoder, scanner
from typing import Any

from mlpath.errors import CurriculumError
from mlpath.importers.draft import Draft

MAX_NODES = 2_000_000


class PlacedObject(dict[str, Any]):
    """A JSON object and the offset at which it begins."""

    offset = 0


class _Decoder(json.JSONDecoder):
    """The standard decoder in its Python form, which lets objects be told where they stand."""

    def __init__(self) -> None:
        super().__init__(strict=False, parse_constant=_not_a_number, parse_int=_whole)
        self.twice: list[tuple[int, str]] = []
        self.parse_object = self._placed
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined]  # there since 3.1, in no stub

    def _placed(
        self, s_and_end: tuple[str, int], strict: bool, scan_once: Any, _hook: Any, _pairs: Any, memo: Any
    ) -> tuple[Any, int]:
        offset = s_and_end[1] - 1

        def build(pairs: list[tuple[str, Any]]) -> PlacedObject:
            found = PlacedObject(pairs)
            found.offset = offset
            if len(found) < len(pairs):
                keys = [key for key, _ in pairs]
                self.twice += [(offset, key) for key in dict.fromkeys(keys) if keys.count(key) > 1]
            return found

        value, end = decoder.JSONObject(s_and_end, strict, scan_once, None, build, memo)  # type: ignore[attr-defined]  # as above
        return value, end


def _not_a_number(name: str) -> str:
    return name


def _whole(text: str) -> int | str:
    return int(text) if len(text) < 20 else text


class Places:
    """Offsets in a text to `file:line:column`."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.starts = [0, *(index + 1 for index, char in enumerate(text) if char == "\n")]

    def at(self, offset: int) -> str:
        """The place of an offset."""
        line = bisect_right(self.starts, offset)
        return f"{self.file}:{line}:{offset - self.starts[line - 1] + 1}"

    def of(self, value: object, otherwise: str) -> str:
        """The place of an object; that of what holds it for anything else."""
        return self.at(value.offset) if isinstance(value, PlacedObject) else otherwise


def read_json(draft: Draft, text: str) -> tuple[Any, Places]:
    """A JSON document, or JSON Lines as a list; keys that stand twice are reported, the last one counts.

    Raises:
        CurriculumError: for what is not JSON, at its line and column.

    """
    places = Places(draft.file, text)
    reader = _Decoder()
    try:
        value = reader.decode(text)
    except json.JSONDecodeError as error:
        lines = _lines(reader, text)
        if lines is None:
            message = f"{places.at(error.pos)}: not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
            raise CurriculumError(message, "correct the file there") from None
        draft.report("json-lines", f"{draft.file}:1", "one JSON value a line", "read as a list")
        value = lines
    except RecursionError:
        raise CurriculumError(f"{draft.file}:1:1: nested too deeply", "give a flatter file") from None
    for offset, key in reader.twice:
        draft.report(
            "duplicate-key",
            places.at(offset),
            f"the key '{key[:60]}' stands twice in one object",
            "the last one counts",
        )
    return value, places


def _lines(reader: _Decoder, text: str) -> list[Any] | None:
    """The values of JSON Lines; None where the text is something else."""
    found: list[Any] = []
    offset = 0
    try:
        for line in text.split("\n"):
            if line.strip():
                value = reader.decode(line)
                for inner in objects(value):
                    inner.offset += offset
                found.append(value)
            offset += len(line) + 1
    except (json.JSONDecodeError, RecursionError):
        return None
    return found if len(found) > 1 else None


def objects(value: Any) -> Iterator[PlacedObject]:
    """Every object in a value."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, PlacedObject):
            yield part
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
