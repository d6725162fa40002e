"""The README's examples, run: `python -m tests.readme` writes their output anew.

In a `console` block each line that starts with `$ mlpath` is a command, run one after the other with one home; what
follows it is its output. `sh` blocks are the two commands that set things up, which `test_readme` runs or compares.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def shell_commands(text: str) -> list[str]:
    """The commands of the `sh` blocks."""
    return [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines() if line]


def examples(text: str) -> list[tuple[str, str]]:
    """The commands of the `console` blocks, each with the output that stands below it."""
    found: list[tuple[str, str]] = []
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output.rstrip("\n") + "\n"))
    return found


def run_examples(text: str, home: Path) -> str:
    """The same text with the output of each command as it is now."""
    environment = os.environ | {
        "MLPATH_HOME": str(home),
        "MLPATH_TODAY": "2026-11-21",
        "COLUMNS": "80",
        "NO_COLOR": "1",
    }

    def run(command: str) -> str:
        arguments = [sys.executable, "-m", "mlpath", *shlex.split(command)[1:]]
        done = subprocess.run(arguments, env=environment, capture_output=True, encoding="utf-8", check=True)
        return f"$ {command}\n{done.stdout}"

    def renewed(block: re.Match[str]) -> str:
        commands = re.findall(r"^\$ (.*)$", block.group(1), flags=re.MULTILINE)
        return "```console\n" + "\n".join(run(command) for command in commands) + "```"

    return BLOCK.sub(renewed, text)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        README.write_text(run_examples(README.read_text("utf-8"), Path(folder)), encoding="utf-8")
