"""Logs of every schema that there ever was: read as they are, brought up to date by the first write, after a backup."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from mlpath.errors import StoreError
from mlpath.learner import Event
from mlpath.store import Store
from mlpath.store.backup import restore, verified
from mlpath.store.rows import READ, SCHEMA_VERSION, WRITTEN
from mlpath.store.schema import TABLE
from mlpath.store.tables import event_table
from mlpath.store.transfer import from_bytes, to_text
from tests.builders import folder
from tests.conftest import CommandLine
from tests.golden import DATA, START, make

DIGESTS = {
    1: "f3fb070256569e8f6003172b596cada11357c3a285622cb42f755aec2ff73691",
    2: "f1f0e88528385981cf24c6fb448d5430ff048d102ddbe35abc7bd0b2cbb9fcca",
}
"""The SHA-256 of each golden file: it is the file of its time, for ever."""
OLDER = [version for version in DIGESTS if version < SCHEMA_VERSION]
NEW = Event("new", "done", START.replace(year=2027), "UTC", START.date(), ("the-book/ch1",))


def golden(version: int, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(DATA / f"schema-{version}.db", path))


def text(version: int) -> str:
    return (DATA / f"schema-{version}.jsonl").read_text("utf-8")


def sql(path: Path, statement: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as raw:
        found = raw.execute(statement).fetchall()
    raw.close()
    return found


def schema(path: Path) -> tuple[object, ...]:
    """The number, what there is, and its columns, indexes and rules, however they are written."""
    things = sql(path, "SELECT type, name, tbl_name FROM sqlite_schema ORDER BY name")
    columns, indexes = sql(path, "PRAGMA table_info(event)"), sql(path, "PRAGMA index_list(event)")
    unique = sql(path, f"PRAGMA index_info({indexes[0][1]})")
    ((written,),) = sql(path, "SELECT sql FROM sqlite_schema WHERE type = 'table'")
    rules = ["STRICT" in str(written), "CHECK (length(hash) = 64)" in str(written)]
    return sql(path, "PRAGMA user_version"), things, columns, indexes, unique, rules


def test_every_schema_has_its_golden_file() -> None:
    """From the first schema to the present one there is a file, and it has never changed."""
    assert list(DIGESTS) == list(range(1, SCHEMA_VERSION + 1))
    for version, digest in DIGESTS.items():
        assert hashlib.sha256((DATA / f"schema-{version}.db").read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("version", DIGESTS)
def test_a_log_of_any_time_is_read_as_it_was_written(version: int, tmp_path: Path) -> None:
    """Its events are those of its time's export; reading changes no byte and leaves no file."""
    path = golden(version, tmp_path / "x.db")
    before = path.read_bytes()
    assert to_text(Store(path).events()) == text(version)
    assert Store(path).events() == from_bytes(text(version).encode())
    assert Store(path).learners() == {"me": 12}
    assert Store(path, learner="ann").events() == []
    assert verified(path).events == 12
    assert (path.read_bytes(), [file.name for file in tmp_path.iterdir()]) == (before, ["x.db"])


@pytest.mark.parametrize("version", OLDER)
def test_the_first_write_brings_it_up_to_date(version: int, tmp_path: Path) -> None:
    """All events are there with their hashes, the schema is that of a new log, and the old one is in a backup."""
    path = golden(version, tmp_path / "x.db")
    hashes = sql(path, "SELECT hash FROM event ORDER BY seq")
    Store(path).append(lambda _log: NEW)
    assert [*from_bytes(text(version).encode()), NEW] == Store(path).events()
    assert sql(path, "SELECT hash FROM event ORDER BY seq")[:-1] == hashes
    make(tmp_path / "new.db")
    assert schema(path) == schema(tmp_path / "new.db")
    (copy,) = (tmp_path / "backups").iterdir()
    assert (verified(copy).events, sql(copy, "PRAGMA user_version")) == (12, [(version,)])
    assert copy.name == f"before-schema-{SCHEMA_VERSION}-{hashes[-1][0]!s:.12}.db"


@pytest.mark.parametrize("version", OLDER)
def test_an_old_backup_can_be_restored(version: int, tmp_path: Path) -> None:
    """A backup of any time takes the log's place, and is brought up to date in its turn."""
    path = tmp_path / "x.db"
    make(path)
    kept = restore(golden(version, tmp_path / "old.db"), path, tmp_path / "backups", START)
    assert kept is not None
    assert to_text(Store(path).events()) == text(version)
    Store(path).append(lambda _log: NEW)
    assert len(Store(path).events()) == 13


@pytest.mark.parametrize("version", OLDER)
def test_without_a_backup_there_is_no_migration(version: int, tmp_path: Path) -> None:
    """Where the backup cannot be written, nothing is: the log keeps its bytes and its schema."""
    path = golden(version, tmp_path / "x.db")
    before = path.read_bytes()
    (tmp_path / "backups").write_text("")
    with pytest.raises(StoreError, match="cannot be"):
        Store(path).append(lambda _log: NEW)
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", OLDER)
def test_a_damaged_log_is_not_migrated(version: int, tmp_path: Path) -> None:
    """What was changed outside stays in the old schema, to be looked at, and no backup is made of it."""
    path = golden(version, tmp_path / "x.db")
    sql(path, "UPDATE event SET kind = 'skip' WHERE seq = 3")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="entry 3"):
        Store(path).append(lambda _log: NEW)
    assert path.read_bytes() == before
    assert list((tmp_path / "backups").iterdir()) == []


def test_the_table_is_the_present_schemas(tmp_path: Path) -> None:
    """The table that the program writes is the one of the newest golden file: another one needs another number."""
    newest = golden(SCHEMA_VERSION, tmp_path / "x.db")
    assert [name for _, name, *_ in sql(newest, "PRAGMA table_info(event)")] == list(event_table.c.keys())
    make(tmp_path / "new.db")
    assert schema(newest) == schema(tmp_path / "new.db")


def test_a_file_has_the_table_of_a_server() -> None:
    """What a file is given word for word is what SQLAlchemy makes of the table that a server is given."""
    made = str(CreateTable(event_table).compile(dialect=sqlite.dialect()))
    assert "".join(made.split()) == "".join(TABLE.split())
    assert set(READ) | set(WRITTEN) == set(event_table.c.keys())


def test_the_commands(mlpath: CommandLine, tmp_path: Path) -> None:
    """An old log is used as a user does, and a newer one is read and not written: exit 5, and how to go on."""
    env = {"MLPATH_CURRICULUM": str(folder(tmp_path / "tiny"))}
    path = golden(1, mlpath.home / "mlpath.db")
    assert mlpath("export", **env).out == text(1)
    assert "schema       1; this mlpath writes 2" in mlpath("doctor", **env).out
    assert mlpath("know", "second", **env).code == 0
    assert sql(path, "PRAGMA user_version") == [(2,)]
    sql(path, "PRAGMA user_version=7")
    before = path.read_bytes()
    read, written = mlpath("log", **env), mlpath("forget", "second", **env)
    assert (read.code, "know" in read.out, read.err.count("newer mlpath (schema 7")) == (0, True, 1)
    assert (written.code, "it can be read, not changed" in written.err) == (5, True)
    assert "hint: pip install --upgrade mlpath" in written.err
    assert "newer mlpath" in mlpath("doctor", **env).out
    assert path.read_bytes() == before
