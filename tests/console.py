"""Pages with `console` blocks: what follows `$ ` is run, what stands below it is its output.

All blocks of a page run one after the other, with one home and in one empty folder; the day is fixed. `mlpath` runs
within this process, anything else in a shell; pipes join them. What goes to standard error is shown too. A `yaml FILE`
block is a file, written when its turn comes.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from tests.builders import folder
from tests.inside import Inside

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
BLOCK = re.compile(r"```(console|yaml [^\n]+)\n(.*?)```", re.DOTALL)
ON_THE_TINY_CURRICULUM = {"time.md"}
"""Pages whose examples are run on the tiny curriculum of `tests.builders`."""


def console_pages() -> list[Path]:
    """The pages under docs/ that have something to run."""
    return sorted(page for page in DOCS.rglob("*.md") if "```console" in page.read_text("utf-8"))


def renewed(page: Path) -> str:
    """A page with the output of each command as it is now."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name).resolve()
        (place / "work").mkdir()
        tiny = {"MLPATH_CURRICULUM": str(folder(place / "tiny"))} if page.name in ON_THE_TINY_CURRICULUM else {}
        line = Inside(place / "home", BROWSER="true", **tiny)
        with chdir(place / "work"):
            said = BLOCK.sub(lambda block: _block(block, line), page.read_text("utf-8"))
    return said.replace(str(place / "home"), "~/.local/share/mlpath").replace(str(place / "work"), "~")


def _block(block: re.Match[str], line: Inside) -> str:
    kind, body = block.groups()
    if kind == "console":
        return "```console\n" + "\n".join(_run(command, line) for command in _commands(body)) + "```"
    Path(kind.removeprefix("yaml ")).write_text(body, encoding="utf-8")
    return block[0]


def _commands(block: str) -> Iterator[str]:
    """The lines after `$ `, with those that a backslash carries on."""
    for found in re.finditer(r"^\$ ((?:.*\\\n)*.*)$", block, re.MULTILINE):
        yield found.group(1)


def _run(command: str, line: Inside) -> str:
    said, errors = "", ""
    for part in re.split(r" \| ", command.replace("\\\n", " ")):
        words = re.fullmatch(r"((?:[A-Z_]+=\S+ )*)mlpath(?![^ ])(.*?)( 2>&1)?", part)
        if words and not re.search(r"[<>;&$]", words.group(2)):
            variables = dict(word.split("=", 1) for word in words.group(1).split())
            ran = line(*shlex.split(words.group(2)), stdin=said, NO_COLOR="1", **variables)
            said, errors = (ran.out + ran.err, errors) if words.group(3) else (ran.out, errors + ran.err)
        else:
            said = _shell(part, said)
    return f"$ {command}\n{said}{errors}"


def _shell(command: str, stdin: str) -> str:
    """What another program says."""
    done = subprocess.run(
        ["sh", "-c", command],
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout
