"""The command line within this process: what it says is the same, and nothing is imported anew."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer.main

from mlpath.cli import main
from tests.commands import root
from tests.conftest import CommandLine, Ran


class Inside(CommandLine):
    """`mlpath` called as a function; where processes matter (signals, terminals, pipes), use CommandLine."""

    def __call__(self, *arguments: str, stdin: str = "", **env: str) -> Ran:
        with _world(["mlpath", *arguments], stdin, self.environment(**env)) as (out, err):
            try:
                main()
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            return Ran(code, out.getvalue().decode(), err.getvalue().decode())


@contextmanager
def _world(argv: list[str], stdin: str, environment: dict[str, str]) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Arguments, environment and streams of a process of its own, for a while."""
    out, err = io.BytesIO(), io.BytesIO()
    before = sys.argv, sys.stdin, sys.stdout, sys.stderr, dict(os.environ)
    build = typer.main.get_command
    # Building the commands takes longer than most of them.
    typer.main.get_command = lambda typer_instance: root()
    sys.argv = argv
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    sys.stdout = io.TextIOWrapper(out, encoding=encoding, newline="\n")
    sys.stderr = io.TextIOWrapper(err, encoding=encoding, newline="\n")
    os.environ.clear()
    os.environ.update(environment)
    try:
        yield out, err
    finally:
        typer.main.get_command = build
        sys.argv, sys.stdin, sys.stdout, sys.stderr, former = before
        os.environ.clear()
        os.environ.update(former)
