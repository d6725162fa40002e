"""Every command and sink of mlpath, run on a hostile curriculum in this process, and what must hold of each."""

from __future__ import annotations

import hashlib
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from typer.testing import CliRunner

from mlpath.app import App
from mlpath.cli.commands import program
from mlpath.library import open_curriculum
from mlpath.store import Store
from tests.conftest import TODAY
from tests.hostile.corpus import Hostile
from tests.hostile.sinks import dirt, one_document, page, sink_of
from tests.web.serving import serving

Command = list[str]

STUDYING: list[Command] = [
    ["plan", "all", "--dry-run"], ["plan", "all", "--dry-run", "--json"], ["plan", "all", "--hours-per-week", "5"], ["plan"], ["next"], ["next", "--json"],
    ["start", "the-book/ch1"], ["time", "the-book/ch1", "20"], ["time"], ["status"], ["status", "--json"], ["log"], ["log", "--json"],
    ["done", "the-book/ch1"], ["know", "first"], ["undo"], ["redo"], ["skip", "the-book/ch2"], ["forget", "first"], [],
]  # fmt: skip
"""In the order in which a learner comes by them: each works on what the ones before it recorded."""
LOOKING: list[Command] = [
    ["why", "the-book/ch1"], ["why", "the-book/ch1", "--json"], ["why-not", "other"], ["why-not", "other", "--json"], ["compare", "first", "second"], ["compare", "first", "second", "--json"],
    ["show", "the-book"], ["show", "the-book/ch1"], ["show", "second", "--json"], ["show", "all"], ["show", "a"], ["search", "thing"], ["search", "thing", "--json"], ["list"], ["list", "--json"], ["list", "area:a"],
    ["curriculum", "show", "."], ["curriculum", "show", ".", "--json"], ["curriculum", "show", ".", "--markdown"], ["curriculum", "diff", ".", "."], ["curriculum", "diff", ".", ".", "--json"], ["doctor", "--plan"],
    ["--color", "always", "plan", "all", "--dry-run"], ["--color", "always", "show", "the-book"], ["--color", "always", "curriculum", "show", "."],
]  # fmt: skip
WRITING: list[Command] = [
    *(["map", "--format", form, "--output", "-"] for form in ("html", "svg", "mermaid", "dot", "graphml", "json")),
    *(["export", "--format", form, "--output", "-"] for form in ("ics", "markdown", "csv", "anki", "taskwarrior", "jsonl")),
]  # fmt: skip
LINTING: list[Command] = [
    ["curriculum", "lint", ".", *more]
    for more in ([], ["--json"], ["--format", "github"], ["--format", "sarif"], ["--analysis"], ["--fix", "--dry-run"])
]
ADDING: list[Command] = [["curriculum", "add", "."], ["curriculum", "list"], ["curriculum", "list", "--json"]]
COMMANDS = [*STUDYING[:13], *LOOKING, *WRITING, *STUDYING[13:], *LINTING, *ADDING]
PAGES = (
    "/", "/plan", "/map", "/progress", "/topic/first", "/topic/second", "/resource/the-book", "/unit/the-book/ch1", "/alternatives/the-book/ch2", "/search?q=thing",
    "/api/next", "/api/plan", "/api/status", "/api/map", "/api/search?q=thing", "/api/log",
)  # fmt: skip
"""What the server answers without a token."""
PLACE = re.compile(r":\d+:\d+: ")
LOGS = ("log", "undo", "redo", "doctor")
"""Commands that work without the curriculum: a log is never locked in by a stranger's mistake."""
ALLOWED = {0, 1, 2, 3, 4, 6}
"""Exit codes of the contract; 70 is a bug."""


@dataclass(frozen=True)
class Outcome:
    """What a command printed, its exit code, and the seconds of CPU that it took."""

    code: int
    out: str
    err: str
    seconds: float = 0.0


def run(arguments: Command, folder: Path, home: Path) -> Outcome:
    """Run a command with a folder as its curriculum, at 80 columns, into a pipe."""
    env = {
        "MLPATH_HOME": str(home),
        "MLPATH_TODAY": TODAY.isoformat(),
        "MLPATH_CURRICULUM": str(folder),
        "COLUMNS": "80",
        **({} if "always" in arguments else {"NO_COLOR": "1"}),
    }
    given = [str(folder) if word == "." else word for word in arguments]
    begun = time.process_time()
    with patch.object(sys, "argv", ["mlpath", *given]):
        found = CliRunner().invoke(program, given, env=env, prog_name="mlpath")
    return Outcome(found.exit_code, found.stdout, found.stderr, time.process_time() - begun)


def problems(case: Hostile, arguments: Command, outcome: Outcome) -> list[str]:
    """What is wrong with how a command took a hostile curriculum: nothing, or one sentence each."""
    found = [f"stderr has {what}" for what in [dirt(outcome.err)] if what]
    if "Traceback" in outcome.err + outcome.out or outcome.code not in ALLOWED:
        found.append(f"a bug: exit {outcome.code}")
    machine = "--json" in arguments and bool(outcome.out.strip())
    if (outcome.code == 0 or arguments in LINTING or machine) and (what := sink_of(arguments)(outcome.out)):
        found.append(f"stdout has {what}")
    if outcome.code not in (0, 1) and "error: " not in outcome.err and not machine:
        found.append("no sentence says what is wrong")
    if arguments in LINTING:
        found += _lint(case, arguments, outcome)
    elif (
        case.kind == "refused"
        and arguments[:1]
        and arguments[0] not in LOGS
        and arguments[:2] != ["curriculum", "list"]
    ):
        found += _refused(arguments, outcome)
    return found


def _lint(case: Hostile, arguments: Command, outcome: Outcome) -> list[str]:
    if "--analysis" in arguments or "--fix" in arguments or case.kind == "valid":
        return []
    found = [] if outcome.code == 1 else [f"lint ends with {outcome.code}"]
    if not re.search(r":\d+:\d+|line=\d+|\"startLine\": ?\d+", outcome.out):
        found.append("lint names no place")
    return found


def _refused(arguments: Command, outcome: Outcome) -> list[str]:
    if arguments == ["export", "--format", "jsonl", "--output", "-"]:
        return [] if outcome.code == 0 else ["the log is not exported"]
    if outcome.code != 4:
        return [f"exit {outcome.code}, not 4"]
    return [] if PLACE.search(outcome.err) else ["the error names no file:line:column"]


def web_problems(folder: Path, home: Path) -> list[str]:
    """What is wrong with the pages and the JSON of a curriculum that can be read."""
    home.mkdir(parents=True, exist_ok=True)
    found = []
    with serving(App(open_curriculum(str(folder)), Store(home / "mlpath.db"))) as served:
        for path in PAGES:
            answer = served.get(path)
            check = one_document if path.startswith("/api/") else page
            if answer.status not in (200, 400, 404, 409):
                found.append(f"{path}: answers {answer.status}")
            elif what := check(answer.text):
                found.append(f"{path}: has {what}")
    return found


def snapshot(folder: Path) -> dict[str, str]:
    """Every file below a folder by what is in it: what a command leaves alone stays so."""
    found = {}
    for path in sorted(folder.rglob("*")):
        regular = path.is_file() and not path.is_symlink() and path.stat().st_size < 3_000_000
        found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest() if regular else str(path.lstat().st_mode)
    return found
