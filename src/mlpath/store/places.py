"""Where logs are: in a file or in memory (SQLite). `mlpath.store.server` is the third place.

A *place* opens two kinds of transaction. Reading changes nothing, and finds nothing where nothing is there yet.
Writing excludes every other writer from its first statement on, and finds the present schema: it makes the table in
a new database, and brings an old one up to date, after a verified backup.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol
from weakref import finalize

from mlpath.errors import StoreError
from mlpath.store.backup import back_up
from mlpath.store.connection import Connection, in_memory, transaction, transaction_in
from mlpath.store.files import DAMAGED, make_folder
from mlpath.store.rows import FIRST_HASH, SCHEMA_VERSION
from mlpath.store.schema import UPGRADE, create, migrate, newer, version_of


class Found(NamedTuple):
    """An open transaction, and the schema of what is there: 0 where nothing is there yet."""

    connection: Connection
    version: int


class Place(Protocol):
    """What logs can be in."""

    def reading(self) -> AbstractContextManager[Found | None]:
        """A transaction that changes nothing; None where nothing is there yet."""
        ...

    def writing(self, learner: str) -> AbstractContextManager[Connection]:
        """A transaction that no other writer of this learner's log can enter, on the present schema."""
        ...


class Memory:
    """A database in memory, for as long as this object."""

    def __init__(self) -> None:
        self._raw = in_memory()
        finalize(self, self._raw.close)

    @contextmanager
    def reading(self) -> Iterator[Found | None]:
        """See `Place`."""
        with transaction_in(self._raw) as connection:
            yield Found(connection, version_of(connection))

    @contextmanager
    def writing(self, learner: str) -> Iterator[Connection]:  # every place is asked alike
        """See `Place`."""
        with transaction_in(self._raw) as connection:
            if not version_of(connection):
                create(connection)
            yield connection


class File:
    """A database in a file, which is made by the first write, not before: reading leaves no trace."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def reading(self) -> Iterator[Found | None]:
        """See `Place`. A schema from the future can be read, as long as it has the present columns."""
        if not self.path.exists():
            yield None
            return
        with transaction(self.path, writable=self._needs_writing()) as connection:
            yield Found(connection, self._version(connection))

    @contextmanager
    def writing(self, learner: str) -> Iterator[Connection]:  # SQLite excludes the writers of all
        """See `Place`.

        Raises:
            StoreError: where the schema is from the future, or the log cannot be brought up to date.

        """
        make_folder(self.path.parent)
        with transaction(self.path, writable=True) as connection:
            version = self._version(connection)
            if version > SCHEMA_VERSION:
                raise StoreError(f"{newer(version)}; it can be read, not changed", UPGRADE)
            if version == 0:
                create(connection)
            elif version < SCHEMA_VERSION:
                self._back_up(connection)
                migrate(connection, version)
            yield connection

    def _version(self, connection: Connection) -> int:
        """See `version_of`; SQLite takes a file of one byte for a new one, but a new one has none."""
        version = version_of(connection)
        if version == 0 and self.path.stat().st_size:
            raise StoreError(f"{self.path} is not a whole mlpath database; it was left as it is", DAMAGED)
        return version

    def _back_up(self, connection: Connection) -> None:
        """A verified copy of the log as it is, by a connection of its own; no one else writes meanwhile.

        Named by what it holds, not by the time, it is left alone when old backups are thinned out, and a migration
        that was killed and runs again makes no second one.
        """
        last = connection.rows("SELECT hash FROM event ORDER BY seq DESC LIMIT 1")
        name = f"before-schema-{SCHEMA_VERSION}-{str(last[0][0]) if last else FIRST_HASH:.12}.db"
        back_up(self.path, self.path.parent / "backups" / name)

    def _needs_writing(self) -> bool:
        """Whether reading must be able to write: a journal left by a crash has to be rolled back first."""
        return self.path.with_name(f"{self.path.name}-journal").exists()
