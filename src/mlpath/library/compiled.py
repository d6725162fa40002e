"""The compiled form of a curriculum: one JSON file, so that its YAML is read once and not at every command.

Found again by the size and the time of change of each of its files. It may be thrown away at any time: what cannot be
read counts as not there, what cannot be written is not. What it holds has been checked when it was compiled.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from mlpath import __version__
from mlpath.curriculum import Curriculum


def fingerprint(folder: Path) -> str:
    """A hash of what the compiled form depends on: mlpath's version, and each file's name, size and time of change."""
    digest = hashlib.sha256(f"{__version__}\0{folder.resolve()}".encode())
    for place in (folder, folder / "topics", folder / "resources"):
        with suppress(OSError), os.scandir(place) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith(".yaml"):
                    status = entry.stat()
                    digest.update(f"\0{place.name}/{entry.name}\0{status.st_size}\0{status.st_mtime_ns}".encode())
    return digest.hexdigest()


def read_compiled(file: Path) -> Curriculum | None:
    """The curriculum in a compiled file; None where there is none that can be read."""
    try:
        return Curriculum.model_validate_json(file.read_bytes())
    except (OSError, ValueError):
        return None


def write_compiled(file: Path, curriculum: Curriculum) -> None:
    """Keep a curriculum's compiled form, at once or not at all; the folder keeps no other of this curriculum."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".compiled-")
        with os.fdopen(handle, "wb") as output:
            output.write(curriculum.model_dump_json(exclude_defaults=True).encode())
        for old in file.parent.glob(f"{file.name.rpartition('-')[0]}-*.json"):
            old.unlink(missing_ok=True)
        Path(name).replace(file)
