"""The log on disk: what was acknowledged is there, whoever else writes, and damage is told."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mlpath.errors import StoreError
from mlpath.learner import Event
from mlpath.store import Store
from mlpath.store.connection import in_memory
from mlpath.store.rows import SCHEMA_VERSION

WRITER = """
import sys
from datetime import date, datetime, UTC
from pathlib import Path
from mlpath.learner import Event
from mlpath.store import Store
store = Store(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    def decide(log):
        return Event(f"{sys.argv[2]}-{number}", "done", datetime.now(UTC), "UTC", date(2026, 1, 1), (str(len(log)),))
    print(store.append(decide).ids[0], flush=True)
"""


def event(uid: str) -> Event:
    return Event(uid, "done", datetime(2026, 1, 2, 3, tzinfo=UTC), "CET", date(2026, 1, 2), ("a", "b"), {"minutes": 5})


def test_what_is_appended_is_read_back(tmp_path: Path) -> None:
    """An event is read back as it was, by another store on the same file."""
    Store(tmp_path / "x.db").append(lambda _log: event("1"))
    assert Store(tmp_path / "x.db").events() == [event("1")]


def test_memory_and_file_are_the_same_code() -> None:
    """The memory store appends, reads and decides like the one on disk."""
    store = Store(None)
    assert store.append(lambda log: event(str(len(log)))) == event("0")
    assert store.append(lambda log: None if log else event("x")) is None
    assert store.events() == [event("0")]


@pytest.mark.parametrize("name", ["a?b", "a#b", "a%20b", "a b", "ä", "a&mode=ro"])
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    """The log is in the folder that was named, whatever signs its name has."""
    path = tmp_path / name / "x.db"
    Store(path).append(lambda _log: event("1"))
    assert path.exists()
    assert Store(path).events() == [event("1")]
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_reading_leaves_no_trace(tmp_path: Path) -> None:
    """Reading where nothing is makes no file and no folder."""
    assert Store(tmp_path / "deep" / "x.db").events() == []
    assert list(tmp_path.iterdir()) == []


def test_the_settings_of_every_connection() -> None:
    """Each pragma that durability rests on reads back as it must, on every connection."""
    with closing(in_memory()) as connection:
        read = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "fullfsync", "foreign_keys", "trusted_schema", "busy_timeout")}  # fmt: skip
    assert read == {"synchronous": 3, "fullfsync": 1, "foreign_keys": 1, "trusted_schema": 0, "busy_timeout": 10_000}


def test_the_file_uses_the_rollback_journal(tmp_path: Path) -> None:
    """The journal mode of a new file is delete; a file that was switched to WAL is switched back."""
    path = tmp_path / "x.db"
    store = Store(path)
    store.append(lambda _log: event("1"))
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    raw.close()
    store.append(lambda _log: event("2"))
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    raw.close()


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    """Four processes append at once, each reading before it writes: no event is lost, and none read a stale log."""
    path = tmp_path / "x.db"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(number), "25"], stdout=subprocess.PIPE)
        for number in range(4)
    ]
    seen = [int(line) for writer in writers for line in writer.communicate()[0].split()]
    assert sorted(seen) == list(range(100))
    assert len(Store(path).events()) == 100


def test_a_killed_writer_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Whatever a writer printed as stored before kill -9 is in the log afterwards, which is whole."""
    path = tmp_path / "x.db"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), "w", "100000"], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline() for _ in range(30)]
    writer.kill()
    rest = writer.stdout.read().split()
    writer.stdout.close()
    writer.wait()
    assert len(Store(path).events()) >= len(acknowledged) + len(rest) - 1


@pytest.mark.parametrize("column", ["payload", "at", "local_date", "kind", "hash"])
def test_a_changed_entry_is_noticed(tmp_path: Path, column: str) -> None:
    """An entry that was changed outside is told, by its number; nothing is rebuilt or renamed."""
    path = tmp_path / "x.db"
    store = Store(path)
    for number in range(3):
        store.append(lambda _log, number=number: event(str(number)))  # type: ignore[misc] # a default binds the number
    with sqlite3.connect(path) as raw:
        raw.execute(f"UPDATE event SET {column} = replace({column}, substr({column}, 1, 1), '9') WHERE seq = 2")  # noqa: S608 # a column of ours
    raw.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="entry 2 of the log is damaged"):
        store.events()
    with pytest.raises(StoreError, match="entry 2"):
        store.append(lambda _log: event("new"))
    assert path.read_bytes() == before


def test_a_newer_database_is_read_and_not_written(tmp_path: Path) -> None:
    """A schema from the future is read, which is told with both numbers, and not written: not a byte changes."""
    path = tmp_path / "x.db"
    Store(path).append(lambda _log: event("1"))
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version=99")
    raw.close()
    before, said = path.read_bytes(), list[str]()
    store = Store(path, notice=said.append)
    assert store.events() == [event("1")]
    assert said == [
        f"the progress was written by a newer mlpath (schema 99, this one knows {SCHEMA_VERSION}); it can be read, not changed"
    ]
    for write in (lambda: store.append(lambda _log: event("2")), lambda: store.add([event("2")])):
        with pytest.raises(StoreError, match=r"newer mlpath \(schema 99"):
            write()
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", [0, 1])
def test_a_schema_that_is_not_there_is_damage(tmp_path: Path, version: int) -> None:
    """A number that the table belies is told: a log is never taken for an empty or an older one."""
    path = tmp_path / "x.db"
    Store(path).append(lambda _log: event("1"))
    with sqlite3.connect(path) as raw:
        raw.execute(f"PRAGMA user_version={version}")
    raw.close()
    with pytest.raises(StoreError, match="does not have the columns"):
        Store(path).events()


def test_missing_last_entries_are_noticed(tmp_path: Path) -> None:
    """The last rows gone from the table, whose chain is whole without them: the index tells that they were there."""
    path = tmp_path / "x.db"
    for number in range(3):
        Store(path).append(lambda _log, number=number: event(str(number)))  # type: ignore[misc] # a default binds the number
    with sqlite3.connect(path) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_schema WHERE type = 'table'").fetchone()
    raw.close()
    whole = bytearray(path.read_bytes())
    # https://sqlite.org/fileformat2.html: a leaf's header begins with 13, and has its number of cells at 3 and 4.
    leaf = (page - 1) * 4096
    assert (whole[leaf], whole[leaf + 4]) == (13, 3)
    whole[leaf + 4] = 2
    path.write_bytes(whole)
    with pytest.raises(StoreError, match="2 of its 3 entries are there"):
        Store(path).events()
    with pytest.raises(StoreError, match="2 of its 3 entries are there"):
        Store(path).append(lambda _log: event("new"))
    assert path.read_bytes() == whole


def test_what_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    """A file of something else is told and kept."""
    path = tmp_path / "x.db"
    path.write_text("not a database" * 100)
    with pytest.raises(StoreError, match="not a whole mlpath database"):
        Store(path).events()
    assert path.read_text() == "not a database" * 100


@pytest.mark.parametrize("number", [1, 2, 15, 16, 100, 600])
def test_the_first_bytes_of_a_log_are_no_new_log(tmp_path: Path, number: int) -> None:
    """A file that was cut short is told, however short; SQLite itself takes one byte for an empty database."""
    path = tmp_path / "x.db"
    Store(path).append(lambda _log: event("1"))
    path.write_bytes(path.read_bytes()[:number])
    for use in (Store(path).events, lambda: Store(path).append(lambda _log: event("2"))):
        with pytest.raises(StoreError):
            use()
    assert path.stat().st_size == number


def test_damaged_names_are_damage(tmp_path: Path) -> None:
    """A byte of the schema's text that is no letter any more is told like any other damage."""
    path = tmp_path / "x.db"
    Store(path).append(lambda _log: event("1"))
    whole = path.read_bytes()
    place = whole.index(b"local_date")
    path.write_bytes(whole[:place] + b"\xae" + whole[place + 1 :])
    with pytest.raises(StoreError):
        Store(path).events()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Where the home cannot be made, one sentence says so and how to choose another."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be made") as told:
        Store(tmp_path / "file" / "home" / "x.db").append(lambda _log: event("1"))
    assert "MLPATH_HOME" in told.value.hint


CRASH = """
import os, signal, sqlite3, sys
raw = sqlite3.connect(sys.argv[1], isolation_level=None)
raw.execute("PRAGMA cache_size=1")
raw.execute("BEGIN IMMEDIATE")
raw.execute("CREATE TABLE big (x)")
raw.execute("INSERT INTO big SELECT hex(randomblob(300000))")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_reading_after_a_crash_in_a_commit(tmp_path: Path) -> None:
    """A journal that a killed writer left is rolled back by reading alone: the log is as it was before."""
    path = tmp_path / "x.db"
    Store(path).append(lambda _log: event("1"))
    subprocess.run([sys.executable, "-c", CRASH, str(path)], check=False)
    assert (tmp_path / "x.db-journal").exists()
    assert Store(path).events() == [event("1")]
