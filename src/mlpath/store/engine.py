"""The connection: what SQLite must be told so that an acknowledged event survives power loss and two programs.

The default rollback journal with `synchronous=EXTRA`, each setting read back; `BEGIN IMMEDIATE` for every writer,
so that what was read before a write is still true when it is written. No WAL (see docs in `reliability`).
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, StaticPool

from mlpath.errors import StoreError

BUSY_MILLISECONDS = 10_000

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
    if journal not in ("delete", "memory"):
        (journal,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    if journal not in ("delete", "memory"):
        raise StoreError(f"SQLite keeps its journal in mode {journal}, not delete", "close other programs on it")


def _configure_reader(connection: sqlite3.Connection, _record: object) -> None:
    _take_over_transactions(connection)
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    connection.execute("PRAGMA trusted_schema=OFF")


def _take_over_transactions(connection: sqlite3.Connection) -> None:
    """No BEGIN by the driver: ours is IMMEDIATE."""
    connection.isolation_level = None


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
