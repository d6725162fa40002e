"""The compiled form of a curriculum: one JSON file, so that its YAML is read once and not at every command.

    ["the digest of the next line",
    {"id": …, "topics": [{"working": {"requires": [0, 1, …]}, …}, …], "requirements": [{"any_of": …}, …]}
    ]

Many units require the same for the same reason, so each requirement stands there once, and where it is required its
place in the list of all.

Found again by the size and the time of change of each of its files. It may be thrown away at any time: what cannot be
read counts as not there, what cannot be written is not. What it holds was checked when it was compiled, and is not
checked again (`mlpath.library.restoring`): the digest tells that it is what was written.

The curricula in a wheel bring theirs along, in a file beside their folder, made when the wheel is built. A file's time
is then that of its installation, so it holds as long as the bytes of the files are those that it was made from.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from mlpath import __version__
from mlpath.curriculum import Curriculum, Requirement
from mlpath.library.restoring import restored
from mlpath.texts import DEPTHS
from mlpath.uncollected import uncollected

FINGERPRINT = 32
"""Characters of a fingerprint in the name of a kept form."""


def fingerprint(folder: Path) -> str:
    """A hash of what the compiled form depends on: mlpath's version, and each file's name, size and time of change."""
    digest = hashlib.sha256(os.fsencode(f"{__version__}\0{folder.resolve()}"))
    for place in (folder, folder / "topics", folder / "resources"):
        with suppress(OSError), os.scandir(place) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith(".yaml"):
                    status = entry.stat()
                    said = f"\0{place.name}/{entry.name}\0{status.st_size}\0{status.st_mtime_ns}"
                    digest.update(os.fsencode(said))  # a name need not be text
    return digest.hexdigest()


def read_compiled(file: Path) -> Curriculum | None:
    """The curriculum in a compiled file; None where there is none that can be read."""
    try:
        head, body, _ = file.read_bytes().split(b"\n")
        if head != _head(body):
            return None
        with uncollected():
            return _unfolded(json.loads(body))
    except (OSError, ValueError, KeyError):
        return None


def write_compiled(file: Path, curriculum: Curriculum) -> None:
    """Write a curriculum's compiled form, at once or not at all."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".compiled-")
        body = json.dumps(_folded(curriculum), ensure_ascii=False, separators=(",", ":")).encode()
        with os.fdopen(handle, "wb") as output:
            output.write(_head(body) + b"\n" + body + b"\n]")
        Path(name).replace(file)


def _folded(curriculum: Curriculum) -> dict[str, Any]:
    """What is written: see the module."""
    data = curriculum.model_dump(mode="json", exclude_defaults=True)
    places: dict[str, int] = {}
    found: list[dict[str, Any]] = []
    for holder in _that_require(data):
        for requirement in holder["requires"]:
            if places.setdefault(repr(requirement), len(found)) == len(found):
                found.append(requirement)
        holder["requires"] = [places[repr(requirement)] for requirement in holder["requires"]]
    return data | {"requirements": found}


def _unfolded(data: dict[str, Any]) -> Curriculum:
    """The curriculum of what was written; equal requirements are one value."""
    requirements = [restored(Requirement, requirement) for requirement in data.pop("requirements")]
    for holder in _that_require(data):
        holder["requires"] = tuple([requirements[place] for place in holder["requires"]])
    return restored(Curriculum, data)


def _that_require(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The levels and units, as data, that require something."""
    levels = (topic[depth] for topic in data["topics"] for depth in DEPTHS if depth in topic)
    units = (unit for resource in data["resources"] for unit in resource["units"])
    yield from (holder for holder in chain(levels, units) if "requires" in holder)


def _head(body: bytes) -> bytes:
    """The line before a form: its digest, so that one that was damaged counts as not there."""
    return f'["{hashlib.sha256(body).hexdigest()}",'.encode()


def cached_form(folder: Path, cache: Path) -> Path:
    """Where the compiled form of a folder as it is now is kept."""
    return cache / f"{folder.resolve().name}-{fingerprint(folder)[:FINGERPRINT]}.json"


def write_cached(file: Path, curriculum: Curriculum) -> None:
    """Keep a compiled form where `cached_form` says; those of other states of the same folder go."""
    name = file.stem[:-FINGERPRINT]
    with suppress(OSError):
        for old in file.parent.glob(f"{name}{'?' * FINGERPRINT}.json"):
            old.unlink(missing_ok=True)
    write_compiled(file, curriculum)


def shipped_form(folder: Path) -> Path:
    """Where the compiled form of a shipped curriculum stands, if it was built."""
    whole = folder.absolute() if folder.name else folder.resolve()  # . and .. have no name
    return whole.parent / f"{whole.name}.compiled.json"


def read_shipped(folder: Path) -> Curriculum | None:
    """A shipped curriculum in its compiled form; None where it has none, or was changed since."""
    found = read_compiled(shipped_form(folder))
    return found if found is not None and found.digest == digest_of(folder) else None


def digest_of(folder: Path) -> str:
    """The digest that a curriculum read from a folder's files as they are would have; "" where one cannot be read."""
    digest = hashlib.sha256()
    names = ["curriculum.yaml", *_names(folder, "topics"), *_names(folder, "resources"), "goals.yaml"]
    try:
        for name in names:
            data = (folder / name).read_bytes()
            digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    except OSError:
        return ""
    return digest.hexdigest()


def _names(folder: Path, part: str) -> list[str]:
    return sorted(f"{part}/{path.name}" for path in (folder / part).glob("*.yaml"))
