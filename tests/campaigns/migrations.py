"""A migration killed at any moment: the old schema or the new one, never half of one, and every event.

    python -m tests.campaigns.migrations     1,000 kills

A child opens a log of the first schema to append to it, which brings it to the present one after a backup, and is
killed after a random part of the time that this takes. Then the program is asked to do the same in peace.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from mlpath.errors import StoreError
from mlpath.store.backup import verified
from mlpath.store.rows import SCHEMA_VERSION
from tests.campaigns.common import Counts, append, child, drained, main, rest, scratch, store_at, uids
from tests.golden import DATA

KILLS, SHORT = 1_000, 25
OLD = DATA / "schema-1.db"

Schema = tuple[int, list[str]]


def run(short: bool) -> Counts:
    counts = Counts("migrations", "kills")
    chance = random.Random(3)  # noqa: S311 # a repeatable one is wanted
    with scratch() as folder:
        new, seconds = _in_peace(folder / "new")
        for number in range(SHORT if short else KILLS):
            _one(folder / str(number), chance.random() * seconds * 1.2, new, counts)
            counts.add("kills")
    if not short:
        counts.check(
            all(counts.numbers.get(f"{schema} schema", 0) > KILLS // 20 for schema in ("old", "new")), "one side only"
        )
    return counts


def _in_peace(folder: Path) -> tuple[Schema, float]:
    """The schema that a migration comes to, and how long it takes in a child."""
    path = _laid(folder)
    with child(lambda pipe: _migrate(path, pipe)) as (_, reader):
        began = time.monotonic()
        rest(reader)
        seconds = time.monotonic() - began
    return _schema(path), seconds


def _laid(folder: Path) -> Path:
    folder.mkdir()
    return Path(shutil.copyfile(OLD, folder / "x.db"))


def _migrate(path: Path, pipe: int) -> None:
    append(store_at(path), "new")
    os.write(pipe, b".")


def _schema(path: Path) -> Schema:
    with closing(sqlite3.connect(path)) as raw:
        (version,) = raw.execute("PRAGMA user_version").fetchone()
        things = raw.execute("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1")
        return version, [thing for (thing,) in things]


def _one(folder: Path, seconds: float, new: Schema, counts: Counts) -> None:
    path = _laid(folder)
    before = uids(path)
    with child(lambda pipe: _migrate(path, pipe)) as (pid, reader):
        time.sleep(seconds)
        acknowledged = bool(drained(reader, pid))
    counts.add("journals left", path.with_name("x.db-journal").exists())
    try:
        found = uids(path)
        counts.check(found[: len(before)] == before, "events lost")
        counts.check(
            found[len(before) :] in ([["new"]] if acknowledged else [[], ["new"]]), "an acknowledged event lost"
        )
        schema = _schema(path)
        counts.add("old schema" if schema[0] == 1 else "new schema")
        counts.check(schema in (_schema(OLD), new), f"half a schema: {schema}")
        counts.check(schema[0] == 1 or any((folder / "backups").glob("before*")), "migrated without a backup")
        _backups_are_whole(folder / "backups", len(before), counts)
        append(store_at(path), "later")
        counts.check(uids(path)[-1] == "later" and set(before) < set(uids(path)), "what was stored later is not there")
        counts.check(_schema(path) == new and new[0] == SCHEMA_VERSION, "not migrated in peace")
    except StoreError as error:
        counts.wrong.append(error.message)
    shutil.rmtree(folder)


def _backups_are_whole(folder: Path, events: int, counts: Counts) -> None:
    for copy in folder.glob("before-*"):
        counts.check(verified(copy).events == events and _schema(copy)[0] == 1, "a backup under its name is not whole")


if __name__ == "__main__":
    main(run, __doc__)
