"""One run of the program, for which only the file of the command that is asked for is loaded.

Loading every file and building every command takes as long as most commands do. What begins with no command's name
(an option, a slip of the pen, a shell that completes) gets the whole program of `mlpath.cli.commands`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from copy import copy
from importlib import import_module

import typer

from mlpath.cli import root
from mlpath.cli.answering import answer_next
from mlpath.cli.completing import VARIABLE
from mlpath.cli.memo import Memo
from mlpath.cli.program import program
from mlpath.cli.session import Session

__all__ = ["FILES", "program_for", "root", "run"]

FILES: dict[str, tuple[str, ...]] = {
    "asking": ("next", "status", "time"),
    "authoring": ("curriculum",),
    "config": ("config",),
    "curricula": ("curriculum",),
    "exporting": ("export",),
    "importing": ("curriculum",),
    "init": ("init",),
    "keeping": ("backup", "restore", "doctor", "import"),
    "linting": ("curriculum",),
    "looking": ("show", "list", "search", "log"),
    "mapping": ("map",),
    "planning": ("plan",),
    "recording": ("start", "done", "skip", "know", "forget", "undo", "redo"),
    "serving": ("serve",),
    "weighing": ("why", "why-not", "compare"),
}
"""The commands and groups of each file; a test holds it against the program."""


def program_for(words: Sequence[str]) -> typer.Typer:
    """The program as far as some words need it.

    Args:
        words: those after the program's name.

    """
    files = [file for file, names in FILES.items() if words and words[0] in names]
    if not files or VARIABLE in os.environ:
        from mlpath.cli import commands

        return commands.program
    for file in files:
        import_module(f"mlpath.cli.{file}")
    lean = copy(program)
    lean.registered_commands = [command for command in program.registered_commands if command.name == words[0]]
    lean.registered_groups = [group for group in program.registered_groups if group.name == words[0]]
    return lean


def run(words: Sequence[str], memo: Memo | None) -> None:
    """Run `mlpath` and end the process.

    Args:
        words: those after the program's name.
        memo: where the answer of a command that reads is kept; none: nowhere.

    """
    session = Session(memo=memo)
    try:
        program_for(words)(list(words), prog_name="mlpath", obj=session)
    except SystemExit as end:
        if VARIABLE in os.environ and memo is not None:
            from mlpath.cli import completion_index

            completion_index.refresh(memo)
        elif session.changed and not end.code:
            answer_next(session, program_for)
        raise
