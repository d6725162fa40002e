"""Whether the learner's log is whole and lies in a good place: checks as values, each with what to do.

Nothing is mended here: what looks like damage may be a passing error of a disk, so a person decides.
"""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from os import W_OK, access
from pathlib import Path
from shlex import quote
from typing import Literal

from mlpath import __version__
from mlpath.errors import StoreError
from mlpath.store.backup import Contents, backups, integrity, opened, verified
from mlpath.store.log import Store
from mlpath.store.places import File, Place
from mlpath.store.rows import DEFAULT_LEARNER, SCHEMA_VERSION
from mlpath.store.schema import UPGRADE, newer
from mlpath.store.server import Server

Level = Literal["ok", "warning", "error"]

OLD = timedelta(days=7)
"""A backup is made on each day with an event, so an older one means that backups fail."""
OLDEST_SQLITE = (3, 37, 0)
"""The first with STRICT tables."""
NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "glusterfs", "davfs", "fuse.", "ncpfs", "lustre")
"""How the names of file systems begin whose locks or syncs SQLite cannot rely on."""
SYNCED = {
    "dropbox": "Dropbox", "onedrive": "OneDrive", "icloud": "iCloud", "mobile documents": "iCloud",
    "google drive": "Google Drive", "googledrive": "Google Drive", "my drive": "Google Drive",
    "cloudstorage": "a cloud service", "nextcloud": "Nextcloud", "owncloud": "ownCloud", "pcloud": "pCloud",
}  # fmt: skip
"""How the names of folders begin that a program carries to other devices, file by file."""
MOUNTS = Path("/proc/mounts")

_MOVE = "set MLPATH_HOME to a folder on this computer's own disk; between devices use mlpath export and mlpath import"
_RESTORE = "mlpath restore FILE, with one of the backups below; the damaged log is kept"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: how it is, and what to do where it is not well."""

    name: str
    level: Level
    message: str
    hint: str = ""


def versions() -> Iterator[Check]:
    """The programs that the log and the plans rest on."""
    yield Check("mlpath", "ok", __version__)
    yield Check("Python", "ok", platform.python_version())
    good = sqlite3.sqlite_version_info >= OLDEST_SQLITE
    yield (
        Check("SQLite", "ok", sqlite3.sqlite_version)
        if good
        else Check(
            "SQLite", "error", f"{sqlite3.sqlite_version} is too old", "use a Python that carries SQLite 3.37 or newer"
        )
    )
    try:
        yield Check("clingo", "ok", version("clingo"))
    except PackageNotFoundError:
        yield Check("clingo", "error", "it is not installed; no plan can be made", "pip install clingo")


def home_checks(home: Path, mounts: str) -> Iterator[Check]:
    """The folder: whether it can be written, and what kind of disk it is on.

    Args:
        home: may not be there yet.
        mounts: the text of /proc/mounts; empty where there is none.

    """
    there = _nearest(home)
    said = str(home) if home.exists() else f"{home} (not made yet)"
    if access(there, W_OK) and there.is_dir():
        yield Check("home", "ok", said)
    else:
        yield Check("home", "error", f"{said} cannot be written", "set MLPATH_HOME to a folder that you can write to")
    kind = file_system(there, mounts)
    service = synced_by(home.absolute()) or synced_by(there)
    if service:
        yield Check("file system", "warning", f"{service} copies this folder between devices", _MOVE)
    elif kind.startswith(NETWORK):
        yield Check("file system", "warning", f"{kind} reaches over a network or through a program", _MOVE)
    else:
        yield Check("file system", "ok", kind or "a local one, as far as can be told")


def file_system(path: Path, mounts: str) -> str:
    """The type of the file system that a path is on, by the text of /proc/mounts; empty where it cannot be told."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        _, _, rest = line.partition(" ")
        where, _, rest = rest.partition(" ")
        point = Path(where.replace("\\040", " "))
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), rest.partition(" ")[0]
    return kind


def synced_by(path: Path) -> str:
    """The service that carries a folder between devices, by the names on its path; empty for none."""
    for part in path.parts:
        for beginning, service in SYNCED.items():
            if part.casefold().startswith(beginning):
                return service
    return ""


def log_checks(database: Path) -> Iterator[Check]:
    """The database: how it is written, SQLite's own check, and the whole chain of hashes."""
    if not database.exists():
        yield Check("database", "ok", f"{database} (not made yet)")
        return
    yield Check("database", "ok", str(database))
    try:
        with closing(opened(database)) as connection:
            (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            damage = integrity(connection)
    except sqlite3.Error as error:
        yield Check("integrity", "error", f"SQLite says: {error}", _RESTORE)
        return
    yield (
        Check("journal", "ok", journal)
        if journal == "delete"
        else Check("journal", "warning", f"{journal}, not delete", "nothing: the next command that writes sets it back")
    )
    yield (
        Check("integrity", "error", damage, _RESTORE) if damage else Check("integrity", "ok", "SQLite finds no damage")
    )
    yield _schema(version)
    yield _chain(File(database), _RESTORE)
    yield _PROJECTION


_PROJECTION = Check("projection", "ok", "none is kept: what you know is computed from the log each time")


def _schema(version: int) -> Check:
    if version > SCHEMA_VERSION:
        return Check("schema", "warning", f"{newer(version)}; it can be read, not changed", UPGRADE)
    if 0 < version < SCHEMA_VERSION:
        hint = "nothing: the next command that writes brings it up to date, after a backup"
        return Check("schema", "ok", f"{version}; this mlpath writes {SCHEMA_VERSION}", hint)
    return Check("schema", "ok", str(version))


def _chain(place: Place, mend: str) -> Check:
    """Every learner's chain, from end to end."""
    try:
        found = Store(place).learners()
        for learner in found:
            Store(place, learner=learner).events()
    except StoreError as error:
        return Check("chain", "error", error.message, mend)
    said = f"{_events(sum(found.values()))}, every hash fits"
    if found.keys() <= {DEFAULT_LEARNER}:
        return Check("chain", "ok", said)
    return Check("chain", "ok", f"{said} ({', '.join(f'{name} {number:,}' for name, number in found.items())})")


def server_checks(server: Server, learner: str) -> Iterator[Check]:
    """The group's database: whether it answers, how it writes, and the chains of all its learners."""
    try:
        settings = server.settings()
    except StoreError as error:
        yield Check("database", "error", error.message, error.hint)
        return
    yield Check("database", "ok", server.name)
    yield Check("PostgreSQL", "ok", settings["server_version"])
    off = [name for name in ("fsync", "full_page_writes") if settings[name] != "on"]
    yield (
        Check("durability", "error", f"the server has {', '.join(off)} off: a power loss may take events", _ASK)
        if off
        else Check("durability", "ok", f"fsync and full_page_writes on, data checksums {settings['data_checksums']}")
    )
    yield _chain(server, _EXPORTS)
    yield _PROJECTION
    if learner == DEFAULT_LEARNER:
        yield Check("learner", "warning", f"{learner}, as for all who do not say who they are", "set MLPATH_LEARNER")
    else:
        yield Check("learner", "ok", learner)
    yield Check("backups", "ok", "the server's own (pg_dump); of your log alone: mlpath export --output FILE")


_ASK = "ask the server's owner to turn them on"
_EXPORTS = "ask the server's owner for a backup; mlpath import FILE brings back what an export has"


def backup_checks(folder: Path, database: Path, now: datetime) -> Iterator[Check]:
    """Where backups are, how old the last is, and whether it is whole."""
    found = backups(folder)
    yield Check("backups", "ok", f"{folder} ({len(found)} there)" if found else f"{folder} (none yet)")
    if not found:
        if database.exists():
            yield Check("last backup", "warning", "there is none", "mlpath backup")
        return
    recorded = _contents(database)
    instant, path = next(iter(found.items()))
    age = max(now - instant, timedelta())
    said = f"{path.name}, {age.days} days old" if age.days else f"{path.name}, of the last 24 hours"
    try:
        contents = verified(path)
    except StoreError as error:
        yield Check("last backup", "error", error.message, "mlpath backup makes another")
        return
    said += f", {_events(contents.events)}"
    if contents.events and recorded is not None and not recorded.events:
        yield Check("last backup", "warning", f"{said}; the log itself has none", f"mlpath restore {quote(str(path))}")
    elif age > OLD and recorded is not None and recorded.last is not None and recorded.last > instant:
        yield Check("last backup", "warning", f"{said}; you recorded more since", "mlpath backup")
    else:
        yield Check("last backup", "ok", said)


def _contents(database: Path) -> Contents | None:
    """What was recorded; None where that cannot be told."""
    try:
        return verified(database) if database.exists() and database.stat().st_size else Contents(0, None)
    except StoreError:
        return None


def _events(number: int) -> str:
    return f"{number:,} event{'' if number == 1 else 's'}"


def _nearest(path: Path) -> Path:
    """The path, resolved, or the nearest folder above it that is there."""
    path = path.absolute()
    return next(parent for parent in (path, *path.parents) if parent.exists()).resolve()


def read_mounts() -> str:
    """What is mounted where; empty where the system does not say it in a file."""
    try:
        return MOUNTS.read_text("utf-8", "replace")
    except OSError:
        return ""
