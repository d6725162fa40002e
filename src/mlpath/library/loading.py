"""A folder of YAML files to a `Curriculum`, or to all that is wrong with it, each with its place.

    curriculum.yaml, topics/AREA.yaml, resources/ID.yaml, goals.yaml

Shape is checked here, file by file; meaning (unknown references and the like) by `mlpath.lint`.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from os.path import realpath
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from mlpath.curriculum import Area, Curriculum, Goal, Resource, Source, Topic
from mlpath.library.bounds import MEND, Bounds, TooLargeError
from mlpath.library.document import full_resource
from mlpath.library.marks import Marks
from mlpath.library.reader import MAX_BYTES, Document, Mark, ReadError, read_yaml
from mlpath.library.words import in_words
from mlpath.lint import Finding, Severity
from mlpath.texts import DEPTHS
from mlpath.uncollected import uncollected

Shape = TypeVar("Shape", bound=BaseModel)

MAX_UNITS = 5_000
MAX_EDGES = 50_000
_HEADER_ONLY = {"areas", "sources"}


@dataclass
class Loaded:
    """What a folder holds: the curriculum (none where its shape is broken), its places, its findings of shape."""

    curriculum: Curriculum | None
    places: Marks
    findings: list[Finding]


@dataclass
class _Reading:
    folder: Path
    shown: str
    findings: list[Finding] = field(default_factory=list)
    digest: Any = field(default_factory=hashlib.sha256)
    bounds: Bounds = field(default_factory=lambda: Bounds(MAX_UNITS, MAX_EDGES))

    def __post_init__(self) -> None:
        self.places = Marks(self.shown)

    def report(
        self, rule: str, file: str, mark: Mark, message: str, mend: str = "", severity: Severity = "error"
    ) -> None:
        place = self.place(file, mark)
        self.findings.append(Finding(rule=rule, severity=severity, message=message, hint=mend, place=place))

    def place(self, file: str, mark: Mark) -> str:
        return f"{self.shown}/{file}:{mark[0]}:{mark[1]}"


@uncollected()
def load_folder(folder: Path, *, max_units: int = MAX_UNITS, max_edges: int = MAX_EDGES) -> Loaded:
    """Read a curriculum; every finding of every file at once.

    Raises nothing for bad content: what is wrong is in the result's findings.
    """
    reading = _Reading(folder, folder.as_posix(), bounds=Bounds(max_units, max_edges))
    try:
        reading.bounds.survey(folder)
        return _load(reading)
    except TooLargeError as error:
        reading.findings.clear()
        reading.report("too-large", error.file, (1, 1), error.message, MEND)
        return Loaded(None, reading.places, reading.findings)


def _load(reading: _Reading) -> Loaded:
    header = _read(reading, "curriculum.yaml")
    shapes: dict[str, Any] = {"areas": (), "sources": (), "topics": (), "resources": (), "goals": ()}
    if header is not None and isinstance(header.value, dict):
        shapes["areas"] = tuple(_items(reading, "curriculum.yaml", header, "areas", "area", Area))
        shapes["sources"] = tuple(_items(reading, "curriculum.yaml", header, "sources", "source", Source))
    shapes["topics"] = tuple(_topics(reading))
    shapes["resources"] = tuple(_resources(reading))
    shapes["goals"] = tuple(_goals(reading))
    curriculum = None
    if header is not None:
        curriculum = _header(reading, header, shapes)
    broken = any(finding.severity == "error" for finding in reading.findings)
    return Loaded(None if broken else curriculum, reading.places, reading.findings)


def _header(reading: _Reading, document: Document, shapes: dict[str, Any]) -> Curriculum | None:
    if not isinstance(document.value, dict):
        reading.report(
            "wrong-type", "curriculum.yaml", (1, 1), "must be a mapping of keys", "start with 'id: my-curriculum'"
        )
        return None
    value = {key: part for key, part in document.value.items() if key not in _HEADER_ONLY}
    for key in ("topics", "resources", "goals", "digest"):
        if key in value:
            mark = document.marks[(key,)]
            reading.report(
                "unknown-key", "curriculum.yaml", mark, f"unknown key '{key}'", f"{key} stand in files of their own"
            )
            del value[key]
    reading.places.parts[("curriculum",)] = ("curriculum.yaml", (), document)
    value |= shapes | {"digest": reading.digest.hexdigest()}
    return _validated(reading, "curriculum.yaml", document, (), Curriculum, value)


def _topics(reading: _Reading) -> Iterator[Topic]:
    for name, area in _yaml_files(reading, "topics"):
        document = _read(reading, name)
        if document is None:
            continue
        for index, value in _list(reading, name, document, ()):
            if "area" in value:
                mark = document.marks[(index, "area")]
                reading.report(
                    "unknown-key", name, mark, "unknown key 'area'", "the file's name is the area; delete the key"
                )
                continue
            _check_order(reading, name, document, index)
            reading.bounds.count_topic(value, name)
            topic = _entity(reading, name, document, (index,), "topic", Topic, value | {"area": area})
            if topic is not None:
                yield topic


def _check_order(reading: _Reading, name: str, document: Document, index: int) -> None:
    depths = [key for key in document.value[index] if key in DEPTHS]
    if depths != sorted(depths, key=DEPTHS.index):
        message, mend = f"the depths stand in the order {', '.join(depths)}", f"write {', '.join(DEPTHS)}"
        reading.report("depth-order", name, document.marks[(index, depths[0])], message, mend, "warning")


def _resources(reading: _Reading) -> Iterator[Resource]:
    for name, stem in _yaml_files(reading, "resources"):
        document = _read(reading, name)
        if document is None:
            continue
        if not isinstance(document.value, dict):
            reading.report("wrong-type", name, (1, 1), "must be a mapping of keys", f"start with 'id: {stem}'")
            continue
        reading.bounds.count_resource(document.value, name)
        value, problems = full_resource(document.value)
        for where, rule, message, mend in problems:
            reading.report(rule, name, _nearest_mark(document, where), message, mend)
        resource = _entity(reading, name, document, (), "resource", Resource, value)
        if resource is not None and resource.id != stem:
            mend = f"rename the file to {resource.id}.yaml or the id to {stem}"
            reading.report(
                "file-name", name, document.marks[("id",)], f"the id '{resource.id}' is not the file's name", mend
            )
        if resource is not None and not problems:
            yield resource


def _goals(reading: _Reading) -> Iterator[Goal]:
    path = reading.folder / "goals.yaml"
    if not path.exists():
        return
    document = _read(reading, "goals.yaml")
    if document is None:
        return
    for index, value in _list(reading, "goals.yaml", document, ()):
        goal = _entity(reading, "goals.yaml", document, (index,), "goal", Goal, value)
        if goal is not None:
            yield goal


def _items(
    reading: _Reading, name: str, document: Document, key: str, entity: str, shape: type[Shape]
) -> Iterator[Shape]:
    if key not in document.value:
        return
    for index, value in _list(reading, name, document, (key,)):
        found = _entity(reading, name, document, (key, index), entity, shape, value)
        if found is not None:
            yield found


def _list(
    reading: _Reading, name: str, document: Document, path: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, Any]]]:
    items = document.value[path[0]] if path else document.value
    if not isinstance(items, list):
        reading.report(
            "wrong-type", name, document.marks.get(path, (1, 1)), "must be a list", "start each item with '- id: …'"
        )
        return
    for index, value in enumerate(items):
        if isinstance(value, dict):
            yield index, value
        else:
            mark = _nearest_mark(document, (*path, index))
            reading.report("wrong-type", name, mark, "must be a mapping of keys", "write '- id: …' and its keys below")


def _entity(
    reading: _Reading,
    name: str,
    document: Document,
    path: tuple[str | int, ...],
    entity: str,
    shape: type[Shape],
    value: dict[str, Any],
) -> Shape | None:
    found = _validated(reading, name, document, path, shape, value)
    if found is not None:
        reading.places.parts.setdefault((entity, str(value.get("id"))), (name, path, document))
    return found


def _validated(
    reading: _Reading,
    name: str,
    document: Document,
    path: tuple[str | int, ...],
    shape: type[Shape],
    value: dict[str, Any],
) -> Shape | None:
    try:
        return shape.model_validate(value)
    except ValidationError as errors:
        said: set[tuple[Mark, str]] = set()
        for error in errors.errors(include_url=False):
            if error["type"] == "too_short" and error["input"]:
                continue  # its items are off, and have been told
            mark = _nearest_mark(document, _as_written(document, (*path, *error["loc"])))
            rule, message, mend = in_words(error, shape)
            if (mark, message) not in said:
                reading.report(rule, name, mark, message, mend)
            said.add((mark, message))
        return None


def _as_written(document: Document, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Where a value stands: what a unit has from its resource stands with the resource."""
    if len(path) == 3 and path[0] == "units" and path not in document.marks and path[2:] in document.marks:
        return path[2:]
    return path


def _nearest_mark(document: Document, path: Iterable[str | int]) -> Mark:
    """The mark of the longest part of a path that stands in the document; steps of our own making are passed over."""
    found: tuple[str | int, ...] = ()
    for step in path:
        for name in (step, "any") if step == "any_of" else (step,):
            if (*found, name) in document.marks:
                found = (*found, name)
                break
    return document.marks.get(found, (1, 1))


def _yaml_files(reading: _Reading, part: str) -> list[tuple[str, str]]:
    """The YAML files in a part of the folder: their names with the part's before them, and without their ending."""
    folder = reading.folder / part
    if folder.exists() and not folder.is_dir():
        reading.report("wrong-type", part, (1, 1), "is not a folder", "delete it")
    elif _leads_out(reading, folder):
        reading.report("missing-file", part, (1, 1), *_LEADS_OUT)
        return []
    found: list[str] = []
    if folder.is_dir():
        with suppress(PermissionError):
            found = sorted(path.name for path in folder.iterdir() if path.name.endswith(".yaml"))
    return [(f"{part}/{name}", name.removesuffix(".yaml") or name) for name in found]


_LEADS_OUT = ("is a link that leads out of the folder", "put the file itself there")


def _leads_out(reading: _Reading, path: Path) -> bool:
    return path.is_symlink() and not Path(realpath(path)).is_relative_to(realpath(reading.folder))  # no loop raises


def _is_odd(reading: _Reading, name: str) -> bool:
    """Whether what is no plain file is not to be read; then it has been told."""
    path = reading.folder / name
    if path.exists() and not path.is_file():
        reading.report("missing-file", name, (1, 1), "is not a file", "delete it")
        return True
    if _leads_out(reading, path):
        reading.report("missing-file", name, (1, 1), *_LEADS_OUT)
        return True
    return False


def _read(reading: _Reading, name: str) -> Document | None:
    """One file of the folder; few calls, since a folder may have ten thousand."""
    path = f"{reading.folder}/{name}"
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode) and _is_odd(reading, name):
            return None
        with open(path, "rb") as file:  # noqa: PTH123 # a Path would be made of each
            data = file.read(min(os.fstat(file.fileno()).st_size, MAX_BYTES) + 1)
        reading.digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
        return read_yaml(data.decode("utf-8").removeprefix("\ufeff"))
    except FileNotFoundError:
        reading.report("missing-file", name, (1, 1), "the file is missing", "mlpath curriculum new shows its form")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        reading.report("not-yaml", name, (line, 1), "is not UTF-8 text", "save the file as UTF-8")
    except OSError as error:
        reading.report(
            "missing-file", name, (1, 1), f"cannot be read: {error.strerror}", "check the file and its permissions"
        )
    except ReadError as error:
        rule = "duplicate-key" if "stands twice" in error.message else "not-yaml"
        reading.report(rule, name, error.mark, error.message, "correct the YAML there")
    return None
