"""Curricula by id or folder: found, read, checked and kept in their compiled form."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mlpath.curriculum import Curriculum
from mlpath.errors import CurriculumError, UnknownIdError, UsageError
from mlpath.library.compiled import cached_form, read_compiled, read_shipped, write_cached
from mlpath.library.places import HEADER, Place, broken_offer, everywhere, offered, shipped_and_added, shipped_folder

if TYPE_CHECKING:
    from mlpath.library.loading import Loaded
    from mlpath.lint import Finding

__all__ = [
    "Loaded",
    "Place",
    "curriculum_ids",
    "everywhere",
    "find_folder",
    "load",
    "open_curriculum",
    "shipped_folder",
]

MAX_SHOWN = 20


def curriculum_ids() -> list[str]:
    """The ids of the curricula that come with mlpath or were added."""
    return sorted(shipped_and_added())


def find_folder(name: str) -> Path:
    """The folder of a curriculum, given its id or a folder.

    Raises:
        UnknownIdError: for neither.

    """
    folder = Path(name)
    is_folder = (folder / HEADER).is_file()
    if is_folder and name != folder.name:
        return folder  # a path cannot be an id
    known = shipped_and_added()
    if name in known:
        return known[name].folder
    if is_folder:
        return folder
    packages = offered()
    if name in packages:
        return packages[name].folder
    ids = ", ".join(sorted({*known, *packages}))
    if broken := broken_offer(name):
        raise UnknownIdError(broken, f"give a folder, or one of: {ids}; and tell its authors")
    if folder.is_dir():
        raise UnknownIdError(f"the folder {name} has no {HEADER}", f"mlpath curriculum new, or one of: {ids}")
    raise UnknownIdError(f"no curriculum '{name}'", f"give a folder, or one of: {ids}")


def load(folder: Path) -> Loaded:
    """A folder's curriculum with its places and findings of shape, within the caps that the environment sets."""
    from mlpath.library.loading import MAX_EDGES, MAX_UNITS, load_folder  # not where the compiled form is at hand

    return load_folder(
        folder,
        max_units=_cap("MLPATH_MAX_UNITS", MAX_UNITS),
        max_edges=_cap("MLPATH_MAX_EDGES", MAX_EDGES),
    )


def open_curriculum(name: str, cache: Path | None = None) -> Curriculum:
    """The curriculum of an id or a folder, fit to plan with.

    Args:
        name: the id or folder.
        cache: a folder for compiled forms; none: the YAML is read.

    Raises:
        UnknownIdError: where there is none.
        CurriculumError: where it cannot be read; every finding with its place.

    """
    folder = find_folder(name)
    if (shipped := read_shipped(folder)) is not None:
        return shipped
    compiled = None if cache is None else cached_form(folder, cache)
    if compiled is not None and (found := read_compiled(compiled)) is not None:
        return found
    from mlpath.lint import broken, located

    loaded = load(folder)
    findings = loaded.findings
    if loaded.curriculum is not None:
        findings = located(broken(loaded.curriculum), loaded.places)
        if not findings:
            if compiled is not None:
                write_cached(compiled, loaded.curriculum)
            return loaded.curriculum
    errors = [finding for finding in findings if finding.severity == "error"]
    raise CurriculumError(_listing(folder, errors), f"mlpath curriculum lint {folder}")


def _listing(folder: Path, findings: list[Finding]) -> str:
    from mlpath.lint import Finding

    ordered = sorted(findings, key=Finding.order)
    lines = [f"{f.place}: {f.message}" + (f" ({f.hint})" if f.hint else "") for f in ordered[:MAX_SHOWN]]
    if len(ordered) > MAX_SHOWN:
        lines.append(f"… and {len(ordered) - MAX_SHOWN} more")
    count = "1 mistake" if len(ordered) == 1 else f"{len(ordered)} mistakes"
    return f"the curriculum in {folder} has {count}:\n" + "\n".join(lines)


def _cap(variable: str, default: int) -> int:
    text = os.environ.get(variable, "")
    if not text:
        return default
    if not text.isdigit() or not int(text):
        raise UsageError(f"{variable} is '{text}', not a positive whole number", f"unset {variable}")
    return int(text)
