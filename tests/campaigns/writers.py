"""Several programs at once: no event is lost, none is refused, and each writer had read all that was there before.

    python -m tests.campaigns.writers    8 processes, 2,000 operations

Each operation reads the log and appends what it counted, so an update that was lost, or that rested on a log that was
no longer true, shows: the counts must be 0, 1, 2 …, each once. The same on a PostgreSQL server; the short form
only on one that MLPATH_TEST_DATABASE_URL names.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from mlpath.learner import Event
from mlpath.store import Store
from mlpath.store.places import Place
from mlpath.store.server import Server
from tests.campaigns.common import Counts, child, event, main, rest, scratch
from tests.servers import GIVEN, absent, running

PROCESSES, OPERATIONS = 8, 2_000
SHORT = 80


def run(short: bool) -> Counts:
    counts = Counts("writers", "operations")
    operations = SHORT if short else OPERATIONS
    with scratch() as folder:
        _all_at_once(folder / "x.db", operations, counts)
    if short and not os.environ.get(GIVEN):
        return counts
    if absent():
        counts.wrong.append(absent())
        return counts
    with running() as url:
        _all_at_once(Server(url), operations, counts)
    return counts


def _all_at_once(place: Path | Place, operations: int, counts: Counts) -> None:
    with ExitStack() as children:
        readers = [
            children.enter_context(child(lambda pipe, name=name: _work(place, name, operations // PROCESSES, pipe)))[1]  # type: ignore[misc] # a default binds the name
            for name in range(PROCESSES)
        ]
        said = [rest(reader).decode().split() for reader in readers]
    seen = sorted(int(word) for words in said for word in words)
    counts.add("operations", len(seen))
    counts.check(len(seen) == operations, f"{operations - len(seen)} operations failed")
    counts.check(seen == list(range(operations)), "a writer had read a log that was no longer true")
    log = Store(place).events()
    counts.check(len(log) == operations, f"{operations - len(log)} events lost")


def _work(place: Path | Place, name: int, operations: int, pipe: int) -> None:
    store = Store(place)
    for number in range(operations):

        def decide(log: list[Event]) -> Event:
            return event(f"{name}-{number}", str(len(log)))  # noqa: B023 # called now

        stored = store.append(decide)
        os.write(pipe, f"{stored.ids[0] if stored else 'nothing'}\n".encode())


if __name__ == "__main__":
    main(run, __doc__)
