"""The power fails at any moment: replay of what the program asked of the system, on a disk that keeps only what it must.

    python -m tests.campaigns.power_loss     at least 100,000 states of the disk, and the red controls

The program's store is run under strace. After each call that changed something the power fails: of what was not
synced anything may be there or not, and single sectors of it (`tests.campaigns.disk`). Each such state is laid out as files,
and read by the program. What was acknowledged before that moment must be there.

The red controls are the same with weaker settings of SQLite. They lose acknowledged events here, as they would on a disk;
a harness that did not see that would prove nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from mlpath.errors import StoreError
from mlpath.store import Store, connection
from mlpath.store.backup import back_up, restore, verified
from tests.campaigns.common import Counts, append, imported, main, scratch, uids
from tests.campaigns.disk import Call, Disk, State, traced
from tests.golden import DATA, make

STATES, SHORT = 100_000, 200
EACH, SHORT_EACH = 400, 8
"""States at most for one moment."""
CONTROLS = ("NORMAL", "OFF", "FULL")
LEVELS = {"OFF": 0, "NORMAL": 1, "FULL": 2, "EXTRA": 3}
WORK = "--work"
CONTROL = "synchronous="
LOG, LOGS = 10, 9
"""Steps in a log, and how many such logs: short ones, since each state is read from end to end."""
AT_ONCE = 30
"""Events in an import: enough for a transaction of many pages."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Scenario:
    """What is there before, what the program does and says, and what must be true of a state after what it said."""

    prepare: Callable[[Path], object]
    work: Callable[[Path, Say, range], None]
    problem: Callable[[Path, list[str]], str]


def _log(folder: Path, say: Say, places: range) -> None:
    store = Store(folder / "home" / "x.db")
    for place in places:
        text = "x" * (100 + place * 137 % 1500)
        if place % 5 == 4:
            store.add(imported(f"{place}.{part}", place, text) for part in range(AT_ONCE))
        else:
            append(store, f"{place}.", text)
        say(f"{place}.")


def _log_problem(folder: Path, said: list[str]) -> str:
    found = uids(folder / "home" / "x.db")
    steps = [sum(uid.startswith(step) for uid in found) for step in said]
    if 0 in steps:
        return f"{steps.count(0)} acknowledged events lost"
    begun = [uid for uid in found if not uid.startswith(tuple(said))] if said else found
    return "an import is there in part" if len(begun) not in (0, 1, AT_ONCE) else ""


def _backups(folder: Path, say: Say, places: range) -> None:
    for place in places:
        back_up(folder / "x.db", folder / "backups" / "copy.db")
        say(f"backup {place}")
        append(Store(folder / "x.db"), f"more {place}")


def _backups_problem(folder: Path, said: list[str]) -> str:
    copy = folder / "backups" / "copy.db"
    if not copy.exists():
        return "an acknowledged backup is lost" if said else ""
    return "an older backup is there" if verified(copy).events < 12 + len(said) - 1 else ""


def _migration(folder: Path, say: Say, _places: range) -> None:
    append(Store(folder / "x.db"), "new")
    say("new")


def _migration_problem(folder: Path, said: list[str]) -> str:
    found = uids(folder / "x.db")
    with closing(sqlite3.connect(folder / "x.db")) as raw:
        (version,) = raw.execute("PRAGMA user_version").fetchone()
    copies = list((folder / "backups").glob("before-*.db"))
    if version == 2 and [verified(copy).events for copy in copies] != [12]:
        return "the new schema is there without the backup of the old one"
    return (
        ""
        if found[:12] == uids(DATA / "schema-1.db") and found[12:] in ([["new"]] if said else [[], ["new"]])
        else f"it has {found}"
    )


def _two_logs(folder: Path) -> None:
    make(folder / "x.db")
    for number in range(3):
        append(Store(folder / "other.db"), f"other {number}")


def _restoring(folder: Path, say: Say, _places: range) -> None:
    restore(folder / "other.db", folder / "x.db", folder / "backups", datetime(2026, 1, 1, tzinfo=UTC))
    say("restored")


def _restoring_problem(folder: Path, said: list[str]) -> str:
    found = len(uids(folder / "x.db"))
    kept = [verified(copy).events for copy in (folder / "backups").glob("*.db")]
    if found not in ((3,) if said else (3, 12)):
        return f"the log has {found} events"
    return "" if found == 12 or kept == [12] else "what was replaced is not kept"


SCENARIOS = {
    "log": Scenario(lambda folder: folder.mkdir(exist_ok=True), _log, _log_problem),
    "backups": Scenario(lambda folder: make(folder / "x.db"), _backups, _backups_problem),
    "migration": Scenario(
        lambda folder: shutil.copyfile(DATA / "schema-1.db", folder / "x.db"), _migration, _migration_problem
    ),
    "restore": Scenario(_two_logs, _restoring, _restoring_problem),
}


@dataclass(frozen=True)
class Run:
    """A scenario with SQLite's settings, and how much is to be done in it."""

    name: str
    scenario: str
    first: int
    number: int
    synchronous: str = "EXTRA"


def run(short: bool) -> Counts:
    counts, controls = Counts("power_loss", "states"), Counts("controls", "states")
    chance = Random(11)  # noqa: S311 # a repeatable one is wanted
    each = SHORT_EACH if short else EACH
    with scratch() as folder:
        traces = _traced(folder, _runs(short))
        for one, calls in traces.items():
            if not one.name.startswith(CONTROL):
                counts.wrong.extend(
                    f"{one.name}: {said}" for said in _replayed(folder, one, calls, each, chance, counts)
                )
            else:
                lost = _replayed(folder, one, calls, each, chance, controls)
                counts.add(f"losses seen with {one.name}", len(lost))
                counts.check(bool(lost), f"the harness sees no loss with {one.name}")
    counts.check(counts.numbers["states"] >= (SHORT if short else STATES), "too few states")
    return counts


def _runs(short: bool) -> list[Run]:
    number = 2 if short else LOG
    logs = [Run(f"log {place}", "log", place * LOG, number) for place in range(1 if short else LOGS)]
    others = [Run(name, name, 0, 1 if short else 2) for name in SCENARIOS if name != "log"]
    return [*logs, *others, *(Run(f"{CONTROL}{level}", "log", 0, number, level) for level in CONTROLS)]


def _traced(folder: Path, runs: list[Run]) -> dict[Run, list[Call]]:
    """What each run asked of the system, in one process under strace; each has a folder, which is as before it."""
    for one in runs:
        (folder / one.name / "disk").mkdir(parents=True)
        SCENARIOS[one.scenario].prepare(folder / one.name / "disk")
        shutil.copytree(folder / one.name / "disk", folder / one.name / "before")
    said = json.dumps([asdict(one) for one in runs])
    calls = traced([sys.executable, "-m", "tests.campaigns.power_loss", WORK, str(folder), said], folder / "trace")
    found: dict[Run, list[Call]] = {}
    begun = iter(runs)
    for call in calls:
        if call.name == "write" and call.arguments[0] == "1" and call.text(1).strip() == WORK:
            found[next(begun)] = []
        elif found:
            found[list(found)[-1]].append(call)
    for one in runs:
        shutil.rmtree(folder / one.name / "disk")
        (folder / one.name / "before").rename(folder / one.name / "disk")
    return found


def _replayed(folder: Path, one: Run, calls: list[Call], each: int, chance: Random, counts: Counts) -> list[str]:
    """The problems of all states that a power loss may leave."""
    place = folder / one.name / "disk"
    disk = Disk.of(place)
    problems: list[str] = []
    said: list[str] = []
    seen: set[bytes] = set()
    for call in calls:
        changed = disk.take(call)
        if call.name == "write" and call.arguments[0] == "1":
            said.append(call.text(1).strip())
            changed = True
        states = disk.states(chance, each) if changed else ()
        fresh = [state for state in states if not _is_in(seen, _key(state, said))]
        for state in fresh:
            _lay(place, state)
            problems.extend(filter(None, [_problem(SCENARIOS[one.scenario], place, said)]))
        counts.add("moments", changed)
        counts.add("states", len(fresh))
    counts.add("acknowledgements", len(said))
    return problems


def _is_in(seen: set[bytes], key: bytes) -> bool:
    """Whether it was there already; it is from now on."""
    there = key in seen
    seen.add(key)
    return there


def _key(state: State, said: Iterable[str]) -> bytes:
    found = hashlib.sha256("\0".join([*sorted(state), *said]).encode())
    for path in sorted(state):
        data = state[path] or b""
        found.update(b"%d\0" % len(data))
        found.update(data)
    return found.digest()


def _lay(place: Path, state: State) -> None:
    """Make a folder be what a state says."""
    shutil.rmtree(place)
    place.mkdir()
    for path, data in sorted(state.items()):
        if data is None:
            Path(path).mkdir()
        else:
            Path(path).write_bytes(data)


def _problem(scenario: Scenario, place: Path, said: list[str]) -> str:
    try:
        return scenario.problem(place, said)
    except (StoreError, sqlite3.Error) as error:
        return str(error)


def _work(folder: str, runs: str) -> None:
    """What is traced: the program's store, with the setting that is its own, or a control's."""
    for one in (Run(**fields) for fields in json.loads(runs)):
        connection._PRAGMAS["synchronous"] = (one.synchronous, LEVELS[one.synchronous])  # what the controls are about
        os.write(1, f"{WORK}\n".encode())
        SCENARIOS[one.scenario].work(Path(folder, one.name, "disk"), _say, range(one.first, one.first + one.number))


def _say(said: str) -> None:
    os.write(1, f"{said}\n".encode())


if __name__ == "__main__":
    if WORK in sys.argv:
        _work(*sys.argv[2:])
    else:
        main(run, __doc__)
