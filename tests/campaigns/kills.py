"""kill -9 at any moment: what was acknowledged is there, and what was not is there whole or not at all.

    python -m tests.campaigns.kills      10,000 kills, at least 50,000 acknowledged events

A child appends, imports three events at once, or backs up, with the program's store, and writes a line into a pipe after
each. It is killed after a few of these lines and a random part of the next operation's time. A kill says nothing about a
disk (the system writes what the process gave it): that is what `power_loss` is for.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

from mlpath.errors import StoreError
from mlpath.store import Store
from mlpath.store.backup import back_up, verified
from tests.campaigns.common import Counts, append, child, drained, imported, main, scratch, uids

KILLS, SHORT = 10_000, 25
ROUNDS_A_LOG = 8
OPERATION_SECONDS = 0.006
"""About as long as an operation takes, backups included."""


def run(short: bool) -> Counts:
    counts = Counts("kills", "kills")
    chance = random.Random(5)  # noqa: S311 # a repeatable one is wanted
    with scratch() as folder:
        total = SHORT if short else KILLS
        for log in range(-(-total // ROUNDS_A_LOG)):
            rounds = min(ROUNDS_A_LOG, total - log * ROUNDS_A_LOG)
            _one_log(folder / str(log), rounds, chance, counts)
    return counts


def _one_log(folder: Path, rounds: int, chance: random.Random, counts: Counts) -> None:
    folder.mkdir()
    path, copy = folder / "x.db", folder / "copy.db"
    acknowledged: list[str] = []
    for number in range(rounds):
        seed = chance.getrandbits(32)
        plan = _plan(number, seed)
        with child(lambda pipe, plan=plan: _work(path, copy, plan, pipe)) as (pid, reader):  # type: ignore[misc] # a default binds the plan
            said = b""
            wanted = chance.randint(2, 8)
            while said.count(b"\n") < wanted and (part := os.read(reader, 4096)):
                said += part
            time.sleep(chance.random() * OPERATION_SECONDS)
            said += drained(reader, pid)
        ended = said.count(b"\n")
        done = [uid for kind, names in plan[:ended] for uid in names if kind != "back up"]
        _check(path, acknowledged, done, plan[ended] if ended < len(plan) else None, counts)
        acknowledged = uids(path)
        counts.add("kills")
        counts.add("events acknowledged", len(done))
        if copy.exists():
            counts.add("backups found whole")
            _check_copy(copy, counts)


Operation = tuple[str, list[str]]


def _plan(number: int, seed: int) -> list[Operation]:
    """What a child is to do: mostly append, sometimes import, sometimes back up."""
    chance = random.Random(seed)  # noqa: S311 # a repeatable one is wanted
    kinds = ["append", *chance.choices(["append", "import", "back up"], [20, 3, 1], k=30)]
    return [
        (kind, [f"{number}-{place}-{part}" for part in range(3 if kind == "import" else 1)])
        for place, kind in enumerate(kinds)
    ]


def _work(path: Path, copy: Path, plan: list[Operation], pipe: int) -> None:
    store = Store(path)
    for place, (kind, names) in enumerate(plan):
        if kind == "append":
            append(store, names[0])
        elif kind == "import":
            store.add([imported(name, place) for name in names])
        else:
            back_up(path, copy)
        os.write(pipe, b"\n")


def _check(path: Path, before: list[str], done: list[str], begun: Operation | None, counts: Counts) -> None:
    """All that was there and was done is there; of what was only begun, all or nothing."""
    try:
        found = set(uids(path))
    except StoreError as error:
        counts.wrong.append(f"{path}: {error.message}")
        return
    owed = {*before, *done}
    more = found - owed
    counts.check(owed <= found, f"{len(owed - found)} acknowledged events lost")
    allowed = set(begun[1]) if begun is not None and begun[0] != "back up" else set()
    counts.check(more in (set(), allowed), f"{len(more)} events that were neither begun nor whole")


def _check_copy(copy: Path, counts: Counts) -> None:
    try:
        verified(copy)
    except StoreError as error:
        counts.wrong.append(f"a backup under its name: {error.message}")


if __name__ == "__main__":
    main(run, __doc__)
