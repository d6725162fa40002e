"""A folder of YAML files to a `Curriculum`, or to all that is wrong with it, each with its place.

    curriculum.yaml, topics/AREA.yaml, resources/ID.yaml, goals.yaml

Shape is checked here, file by file; meaning (unknown references and the like) by `mlpath.lint`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mlpath.curriculum import Area, Curriculum, Goal, Resource, Source, Topic
from mlpath.library.bounds import MEND, Bounds, TooLargeError
from mlpath.library.document import full_resource
from mlpath.library.reader import MAX_BYTES, Document, Mark, ReadError, read_yaml
from mlpath.lint import Finding, Places

Shape = TypeVar("Shape", bound=BaseModel)

MAX_UNITS = 5_000
MAX_EDGES = 50_000
_HEADER_ONLY = {"areas", "sources"}


@dataclass
class Loaded:
    """What a folder holds: the curriculum (none where its shape is broken), its places, its findings of shape."""

    curriculum: Curriculum | None
    places: Places
    findings: list[Finding]


@dataclass
class _Reading:
    folder: Path
    shown: str
    findings: list[Finding] = field(default_factory=list)
    places: Places = field(default_factory=dict)
    digest: Any = field(default_factory=hashlib.sha256)
    bounds: Bounds = field(default_factory=lambda: Bounds(MAX_UNITS, MAX_EDGES))

    def report(self, file: str, mark: Mark, message: str, mend: str = "", rule: str = "shape") -> None:
        place = self.place(file, mark)
        self.findings.append(Finding(rule=rule, severity="error", message=message, hint=mend, place=place))

    def place(self, file: str, mark: Mark) -> str:
        return f"{self.shown}/{file}:{mark[0]}:{mark[1]}"


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
        reading.report(error.file, (1, 1), error.message, MEND, "too-large")
        return Loaded(None, {}, reading.findings)


def _load(reading: _Reading) -> Loaded:
    folder = reading.folder
    header = _read(reading, folder / "curriculum.yaml")
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
    broken = bool(reading.findings)
    return Loaded(None if broken else curriculum, reading.places, reading.findings)


def _header(reading: _Reading, document: Document, shapes: dict[str, Any]) -> Curriculum | None:
    if not isinstance(document.value, dict):
        reading.report("curriculum.yaml", (1, 1), "must be a mapping of keys", "start with 'id: my-curriculum'")
        return None
    value = {key: part for key, part in document.value.items() if key not in _HEADER_ONLY}
    for key in ("topics", "resources", "goals", "digest"):
        if key in value:
            mark = document.marks[(key,)]
            reading.report("curriculum.yaml", mark, f"unknown key '{key}'", f"{key} stand in files of their own")
            del value[key]
    places = {("curriculum", *path): reading.place("curriculum.yaml", mark) for path, mark in document.marks.items()}
    reading.places.update(places)
    value |= shapes | {"digest": reading.digest.hexdigest()}
    return _validated(reading, "curriculum.yaml", document, (), Curriculum, value)


def _topics(reading: _Reading) -> Iterator[Topic]:
    for path in _yaml_files(reading, reading.folder / "topics"):
        name = f"topics/{path.name}"
        document = _read(reading, path)
        if document is None:
            continue
        for index, value in _list(reading, name, document, ()):
            if "area" in value:
                mark = document.marks[(index, "area")]
                reading.report(name, mark, "unknown key 'area'", "the file's name is the area; delete the key")
                continue
            reading.bounds.count_topic(value, name)
            topic = _entity(reading, name, document, (index,), "topic", Topic, value | {"area": path.stem})
            if topic is not None:
                yield topic


def _resources(reading: _Reading) -> Iterator[Resource]:
    for path in _yaml_files(reading, reading.folder / "resources"):
        name = f"resources/{path.name}"
        document = _read(reading, path)
        if document is None:
            continue
        if not isinstance(document.value, dict):
            reading.report(name, (1, 1), "must be a mapping of keys", f"start with 'id: {path.stem}'")
            continue
        reading.bounds.count_resource(document.value, name)
        value, problems = full_resource(document.value)
        for where, message, mend in problems:
            reading.report(name, _nearest_mark(document, where), message, mend)
        resource = _entity(reading, name, document, (), "resource", Resource, value)
        if resource is not None and resource.id != path.stem:
            mend = f"rename the file to {resource.id}.yaml or the id to {path.stem}"
            reading.report(name, document.marks[("id",)], f"the id '{resource.id}' is not the file's name", mend)
        if resource is not None and not problems:
            yield resource


def _goals(reading: _Reading) -> Iterator[Goal]:
    path = reading.folder / "goals.yaml"
    if not path.exists():
        return
    document = _read(reading, path)
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
    inner = Document(document.value[key], document.marks)
    for index, value in _list(reading, name, inner, (key,)):
        found = _entity(reading, name, document, (key, index), entity, shape, value)
        if found is not None:
            yield found


def _list(
    reading: _Reading, name: str, document: Document, path: tuple[str | int, ...]
) -> Iterator[tuple[int, dict[str, Any]]]:
    if not isinstance(document.value, list):
        reading.report(name, document.marks.get(path, (1, 1)), "must be a list", "start each item with '- id: …'")
        return
    for index, value in enumerate(document.value):
        if isinstance(value, dict):
            yield index, value
        else:
            mark = _nearest_mark(document, (*path, index))
            reading.report(name, mark, "must be a mapping of keys", "write '- id: …' and its keys below")


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
        key = (entity, str(value.get("id")))
        for where, mark in document.under(path):
            reading.places.setdefault((*key, *where), reading.place(name, mark))
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
        for error in errors.errors(include_url=False):
            mark = _nearest_mark(document, (*path, *error["loc"]))
            message, mend = _in_words(error, shape)
            reading.report(name, mark, message, mend)
        return None


def _nearest_mark(document: Document, path: Iterable[str | int]) -> Mark:
    """The mark of the longest part of a path that stands in the document; steps of our own making are passed over."""
    found: tuple[str | int, ...] = ()
    for step in path:
        for name in (step, "any") if step == "any_of" else (step,):
            if (*found, name) in document.marks:
                found = (*found, name)
                break
    return document.marks.get(found, (1, 1))


_WORDS: dict[str, Callable[[dict[str, Any]], tuple[str, str]]] = {
    "string_pattern_mismatch": lambda _: (
        "is not of the form asked for",
        "use lower-case letters, digits and -",
    ),
    "string_too_long": lambda ctx: (f"is longer than {ctx['max_length']} characters", "shorten it"),
    "string_too_short": lambda _: ("is empty", "write something or delete the key"),
    "string_type": lambda _: ("must be text", "write one line of text"),
    "int_parsing": lambda _: ("is not a whole number", "write digits only"),
    "float_parsing": lambda _: ("is not a number", "write it like 12 or 1.5"),
    "finite_number": lambda _: ("is not a finite number", "write it like 12 or 1.5"),
    "bool_parsing": lambda _: ("is neither true nor false", "write true or false"),
    "greater_than": lambda ctx: (f"must be more than {ctx['gt']:g}", "correct the number"),
    "greater_than_equal": lambda ctx: (f"must be at least {ctx['ge']:g}", "correct the number"),
    "less_than_equal": lambda ctx: (f"must be at most {ctx['le']:g}", "correct the number"),
    "literal_error": lambda ctx: (
        "is none of the values that it may have",
        f"write one of {ctx['expected']}",
    ),
    "tuple_type": lambda _: ("must be a list", "write it as [a, b]"),
    "dict_type": lambda _: ("must be a mapping of keys", "write 'key: value' lines below it"),
    "model_type": lambda _: ("must be a mapping of keys", "write 'key: value' lines below it"),
    "too_short": lambda _: ("is empty", "write at least one"),
    "too_long": lambda ctx: (f"has more than {ctx['max_length']} items", "shorten it"),
    "value_error": lambda ctx: _halves(str(ctx["error"])),
}


def _halves(message: str) -> tuple[str, str]:
    said, _, mend = message.partition("; ")
    return said, mend


def _in_words(error: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    """One sentence and the mend for a finding of pydantic's."""
    keys = [str(step) for step in error["loc"] if isinstance(step, str) and step != "any_of"]
    key = keys[-1] if keys else shape.__name__.lower()
    if error["type"] == "missing":
        return f"missing key '{key}'", f"add '{key}: …'"
    if error["type"] == "extra_forbidden":
        return f"unknown key '{key}'", _near_key(key)
    words = _WORDS.get(error["type"])
    said, mend = words(error.get("ctx", {})) if words else (error["msg"].lower(), "correct it")
    given = error["input"]
    shown = f" '{given[:60]}'" if isinstance(given, str) and given else ""
    return f"{key}{shown} {said}", mend


def _near_key(key: str) -> str:
    known = {name for shape in (Curriculum, Topic, Resource, Goal, Area, Source) for name in shape.model_fields}
    known |= {"pages", "video", "problems", "hours", "teaches", "requires", "exercises", "proves", "estimate"}
    known |= {"can", "helps", "minutes_per_page", "video_factor", "minutes_per_problem", "why"}
    if key in known:
        return "it does not belong here"
    near = get_close_matches(key, sorted(known), n=1)
    return f"did you mean '{near[0]}'?" if near else "delete it"


def _yaml_files(reading: _Reading, folder: Path) -> list[Path]:
    if folder.exists() and not folder.is_dir():
        reading.report(folder.name, (1, 1), "is not a folder", "delete it")
    return sorted(folder.glob("*.yaml")) if folder.is_dir() else []


def _read(reading: _Reading, path: Path) -> Document | None:
    name = path.relative_to(reading.folder).as_posix()
    try:
        if path.exists() and not path.is_file():
            reading.report(name, (1, 1), "is not a file", "delete it")
            return None
        if not path.resolve().is_relative_to(reading.folder.resolve()):
            reading.report(name, (1, 1), "is a link that leads out of the folder", "put the file itself there")
            return None
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        reading.digest.update(f"{name}\0{len(data)}\0".encode() + data)
        return read_yaml(data.decode("utf-8-sig"))
    except FileNotFoundError:
        reading.report(name, (1, 1), "the file is missing", "create it, after the form of curricula/ml-math")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        reading.report(name, (line, 1), "is not UTF-8 text", "save the file as UTF-8")
    except OSError as error:
        reading.report(name, (1, 1), f"cannot be read: {error.strerror}", "check the file and its permissions")
    except ReadError as error:
        reading.report(name, error.mark, error.message, "correct the YAML there")
    return None
