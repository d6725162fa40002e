"""The tutorial's commands and files, run: `python -m tests.tutorial` writes their output anew.

In a `console` block each line that starts with `$` is a command; what follows it is what it prints. A `yaml NAME` block
is a file of the curriculum, written when its turn comes.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "write-your-own-curriculum.md"
FOLDER = "learn-git"
BLOCK = re.compile(r"```(console|yaml [^\n]+)\n(.*?)```", re.DOTALL)


def run_tutorial(text: str, folder: Path) -> str:
    """The same text with what each command prints now, in a folder of its own."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MLPATH_")} | {
        "MLPATH_HOME": "home",
        "MLPATH_TODAY": "2026-11-21",
        "COLUMNS": "80",
        "NO_COLOR": "1",
    }

    def run(command: str) -> str:
        words = shlex.split(command)
        arguments = [sys.executable, "-m", "mlpath", *words[1:]] if words[0] == "mlpath" else words
        done = subprocess.run(
            arguments, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        return f"$ {command}\n{done.stdout}{done.stderr}"

    def renewed(block: re.Match[str]) -> str:
        kind, body = block.groups()
        if kind.startswith("yaml "):
            (folder / FOLDER / kind.removeprefix("yaml ")).write_text(body, encoding="utf-8")
            return block[0]
        commands = re.findall(r"^\$ (.*)$", body, flags=re.MULTILINE)
        return "```console\n" + "\n".join(run(command) for command in commands) + "```"

    return BLOCK.sub(renewed, text)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        PAGE.write_text(run_tutorial(PAGE.read_text("utf-8"), Path(name)), encoding="utf-8")
