"""doctor: what it looks at, what it says, and when it fails."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mlpath.app import App
from mlpath.checker import Checker
from mlpath.learner import Event
from mlpath.store import Store
from mlpath.store.backup import back_up
from mlpath.store.health import Check, backup_checks, file_system, home_checks, log_checks, synced_by, versions
from mlpath.store.rotation import name_of
from mlpath.view.data import curriculum_fields, document, plan_fields
from tests.builders import RESOURCE, curriculum, folder
from tests.conftest import TODAY, CommandLine

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
MOUNTS = """\
overlay / overlay rw 0 0
/dev/sda1 /home ext4 rw 0 0
server:/x /home/ann/net nfs4 rw 0 0
rclone: /home/ann/My\\040Cloud fuse.rclone rw 0 0
//nas/x /mnt/nas cifs rw 0 0
"""

TYPES = [
    ("/home/ann/.local/share/mlpath", "ext4"),
    ("/home/ann/net/mlpath", "nfs4"),
    ("/home/ann/network", "ext4"),
    ("/home/ann/My Cloud/mlpath", "fuse.rclone"),
    ("/mnt/nas", "cifs"),
    ("/root", "overlay"),
]

SYNCED = [
    ("/home/ann/Dropbox/mlpath", "Dropbox"),
    ("/home/ann/Dropbox (Work)/mlpath", "Dropbox"),
    ("/c/Users/ann/OneDrive - Firm/mlpath", "OneDrive"),
    ("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/mlpath", "iCloud"),
    ("/Users/ann/Google Drive/mlpath", "Google Drive"),
    ("/home/ann/.local/share/mlpath", ""),
]


def database(path: Path, at: datetime = NOW) -> Path:
    Store(path).append(lambda _log: Event("1", "done", at, "UTC", date(2026, 1, 2), ("a",)))
    return path


def levels(checks: object) -> dict[str, str]:
    assert isinstance(checks, list)
    return {check.name: check.level for check in checks}


def sql(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute(statement)
    raw.close()


@pytest.mark.parametrize(("path", "kind"), TYPES)
def test_the_file_system_is_that_of_the_nearest_mount(path: str, kind: str) -> None:
    """A path is on the mount whose folder is the longest above it; escaped spaces are understood."""
    assert file_system(Path(path), MOUNTS) == kind
    assert file_system(Path(path), "") == ""


@pytest.mark.parametrize(("path", "service"), SYNCED)
def test_synced_folders_are_known_by_name(path: str, service: str) -> None:
    """A folder anywhere on the path that a cloud service is known by names that service."""
    assert synced_by(Path(path)) == service


def test_a_home_on_a_network_or_in_a_cloud_is_warned_of(tmp_path: Path) -> None:
    """A local disk is fine, a network or synced folder is warned of, with what to do."""
    assert levels(list(home_checks(tmp_path / "new", f"x {tmp_path.resolve()} ext4 rw"))) == {
        "home": "ok",
        "file system": "ok",
    }
    (_, net) = home_checks(tmp_path, f"x {tmp_path.resolve()} nfs4 rw")
    (_, cloud) = home_checks(tmp_path / "Dropbox" / "mlpath", "")
    for check in (net, cloud):
        assert check.level == "warning"
        assert "MLPATH_HOME" in check.hint


def test_a_home_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    """Where a file is in the way, the home is an error."""
    (tmp_path / "file").write_text("")
    assert levels(list(home_checks(tmp_path / "file" / "home", "")))["home"] == "error"


def test_versions_are_told() -> None:
    """The versions of the program, Python, SQLite and the solver, all good enough here."""
    assert [(check.name, check.level) for check in versions()] == [
        ("mlpath", "ok"), ("Python", "ok"), ("SQLite", "ok"), ("clingo", "ok"),
    ]  # fmt: skip


LOGS = [
    pytest.param("SELECT 1", {}, id="whole"),
    pytest.param("UPDATE event SET kind = 'skip'", {"chain": "error"}, id="a changed entry"),
    pytest.param("PRAGMA user_version=99", {"schema": "warning"}, id="a newer schema"),
    pytest.param("PRAGMA user_version=0", {"chain": "error"}, id="no schema"),
    pytest.param("PRAGMA user_version=1", {"chain": "error"}, id="another schema"),
    pytest.param("PRAGMA journal_mode=WAL", {"journal": "warning"}, id="another journal"),
]


@pytest.mark.parametrize(("statement", "found"), LOGS)
def test_the_log_is_checked(tmp_path: Path, statement: str, found: dict[str, str]) -> None:
    """Each kind of damage is found by its own check, and each of them says what to do."""
    path = database(tmp_path / "x.db")
    sql(path, statement)
    checks = list(log_checks(path))
    assert (
        levels(checks)
        == {"database": "ok", "journal": "ok", "integrity": "ok", "schema": "ok", "chain": "ok", "projection": "ok"}
        | found
    )
    assert all(check.hint for check in checks if check.level != "ok")


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    """A file of something else is an error, and none at all is fine."""
    (tmp_path / "x.db").write_text("not a database" * 100)
    assert levels(list(log_checks(tmp_path / "x.db"))) == {"database": "ok", "integrity": "error"}
    assert levels(list(log_checks(tmp_path / "y.db"))) == {"database": "ok"}


AGES = [
    pytest.param(timedelta(hours=3), timedelta(0), "ok", "of the last 24 hours, 1 event", id="fresh"),
    pytest.param(timedelta(days=30), timedelta(days=31), "ok", "30 days old", id="old, and nothing recorded since"),
    pytest.param(timedelta(days=30), timedelta(0), "warning", "you recorded more since", id="old, and behind"),
]


@pytest.mark.parametrize(("backup_age", "event_age", "level", "said"), AGES)
def test_the_last_backup(tmp_path: Path, backup_age: timedelta, event_age: timedelta, level: str, said: str) -> None:
    """A backup is too old when more than a week has passed and something was recorded since."""
    path = database(tmp_path / "x.db", NOW - event_age)
    back_up(path, tmp_path / "backups" / name_of(NOW - backup_age))
    last = list(backup_checks(tmp_path / "backups", path, NOW))[-1]
    assert (last.level, said in last.message) == (level, True)


def test_missing_and_damaged_backups(tmp_path: Path) -> None:
    """No backup of a log is a warning; one that cannot be restored is an error."""
    path = database(tmp_path / "x.db")
    none = Check("last backup", "warning", "there is none", "mlpath backup")
    assert list(backup_checks(tmp_path / "backups", path, NOW))[-1] == none
    copy = tmp_path / "backups" / name_of(NOW)
    back_up(path, copy)
    sql(copy, "DELETE FROM event")
    sql(copy, "INSERT INTO event SELECT 1, 'me', '1', 'done', '{}', '', '', '', '', printf('%064d', 1)")
    assert list(backup_checks(tmp_path / "backups", path, NOW))[-1].level == "error"


def test_an_empty_log_beside_a_backup_that_has_events(tmp_path: Path) -> None:
    """A log that was lost as a whole is told by what its last backup has, with the command that brings it back."""
    path, copy = database(tmp_path / "x.db"), tmp_path / "backups" / name_of(NOW)
    back_up(path, copy)
    path.write_bytes(b"")
    last = list(backup_checks(copy.parent, path, NOW))[-1]
    assert (last.level, "the log itself has none" in last.message) == ("warning", True)
    assert last.hint == f"mlpath restore {copy}"


def test_what_a_curriculum_no_longer_has_is_marked_in_the_log(mlpath: CommandLine, tmp_path: Path) -> None:
    """Orphans are marked where the curriculum can be read, and the log is shown all the same where it cannot."""
    Store(mlpath.home / "mlpath.db").append(lambda _log: Event("1", "done", NOW, "UTC", NOW.date(), ("gone/1",)))
    known, unknown = (
        mlpath("log", MLPATH_CURRICULUM=str(folder(tmp_path / "tiny"))),
        mlpath("log", MLPATH_CURRICULUM="nowhere"),
    )
    assert ("gone/1" in known.out, "not in this curriculum" in known.out) == (True, True)
    assert (unknown.code, "gone/1" in unknown.out, "not in this" in unknown.out) == (0, True, False)


def test_the_command(mlpath: CommandLine, tmp_path: Path) -> None:
    """Doctor makes no log, tells places and counts, finds orphans and damage, exit 1 for an error."""
    tiny = str(folder(tmp_path / "tiny"))
    first = mlpath("doctor", MLPATH_CURRICULUM=tiny)
    assert (first.code, (mlpath.home / "mlpath.db").exists(), (mlpath.home / "backups").exists()) == (0, False, False)
    mlpath("done", "the-book/ch1", MLPATH_CURRICULUM=tiny)
    ran = mlpath("doctor", "--json", MLPATH_CURRICULUM=tiny)
    found = {check["name"]: check for check in ran.json["checks"]}
    assert (ran.code, next(iter(ran.json))) == (0, "schema_version")
    assert list(found) == [
        "mlpath", "Python", "SQLite", "clingo", "home", "file system", "cache", "database", "journal", "integrity",
        "schema", "chain", "projection", "orphans", "backups", "last backup",
    ]  # fmt: skip
    assert found["chain"]["message"] == "1 event, every hash fits"
    assert found["last backup"]["message"].endswith("of the last 24 hours, 1 event")
    assert "any more" not in mlpath("doctor", MLPATH_CURRICULUM="ml-math").out
    later = folder(tmp_path / "later", resource=RESOURCE.replace("id: ch1", "id: ch0"))
    other = mlpath("doctor", MLPATH_CURRICULUM=str(later))
    assert (other.code, "any more: the-book/ch1" in " ".join(other.out.split())) == (0, True)
    assert "cannot be told" in mlpath("doctor", MLPATH_CURRICULUM="nowhere").out
    sql(mlpath.home / "mlpath.db", "UPDATE event SET kind = 'skip'")
    broken = mlpath("doctor", MLPATH_CURRICULUM=tiny)
    assert broken.code == 1
    assert "→ mlpath restore FILE" in broken.out


def test_doctor_checks_the_plan(mlpath: CommandLine, tmp_path: Path) -> None:
    """With --plan an independent checker finds the saved plan sound, with steps done and wishes made."""
    env = {"MLPATH_CURRICULUM": str(folder(tmp_path / "tiny"))}
    mlpath("plan", "all", "--settling", "2", **env)
    mlpath("done", "the-book/ch1", **env)
    checks = {check["name"]: check for check in mlpath("doctor", "--plan", "--json", **env).json["checks"]}
    assert checks["plan"]["level"] == "ok"
    assert "sound, 1 steps" in checks["plan"]["message"]


def test_the_checker_ends_where_goals_include_each_other() -> None:
    """Goals in a circle are each other's; the checker goes round once."""
    goals = [
        {"id": "one", "title": "One", "can": "do", "requires": ["a"], "includes": ["two"]},
        {"id": "two", "title": "Two", "can": "do", "requires": ["b"], "includes": ["one"]},
    ]
    app = App(curriculum("a, b", "r/1: a 60, r/2: b 60", goals=goals), Store(None))
    plan = app.plan(app.request(["one"]), today=TODAY)
    checker = Checker(json.loads(document(**curriculum_fields(app.curriculum))))
    assert checker.problems(json.loads(document(**plan_fields(plan)))) == []
    assert len(plan.steps) == 2
