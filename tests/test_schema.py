"""The JSON Schema of a curriculum's files: what the loader takes passes, what it refuses does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from mlpath.library import shipped_folder
from mlpath.library.schema import file_name, name_for, schemas
from mlpath.lint import RULES
from mlpath.lint.examples import FILES
from tests.conftest import CommandLine
from tests.running import Called
from tests.schemas import FOLDER, shipped_files

SCHEMAS: dict[str, Any] = {name: json.loads(text) for name, text in schemas().items()}
VALIDATORS = {name: Draft202012Validator(schema) for name, schema in SCHEMAS.items()}


def errors(file: str, text: str) -> list[str]:
    """What the schema of a file says of it."""
    value = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # both are safe
    return [error.message for error in VALIDATORS[file_name(name_for(file))].iter_errors(value)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_one(name: str) -> None:
    """Valid by the dialect's own schema, and the same as the one that is shipped. (`python -m tests.schemas` renews.)"""
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert (FOLDER / name).read_text("utf-8") == schemas()[name]


def test_the_shipped_curricula_pass() -> None:
    """Every file of every shipped curriculum is valid."""
    for header in shipped_folder().glob("*/curriculum.yaml"):
        for path in header.parent.rglob("*.yaml"):
            file = path.relative_to(header.parent).as_posix()
            if not file.startswith("questions/"):
                assert errors(file, path.read_text("utf-8")) == [], path


def test_every_shipped_file_says_where_its_schema_is() -> None:
    """The first line names a schema that is there. (`python -m tests.schemas` writes the line into new files.)"""
    for path, line in shipped_files():
        assert path.read_text("utf-8").partition("\n")[0] == line, path
        assert (path.parent / line.partition("$schema=")[2]).resolve().is_file()


SEEN = ("unknown-key", "missing-key", "wrong-type", "bad-value", "bad-text", "bad-id", "out-of-range")


@pytest.mark.parametrize("rule", [RULES[id_] for id_ in SEEN], ids=SEEN)
def test_what_is_wrong_in_shape_does_not_pass(rule: Any) -> None:
    """The examples of the rules of shape are invalid by the schema, and valid before they were changed."""
    assert errors(rule.file, FILES[rule.file]) == []
    assert errors(rule.file, rule.example[rule.file]) != []


FORMS = [
    pytest.param("topics/a.yaml", "- {id: a, title: A, working: {can: x, requires: [b, c@intuition, {d: why}, {any: [{e: x}, f]}]}}", True, id="forms of requirements"),
    pytest.param("topics/a.yaml", "- {id: a, title: A, working: {can: x, requires: [b@deep]}}", False, id="no such depth"),
    pytest.param("topics/a.yaml", "- {id: a, title: A, working: {can: x, requires: [{b: x, c: y}]}}", False, id="two in one"),
    pytest.param("topics/a.yaml", "- {id: a, title: A, area: x, working: {can: x}}", False, id="the file is the area"),
    pytest.param("topics/a.yaml", "- {id: a, title: A}", False, id="no depth"),
    pytest.param("resources/a.yaml", "{id: a, title: A, kind: video, url: 'https://e.org', video: 1h5m, teaches: [b]}", True, id="a whole"),
    pytest.param("resources/a.yaml", "{id: a, title: A, kind: video, url: 'https://e.org', video: 65, teaches: [b]}", False, id="a length without a unit"),
    pytest.param("resources/a.yaml", "{id: a, title: A, kind: book, url: 'https://e.org', units: [{id: b, title: B, pages: 3, teaches: []}]}", True, id="units"),
    pytest.param("resources/a.yaml", "{id: a, title: A, kind: book, url: 'https://e.org', units: [{id: a/b, title: B, pages: 3, teaches: []}]}", False, id="a unit's id is its own"),
    pytest.param("resources/a.yaml", "{id: a, title: A, kind: book, url: 'https://e.org', units: [{id: b, title: B, teaches: []}]}", False, id="no size"),
    pytest.param("resources/a.yaml", "{id: a, title: A, kind: book, url: 'https://e.org', units: [{id: b, title: B, minutes: 3, pages: 1, teaches: []}]}", False, id="minutes typed"),
    pytest.param("curriculum.yaml", "{id: a, title: A, version: 1.0, licence: L, areas: [], topics: []}", False, id="topics have files"),
    pytest.param("goals.yaml", "- {id: g, title: G, can: x, requires: [a@rigorous]}", True, id="a goal"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "fits"), FORMS)
def test_the_schema_knows_how_authors_write(file: str, text: str, fits: bool) -> None:
    """Short forms pass, and only those that the loader takes."""
    assert (errors(file, text) == []) == fits


def test_the_command_writes_them(tmp_path: Path, mlpath: CommandLine) -> None:
    """One file each into a folder, none over another unasked; one alone on standard output; all of them as JSON."""
    run = Called(mlpath.home)
    out = tmp_path / "made" / "here"
    assert run("curriculum", "schema", "--output", str(out)).code == 0
    assert {path.name: path.read_text("utf-8") for path in out.iterdir()} == schemas()
    assert run("curriculum", "schema", "--output", str(out)).code == 2
    assert run("curriculum", "schema", "--output", str(out), "--force").code == 0
    assert run("curriculum", "schema", "topics").out == schemas()["topics.schema.json"]
    assert run("curriculum", "schema", "--json").json["schemas"] == SCHEMAS
    assert run("curriculum", "schema", "nope").code == 3
