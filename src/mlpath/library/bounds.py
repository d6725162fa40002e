"""How much a curriculum may hold, checked before its files are read and while they are: a stranger's folder may be
huge.

Refused at once: too many files, too many bytes, more resources than units are allowed. While reading, units and edges
are counted as they come, before anything is made of them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_FILES = 10_000
BYTES_A_UNIT = 8_000
"""What the files of a curriculum may have for each unit allowed: twenty times what the shipped ones have."""
MEND = "split it, or raise MLPATH_MAX_UNITS and MLPATH_MAX_EDGES"


class TooLargeError(Exception):
    """A curriculum over the caps: what there is too much of, and in which file it was found."""

    def __init__(self, message: str, file: str = "curriculum.yaml") -> None:
        super().__init__(message)
        self.message = message
        self.file = file


@dataclass
class Bounds:
    """The caps, and what has been counted so far."""

    max_units: int
    max_edges: int
    units: int = 0
    edges: int = 0

    def survey(self, folder: Path) -> None:
        """Look at the files of a folder without opening them; raises TooLargeError."""
        files = size = 0
        for name in ("", "topics", "resources", "questions"):
            try:
                entries = os.scandir(folder / name)
            except OSError:
                continue
            with entries:
                for count, entry in enumerate(entries, 1):
                    if not entry.name.endswith(".yaml"):
                        if count > 10 * MAX_FILES:
                            raise TooLargeError(f"more than {10 * MAX_FILES:,} entries in {name or 'the folder'}")
                        continue
                    files += 1
                    size += _size(entry)
                    if files > MAX_FILES:
                        raise TooLargeError(f"more than {MAX_FILES:,} files")
                    if name == "resources" and count > self.max_units:
                        raise TooLargeError(f"more than {self.max_units:,} resources, each of a unit or more")
        most = self.max_units * BYTES_A_UNIT + 2_000_000
        if size > most:
            raise TooLargeError(f"{size:,} bytes in its files, more than {most:,}")

    def count_resource(self, value: Mapping[str, Any], file: str) -> None:
        """Count a resource as written; raises TooLargeError."""
        units = value.get("units", [value])
        for unit in units if isinstance(units, list) else []:
            self.units += 1
            if isinstance(unit, dict):
                self.edges += _length(unit.get("teaches")) + _length(unit.get("requires"))
        self._check(file)

    def count_topic(self, value: Mapping[str, Any], file: str) -> None:
        """Count a topic as written; raises TooLargeError."""
        for level in value.values():
            if isinstance(level, dict):
                self.edges += _length(level.get("requires"))
        self._check(file)

    def _check(self, file: str) -> None:
        for count, most, what in ((self.units, self.max_units, "units"), (self.edges, self.max_edges, "edges")):
            if count > most:
                raise TooLargeError(f"{count:,} {what}, more than {most:,}", file)


def _length(value: object) -> int:
    """Edges in a list of requirements: each alternative of an any-of is one."""
    if not isinstance(value, list):
        return 0
    return sum(
        len(part["any"]) if isinstance(part, dict) and isinstance(part.get("any"), list) else 1 for part in value
    )


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_size
    except OSError:
        return 0
