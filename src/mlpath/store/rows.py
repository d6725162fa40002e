"""A row of the log and the event that it is, and the hash that chains each row to the one before.

One table holds the logs of all *learners* of a database, each with a chain of its own. A chain begins with a hash of
its learner's name, so rows cannot pass from one learner to another unnoticed; the default learner's begins with
zeros, as all did before there were several. One learner's log is read, written and checked without the others'.

Not here: the table's definition (`mlpath.store.tables`). This is on the way of every command and loads no SQLAlchemy.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from mlpath.errors import UsageError
from mlpath.learner import Event

SCHEMA_VERSION = 2
FIRST_HASH = "0" * 64
ACTOR = "mlpath"
DEFAULT_LEARNER = "me"

CHAINED = ("uid", "kind", "payload", "at", "zone", "local_date", "actor")
"""The columns that a row's hash covers."""
READ = ("seq", *CHAINED, "hash")
"""The columns that a log is read from, in every schema."""
WRITTEN = ("learner", *CHAINED, "hash")
"""The columns of a new row; its number comes from the database."""
INSERT = (
    f"INSERT INTO event ({', '.join(WRITTEN)}) VALUES ({', '.join(f':{name}' for name in WRITTEN)})"  # noqa: S608 # names of ours
    " ON CONFLICT (learner, uid) DO NOTHING RETURNING seq"
)
"""The one statement that changes the table: a row is added and its number returned, or its event is there already and
nothing is."""

_NAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
_LONGEST_NAME = 64


def learner_named(text: str) -> str:
    """A learner's name: small letters and digits, with single `.`, `_` or `-` between them, at most 64 signs.

    Raises:
        UsageError: for what is no such name.

    """
    if len(text) > _LONGEST_NAME or not _NAME.fullmatch(text):
        raise UsageError(
            f"'{text}' is no name for a learner", "use small letters and digits, as in --learner ann or --learner ann-b"
        )
    return text


def first_hash(learner: str) -> str:
    """What the first row of a learner's chain follows."""
    if learner == DEFAULT_LEARNER:
        return FIRST_HASH
    return hashlib.sha256(f"mlpath\0learner\0{learner}".encode()).hexdigest()


def row_of(event: Event, learner: str, previous_hash: str) -> dict[str, str]:
    """An event as a row of a learner's that follows the row with `previous_hash`: the columns of WRITTEN."""
    payload = json.dumps(
        {"ids": list(event.ids), "data": dict(event.data)},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    row = {
        "learner": learner,
        "uid": event.uid,
        "kind": event.kind,
        "payload": payload,
        "at": event.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "zone": event.zone,
        "local_date": event.local_date.isoformat(),
        "actor": ACTOR,
    }
    return row | {"hash": chained(row, previous_hash)}


def chained(row: Mapping[str, Any], previous_hash: str) -> str:
    """SHA-256 over the previous hash and the row's own fields."""
    text = "\0".join((previous_hash, *(str(row[key]) for key in CHAINED)))
    return hashlib.sha256(text.encode()).hexdigest()


def event_of(row: Mapping[str, Any]) -> Event:
    """A row as an event."""
    payload = json.loads(row["payload"])
    return Event(
        uid=row["uid"],
        kind=row["kind"],
        at=datetime.fromisoformat(row["at"]),
        zone=row["zone"],
        local_date=date.fromisoformat(row["local_date"]),
        ids=tuple(payload["ids"]),
        data=payload["data"],
    )
