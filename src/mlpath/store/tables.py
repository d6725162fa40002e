"""The table of the log, and the hash that chains each row to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Integer, MetaData, Row, Table, Text

from mlpath.learner import Event

SCHEMA_VERSION = 1
FIRST_HASH = "0" * 64
ACTOR = "mlpath"

metadata = MetaData()

event_table = Table(
    "event",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("local_date", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("length(hash) = 64", name="hash_is_sha256"),
    sqlite_strict=True,
)

_CHAINED = ("uid", "kind", "payload", "at", "zone", "local_date", "actor")


def row_of(event: Event, previous_hash: str) -> dict[str, Any]:
    """An event as a row that follows the row with `previous_hash`."""
    payload = json.dumps(
        {"ids": list(event.ids), "data": dict(event.data)},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    row: dict[str, Any] = {
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
    text = "\0".join((previous_hash, *(str(row[key]) for key in _CHAINED)))
    return hashlib.sha256(text.encode()).hexdigest()


def event_of(row: Row[Any]) -> Event:
    """A row as an event."""
    payload = json.loads(row.payload)
    return Event(
        uid=row.uid,
        kind=row.kind,
        at=datetime.fromisoformat(row.at),
        zone=row.zone,
        local_date=date.fromisoformat(row.local_date),
        ids=tuple(payload["ids"]),
        data=payload["data"],
    )
