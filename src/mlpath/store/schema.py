"""The numbered schemas of an SQLite log, and the way from each to the next.

    0  nothing there yet
    1  one learner: every row is the default learner's
    2  several learners, each row with its learner's name; unique are a learner's uids

The number is `PRAGMA user_version`. A migration is written down once and then never edited: files of its time are
still on learners' disks. It runs inside the transaction of the first write (see `places`), all or nothing.
"""

from __future__ import annotations

from mlpath.errors import StoreError
from mlpath.learner import Event
from mlpath.store.chain import learners, read
from mlpath.store.connection import Connection
from mlpath.store.files import DAMAGED
from mlpath.store.rows import SCHEMA_VERSION

UPGRADE = "pip install --upgrade mlpath"

_FIRST_COLUMNS = ("seq", "uid", "kind", "payload", "at", "zone", "local_date", "actor", "hash")
_COLUMNS: dict[int, frozenset[str]] = {
    1: frozenset(_FIRST_COLUMNS),
    2: frozenset({*_FIRST_COLUMNS, "learner"}),
}

TABLE = """
    CREATE TABLE event (
        seq INTEGER NOT NULL,
        learner TEXT NOT NULL,
        uid TEXT NOT NULL,
        kind TEXT NOT NULL,
        payload TEXT NOT NULL,
        at TEXT NOT NULL,
        zone TEXT NOT NULL,
        local_date TEXT NOT NULL,
        actor TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (seq),
        CONSTRAINT one_event_a_uid UNIQUE (learner, uid),
        CONSTRAINT hash_is_sha256 CHECK (length(hash) = 64)
    ) STRICT
"""
"""The present table, as `mlpath.store.tables` defines it (a test compares them)."""

MIGRATIONS: dict[int, tuple[str, ...]] = {
    2: (
        """
        CREATE TABLE event_2 (
            seq INTEGER NOT NULL,
            learner TEXT NOT NULL,
            uid TEXT NOT NULL,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            at TEXT NOT NULL,
            zone TEXT NOT NULL,
            local_date TEXT NOT NULL,
            actor TEXT NOT NULL,
            hash TEXT NOT NULL,
            PRIMARY KEY (seq),
            CONSTRAINT one_event_a_uid UNIQUE (learner, uid),
            CONSTRAINT hash_is_sha256 CHECK (length(hash) = 64)
        ) STRICT
        """,
        """
        INSERT INTO event_2 (seq, learner, uid, kind, payload, at, zone, local_date, actor, hash)
        SELECT seq, 'me', uid, kind, payload, at, zone, local_date, actor, hash FROM event ORDER BY seq
        """,
        "DROP TABLE event",
        "ALTER TABLE event_2 RENAME TO event",
    ),
}
"""What leads to each schema from the one before, with the table of its time in full: it stays when `TABLE` changes.

The hashes stay too: a learner's name is not in them but before them.
"""


def version_of(connection: Connection) -> int:
    """The schema's number; 0 where nothing is there yet.

    Raises:
        StoreError: where the number and the columns that are there belie each other.

    """
    version: int
    ((version,),) = connection.rows("PRAGMA user_version")
    if version == 0 and not connection.rows("SELECT 1 FROM sqlite_schema LIMIT 1"):
        return 0
    found = {str(name) for _, name, *_ in connection.rows("PRAGMA table_info(event)")}
    if not found:
        raise StoreError("this is no log of mlpath: it has no table of events", DAMAGED)
    if version > SCHEMA_VERSION:
        if found >= _COLUMNS[SCHEMA_VERSION]:
            return version
        raise StoreError(f"{newer(version)}; it cannot even be read", UPGRADE)
    if found != _COLUMNS.get(version, set()):
        raise StoreError(f"the log is damaged: it does not have the columns of its schema, {version}", DAMAGED)
    return version


def newer(version: int) -> str:
    """One clause about a log from the future."""
    return f"the progress was written by a newer mlpath (schema {version}, this one knows {SCHEMA_VERSION})"


def create(connection: Connection) -> None:
    """Make the table, in a database that has nothing."""
    connection.rows(TABLE)
    connection.rows(f"PRAGMA user_version={SCHEMA_VERSION}")


def migrate(connection: Connection, version: int) -> None:
    """Bring a log to the present schema, inside the transaction that is open; the events are read before and after.

    Raises:
        StoreError: where the log is damaged, before or after; the transaction is to be rolled back then.

    """
    before = _logs(connection, version)
    for number in range(version + 1, SCHEMA_VERSION + 1):
        for statement in MIGRATIONS[number]:
            connection.rows(statement)
        connection.rows(f"PRAGMA user_version={number}")
    if _logs(connection, SCHEMA_VERSION) != before:
        raise StoreError("the new schema would have changed events; nothing was changed", "mlpath doctor")


def _logs(connection: Connection, version: int) -> dict[str, list[Event]]:
    """Every learner's events."""
    return {learner: read(connection, version, learner) for learner in learners(connection, version)}
