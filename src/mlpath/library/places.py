"""Where curricula are: with mlpath, in the user's place, in other packages. Ids to folders; nothing is read here.

Other packages offer theirs by an entry point of the group `mlpath.curricula`; its name is the curriculum's id, its
value the package (or package and folders, with dots) that holds curriculum.yaml:

    [project.entry-points."mlpath.curricula"]
    chess = "mlpath_chess.endgames"

Nothing of such a package is run: its folder is found, and read like any other.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mlpath.texts import ID_PATTERN

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "mlpath.curricula"
HEADER = "curriculum.yaml"

Origin = Literal["shipped", "added", "package"]


@dataclass(frozen=True)
class Place:
    """A curriculum that is here."""

    id: str
    folder: Path
    origin: Origin
    package: str = ""
    """The distribution that offers it, with its version, where one does."""


def shipped_folder() -> Path:
    """The folder of the curricula that come with mlpath: inside the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "curricula"
    return inside if inside.is_dir() else package.parent.parent / "curricula"


def added_folder() -> Path:
    """The folder of the curricula that the user added: below MLPATH_HOME, else in the platform's place for data."""
    home = os.environ.get("MLPATH_HOME", "")
    if home:
        return Path(home).expanduser() / "curricula"
    from platformdirs import user_data_path  # not needed where MLPATH_HOME is set

    return user_data_path("mlpath", appauthor=False) / "curricula"


def shipped_and_added() -> dict[str, Place]:
    """The curricula with mlpath and in the user's place, by id; of two of one id the shipped one counts."""
    found = {place.id: place for place in _in(added_folder(), "added")}
    return found | {place.id: place for place in _in(shipped_folder(), "shipped")}


def offered() -> dict[str, Place]:
    """The curricula of other packages, by id; of two of one id the one whose package comes first by name."""
    from importlib.metadata import entry_points  # not where a curriculum is found without other packages

    points = sorted(entry_points(group=GROUP), key=_by_package, reverse=True)
    return {place.id: place for point in points if (place := _offered(point)) is not None}


def broken_offer(name: str) -> str:
    """The package that promises a curriculum of this id and does not hold it; empty where none does."""
    from importlib.metadata import entry_points  # as above

    for point in entry_points(group=GROUP):
        if point.name == name and _offered(point) is None:
            package = point.dist.name if point.dist is not None else "a package"
            return f"{package} offers the curriculum '{name}', but has no {HEADER} at '{point.value}'"
    return ""


def everywhere() -> dict[str, Place]:
    """Every curriculum that is here, by id, sorted: shipped before added before those of packages."""
    return dict(sorted((offered() | shipped_and_added()).items()))


def _in(folder: Path, origin: Origin) -> Iterator[Place]:
    try:
        names = sorted(path.parent.name for path in folder.glob(f"*/{HEADER}"))
    except OSError:
        return
    yield from (Place(name, folder / name, origin) for name in names if re.fullmatch(ID_PATTERN, name))


def _by_package(point: EntryPoint) -> tuple[str, str]:
    return (point.dist.name if point.dist is not None else "", point.name)


def _offered(point: EntryPoint) -> Place | None:
    """The folder that an entry point names; None where its package or its curriculum.yaml is not there."""
    parts = re.split(r"[.:]", point.value.strip())
    if not all(part.isidentifier() for part in parts) or not re.fullmatch(ID_PATTERN, point.name):
        return None
    spec = PathFinder.find_spec(parts[0])
    for root in (spec.submodule_search_locations or ()) if spec is not None else ():
        folder = Path(root, *parts[1:])
        if (folder / HEADER).is_file():
            package = f"{point.dist.name} {point.dist.version}" if point.dist is not None else parts[0]
            return Place(point.name, folder, "package", package)
    return None
