"""A person at a terminal: a command with a real pseudo-terminal, and answers to what it asks."""

from __future__ import annotations

import os
import pty
import sys
import termios
import warnings
from collections.abc import Sequence
from select import select
from typing import NoReturn

from tests.conftest import CommandLine, Ran

PATIENCE_SECONDS = 60


def at_terminal(
    run: CommandLine,
    *arguments: str,
    says: Sequence[tuple[str, str]] = (),
    size: tuple[int, int] = (24, 80),
    script: str = "from mlpath.cli import main; main()",
    **env: str,
) -> Ran:
    """Run a command whose three streams are a terminal; standard output and error come as one.

    Args:
        run: whose home and environment.
        arguments: of the command.
        says: what is waited for, and then typed, one after the other; ``^D`` ends the input.
        size: rows and columns.
        script: what Python runs.
        env: further environment variables.

    """
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, size)
    environment = run.environment(**{"COLUMNS": "", "TERM": "xterm", **env})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that threads do not survive: none of them is needed
        child = os.fork()
    if child == 0:
        _become(theirs, ours, list(arguments), environment, script)
    os.close(theirs)
    said = bytearray()
    waits = list(says)
    seen = 0
    while data := _read(ours):
        said += data
        while waits and (place := said.find(waits[0][0].encode(), seen)) >= 0:
            answer = waits.pop(0)[1]
            seen = place + 1
            os.write(ours, b"\x04" if answer == "^D" else answer.encode() + b"\n")
    os.close(ours)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return Ran(code, said.decode().replace("\r\n", "\n"), "")


def _become(theirs: int, ours: int, arguments: list[str], environment: dict[str, str], script: str) -> NoReturn:
    """Be a process of its own at the terminal: a fork of this one, since all that it needs is loaded here."""
    code = 1
    try:
        os.setsid()
        os.close(ours)
        for number in range(3):
            os.dup2(theirs, number)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w", buffering=1)  # noqa: SIM115  # for good
        sys.argv = ["mlpath", *arguments]
        os.environ.clear()
        os.environ.update(environment)
        exec(script, {})  # noqa: S102  # the test's own
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stdout.flush()
        os._exit(code)


def _read(ours: int) -> bytes:
    """What the terminal shows next; nothing once all who write to it are gone."""
    if not select([ours], [], [], PATIENCE_SECONDS)[0]:
        raise TimeoutError("the command says nothing and does not end")
    try:
        return os.read(ours, 65536)
    except OSError:
        return b""
