"""Every command and sink of mlpath, run on a hostile curriculum in this process, and what must hold of each."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from typer.testing import CliRunner

from mlpath.cli.commands import program
from tests.hostile.corpus import Hostile

COMMANDS: list[list[str]] = [
    ["plan", "all", "--dry-run"], ["plan", "all", "--dry-run", "--json"], ["plan", "all"], ["next"], ["next", "--json"], ["done", "the-book/ch1"], ["start", "the-book/ch2"], ["status"], ["status", "--json"], ["log"],
    ["why", "the-book/ch1"], ["why-not", "the-book"], ["compare", "first", "second"], ["show", "the-book"], ["show", "second", "--json"], ["show", "all"], ["search", "thing"], ["list"], ["list", "--json"], ["list", "area:a"],
    ["map", "--format", "mermaid"], ["map", "--format", "dot"], ["map", "--format", "graphml"], ["map", "--format", "json"], ["curriculum", "show", "."], ["curriculum", "show", ".", "--json"], ["curriculum", "show", ".", "--markdown"],
    ["know", "first"], ["undo"], ["redo"], ["export"], ["doctor", "--plan"], ["skip", "the-book/ch2"], ["forget", "first"], [],
]  # fmt: skip
LINT = [["curriculum", "lint", "."], ["curriculum", "lint", ".", "--json"]]
PLACE = re.compile(r":\d+:\d+: ")
OWN_MARKS = frozenset("\n")


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def run(arguments: list[str], folder: Path, home: Path) -> Outcome:
    """Run a command with a folder as its curriculum."""
    env = {
        "MLPATH_HOME": str(home),
        "MLPATH_TODAY": "2026-11-21",
        "MLPATH_CURRICULUM": str(folder),
        "COLUMNS": "80",
        "NO_COLOR": "1",
    }
    given = [str(folder) if word == "." else word for word in arguments]
    with patch.object(sys, "argv", ["mlpath", *given]):
        found = CliRunner().invoke(program, given, env=env, prog_name="mlpath")
    return Outcome(found.exit_code, found.stdout, found.stderr)


def problems(case: Hostile, arguments: list[str], outcome: Outcome) -> list[str]:
    """What is wrong with how a command took a hostile curriculum."""
    found = [
        f"{stream} has {what}"
        for stream, text in (("stdout", outcome.out), ("stderr", outcome.err))
        if (what := dirt(text))
    ]
    if "Traceback" in outcome.err + outcome.out or (
        outcome.code in (1, 70) and arguments not in LINT and arguments[:1] != ["doctor"]
    ):
        found.append(f"a bug: exit {outcome.code}")
    if "--json" in arguments or (arguments[-1:] == ["json"] and outcome.code == 0):
        try:
            json.loads(outcome.out)
        except ValueError:
            found.append("stdout is not one JSON document")
    if arguments in LINT:
        found += (
            []
            if outcome.code == (0 if case.kind == "valid" else 1) or case.kind == "valid"
            else [f"lint ends with {outcome.code}"]
        )
        if (
            case.kind != "valid"
            and not PLACE.search(outcome.out.replace('"', " ").replace("\n", " ") + " ")
            and not re.search(r":\d+:\d+", outcome.out)
        ):
            found.append("lint names no place")
    elif case.kind == "refused" and arguments[:1] not in (["log"], ["export"], ["undo"], ["redo"], ["doctor"]):
        if outcome.code != 4:
            found.append(f"exit {outcome.code}, not 4")
        elif not PLACE.search(outcome.err):
            found.append("the error names no file:line:column")
    return found


def dirt(text: str) -> str:
    """A character that could steer a terminal or disguise text; empty where there is none."""
    for char in text:
        if char in OWN_MARKS or " " <= char <= "~":
            continue
        kind = unicodedata.category(char)
        if (
            kind in ("Cc", "Cs", "Co", "Zl", "Zp")
            or char in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
            or 0xE0000 <= ord(char) <= 0xE0FFF
        ):
            return f"U+{ord(char):04X}"
    return ""
