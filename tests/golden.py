"""The golden databases: one for each schema that was ever on the main branch, as the code of its time wrote it.

`python -m tests.golden` writes the file of the present schema where it is not there yet, with its events as text
beside it. A file that is there is never written again: a program of its time may have left its like on a learner's
disk, and each later program must read it for ever after.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from mlpath.learner import Event, EventKind
from mlpath.store import Store
from mlpath.store.rows import SCHEMA_VERSION
from mlpath.store.transfer import to_text

DATA = Path(__file__).parent / "data"
START = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)

Entry = tuple[EventKind, tuple[str, ...], dict[str, Any]]
ENTRIES: list[Entry] = [
    ("request", (), {"goals": ["all"], "known": ["first"], "hours_per_week": 5.0, "curriculum": "tiny"}),
    ("know", ("first@working", "second@intuition"), {}),
    ("start", ("the-book/ch1",), {}),
    ("done", ("the-book/ch1",), {"minutes": 50, "note": "läßt\u2028sich\nlesen \U0001f600 'quoted' \"twice\""}),
    ("done", ("the-book/ch2", "gone/ch1", "gone/ch2"), {}),
    ("skip", ("other-book/ch9",), {}),
    ("forget", ("second",), {}),
    ("undo", ("golden-006",), {}),
    ("redo", ("golden-006",), {}),
    ("undo", ("golden-006", "golden-005"), {}),
]
"""Every kind of event, bulk changes, an undo of two, a redo, orphans, and every kind of letter."""


def events() -> list[Event]:
    """The entries as events, a minute apart, around midnight of a zone that is ahead."""
    return [
        Event(f"golden-{number:03}", kind, START + timedelta(minutes=30 * number), "CET", date(2026, 11, 21), ids, data)
        for number, (kind, ids, data) in enumerate(ENTRIES)
    ]


def imported() -> list[Event]:
    """Events of another device, between and after the own ones."""
    return [
        Event("other-1", "know", START + timedelta(minutes=45), "UTC", date(2026, 11, 20), ("first",), {}),
        Event("other-2", "done", START + timedelta(days=2), "EST", date(2026, 11, 22), ("the-book",), {"note": ""}),
    ]


def make(path: Path) -> Store:
    """Write the golden log as a program does: appended one by one, then an import."""
    store = Store(path)
    for event in events():
        store.append(lambda _log, event=event: event)  # type: ignore[misc] # a default binds the event
    store.add(imported())
    return store


if __name__ == "__main__":
    target = DATA / f"schema-{SCHEMA_VERSION}.db"
    if target.exists():
        raise SystemExit(f"{target} is there already; it is never written again")
    made = make(target)
    target.with_suffix(".jsonl").write_text(to_text(made.events()), encoding="utf-8", newline="\n")
