"""Adding curricula to the user's place and taking them away: whole, or not at all.

Only the files of a curriculum are copied, none of them through a link: what lies beside them stays where it is.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mlpath.curriculum import Curriculum
from mlpath.errors import CurriculumError, UnknownIdError, UsageError, reason_of
from mlpath.library.loading import Loaded
from mlpath.library.places import HEADER, Place, added_folder, everywhere, offered, shipped_and_added
from mlpath.lint import Finding, check, located

PARTS = (HEADER, "goals.yaml", "topics/*.yaml", "resources/*.yaml", "questions/*.yaml", "README.md", "LICENSE*")
MAX_SHOWN = 10


@dataclass(frozen=True)
class Added:
    """What was added: the curriculum, where it is now, and what it replaced (None: nothing)."""

    curriculum: Curriculum
    folder: Path
    before: Curriculum | None
    warnings: int


def source_of(name: str) -> Path:
    """The folder that `add` is asked for: a folder, or the curriculum of a package that offers one.

    Args:
        name: a folder, the id of an offered curriculum, or the name of the package that offers it.

    Raises:
        UnknownIdError: for neither.
        UsageError: for a package that offers several, or the id of a curriculum that is here.

    """
    folder = Path(name)
    if folder.is_dir():
        return folder
    places = offered()
    if name in places:
        return places[name].folder
    wanted = _normal(name)
    found = [place for place in places.values() if _normal(place.package.partition(" ")[0]) == wanted]
    if len(found) > 1:
        raise UsageError(f"the package {name} offers several", f"add one of: {', '.join(p.id for p in found)}")
    if name in shipped_and_added():
        raise UsageError(f"{name} is here already", f"mlpath curriculum show {name}")
    if not found:
        raise UnknownIdError(
            f"no folder and no installed package '{name}'", f"pip install {name}, if it is a package with a curriculum"
        )
    return found[0].folder


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def add(source: Path, loaded: Loaded, *, force: bool = False, before: Curriculum | None = None) -> Added:
    """Copy a curriculum into the user's place, after lint.

    Args:
        source: its folder.
        loaded: what is in it.
        force: whether one that was added before under its id is replaced.
        before: that one, where it can be read.

    Raises:
        CurriculumError: where lint finds errors.
        UsageError: where its id is taken, or it cannot be written.

    """
    more = check(loaded.curriculum) if loaded.curriculum is not None else []
    findings = located([*loaded.findings, *more], loaded.places)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors or loaded.curriculum is None:
        raise CurriculumError(_listing(source, errors), f"mlpath curriculum lint {source}")
    curriculum = loaded.curriculum
    _refuse_clash(curriculum.id, source, force=force)
    target = added_folder() / curriculum.id
    try:
        _install(source, target)
    except OSError as error:
        reason = reason_of(error)
        raise UsageError(f"{target} cannot be written: {reason}", "nothing was changed; mlpath doctor") from None
    warnings = sum(finding.severity == "warning" for finding in findings)
    return Added(curriculum, target, before, warnings)


def _refuse_clash(id_: str, source: Path, *, force: bool) -> None:
    taken = shipped_and_added().get(id_)
    if taken is None:
        return
    if taken.folder.resolve() == source.resolve():
        raise UsageError(f"{id_} is that very folder already", f"mlpath curriculum show {id_}")
    if taken.origin == "shipped":
        raise UsageError(f"'{id_}' is the id of a curriculum that comes with mlpath", "give yours another id")
    if not force:
        hint = f"mlpath curriculum diff {id_} {source} shows what is new; --force replaces it"
        raise UsageError(f"there is a curriculum '{id_}' already", hint)


def _listing(source: Path, errors: list[Finding]) -> str:
    lines = [f"{finding.place}: {finding.message}" for finding in errors[:MAX_SHOWN]]
    if len(errors) > MAX_SHOWN:
        lines.append(f"… and {len(errors) - MAX_SHOWN} more")
    count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
    return f"the curriculum in {source} has {count}, so it was not added:\n" + "\n".join(lines)


def files_of(folder: Path) -> Iterator[Path]:
    """The files of a curriculum, by name; links are passed over."""
    for pattern in PARTS:
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and not path.is_symlink() and not path.parent.is_symlink():
                yield path.relative_to(folder)


def _install(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=target.parent, prefix=".adding-"))
    try:
        for name in files_of(source):
            (new / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(source / name, new / name)
        new.chmod(0o755)
        old = new.with_name(f"{new.name}-old")
        if target.exists():
            target.rename(old)
        try:
            new.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def removable(id_: str) -> Place:
    """The curriculum that `remove` is asked for.

    Raises:
        UnknownIdError: where there is none.
        UsageError: for one that was not added.

    """
    place = everywhere().get(id_)
    if place is None:
        raise UnknownIdError(f"no curriculum '{id_}'", "mlpath curriculum list")
    if place.origin == "shipped":
        raise UsageError(f"{id_} comes with mlpath and stays", "mlpath curriculum list")
    if place.origin == "package":
        package = place.package.partition(" ")[0]
        raise UsageError(f"{id_} belongs to the package {package}", f"pip uninstall {package}")
    return place


def remove(place: Place) -> None:
    """Take an added curriculum away, at once.

    Raises:
        UsageError: where that cannot be done; then it is still there.

    """
    try:
        gone = Path(tempfile.mkdtemp(dir=place.folder.parent, prefix=".removing-"))
        place.folder.rename(gone / "it")
    except OSError as error:
        reason = reason_of(error)
        raise UsageError(f"{place.folder} cannot be removed: {reason}", "check its permissions") from None
    shutil.rmtree(gone, ignore_errors=True)


def new_folder(folder: Path, files: dict[str, str]) -> None:
    """Write a new curriculum, whole or not at all.

    Raises:
        UsageError: where the folder holds something already, or cannot be written.

    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already and not empty", "choose another folder")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        for name, text in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(text, encoding="utf-8", newline="\n")
        made.chmod(0o777 & ~_umask())
        made.replace(folder)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {reason_of(error)}", "choose another folder") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
