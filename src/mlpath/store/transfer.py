"""The log as text, to carry it to another device: one JSON object an event, and a manifest as the last line.

    {"at":"2026-11-21T09:00:00.000+00:00","data":{},"ids":["a"],"kind":"done","local_date":"2026-11-21", …}
    {"manifest":{"count":1,"tip":"<SHA-256 over the lines before>","version":1}}

There is one way to write a log: keys in order, no spaces, lines that end in a line feed. So the same events are the
same bytes on every device, and a text that was cut short or changed by a byte is not the text of any log. The tip
is no signature: it tells accidents, not forgers. What is read is nevertheless checked field by field.

Not here: which events are new, and storing them (`Store.add`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, NoReturn, get_args

from mlpath.errors import UsageError
from mlpath.learner import Event, EventKind

VERSION = 1
MAX_MINUTES = 100_000
"""Of one event: what `done --minutes` takes at most."""
LAST_YEAR = 9000
"""Instants must leave room for what comes after them."""

_UID = re.compile(r"[!-~]{1,64}")
_AGAIN = "export it again on the other device; nothing was stored"
_FIELDS = {"uid": str, "kind": str, "at": str, "zone": str, "local_date": str, "ids": list, "data": dict}
_IN_DATA: dict[str, type] = {
    "known": list, "goals": list, "plan": list, "curriculum": str, "note": str, "promised": dict,
}  # fmt: skip
"""Parts of an event's data that every reader of a log relies on, where they are there; lists are of names."""


def to_text(events: Iterable[Event]) -> str:
    """A log as text, in the order of its events, with its last line feed."""
    lines = [_line(event) for event in events]
    return "".join(f"{line}\n" for line in [*lines, _manifest(lines)])


def from_bytes(text: bytes) -> list[Event]:
    """The events of a text.

    Raises:
        UsageError: for a text that is not whole, byte for byte as it was written, or that is of a newer mlpath.

    """
    try:
        *lines, manifest, end = text.decode("utf-8").split("\n")
    except ValueError:
        raise UsageError("this is not an export of mlpath, or only its beginning", _AGAIN) from None
    _check_manifest(lines, manifest, end)
    events = [_event(number, line) for number, line in enumerate(lines, start=1)]
    if len({event.uid for event in events}) < len(events):
        raise UsageError("the export has an event twice", _AGAIN)
    return events


def _line(event: Event) -> str:
    return _json(
        {
            "uid": event.uid,
            "kind": event.kind,
            "at": event.at.astimezone(UTC).isoformat(timespec="milliseconds"),
            "zone": event.zone,
            "local_date": event.local_date.isoformat(),
            "ids": list(event.ids),
            "data": dict(event.data),
        }
    )


def _manifest(lines: list[str]) -> str:
    tip = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    return _json({"manifest": {"count": len(lines), "tip": tip, "version": VERSION}})


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _check_manifest(lines: list[str], manifest: str, end: str) -> None:
    try:
        said = _parsed(manifest)["manifest"]
        version, count = int(said["version"]), int(said["count"])
    except (ValueError, KeyError, TypeError):
        raise UsageError("the export has no manifest as its last line: it was cut short", _AGAIN) from None
    if version > VERSION:
        raise UsageError(f"the export is of a newer mlpath (version {version})", "pip install --upgrade mlpath")
    if count != len(lines):
        raise UsageError(f"the export has {len(lines)} of its {count} events", _AGAIN)
    if manifest != _manifest(lines) or end:
        raise UsageError("the export was changed since it was written", _AGAIN)


def _event(number: int, line: str) -> Event:
    try:
        said = _parsed(line)
        _check_fields(said)
        event = Event(
            uid=said["uid"],
            kind=said["kind"],
            at=datetime.fromisoformat(said["at"]),
            zone=said["zone"],
            local_date=date.fromisoformat(said["local_date"]),
            ids=tuple(said["ids"]),
            data=said["data"],
        )
        if event.at.year > LAST_YEAR or _line(event) != line:
            raise ValueError("it is not written as mlpath writes it")
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise UsageError(f"line {number} of the export is not an event: {error}", _AGAIN) from None
    return event


def _check_fields(said: Any) -> None:
    """The shape of an event, as far as the fold of the log relies on it."""
    if not isinstance(said, dict) or said.keys() != _FIELDS.keys():
        raise ValueError(f"it must have {', '.join(_FIELDS)}")
    wrong = [name for name, kind in _FIELDS.items() if not isinstance(said[name], kind)]
    wrong += [
        name for name, kind in _IN_DATA.items() if not wrong and not isinstance(said["data"].get(name, kind()), kind)
    ]
    if wrong:
        raise ValueError(f"{wrong[0]} is of the wrong kind")
    lists = [said["ids"], *(said["data"].get(name, []) for name, kind in _IN_DATA.items() if kind is list)]
    if not all(isinstance(text, str) for texts in lists for text in texts):
        raise ValueError("one of its ids or names is of the wrong kind")
    if said["kind"] not in get_args(EventKind):
        raise ValueError("its kind is unknown; a newer mlpath may know it")
    if not _UID.fullmatch(said["uid"]) or not said["zone"].isprintable() or len(said["zone"]) > 100:
        raise ValueError("its uid or zone is no name")
    minutes = said["data"].get("minutes", 0)
    if type(minutes) is not int or not 0 <= minutes <= MAX_MINUTES:
        raise ValueError("its minutes are no number that there can be")


def _parsed(line: str) -> Any:
    try:
        return json.loads(line, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")
