"""The connection: what SQLite must be told so that an acknowledged event survives power loss and two programs.

The default rollback journal with `synchronous=EXTRA`, each setting read back; `BEGIN IMMEDIATE` for every writer,
so that what was read before a write is still true when it is written. No WAL (docs/reliability.md says why).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool, StaticPool

from mlpath.errors import StoreError
from mlpath.store.chain import DAMAGED
from mlpath.store.files import ELSEWHERE

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


def engine_for(path: Path | None, *, writable: bool) -> Engine:
    """An engine on a file, or on memory where there is no path.

    Args:
        path: the database file; None for one in memory, the same for the engine's life.
        writable: False opens the file read-only, so that even a read-only folder can be read.

    """
    if path is None:
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        mode = "rwc" if writable else "ro"
        address = f"file:{_quoted(path.absolute())}?mode={mode}"
        # Not in SQLAlchemy's URL, which would decode the path a second time.
        engine = create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False),
            poolclass=NullPool,
        )
    event.listen(engine, "connect", _configure if writable else _configure_reader)
    event.listen(engine, "begin", _begin_immediate if writable else _begin)
    return engine


def _quoted(path: Path) -> str:
    from urllib.parse import quote  # one use, only with a file

    return quote(path.as_posix())


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    _take_over_transactions(connection)
    for name, (value, expected) in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
        (found,) = connection.execute(f"PRAGMA {name}").fetchone()
        if found != expected:
            raise StoreError(f"SQLite keeps {name} at {found}, not {expected}", "mlpath --version")
    (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
    if journal not in JOURNALS:
        (journal,) = connection.execute(f"PRAGMA journal_mode={JOURNALS[0]}").fetchone()
    if journal not in JOURNALS:
        raise StoreError(f"SQLite keeps its journal in mode {journal}, not delete", "close other programs on it")


def _configure_reader(connection: sqlite3.Connection, _record: object) -> None:
    _take_over_transactions(connection)
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    connection.execute("PRAGMA trusted_schema=OFF")


def _take_over_transactions(connection: sqlite3.Connection) -> None:
    """No BEGIN by the driver: ours is IMMEDIATE."""
    legacy = getattr(sqlite3, "LEGACY_TRANSACTION_CONTROL", None)  # since Python 3.12, which may change the default
    if legacy is not None:
        setattr(connection, "autocommit", legacy)  # noqa: B010 # Python 3.11 does not have the attribute
    connection.isolation_level = None


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


@contextmanager
def transaction(engine: Engine, path: Path | None) -> Iterator[Connection]:
    """A transaction, committed at the end; what goes wrong in it is told in one sentence, and nothing is stored then.

    Raises:
        StoreError: for whatever SQLite says.

    """
    try:
        with engine.begin() as connection:
            yield connection
    except DatabaseError as error:
        raise _explained(error, path) from None
    except UnicodeDecodeError:  # where the bytes of a name or of SQLite's own message are damaged
        raise StoreError(f"{path} is not a whole mlpath database; it was left as it is", DAMAGED) from None


def _explained(error: DatabaseError, where: Path | None) -> StoreError:
    """One sentence for what SQLite says."""
    said = str(error.orig).lower()
    if "locked" in said or "busy" in said:
        return StoreError(f"another program has been writing to {where} for 10 seconds", "try again")
    if "readonly" in said or "unable to open" in said:
        return StoreError(f"{where} cannot be written or opened; nothing was changed", ELSEWHERE)
    if "full" in said or "disk i/o" in said:
        return StoreError(f"no room or no access on the disk of {where} ({said}); nothing was changed", "df -h")
    if isinstance(error, OperationalError):
        return StoreError(f"{where} cannot be used: {said}; nothing was changed", ELSEWHERE)
    return StoreError(f"{where} is not a whole mlpath database ({said}); it was left as it is", DAMAGED)
