"""Bytes that change by themselves: the right events are read, or damage is told; never wrong events in silence.

    python -m tests.campaigns.damage     10,000 changed bytes, then other damage

A log of two learners, several pages long, is damaged in one place and read by the program. Besides single bytes: a
sector of zeros, two pages changed for each other, a page of the past, a file cut short.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from mlpath.errors import StoreError
from mlpath.learner import Event
from mlpath.store import Store
from tests.campaigns.common import Counts, append, imported, main, scratch

BYTES, SHORT = 10_000, 150
OTHERS = 10
"""Of each other kind of damage, one for so many changed bytes."""
PAGE, SECTOR = 4096, 512
LEARNERS = ("me", "ann")

Damage = Callable[[bytes, bytes, random.Random], bytes]


def run(short: bool) -> Counts:
    counts = Counts("damage", "changed bytes")
    chance = random.Random(7)  # noqa: S311 # a repeatable one is wanted
    number = SHORT if short else BYTES
    with scratch() as folder:
        whole, past = _logs(folder / "x.db")
        right = _read(folder / "x.db")
        for kind, damage in KINDS.items():
            for _ in range(number if kind == "changed bytes" else number // OTHERS):
                _one(folder / "y.db", damage(whole, past, chance), right, counts)
                counts.add(kind)
    return counts


def _logs(path: Path) -> tuple[bytes, bytes]:
    """A log of some pages, and the same file some events before."""
    for number in range(40):
        append(Store(path, learner=LEARNERS[number % 2]), f"{number}")
    past = path.read_bytes()
    Store(path).add(imported(f"i{number}", number) for number in range(30))
    return path.read_bytes(), past


def _read(path: Path) -> list[list[Event]]:
    return [Store(path, learner=learner).events() for learner in LEARNERS]


def _one(path: Path, damaged: bytes, right: list[list[Event]], counts: Counts) -> None:
    path.write_bytes(damaged)
    try:
        found = _read(path)
    except StoreError:
        counts.add("told")
    except Exception as error:  # noqa: BLE001 # whatever else it is, it is not an answer
        counts.wrong.append(f"{type(error).__name__}: {error}")
    else:
        counts.add("read rightly" if found == right else "SILENT")
        counts.check(found == right, "wrong events were read in silence")
    for suffix in ("-journal", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _byte(whole: bytes, _past: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(whole))
    return whole[:place] + bytes([whole[place] ^ chance.randint(1, 255)]) + whole[place + 1 :]


def _sector(whole: bytes, _past: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(whole) // SECTOR) * SECTOR
    return whole[:place] + bytes(SECTOR) + whole[place + SECTOR :]


def _pages(whole: bytes, _past: bytes, chance: random.Random) -> bytes:
    pages = [whole[place : place + PAGE] for place in range(0, len(whole), PAGE)]
    one, other = chance.sample(range(len(pages)), 2)
    pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)


def _page_of_the_past(whole: bytes, past: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(past) // PAGE) * PAGE
    return whole[:place] + past[place : place + PAGE] + whole[place + PAGE :]


def _cut(whole: bytes, _past: bytes, chance: random.Random) -> bytes:
    return whole[: chance.randrange(1, len(whole))]


KINDS: dict[str, Damage] = {
    "changed bytes": _byte,
    "sectors of zeros": _sector,
    "pages exchanged": _pages,
    "pages of the past": _page_of_the_past,
    "files cut short": _cut,
}


if __name__ == "__main__":
    main(run, __doc__)
