"""The table of the log, and the hash that chains each row to the one before.

One table holds the logs of all *learners* of a database, each with a chain of its own. A chain begins with a hash of
its learner's name, so rows cannot pass from one learner to another unnoticed; the default learner's begins with
zeros, as all did before there were several. One learner's log is read, written and checked without the others'.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Identity,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    UniqueConstraint,
)

from mlpath.errors import UsageError
from mlpath.learner import Event

SCHEMA_VERSION = 2
FIRST_HASH = "0" * 64
ACTOR = "mlpath"
DEFAULT_LEARNER = "me"

_NAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
_LONGEST_NAME = 64

metadata = MetaData()

event_table = Table(
    "event",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True),
    Column("learner", Text, nullable=False),
    Column("uid", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("local_date", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("hash", Text, nullable=False),
    # Two learners may import the same export: an event is one by its learner and its uid.
    UniqueConstraint("learner", "uid", name="one_event_a_uid"),
    CheckConstraint("length(hash) = 64", name="hash_is_sha256"),
    sqlite_strict=True,
)

CHAINED = ("uid", "kind", "payload", "at", "zone", "local_date", "actor")


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


def inserting(dialect: str) -> Any:
    """The one statement that changes the table: a row is added and its number returned, or its event is there already
    and nothing is.
    """
    # Each dialect is a third of SQLAlchemy's start-up time: only the one that is used is read.
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment] # another class, called alike
    return insert(event_table).on_conflict_do_nothing(index_elements=["learner", "uid"]).returning(event_table.c.seq)


def row_of(event: Event, learner: str, previous_hash: str) -> dict[str, Any]:
    """An event as a row of a learner's that follows the row with `previous_hash`."""
    payload = json.dumps(
        {"ids": list(event.ids), "data": dict(event.data)},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    row: dict[str, Any] = {
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
