"""Every example of every command is run, where opening a socket fails; every hint is a command that there is."""

from __future__ import annotations

import shutil
import socket
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from mlpath import library
from mlpath.curriculum import Curriculum
from tests.commands import examples, leaves, options
from tests.conftest import CommandLine
from tests.expecting import promise
from tests.inside import Inside

ROOT = Path(__file__).parent.parent
FILES = Path(__file__).parent / "data" / "examples"
"""What examples name: a command whose example reads a file brings it here."""
CASES = {
    " ".join(words): words
    for command in leaves().values()
    if "--port" not in options(command)  # a server goes on until it is interrupted; the tests of the web start one
    for words in examples(command)
}

_open = cache(library.open_curriculum)


def open_once(name: str, _compiled: Path | None = None) -> Curriculum:
    """Read each curriculum once for all examples, wherever the home is."""
    return _open(name)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home that has a plan and a few events, and the files that examples name."""
    place = tmp_path_factory.mktemp("prepared")
    line = Inside(place / "home")
    for words in (
        ["plan", "svd", "--exclude", "resource:mml-book"], ["start", "essence-of-linear-algebra/ch01"], ["done", "kaggle-python"],
        ["undo"], ["backup", "--output", str(place / "backup.db")], ["export", "--output", str(place / "progress.jsonl")],
        ["curriculum", "new", str(place / "my-subject")], ["curriculum", "add", str(place / "my-subject")],
    ):  # fmt: skip
        ran = line(*words)
        assert ran.code == 0, ran.err
    shutil.copytree(FILES, place, dirs_exist_ok=True)
    shutil.copytree(ROOT / "curricula" / "git", place / "git-next")
    return place


@pytest.fixture
def place(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, to work in; no socket opens, no browser starts, and a curriculum is read once."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was touched")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(library, "open_curriculum", open_once)
    shutil.copytree(prepared, tmp_path / "place")
    (tmp_path / "place" / "curricula").symlink_to(ROOT / "curricula")
    monkeypatch.chdir(tmp_path / "place")
    return tmp_path / "place"


@pytest.mark.parametrize("example", list(CASES))
@promise(4)
def test_example(place: Path, example: str) -> None:
    """Each command's help has at least one example, and a test runs it."""
    words = CASES[example]
    home = place / ("newcomer" if words[0] == "init" or words[:2] == ["curriculum", "add"] else "home")
    if words[:2] == ["curriculum", "new"]:
        shutil.rmtree(place / words[2])
    for option, file in pairwise(words):
        if option in ("--output", "-o") and file != "-":
            (place / file).unlink(missing_ok=True)
    ran = Inside(home, BROWSER="true")(*words)
    assert ran.code == 0, ran.err
    assert ran.err == ""


def test_the_network_is_really_blocked(place: Path) -> None:
    """The examples above are run where this fails."""
    with pytest.raises(AssertionError, match="network"):
        socket.create_connection(("127.0.0.1", 9))
    assert place.is_dir()


def test_bare_mlpath_too(place: Path) -> None:
    """The greeting is no exception."""
    line: CommandLine = Inside(place / "home")
    assert line().code == 0
