"""A group's logs on a PostgreSQL server, through the same table as in a file.

Rows are inserted and never changed: the right to SELECT and INSERT is enough once the tables are there. Writers of one
learner's log wait for each other at an advisory lock; those of different learners do not. A connection is made for
each transaction, and its commit is on the server's disk when it returns (`synchronous_commit`, read back).

Not here: copies of the database. They are the server's (`pg_dump`), and a learner's own is `mlpath export`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    create_engine,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.pool import NullPool

from mlpath.errors import StoreError, UsageError
from mlpath.store.places import Found
from mlpath.store.rows import SCHEMA_VERSION
from mlpath.store.schema import UPGRADE, newer
from mlpath.store.tables import event_table, metadata

WAIT_SECONDS = 10
"""For the server to answer, and for another writer to end."""
DRIVER = "postgresql+psycopg"

_FORM = f"MLPATH_DATABASE_URL={DRIVER}://USER:PASSWORD@HOST/DATABASE"
_LOOK = "see that the server runs and MLPATH_DATABASE_URL is right; then mlpath log tells what was stored"
_INSTALL = "pip install 'mlpath[postgresql]'"
# By the standard's classes: what a server says when a lock was waited for in vain, and when a right is missing.
_LOCK_NOT_AVAILABLE, _NO_RIGHT = "55P03", "42501"

_server_metadata = MetaData()
version_table = Table(
    "schema_version", _server_metadata, Column("version", Integer, primary_key=True, autoincrement=False)
)
"""The schemas that a server's database has had; the largest is the present one. Rows are added, as in the log."""


class _Remote:
    """See `mlpath.store.connection.Connection`."""

    is_sqlite = False

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, statement: str, **values: str) -> list[tuple[Any, ...]]:
        """See `mlpath.store.connection.Connection`."""
        found = self._connection.execute(text(statement), values)
        return [tuple(row) for row in found] if found.returns_rows else []


class Server:
    """A database on a server.

    Args:
        url: `postgresql+psycopg://user:password@host/database`, as MLPATH_DATABASE_URL says it.

    Raises:
        UsageError: for what is no such address.
        StoreError: where the driver is not installed.

    """

    def __init__(self, url: str) -> None:
        try:
            address = make_url(url)
        except (ArgumentError, ValueError):
            raise UsageError("MLPATH_DATABASE_URL is no address of a database", _FORM) from None
        if address.drivername not in ("postgresql", "postgres", DRIVER):
            raise UsageError(f"MLPATH_DATABASE_URL names no PostgreSQL but {address.drivername}", _FORM)
        self._address = address.set(drivername=DRIVER)
        self.name = unquote(self._address.render_as_string(hide_password=True))
        """The address without its password."""

    @contextmanager
    def reading(self) -> Iterator[Found | None]:
        """See `mlpath.store.places.Place`."""
        with self._transaction() as connection:
            yield Found(_Remote(connection), _version(connection))

    @contextmanager
    def writing(self, learner: str) -> Iterator[_Remote]:
        """See `mlpath.store.places.Place`.

        Raises:
            StoreError: where the schema is from the future, or the server refuses.

        """
        with self._transaction() as connection:
            _be_durable(connection)
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
            if not _version(connection):
                _lock(connection, "")
                if not _version(connection):
                    _create(connection)
            version = _version(connection)
            if version > SCHEMA_VERSION:
                raise StoreError(f"{newer(version)}; it can be read, not changed", UPGRADE)
            _lock(connection, learner)
            yield _Remote(connection)

    def settings(self) -> dict[str, str]:
        """What the server says of itself, by the names of its settings: its version, and how it writes."""
        names = ("server_version", "fsync", "full_page_writes", "synchronous_commit", "data_checksums")
        with self._transaction() as connection:
            return {name: str(connection.exec_driver_sql(f"SHOW {name}").scalar_one()) for name in names}

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        engine = self._engine()
        try:
            with engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise self._explained(error) from None
        finally:
            engine.dispose()

    def _engine(self) -> Engine:
        try:
            return create_engine(
                self._address,
                poolclass=NullPool,
                isolation_level="READ COMMITTED",  # after the lock, a statement sees what was committed before it
                connect_args={"connect_timeout": WAIT_SECONDS, "client_encoding": "UTF8"},
            )
        except ImportError:
            raise StoreError("MLPATH_DATABASE_URL needs the driver of PostgreSQL", _INSTALL) from None

    def _explained(self, error: DatabaseError) -> StoreError:
        """One sentence for what the server says."""
        code = getattr(error.orig, "sqlstate", None)
        said = " ".join(str(error.orig).split())[:300]
        if code == _LOCK_NOT_AVAILABLE:
            return StoreError(f"another program has been writing to this log for {WAIT_SECONDS} seconds", "try again")
        if code == _NO_RIGHT:
            return StoreError(f"the server refuses: {said}", "ask its owner for the right to SELECT and INSERT")
        if error.connection_invalidated or code is None:
            return StoreError(f"{self.name} cannot be reached, or was lost on the way: {said}", _LOOK)
        return StoreError(f"{self.name} cannot be used: {said}", _LOOK)


def _version(connection: Connection) -> int:
    """The schema's number; 0 where the tables are not there yet."""
    if not inspect(connection).has_table(version_table.name):
        return 0
    return connection.execute(select(func.max(version_table.c.version))).scalar() or 0


def _create(connection: Connection) -> None:
    metadata.create_all(connection, tables=[event_table], checkfirst=False)
    _server_metadata.create_all(connection, checkfirst=False)
    connection.execute(insert(version_table), {"version": SCHEMA_VERSION})


def _be_durable(connection: Connection) -> None:
    """See to it that this transaction's commit waits for the disk, whatever the server's default is."""
    if connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "off":
        connection.exec_driver_sql("SET LOCAL synchronous_commit = on")


def _lock(connection: Connection, learner: str) -> None:
    """Wait for the other writers of a learner's log; the empty name is that of the tables themselves."""
    number = int.from_bytes(hashlib.sha256(f"mlpath\0{learner}".encode()).digest()[:8], signed=True)
    connection.execute(select(func.pg_advisory_xact_lock(number)))
