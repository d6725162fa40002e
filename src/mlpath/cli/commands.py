"""The program with all its commands, and one run of it."""

from __future__ import annotations

import os

from mlpath.cli import (
    asking,
    authoring,
    completion_index,
    config,
    curricula,
    exporting,
    importing,
    init,
    keeping,
    linting,
    looking,
    mapping,
    planning,
    recording,
    root,
    serving,
    weighing,
)
from mlpath.cli.answering import answer_next
from mlpath.cli.completing import VARIABLE
from mlpath.cli.memo import Memo
from mlpath.cli.program import program
from mlpath.cli.session import Session

__all__ = [
    "asking", "authoring", "config", "curricula", "exporting", "importing", "init", "keeping", "linting", "looking",
    "mapping", "planning", "program", "recording", "root", "run", "serving", "weighing",
]  # fmt: skip


def run(memo: Memo | None) -> None:
    """Run `mlpath` with the arguments of the process.

    Args:
        memo: where the answer of a command that reads is kept; none: nowhere.

    """
    session = Session(memo=memo)
    try:
        program(prog_name="mlpath", obj=session)
    except SystemExit as end:
        if VARIABLE in os.environ and memo is not None:
            completion_index.refresh(memo)
        elif session.changed and not end.code:
            answer_next(session)
        raise
