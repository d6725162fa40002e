"""Reading the log and appending to it: the program's one write of progress, in one transaction.

Two orders: rows are chained in the order in which they arrived (`seq`); events are read in the order of their
instants, then uids. The second does not depend on which device's export came first, so merging logs in any order
gives one log and one knowledge state. That an undo comes after what it takes back is seen to when it is appended:
an event that would not be the last (the clock was set back, another device's clock is ahead, two in a millisecond)
is stored one millisecond after the last one, so each event follows all that its writer knew. Its local date, which
days and streaks go by, stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from mlpath.errors import StoreError, UsageError
from mlpath.learner import Event
from mlpath.store.chain import learners, read, tip
from mlpath.store.connection import Connection
from mlpath.store.places import File, Found, Memory, Place
from mlpath.store.rows import DEFAULT_LEARNER, INSERT, SCHEMA_VERSION, row_of
from mlpath.store.schema import UPGRADE, newer

Decide = Callable[[list[Event]], Event | None]


class Store:
    """One learner's log, in a file, in memory where there is no path, or on a server.

    A file is created by the first append, not before: reading leaves no trace.

    Args:
        place: the database file, None for one in memory, or another place.
        after_append: called after each append that stored something, once it is stored; it must not raise.
        learner: whose log; those of several learners may be in one place, and know nothing of one another.
        notice: told, in a sentence, what a person should know though nothing failed.

    """

    def __init__(
        self,
        place: Path | Place | None,
        after_append: Callable[[], None] | None = None,
        *,
        learner: str = DEFAULT_LEARNER,
        notice: Callable[[str], None] | None = None,
    ) -> None:
        self.learner = learner
        self._place = Memory() if place is None else File(place) if isinstance(place, Path) else place
        self._after_append = after_append
        self._notice = notice

    def events(self) -> list[Event]:
        """Every event, in the order of their instants, then uids (see the module).

        Raises:
            StoreError: when they cannot be read, are damaged, or are of a newer mlpath that writes them differently.

        """
        with self._place.reading() as found:
            if found is None or not found.version:
                return []
            if found.version > SCHEMA_VERSION:
                events = self._from_the_future(found)
            else:
                events = read(found.connection, found.version, self.learner)
            if not events:
                self._say_who_is_here(found)
        return _in_order(events)

    def _say_who_is_here(self, found: Found) -> None:
        """A learner without events may be a slip of the pen."""
        others = learners(found.connection, found.version)
        if others and self.learner != DEFAULT_LEARNER:
            self._say(f"nothing is recorded for {self.learner} yet, only for {', '.join(list(others)[:10])}")

    def _from_the_future(self, found: Found) -> list[Event]:
        try:
            events = read(found.connection, found.version, self.learner)
        except StoreError:
            raise StoreError(f"{newer(found.version)}; it cannot be read, or is damaged", UPGRADE) from None
        self._say(f"{newer(found.version)}; it can be read, not changed")
        return events

    def _say(self, sentence: str) -> None:
        if self._notice is not None:
            self._notice(sentence)

    def learners(self) -> dict[str, int]:
        """How many events each learner has here, by name."""
        with self._place.reading() as found:
            return learners(found.connection, found.version) if found is not None and found.version else {}

    def append(self, decide: Decide) -> Event | None:
        """Append what `decide` makes of the log as it stands, in one transaction that no other writer can enter.

        Returns what was appended, stored durably, its instant later than that of all others; None where `decide`
        gave nothing.

        Raises:
            StoreError: when it cannot be stored; then nothing was.

        """
        with self._place.writing(self.learner) as connection:
            log = _in_order(read(connection, SCHEMA_VERSION, self.learner))
            event = decide(log)
            if event is not None:
                event = _after(log, event)
                self._insert(connection, [event])
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
        with self._place.writing(self.learner) as connection:
            fresh = not_in(read(connection, SCHEMA_VERSION, self.learner), events)
            self._insert(connection, fresh)
            return fresh

    def _insert(self, connection: Connection, events: Iterable[Event]) -> None:
        """Chain events to what is there."""
        last = tip(connection, self.learner)
        for event in events:
            row = row_of(event, self.learner, last)
            if not connection.rows(INSERT, **row):
                raise StoreError(f"event {event.uid} is here already; nothing was stored", "mlpath log")
            last = row["hash"]


_OTHER_LOG = "nothing was stored; mlpath doctor tells whether the log here is whole"


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
