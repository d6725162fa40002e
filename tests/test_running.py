"""Only the command that is asked for is loaded; it is the one of the whole program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from mlpath.cli.commands import program
from mlpath.cli.running import FILES, program_for
from tests.builders import folder
from tests.test_memo import Watched

COMMANDS: dict[str, Any] = get_command(program).commands  # type: ignore[attr-defined]  # of a group
NEVER = ("sqlalchemy", "networkx", "yaml", "fastapi", "jinja2", "uvicorn", "asyncio", "rapidfuzz", "markdown_it")
"""What no everyday command loads."""
UNLOADED: list[tuple[list[str], tuple[str, ...]]] = [
    (["next"], ("clingo", "mlpath.lint", "mlpath.chart", "mlpath.pace", "mlpath.web", "mlpath.cli.commands")),
    (["next", "--json"], ("clingo", "rich", "mlpath.lint", "mlpath.chart", "mlpath.pace", "mlpath.web")),
    (["done", "the-book/ch1", "--json"], ("clingo", "rich", "mlpath.lint", "mlpath.chart", "mlpath.pace")),
    (["done", "the-book/ch2"], ("clingo", "mlpath.lint", "mlpath.chart", "mlpath.pace", "mlpath.web")),
    (["log"], ("clingo", "mlpath.lint", "mlpath.chart", "mlpath.pace", "mlpath.web")),
    (["plan", "first"], ("mlpath.lint", "mlpath.chart", "mlpath.pace", "mlpath.web")),
]
"""Commands and what they do without besides, where nothing of their answer is kept but the compiled curriculum."""


def _files(command: Any) -> set[str]:
    inner = getattr(command, "commands", {}).values()
    return {file for one in inner for file in _files(one)} or {command.callback.__module__.removeprefix("mlpath.cli.")}


def test_every_command_is_in_the_table_of_files() -> None:
    """The table says for each file which commands and groups it defines, no more and no less."""
    found: dict[str, set[str]] = {}
    for name, command in COMMANDS.items():
        for file in _files(command):
            found.setdefault(file, set()).add(name)
    assert found == {file: set(names) for file, names in FILES.items()}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_alone_is_the_same_command(name: str) -> None:
    """The help of a command (and of all in a group) is the same whether the others are there or not."""
    lean: Any = get_command(program_for([name]))
    assert list(lean.commands) == [name]
    for words in [[name], *([name, inner] for inner in getattr(COMMANDS[name], "commands", ()))]:
        one, other = (CliRunner().invoke(each, [*words, "-h"]) for each in (program, program_for(words)))
        assert one.exit_code == 0
        assert one.output == other.output


@pytest.mark.parametrize("words", [[], ["-h"], ["--color", "never", "next"], ["nxet"], ["curriculum/next"]])
def test_what_begins_with_no_command_gets_the_whole_program(words: list[str]) -> None:
    """An option first, a slip of the pen or nothing at all: every command is there to be listed or suggested."""
    assert program_for(words) is program


def test_an_everyday_command_loads_what_it_needs(tmp_path: Path) -> None:
    """In a pipe, with no answer at hand: no SQLAlchemy, no graph library, no YAML; the solver for a new plan only."""
    run = Watched(tmp_path / "home")
    env = {"MLPATH_CURRICULUM": str(folder(tmp_path / "tiny")), "MLPATH_NO_MEMO": "1"}
    assert run("plan", "all", **env).code == 0
    for words, besides in UNLOADED:
        ran = run(*words, **env)
        assert ran.code == 0, ran.err
        assert not {*NEVER, *besides} & set(ran.err.split()), words
