"""Backups: whole or not there, thinned out by age, and the way back keeps what it replaces."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mlpath.errors import StoreError
from mlpath.learner import Event
from mlpath.store import Store
from mlpath.store.backup import back_up, back_up_daily, backups, restore, verified
from mlpath.store.rotation import instant_of, name_of, to_keep
from tests.builders import folder
from tests.conftest import CommandLine

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def event(number: int) -> Event:
    at = datetime(2026, 1, 2, tzinfo=UTC) + timedelta(minutes=number)
    return Event(f"{number:04}", "done", at, "UTC", date(2026, 1, 2), ("a",))


def database(path: Path, number: int = 3) -> Path:
    """A log of so many events."""
    store = Store(path)
    for index in range(number):
        store.append(lambda _log, index=index: event(index))  # type: ignore[misc] # a default binds the number
    return path


def sql(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute(statement)
    raw.close()


def days(*numbers: float) -> set[datetime]:
    """Instants so many days before now."""
    return {NOW - timedelta(days=number) for number in numbers}


ROTATIONS = [
    pytest.param(days(), days(), id="none"),
    pytest.param(days(*range(400, 410)), days(*range(400, 410)), id="ten recent ones, however old"),
    pytest.param(days(*(n / 100 for n in range(12))), days(*(n / 100 for n in range(10))), id="of one day the last ten"),
    pytest.param(
        days(*(n / 100 for n in range(10)), 1, 1.1, 2, 3, 4, 5, 6, 6.1),
        days(*(n / 100 for n in range(10)), 1, 2, 3, 4, 5, 6),
        id="the last of each of seven days",
    ),
    pytest.param(
        # 21 Nov 2026 is a Saturday: its week began 5 days before. The last of October is 21 days before, a Saturday.
        days(*(n / 100 for n in range(10)), *range(1, 40)),
        days(*(n / 100 for n in range(10)), 1, 2, 3, 4, 5, 6, 13, 20, 21),
        id="daily ones of 40 days: 7 days, 4 weeks, 2 months",
    ),
    pytest.param(
        {datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in range(10)}
        | {datetime(year, month, 3, tzinfo=UTC) for year in (2024, 2025, 2026) for month in range(1, 11)},
        {datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in range(10)}
        | {datetime(2026, month, 3, tzinfo=UTC) for month in range(1, 11)}
        | {datetime(2025, 10, 3, tzinfo=UTC)},
        id="twelve months that have one",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("there", "kept"), ROTATIONS)
def test_rotation(there: set[datetime], kept: set[datetime]) -> None:
    """10 recent, 7 daily, 4 weekly, 12 monthly, the last of each; what was kept once is kept again."""
    assert to_keep(there) == kept
    assert to_keep(kept) == kept


def test_a_name_says_its_instant() -> None:
    """A backup's name gives back its instant to the microsecond; other names give none."""
    instant = NOW.replace(microsecond=12)
    assert instant_of(name_of(instant)) == instant
    for name in ("mlpath.db", "mlpath-20261321T000000.000000Z.db", "damaged-20261121T093000.000000Z.db", ".x.part"):
        assert instant_of(name) is None


def test_a_backup_holds_every_event(tmp_path: Path) -> None:
    """The copy reads as the original does, and nothing else is left in its folder."""
    made = back_up(database(tmp_path / "x.db"), tmp_path / "deep" / "copy.db")
    assert (made.events, made.last) == (3, event(2).at)
    assert Store(tmp_path / "deep" / "copy.db").events() == Store(tmp_path / "x.db").events()
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["copy.db"]


BROKEN = [
    pytest.param("UPDATE event SET payload = '{}' WHERE seq = 2", "entry 2", id="a changed entry"),
    pytest.param("DELETE FROM event WHERE seq = 2", "entry 3", id="a missing entry"),
    pytest.param("CREATE TABLE other (x)", "does not have the tables", id="another table"),
    pytest.param("CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END", "does not have the tables", id="a trigger"),
    pytest.param("PRAGMA user_version=99", "newer mlpath", id="a newer schema"),
    pytest.param("DROP TABLE event", "event", id="no table"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "said"), BROKEN)
def test_what_is_not_whole_is_neither_backed_up_nor_restored(tmp_path: Path, statement: str, said: str) -> None:
    """Damage is told; the former backup and the database keep their bytes, and no temporary file stays."""
    broken, good = database(tmp_path / "broken.db"), database(tmp_path / "good.db", 5)
    sql(broken, statement)
    before = good.read_bytes()
    with pytest.raises(StoreError, match=said):
        back_up(broken, good)
    with pytest.raises(StoreError, match=said):
        restore(broken, good, tmp_path / "backups", NOW)
    assert good.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["broken.db", "good.db"]


def test_one_backup_a_day(tmp_path: Path) -> None:
    """The first append of a day is followed by a backup, later ones are not; old ones are thinned out."""
    folder = tmp_path / "backups"
    path = database(tmp_path / "x.db")
    for hour in range(0, 24 * 60, 5):
        back_up_daily(path, folder, NOW + timedelta(hours=hour))
    assert len({instant.date() for instant in backups(folder)}) == len(backups(folder))
    assert len(backups(folder)) == len(to_keep(backups(folder))) < 20
    assert max(backups(folder)).date() == (NOW + timedelta(hours=24 * 60 - 5)).date()


def test_an_automatic_backup_never_fails_the_append(tmp_path: Path) -> None:
    """Where the backup folder cannot be made, the event is stored all the same."""
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "x.db", lambda: back_up_daily(tmp_path / "x.db", tmp_path / "file", NOW))
    assert store.append(lambda _log: event(1)) == event(1)
    assert len(store.events()) == 1


def test_restoring_keeps_what_it_replaces(tmp_path: Path) -> None:
    """After a restore the log is the backup's, and the former log is a backup: restoring that goes back."""
    path, other = database(tmp_path / "x.db", 5), database(tmp_path / "other.db", 2)
    kept = restore(other, path, tmp_path / "backups", NOW)
    assert kept is not None
    assert (len(Store(path).events()), len(Store(kept).events())) == (2, 5)
    restore(kept, path, tmp_path / "backups", NOW + timedelta(seconds=1))
    assert len(Store(path).events()) == 5


@pytest.mark.parametrize("damage", [b"no database at all", b""])
def test_restoring_over_a_damaged_log_keeps_its_bytes(tmp_path: Path, damage: bytes) -> None:
    """A log that cannot be read is set aside as it is, with its journal, and the backup takes its place."""
    path, other = tmp_path / "x.db", database(tmp_path / "other.db")
    path.write_bytes(damage * 100)
    (tmp_path / "x.db-journal").write_bytes(b"left over")
    kept = restore(other, path, tmp_path / "backups", NOW)
    assert kept is not None
    assert kept.name.startswith("damaged-")
    assert kept.read_bytes() == damage * 100
    assert len(Store(path).events()) == 3
    assert not (tmp_path / "x.db-journal").exists()


def test_a_log_in_use_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program writes, a restore waits and then gives up; nothing was changed."""
    monkeypatch.setattr("mlpath.store.backup.BUSY_MILLISECONDS", 50)
    path, other = database(tmp_path / "x.db", 5), database(tmp_path / "other.db")
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="cannot be replaced now"):
        restore(other, path, tmp_path / "backups", NOW)
    writer.close()
    assert verified(path).events == 5


def test_a_writer_that_waited_for_a_restore_is_refused(tmp_path: Path) -> None:
    """A connection to the replaced file cannot write to it: nothing is acknowledged that would be lost."""
    path, other = database(tmp_path / "x.db", 5), database(tmp_path / "other.db")
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("SELECT count(*) FROM event").fetchone()
    restore(other, path, tmp_path / "backups", NOW)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        writer.execute("DELETE FROM event")
    writer.close()
    assert verified(path).events == 3


def test_the_commands(mlpath: CommandLine, tmp_path: Path) -> None:
    """Backup and restore as a user has them: no overwriting, no restore unasked, exit codes, what changed."""
    tiny, copy = str(folder(tmp_path / "tiny")), str(tmp_path / "copy.db")
    assert mlpath("backup").code == 5
    mlpath("done", "the-book/ch1", MLPATH_CURRICULUM=tiny)
    assert len(backups(mlpath.home / "backups")) == 1
    assert "1 event, the last of" in mlpath("backup", "--output", copy).out
    refused = mlpath("backup", "--output", copy)
    assert (refused.code, "--force" in refused.err) == (2, True)
    assert mlpath("backup", "--output", copy, "--force").code == 0
    mlpath("undo", MLPATH_CURRICULUM=tiny)
    unasked = mlpath("restore", copy)
    assert (unasked.code, "add --yes" in unasked.err) == (2, True)
    assert len(Store(mlpath.home / "mlpath.db").events()) == 2
    assert "what was there before is kept" in mlpath("restore", copy, "--yes").out
    assert len(Store(mlpath.home / "mlpath.db").events()) == 1
    assert mlpath("restore", str(tmp_path / "nothing.db"), "--yes").code == 3
    assert mlpath("restore", f"{tiny}/goals.yaml", "--yes").code == 5
    assert mlpath("backup").code == 0
    assert len(backups(mlpath.home / "backups")) == 3
