"""Reading a learner's rows: the chain of hashes is followed on the way, and none may be missing at its end.

A chain tells when a row was changed, or is missing before others. That the last ones are missing it cannot tell;
SQLite keeps each row's uid a second time, in an index, so on SQLite the rows found are counted there too.
"""

from __future__ import annotations

from typing import Any

from mlpath.errors import StoreError
from mlpath.learner import Event
from mlpath.store.connection import Connection
from mlpath.store.files import DAMAGED
from mlpath.store.rows import DEFAULT_LEARNER, READ, chained, event_of, first_hash

SEVERAL_LEARNERS = 2
"""The first schema whose rows name their learner; before, all were the default learner's."""

_INDEX = "sqlite_autoindex_event_1"


def read(connection: Connection, version: int, learner: str) -> list[Event]:
    """All events of a learner in the order in which they were stored.

    Args:
        connection: in a transaction, on a database with the table.
        version: the database's schema.
        learner: whose.

    Raises:
        StoreError: where a row was changed or is missing.

    """
    previous = first_hash(learner)
    events: list[Event] = []
    for values in _rows(connection, version, learner):
        row = dict(zip(READ, values, strict=True))
        if chained(row, previous) != row["hash"]:
            raise StoreError(f"entry {row['seq']} of the log is damaged: its hash does not fit", DAMAGED)
        previous = row["hash"]
        events.append(event_of(row))
    if connection.is_sqlite:
        _none_missing(connection, version, learner, len(events))
    return events


def tip(connection: Connection, learner: str) -> str:
    """The last hash of a learner's chain, in a database of the present schema."""
    query = "SELECT hash FROM event WHERE learner = :learner ORDER BY seq DESC LIMIT 1"
    found = connection.rows(query, learner=learner)
    return str(found[0][0]) if found else first_hash(learner)


def learners(connection: Connection, version: int) -> dict[str, int]:
    """How many events each learner has, by name.

    Raises:
        StoreError: where an entry names nobody.

    """
    if version < SEVERAL_LEARNERS:
        ((number,),) = connection.rows("SELECT count(*) FROM event")
        return {DEFAULT_LEARNER: number} if number else {}
    found = connection.rows("SELECT learner, count(*) FROM event GROUP BY learner ORDER BY learner")
    counts: dict[Any, int] = dict(found)
    if not all(isinstance(name, str) for name in counts):
        raise StoreError("the log is damaged: an entry has lost its learner", DAMAGED)
    return counts


def _rows(connection: Connection, version: int, learner: str) -> list[tuple[Any, ...]]:
    """A learner's rows, in the order in which they were stored."""
    columns, order = f"SELECT {', '.join(READ)} FROM event", "ORDER BY seq"  # noqa: S608 # names of ours
    if version >= SEVERAL_LEARNERS:
        # On SQLite the plus keeps it from finding rows by the index, which is there to be compared with.
        of = "+learner" if connection.is_sqlite else "learner"
        return connection.rows(f"{columns} WHERE {of} = :learner {order}", learner=learner)
    return connection.rows(f"{columns} {order}") if learner == DEFAULT_LEARNER else []


def _none_missing(connection: Connection, version: int, learner: str, number: int) -> None:
    counting = f"SELECT count(*) FROM event INDEXED BY {_INDEX}"  # noqa: S608 # a name of ours
    if version >= SEVERAL_LEARNERS:
        ((indexed,),) = connection.rows(f"{counting} WHERE learner = :learner", learner=learner)
    else:
        ((indexed,),) = connection.rows(counting) if learner == DEFAULT_LEARNER else ((0,),)
    if indexed != number:
        raise StoreError(f"the log is damaged: {number} of its {indexed} entries are there", DAMAGED)
