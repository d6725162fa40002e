"""Copies of the log that are known to be whole, and the way back from one.

A copy is made by SQLite's backup API under a temporary name, verified, brought to the disk, and only then given its
name: a file that has a backup's name is a whole one, whatever was killed. To *verify* is to run SQLite's own check,
to compare the schema, to follow the chain of hashes to its end, and to find as many events as were there.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mlpath.errors import StoreError
from mlpath.store.chain import learners, read
from mlpath.store.connection import BUSY_MILLISECONDS, Connection, transaction
from mlpath.store.files import folder_to_disk, make_folder, to_disk, unwritable
from mlpath.store.rotation import instant_of, name_of, to_keep
from mlpath.store.rows import SCHEMA_VERSION
from mlpath.store.schema import UPGRADE, newer, version_of

COMPANIONS = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a database; left beside another one they would damage it."""

_OURS = frozenset({("table", "event"), ("index", "sqlite_autoindex_event_1")})
_ANOTHER = "try another backup; mlpath doctor shows where they are"


@dataclass(frozen=True)
class Contents:
    """What a verified database holds."""

    events: int
    last: datetime | None
    """The instant of its last event."""


def verified(path: Path) -> Contents:
    """What is in a database that is whole.

    Raises:
        StoreError: when it is not, or is no database of mlpath.

    """
    try:
        with closing(opened(path)) as connection:
            damage = integrity(connection)
    except sqlite3.Error as error:
        raise StoreError(f"{path} is not a whole mlpath database ({error})", _ANOTHER) from None
    if damage:
        raise StoreError(f"{path} is damaged: {damage}", _ANOTHER)
    with transaction(path, writable=False) as found:
        version = version_of(found)
        if version > SCHEMA_VERSION:
            raise StoreError(newer(version), UPGRADE)
        if not version or _things(found) != _OURS:
            raise StoreError(f"{path} does not have the tables of an mlpath database", _ANOTHER)
        instants = [event.at for learner in learners(found, version) for event in read(found, version, learner)]
    return Contents(len(instants), max(instants, default=None))


def integrity(connection: sqlite3.Connection) -> str:
    """The first thing that SQLite's integrity check finds; empty for nothing."""
    (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    return "" if found == "ok" else " ".join(str(found).split())


def back_up(database: Path, target: Path) -> Contents:
    """Copy a database to a file, which is whole and on the disk when this returns, and otherwise as it was.

    Raises:
        StoreError: when it cannot be copied or is not whole.

    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        make_folder(target.parent)
        number = _copy(database, temporary)
        contents = verified(temporary)
        if contents.events != number:
            raise StoreError(f"the copy has {contents.events} events, not {number}", "try again")
        to_disk(temporary)
        temporary.replace(target)
        folder_to_disk(target.parent)
    except sqlite3.Error as error:
        raise StoreError(f"{database} cannot be copied to {target}: {error}", "mlpath doctor") from None
    except OSError as error:
        raise unwritable(target, error) from None
    finally:
        with suppress(OSError):
            for suffix in ("", *COMPANIONS):
                temporary.with_name(temporary.name + suffix).unlink(missing_ok=True)
    return contents


def back_up_daily(database: Path, folder: Path, now: datetime) -> None:
    """A backup in the folder unless there is one of this day; then the old ones are thinned out.

    It never fails: the event that it follows is stored already, and `doctor` tells when the last backup is old.
    """
    with suppress(StoreError, OSError):
        if all(instant.date() != now.date() for instant in backups(folder)):
            back_up(database, folder / name_of(now))
            rotate(folder)


def backups(folder: Path) -> dict[datetime, Path]:
    """The backups of a folder, the latest first; other files are not looked at."""
    paths = folder.iterdir() if folder.is_dir() else iter(())
    found = {instant: path for path in paths if (instant := instant_of(path.name)) is not None}
    return dict(sorted(found.items(), reverse=True))


def rotate(folder: Path) -> None:
    """Remove the backups that need not be kept."""
    found = backups(folder)
    for instant in found.keys() - to_keep(found):
        found[instant].unlink(missing_ok=True)


def restore(file: Path, database: Path, folder: Path, now: datetime) -> Path | None:
    """Put a backup in the database's place, at once or not at all.

    What was there is kept in the folder before: as a backup, or as it is where it is damaged. Other programs wait
    meanwhile; one that waited to write is refused, since its file is no longer the database.

    Returns where the former database is kept; None where there was none.

    Raises:
        StoreError: when the backup is not whole, or a file cannot be written; then the database is as it was.

    """
    verified(file)
    with _held(database):
        kept = _kept(database, folder, now)
        back_up(file, database)
    return kept


def _kept(database: Path, folder: Path, now: datetime) -> Path | None:
    if not database.exists():
        return None
    kept = folder / name_of(now)
    try:
        back_up(database, kept)
    except StoreError:
        kept = folder / f"damaged-{kept.name.removeprefix('mlpath-')}"
        _set_aside(database, kept)
    return kept


def _set_aside(database: Path, kept: Path) -> None:
    """Keep a damaged database byte for byte, with what SQLite had beside it."""
    present = [suffix for suffix in ("", *COMPANIONS) if database.with_name(database.name + suffix).exists()]
    try:
        for suffix in present:
            copy = kept.with_name(kept.name + suffix)
            shutil.copyfile(database.with_name(database.name + suffix), copy)
            to_disk(copy)
        folder_to_disk(kept.parent)
        for suffix in present[1:]:
            database.with_name(database.name + suffix).unlink()
    except OSError as error:
        raise unwritable(kept, error) from None


@contextmanager
def _held(database: Path) -> Iterator[None]:
    """Keep other writers out; a file that is damaged cannot be held and need not be."""
    if not database.exists():
        yield
        return
    with closing(opened(database)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise StoreError(f"{database} cannot be replaced now: {error}", "close other programs on it") from None
        except sqlite3.DatabaseError:
            pass
        if os.name == "nt":
            connection.close()  # an open file cannot be replaced there
        yield


def _copy(database: Path, target: Path) -> int:
    """Copy what is there at one moment; gives its number of events."""
    if not database.exists():
        raise StoreError(f"there is no database at {database} yet", "mlpath plan GOAL begins one")
    with closing(opened(database)) as source, closing(sqlite3.connect(target, isolation_level=None)) as copy:
        source.execute("BEGIN")
        (number,) = source.execute("SELECT count(*) FROM event").fetchone()
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return int(number)


def opened(path: Path) -> sqlite3.Connection:
    """An existing file, to be read; writable where it may be, so that a crash's journal can be rolled back."""
    uri = path.absolute().as_uri()
    connection = sqlite3.connect(f"{uri}?mode=rw", uri=True, isolation_level=None, timeout=BUSY_MILLISECONDS / 1000)
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


def _things(connection: Connection) -> frozenset[tuple[str, str]]:
    """What there is besides data: nothing but the table, and the index that comes with it."""
    return frozenset((kind, name) for kind, name in connection.rows("SELECT type, name FROM sqlite_schema"))
