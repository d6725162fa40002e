"""The program's commands, found in the program: what colleagues add is tested without being listed."""

from __future__ import annotations

import re
import shlex
from functools import cache
from typing import Any

from typer.main import get_command

from mlpath.cli.commands import program


@cache
def root() -> Any:
    """The whole program."""
    return get_command(program)


@cache
def commands() -> dict[tuple[str, ...], Any]:
    """Every command by its words (`("curriculum", "lint")`), groups and the program itself among them."""
    return dict(_walk((), root()))


def _walk(path: tuple[str, ...], command: Any) -> Any:
    yield path, command
    for name in command.list_commands(None) if hasattr(command, "commands") else ():
        if not command.commands[name].hidden:
            yield from _walk((*path, name), command.commands[name])


def leaves() -> dict[tuple[str, ...], Any]:
    """The commands that are not groups."""
    return {path: command for path, command in commands().items() if not hasattr(command, "commands")}


def examples(command: Any) -> list[list[str]]:
    """The words of the examples in a command's help, after the program's name."""
    lines = re.split(r"\s*\n\s*|\s*(?=Example: )", command.epilog or "")
    found = [line.removeprefix("Example:").strip() for line in lines if line.strip()]
    return [shlex.split(line)[1:] for line in found if line.startswith("mlpath")]


def options(command: Any) -> set[str]:
    """The names of a command's options."""
    return {name for parameter in command.params for name in parameter.opts if name.startswith("-")} | {"-h", "--help"}
