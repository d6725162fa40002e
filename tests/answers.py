"""The answers of `--json` on the tiny curriculum, kept: `python -m tests.answers` writes them anew.

Commands that colleagues add are asked too: every command with `--json` whose arguments are known here, or that needs
none. What differs from machine to machine (places, versions, instants, random ids) is replaced.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

from mlpath.library import find_folder
from tests.builders import folder
from tests.commands import commands, options
from tests.conftest import CommandLine

GOLDEN = Path(__file__).parent / "data" / "golden"
ARGUMENTS = {
    "why": ["first"], "why-not": ["again"], "compare": ["first", "second"], "show": ["second"], "search": ["thing"],
    "list": ["ready"], "config get": ["curriculum"],
}  # fmt: skip
"""What commands that read are asked about."""
CHANGING = {"init", "start", "done", "skip", "know", "forget", "undo", "redo"}
"""They have `--json` and change something; their answers are kept as a story."""
STORY = [
    ["plan", "all", "--hours-per-week", "3"], ["start", "the-book/ch1"], ["done", "the-book/ch1", "--minutes", "50"],
    ["undo"], ["redo"], ["skip", "again"], ["know", "first"], ["forget", "first"],
]  # fmt: skip
AGAIN = """\
id: again
title: The same again
kind: video
url: https://example.org/again
exercises: true
pace: {minutes_per_page: 6, why: a guess}
units:
  - {id: whole, title: The same again, pages: 15, teaches: [first]}
"""


def reading() -> list[list[str]]:
    """The words of every command that reads, with arguments where it needs some."""
    found: list[list[str]] = []
    for path, command in commands().items():
        name = " ".join(path)
        required = [p for p in command.params if p.param_type_name == "argument" and p.required]
        if "--json" in options(command) and name not in CHANGING and (name in ARGUMENTS or not required):
            found.append([*path, *ARGUMENTS.get(name, [])])
    return found


def enlarge(run: CommandLine) -> None:
    """Give the tiny curriculum a second resource, so that there is something to choose."""
    tiny = folder(Path(run.variables["MLPATH_CURRICULUM"]))
    (tiny / "resources" / "again.yaml").write_text(AGAIN, "utf-8")


def answers(run: CommandLine) -> dict[str, str]:
    """What each says, by its name, after a short story."""
    enlarge(run)
    found = {}
    for number, words in enumerate(STORY, 1):
        found[f"{number}-{words[0]}"] = _stable(run, run(*words, "--json").out)
    reader = type(run)(run.home.with_name("reader"), **run.variables)
    for words in STORY[:2]:
        reader(*words)
    for words in reading():
        ran = reader(*words, "--json")
        assert ran.code in (0, 1), (words, ran.err)
        found["-".join(_words(words)) or "mlpath"] = _stable(reader, ran.out)
    return found


def _words(words: list[str]) -> list[str]:
    return [re.sub(r"[^a-z-]", "", word) for word in words]


_CHANGING_PARTS: dict[str, Any] = {
    r'"uid": "[0-9a-f]{32}"': '"uid": "UID"',
    r'"[0-9a-f]{32}"': '"UID"',
    r"\d{4}-\d\d-\d\dT[0-9:.]+(\+00:00|Z)": "INSTANT",
    r'"zone": "[^"]*"': '"zone": "ZONE"',
    r"mlpath-\d{8}T[0-9.]+Z\.db": "mlpath-INSTANT.db",
    r'("name": "(?:mlpath|Python|SQLite|clingo|home|file system)",\s*"level": "ok",\s*"message": )"[^"]*"': r'\1"…"',
}


def _stable(run: CommandLine, text: str) -> str:
    text = text.replace(str(run.home), "HOME").replace(run.variables["MLPATH_CURRICULUM"], "TINY")
    text = text.replace(str(find_folder("git").parent), "SHIPPED")
    for pattern, instead in _CHANGING_PARTS.items():
        text = re.sub(pattern, instead, text)
    return text


if __name__ == "__main__":
    from tests.inside import Inside

    with tempfile.TemporaryDirectory() as place:
        line = Inside(Path(place) / "home", MLPATH_CURRICULUM=str(Path(place) / "tiny"))
        GOLDEN.mkdir(parents=True, exist_ok=True)
        for old in GOLDEN.glob("*.json"):
            old.unlink()
        for name, said in answers(line).items():
            (GOLDEN / f"{name}.json").write_text(said, encoding="utf-8")
