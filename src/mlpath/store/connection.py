"""The connection: what SQLite must be told so that an acknowledged event survives power loss and two programs.

The default rollback journal with `synchronous=EXTRA`, each setting read back; `BEGIN IMMEDIATE` for every writer,
so that what was read before a write is still true when it is written. No WAL (docs/reliability.md says why).

SQLite is spoken to through the standard library: SQLAlchemy takes longer to load than most commands take in all. What
is said is SQL with `:names`, which a server understands as well (`mlpath.store.server`), so nothing is said twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from mlpath.errors import StoreError
from mlpath.store.files import DAMAGED, ELSEWHERE

BUSY_MILLISECONDS = 10_000
JOURNALS = ("delete", "memory")
"""The modes that a journal may be in: that of files, and that of a database in memory."""

# What each setting must read as once it is made.
_PRAGMAS: dict[str, tuple[str, Any]] = {
    "busy_timeout": (str(BUSY_MILLISECONDS), BUSY_MILLISECONDS),
    "foreign_keys": ("ON", 1),
    "trusted_schema": ("OFF", 0),
    "fullfsync": ("ON", 1),
    "synchronous": ("EXTRA", 3),
}


class Connection(Protocol):
    """A transaction that is open, in a file, in memory or on a server."""

    @property
    def is_sqlite(self) -> bool:
        """Whether it is SQLite, which keeps each row's uid a second time, in an index."""
        ...

    def rows(self, statement: str, **values: str) -> list[tuple[Any, ...]]:
        """What a statement gives; each `:name` in it stands for a value."""
        ...


class Sqlite:
    """See `Connection`."""

    is_sqlite = True

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    def rows(self, statement: str, **values: str) -> list[tuple[Any, ...]]:
        """See `Connection`."""
        return self._raw.execute(statement, values).fetchall()


@contextmanager
def transaction(path: Path, *, writable: bool) -> Iterator[Sqlite]:
    """A transaction in a file, committed at the end; what goes wrong in it is told in one sentence, and nothing is
    stored then.

    Args:
        path: the database file, made where it is not there and may be written.
        writable: False opens the file read-only, so that even a read-only folder can be read.

    Raises:
        StoreError: for whatever SQLite says.

    """
    with _explained(path):
        address = f"file:{_quoted(path.absolute())}?mode={'rwc' if writable else 'ro'}"
        with closing(sqlite3.connect(address, uri=True)) as raw:
            _configure(raw, writable=writable)
            with _within(raw, "BEGIN IMMEDIATE" if writable else "BEGIN"):
                yield Sqlite(raw)


def in_memory() -> sqlite3.Connection:
    """A connection to a new database in memory, configured like one to a file."""
    raw = sqlite3.connect(":memory:", check_same_thread=False)
    _configure(raw, writable=True)
    return raw


@contextmanager
def transaction_in(raw: sqlite3.Connection) -> Iterator[Sqlite]:
    """A transaction on a connection that stays open. See `transaction`."""
    with _explained(None), _within(raw, "BEGIN IMMEDIATE"):
        yield Sqlite(raw)


@contextmanager
def _within(raw: sqlite3.Connection, begin: str) -> Iterator[None]:
    raw.execute(begin)
    try:
        yield
        raw.execute("COMMIT")
    except BaseException:
        # SQLite has ended the transaction itself after some errors; where it cannot, closing the connection does.
        with suppress(sqlite3.Error):
            if raw.in_transaction:
                raw.execute("ROLLBACK")
        raise


def _quoted(path: Path) -> str:
    from urllib.parse import quote  # one use, only with a file

    return quote(path.as_posix())


def _configure(raw: sqlite3.Connection, *, writable: bool) -> None:
    """No BEGIN by the driver: ours is IMMEDIATE. And the settings, each read back by one that writes."""
    legacy = getattr(sqlite3, "LEGACY_TRANSACTION_CONTROL", None)  # since Python 3.12, which may change the default
    if legacy is not None:
        setattr(raw, "autocommit", legacy)  # noqa: B010 # Python 3.11 does not have the attribute
    raw.isolation_level = None
    if not writable:
        raw.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        raw.execute("PRAGMA trusted_schema=OFF")
        return
    for name, (value, expected) in _PRAGMAS.items():
        raw.execute(f"PRAGMA {name}={value}")
        (found,) = raw.execute(f"PRAGMA {name}").fetchone()
        if found != expected:
            raise StoreError(f"SQLite keeps {name} at {found}, not {expected}", "mlpath --version")
    (journal,) = raw.execute("PRAGMA journal_mode").fetchone()
    if journal not in JOURNALS:
        (journal,) = raw.execute(f"PRAGMA journal_mode={JOURNALS[0]}").fetchone()
    if journal not in JOURNALS:
        raise StoreError(f"SQLite keeps its journal in mode {journal}, not delete", "close other programs on it")


@contextmanager
def _explained(path: Path | None) -> Iterator[None]:
    """What SQLite says in one sentence of ours."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _sentence(error, path) from None
    except UnicodeDecodeError:  # where the bytes of a name or of SQLite's own message are damaged
        raise StoreError(f"{path} is not a whole mlpath database; it was left as it is", DAMAGED) from None


def _sentence(error: sqlite3.DatabaseError, where: Path | None) -> StoreError:
    said = str(error).lower()
    if "locked" in said or "busy" in said:
        return StoreError(f"another program has been writing to {where} for 10 seconds", "try again")
    if "readonly" in said or "unable to open" in said:
        return StoreError(f"{where} cannot be written or opened; nothing was changed", ELSEWHERE)
    if "full" in said or "disk i/o" in said:
        return StoreError(f"no room or no access on the disk of {where} ({said}); nothing was changed", "df -h")
    if isinstance(error, sqlite3.OperationalError):
        return StoreError(f"{where} cannot be used: {said}; nothing was changed", ELSEWHERE)
    return StoreError(f"{where} is not a whole mlpath database ({said}); it was left as it is", DAMAGED)
