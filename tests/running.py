"""`mlpath` called as a function, with streams and environment of its own: what it says is the same, without a start."""

from __future__ import annotations

import io
import os
import sys

from mlpath.cli import main
from tests.conftest import CommandLine, Ran


class Called(CommandLine):
    """The command line in this process; where processes matter (signals, terminals, pipes), use CommandLine."""

    def __call__(self, *arguments: str, stdin: str = "", **env: str) -> Ran:
        out, err = io.BytesIO(), io.BytesIO()
        before = sys.argv, sys.stdin, sys.stdout, sys.stderr, dict(os.environ)
        sys.argv = ["mlpath", *arguments]
        sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
        streams = [io.TextIOWrapper(stream, encoding="utf-8", newline="\n") for stream in (out, err)]
        sys.stdout, sys.stderr = streams
        os.environ.clear()
        os.environ.update(self.environment(**env))
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            for stream in streams:
                stream.flush()
            sys.argv, sys.stdin, sys.stdout, sys.stderr, former = before
            os.environ.clear()
            os.environ.update(former)
        return Ran(code, out.getvalue().decode(), err.getvalue().decode())
