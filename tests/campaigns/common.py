"""What the campaigns share: events, a folder to work in, children that can be killed, and the line at the end."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from mlpath.learner import Event
from mlpath.store import Store

START = datetime(2026, 1, 1, tzinfo=UTC)
RUN_ALL = "MLPATH_TESTS_RUN_ALL"
"""Set on CI: what the machine lacks for a test fails instead of being left out."""
IN_MEMORY = Path("/dev/shm")  # noqa: S108 # the folder's own name; what the disk keeps is not what is tested there


@dataclass
class Counts:
    """What a campaign tried and found: numbers by name, and what went wrong, in words."""

    name: str
    trials: str
    """Which of the numbers counts the trials."""
    numbers: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def add(self, what: str, number: int = 1) -> None:
        self.numbers[what] = self.numbers.get(what, 0) + number

    def check(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.wrong.append(otherwise)

    def line(self) -> str:
        """One line: the numbers, the losses, and what that many trials without a loss mean."""
        trials = self.numbers.get(self.trials, 0)
        said = ", ".join(f"{number:,} {what}" for what, number in self.numbers.items())
        if self.wrong:
            return f"{self.name}: {said}; {len(self.wrong):,} WRONG: {'; '.join(self.wrong[:5])}"
        if not trials:
            return f"{self.name}: {said}; NOTHING WAS TRIED"
        return f"{self.name}: {said}; 0 lost: 0 in {trials:,} {self.trials} means at most {300 / trials:.2g} % at 95 %"

    @property
    def failed(self) -> bool:
        return bool(self.wrong) or not self.numbers.get(self.trials)


def main(run: Callable[[bool], Counts], about: str | None) -> None:
    """Run a campaign as a command; exit code 1 where something was lost."""
    parser = argparse.ArgumentParser(description=(about or "").partition("\n")[0])
    parser.add_argument("--short", action="store_true", help="a few seconds instead of minutes")
    began = time.monotonic()
    counts = run(parser.parse_args().short)
    sys.stdout.write(f"{counts.line()} ({time.monotonic() - began:,.0f} s)\n")
    sys.exit(counts.failed)


def event(uid: str, *ids: str) -> Event:
    """An event; the store moves its instant after that of the last one."""
    return Event(uid, "done", START, "UTC", date(2026, 1, 1), ids or ("a",), {"note": "läßt sich lesen"})


def imported(uid: str, second: int, *ids: str) -> Event:
    """An event of another device."""
    return Event(uid, "know", START + timedelta(seconds=second), "CET", date(2026, 1, 1), ids or ("b",))


def append(store: Store, uid: str, *ids: str) -> None:
    """Store one event; when this returns it is acknowledged."""
    store.append(lambda _log: event(uid, *ids))


def uids(path: Path) -> list[str]:
    """What the program itself reads from a file, recovering what a crash left."""
    return [event.uid for event in store_at(path).events()]


@lru_cache(maxsize=64)
def store_at(path: Path) -> Store:
    """A store keeps no connection and no event, only what SQLAlchemy learned: the same one reads again in half the time."""
    return Store(path)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for this run alone, in memory where there is such a place."""
    folder = Path(tempfile.mkdtemp(prefix="mlpath-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def child(work: Callable[[int], None]) -> Iterator[tuple[int, int]]:
    """A process that does some work, given the end of a pipe to write to; here its id, and the other end.

    It is killed when this ends, if it still runs, and waited for.
    """
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(reader)
            work(writer)
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    try:
        yield pid, reader
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(reader)


def drained(reader: int, pid: int) -> bytes:
    """Kill the child, and read what it had still written."""
    os.kill(pid, signal.SIGKILL)
    return rest(reader)


def rest(reader: int) -> bytes:
    """All that is written until the child ends."""
    parts = []
    while part := os.read(reader, 65_536):
        parts.append(part)
    return b"".join(parts)
