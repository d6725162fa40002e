"""Bringing files and folders to the disk, so that their names are there after a power loss too."""

from __future__ import annotations

import os
from pathlib import Path

from mlpath.errors import StoreError, reason_of

DAMAGED = "try again; then mlpath doctor shows what is wrong and where the backups are"
ELSEWHERE = "check its permissions, or set MLPATH_HOME to a folder that you can write to"


def to_disk(path: Path) -> None:
    """What is in a file."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def folder_to_disk(folder: Path) -> None:
    """The names in a folder."""
    if os.name == "nt":
        return  # a folder cannot be opened there
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are not there; each is on the disk when this returns.

    Raises:
        StoreError: where it cannot be made.

    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in reversed(missing):
            folder_to_disk(path.parent)
    except OSError as error:
        reason = reason_of(error)
        raise StoreError(f"the folder {folder} cannot be made: {reason}", ELSEWHERE) from None


def unwritable(path: Path, error: OSError) -> StoreError:
    """What to say where a file cannot be written."""
    reason = reason_of(error)
    return StoreError(f"{path} cannot be written: {reason}", "choose another place, or set MLPATH_HOME")
