"""Reading a learner's rows: the chain of hashes is followed on the way, and none may be missing at its end.

A chain tells when a row was changed, or is missing before others. That the last ones are missing it cannot tell;
SQLite keeps each row's uid a second time, in an index, so on SQLite the rows found are counted there too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, func, literal_column, select

from mlpath.errors import StoreError
from mlpath.learner import Event
from mlpath.store.tables import CHAINED, DEFAULT_LEARNER, chained, event_of, event_table, first_hash

SEVERAL_LEARNERS = 2
"""The first schema whose rows name their learner; before, all were the default learner's."""
DAMAGED = "try again; then mlpath doctor shows what is wrong and where the backups are"

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
    for row in _rows(connection, version, learner):
        if chained(row._asdict(), previous) != row.hash:
            raise StoreError(f"entry {row.seq} of the log is damaged: its hash does not fit", DAMAGED)
        previous = row.hash
        events.append(event_of(row))
    if connection.dialect.name == "sqlite":
        _none_missing(connection, version, learner, len(events))
    return events


def tip(connection: Connection, learner: str) -> str:
    """The last hash of a learner's chain, in a database of the present schema."""
    query = select(event_table.c.hash).where(event_table.c.learner == learner)
    return connection.execute(query.order_by(event_table.c.seq.desc()).limit(1)).scalar() or first_hash(learner)


def learners(connection: Connection, version: int) -> dict[str, int]:
    """How many events each learner has, by name.

    Raises:
        StoreError: where an entry names nobody.

    """
    if version < SEVERAL_LEARNERS:
        number = connection.execute(select(func.count()).select_from(event_table)).scalar_one()
        return {DEFAULT_LEARNER: number} if number else {}
    column = event_table.c.learner
    found = connection.execute(select(column, func.count()).group_by(column).order_by(column))
    counts: dict[Any, int] = {row[0]: row[1] for row in found}
    if not all(isinstance(name, str) for name in counts):
        raise StoreError("the log is damaged: an entry has lost its learner", DAMAGED)
    return counts


def _rows(connection: Connection, version: int, learner: str) -> Iterator[Row[Any]]:
    columns = [event_table.c[name] for name in ("seq", *CHAINED, "hash")]
    query = select(*columns).order_by(event_table.c.seq)
    if version >= SEVERAL_LEARNERS:
        # On SQLite the plus keeps it from finding rows by the index, which is there to be compared with.
        of = literal_column("+learner") if connection.dialect.name == "sqlite" else event_table.c.learner
        return iter(connection.execute(query.where(of == learner)))
    return iter(connection.execute(query) if learner == DEFAULT_LEARNER else ())


def _none_missing(connection: Connection, version: int, learner: str, number: int) -> None:
    counting = f"SELECT count(*) FROM event INDEXED BY {_INDEX}"  # noqa: S608 # a name of ours
    if version >= SEVERAL_LEARNERS:
        indexed = connection.exec_driver_sql(f"{counting} WHERE learner = ?", (learner,)).scalar_one()
    else:
        indexed = connection.exec_driver_sql(counting).scalar_one() if learner == DEFAULT_LEARNER else 0
    if indexed != number:
        raise StoreError(f"the log is damaged: {number} of its {indexed} entries are there", DAMAGED)
