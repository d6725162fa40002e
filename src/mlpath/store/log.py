"""Reading the log and appending to it: the program's one write of progress, in one transaction.

Two orders: rows are chained in the order in which they arrived (`seq`); events are read in the order of their
instants, then uids. The second does not depend on which device's export came first, so merging logs in any order
gives one log and one knowledge state. That an undo comes after what it takes back is seen to when it is appended:
an event that would not be the last (the clock was set back, another device's clock is ahead, two in a millisecond)
is stored one millisecond after the last one, so each event follows all that its writer knew. Its local date, which
days and streaks go by, stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import DatabaseError, OperationalError

from mlpath.errors import MlpathError, StoreError, UsageError
from mlpath.learner import Event
from mlpath.store.engine import engine_for
from mlpath.store.tables import FIRST_HASH, SCHEMA_VERSION, chained, event_of, event_table, metadata, row_of

Decide = Callable[[list[Event]], Event | None]


class Store:
    """The log in a file, or in memory where there is no path.

    A file is created by the first append, not before: reading leaves no trace.

    Args:
        path: the database file; None for one in memory.
        after_append: called after each append that stored something, once it is stored; it must not raise.

    """

    def __init__(self, path: Path | None, after_append: Callable[[], None] | None = None) -> None:
        self.path = path
        self._after_append = after_append
        self._memory = engine_for(None, writable=True) if path is None else None

    def events(self) -> list[Event]:
        """Every event, in the order of their instants, then uids (see the module).

        Raises:
            StoreError: when the file cannot be read, is damaged, or is of a newer mlpath.

        """
        if self.path is not None and not self.path.exists():
            return []
        with self._connection(writable=self._needs_writing()) as connection:
            return _in_order(_read(connection)) if _version(connection) else []

    def _needs_writing(self) -> bool:
        """Whether reading must be able to write: a journal left by a crash has to be rolled back first."""
        return self.path is None or self.path.with_name(f"{self.path.name}-journal").exists()

    def append(self, decide: Decide) -> Event | None:
        """Append what `decide` makes of the log as it stands, in one transaction that no other writer can enter.

        Returns what was appended, stored durably, its instant later than that of all others; None where `decide`
        gave nothing.

        Raises:
            StoreError: when it cannot be stored; then nothing was.

        """
        with self._writing() as connection:
            log = _in_order(_read(connection))
            event = decide(log)
            if event is not None:
                event = _after(log, event)
                connection.execute(insert(event_table), row_of(event, _tip(connection)))
        if event is not None and self._after_append is not None:
            self._after_append()
        return event

    def add(self, events: Iterable[Event]) -> list[Event]:
        """Store events of another log that are not here yet, as they are, in one transaction.

        Returns those that were stored.

        Raises:
            StoreError: when they cannot be stored; then none was.
            UsageError: when one differs from the one here with its uid; then none was.

        """
        with self._writing() as connection:
            fresh = not_in(_read(connection), events)
            tip = _tip(connection)
            for event in fresh:
                row = row_of(event, tip)
                connection.execute(insert(event_table), row)
                tip = row["hash"]
            return fresh

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that no other writer can enter, on a file that has the table."""
        if self.path is not None:
            self._make_folder(self.path.parent)
        with self._connection(writable=True) as connection:
            if not _version(connection):
                _create(connection)
            yield connection

    @staticmethod
    def _make_folder(folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or "it cannot be made").lower()
            raise StoreError(f"the folder {folder} cannot be made: {reason}", _ELSEWHERE) from None

    @contextmanager
    def _connection(self, *, writable: bool) -> Iterator[Connection]:
        engine = self._memory or engine_for(self.path, writable=writable)
        try:
            with engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise self._explained(error) from None
        finally:
            self._dispose(engine)

    def _dispose(self, engine: Engine) -> None:
        if engine is not self._memory:
            engine.dispose()

    def _explained(self, error: DatabaseError) -> MlpathError:
        """One sentence for what SQLite says."""
        said = str(error.orig).lower()
        where = self.path
        if "locked" in said or "busy" in said:
            return StoreError(f"another program has been writing to {where} for 10 seconds", "try again")
        if "readonly" in said or "unable to open" in said:
            return StoreError(f"{where} cannot be written or opened; nothing was changed", _ELSEWHERE)
        if "full" in said or "disk i/o" in said:
            return StoreError(f"no room or no access on the disk of {where} ({said}); nothing was changed", "df -h")
        if isinstance(error, OperationalError):
            return StoreError(f"{where} cannot be used: {said}; nothing was changed", _ELSEWHERE)
        return StoreError(f"{where} is not a whole mlpath database ({said}); it was left as it is", _KEEP)


_ELSEWHERE = "check its permissions, or set MLPATH_HOME to a folder that you can write to"
_OTHER_LOG = "nothing was stored; mlpath doctor tells whether the log here is whole"
_KEEP = "keep a copy of the file before anything else, then set MLPATH_HOME to a new folder to go on"


def _version(connection: Connection) -> int:
    """The schema's number; 0 for a new file."""
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"the progress was written by a newer mlpath (schema {version}, this one knows {SCHEMA_VERSION})",
            "pip install --upgrade mlpath",
        )
    return version


def _create(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")


def _read(connection: Connection) -> list[Event]:
    """All events; the chain of hashes is followed on the way."""
    previous = FIRST_HASH
    events: list[Event] = []
    for row in connection.execute(select(event_table).order_by(event_table.c.seq)):
        if chained(row._asdict(), previous) != row.hash:
            raise StoreError(f"entry {row.seq} of the log is damaged: its hash does not fit", _KEEP)
        previous = row.hash
        events.append(event_of(row))
    return events


def _tip(connection: Connection) -> str:
    query = select(event_table.c.hash).order_by(event_table.c.seq.desc()).limit(1)
    return connection.execute(query).scalar() or FIRST_HASH


def not_in(log: Iterable[Event], events: Iterable[Event]) -> list[Event]:
    """The events that a log does not have.

    Raises:
        UsageError: where one has the uid of an event of the log and differs from it.

    """
    here = {event.uid: event for event in log}
    events = list(events)
    for event in events:
        if here.get(event.uid, event) != event:
            raise UsageError(f"event {event.uid} is here already and says something else", _OTHER_LOG)
    return [event for event in events if event.uid not in here]


def _order(event: Event) -> tuple[datetime, str]:
    return event.at, event.uid


def _in_order(events: list[Event]) -> list[Event]:
    return sorted(events, key=_order)


def _after(log: list[Event], event: Event) -> Event:
    """The event as it is stored: to the millisecond, and after all of a log that is in order."""
    event = replace(event, at=event.at.replace(microsecond=event.at.microsecond // 1000 * 1000))
    if log and _order(event) <= _order(log[-1]):
        return replace(event, at=log[-1].at + timedelta(milliseconds=1))
    return event
