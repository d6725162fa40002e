"""The command line: one command = parse, ask App, give to a view."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `mlpath` with the arguments of the process."""
    if sys.argv[1:] == ["--version"]:
        from mlpath import __version__

        sys.stdout.write(f"mlpath {__version__}\n")
        return
    from mlpath.cli.commands import program

    program(prog_name="mlpath")
