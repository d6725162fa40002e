"""Several programs at once: no event is lost, none is refused, and each writer had read all that was there before.

    python -m tests.campaigns.writers    8 processes, 2,000 operations in a file, 2,000 on a server

Each operation reads the log and appends what it counted, so an update that was lost, or that rested on a log that was
no longer true, shows: the counts must be 0, 1, 2 …, each once. The same on a PostgreSQL server; the short form
only on one that MLPATH_TEST_DATABASE_URL names.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from mlpath.errors import StoreError
from mlpath.learner import Event
from mlpath.store import Store
from mlpath.store.places import Place
from mlpath.store.server import Server
from tests.campaigns.common import Counts, child, event, main, rest, scratch
from tests.servers import GIVEN, absent, running

PROCESSES, OPERATIONS = 8, 2_000
SHORT = 80
LOGS = 4
"""Logs that the operations are spread over: each operation reads its log from end to end."""


def run(short: bool) -> Counts:
    counts = Counts("writers", "operations")
    logs, operations = (1, SHORT) if short else (LOGS, OPERATIONS // LOGS)
    with scratch() as folder:
        for number in range(logs):
            _all_at_once(folder / f"{number}.db", "me", operations, counts)
    if short and not os.environ.get(GIVEN):
        return counts
    if absent():
        counts.wrong.append(absent())
        return counts
    with running() as url:
        for number in range(logs):
            _all_at_once(Server(url), f"learner-{number}", operations, counts)
    return counts


def _all_at_once(place: Path | Place, learner: str, operations: int, counts: Counts) -> None:
    with ExitStack() as children:
        shares = [len(range(name, operations, PROCESSES)) for name in range(PROCESSES)]
        works = [partial(_work, place, learner, name, share) for name, share in enumerate(shares)]
        readers = [children.enter_context(child(work))[1] for work in works]
        said = [rest(reader).decode().splitlines() for reader in readers]
    seen = sorted(int(line) for lines in said for line in lines if line.isdigit())
    counts.wrong.extend(line for lines in said for line in lines if not line.isdigit())
    counts.add("operations", len(seen))
    counts.check(len(seen) == operations, f"{operations - len(seen)} operations were not done")
    counts.check(seen == list(range(len(seen))), "a writer had read a log that was no longer true")
    log = Store(place, learner=learner).events()
    counts.check(len(log) == len(seen), f"{len(log)} events are there of {len(seen)} acknowledged")


def _work(place: Path | Place, learner: str, name: int, operations: int, pipe: int) -> None:
    store = Store(place, learner=learner)
    for number in range(operations):

        def decide(log: list[Event]) -> Event:
            return event(f"{name}-{number}", str(len(log)))  # noqa: B023 # called now

        try:
            stored = store.append(decide)
        except StoreError as error:
            os.write(pipe, f"refused: {error.message}\n".encode())
        else:
            os.write(pipe, f"{stored.ids[0] if stored else 'nothing'}\n".encode())


if __name__ == "__main__":
    main(run, __doc__)
