"""The command line as a user has it: processes, exit codes, streams, JSON."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.answers import enlarge, reading
from tests.builders import GOALS, TOPICS, folder
from tests.conftest import CommandLine


@pytest.fixture
def tiny(inside: CommandLine) -> Path:
    """The folder of the tiny curriculum."""
    return Path(inside.variables["MLPATH_CURRICULUM"])


def test_a_first_session(inside: CommandLine) -> None:
    """Plan, next, done, undo, redo, log: each says what it did, and the next command."""
    assert "mlpath plan all" in inside().out
    assert inside().out.endswith("→ mlpath init\n")
    plan = inside("plan", "all").out
    assert "The Book  One; Two" in plan
    assert "3.5 h in 2 steps from 1 resource: 3 h of study, 30 min to settle into new" in plan
    assert "Shortest: proven." in plan
    assert plan.endswith("→ mlpath next\n")
    assert "→ mlpath start the-book/ch1" in inside("next").out
    assert inside("done", "the-book/ch1").out == (
        "✓ done: the-book/ch1\n  You now know first@working.\n  Now ready: the-book/ch2.\n→ next: the-book/ch2  Two  2 h\n"
    )
    assert inside("done", "the-book/ch1").out.startswith("Nothing changed: already done.")
    assert "done: 1 → 0" in inside("undo").out
    assert "done: 0 → 1" in inside("redo").out
    assert [line.split()[1] for line in inside("log").out.splitlines()] == [
        "plan",
        "done",
        "undo",
        "redo",
    ] or "request" in inside("log").out
    assert "1/2" in inside("status").out


FAILS = [
    pytest.param(["plan", "nothing-like-it"], 3, "nothing here is called 'nothing-like-it'", id="unknown goal"),
    pytest.param(["plan", "secnd"], 3, "did you mean second?", id="misspelt goal"),
    pytest.param(["done", "the-book/ch9"], 3, "the-book/ch", id="unknown unit"),
    pytest.param(["plnn"], 2, "did you mean mlpath plan?", id="misspelt command"),
    pytest.param(["plan", "all", "--exclud", "x"], 2, "--exclude", id="misspelt option"),
    pytest.param(["plan"], 2, "hint: mlpath plan GOAL, with one of: all", id="no plan yet"),
    pytest.param(["next"], 2, "no plan yet", id="next without a plan"),
    pytest.param(["done"], 2, "hint: mlpath done ID", id="done without an id"),
    pytest.param(["plan", "all", "--exclude", "mood:calm"], 2, "no selector 'mood:'", id="bad selector"),
    pytest.param(["plan", "all", "--hours-per-week", "0"], 2, "a week has 168 hours", id="no hours"),
    pytest.param(["plan", "all", "--start", "soon"], 2, "--start 2026-11-21", id="not a date"),
    pytest.param(["next", "--today", "soon"], 2, "--today 2026-11-21", id="not a today"),
    pytest.param(["plan", "all", "--exclude", "resource:the-book"], 6, "leave out --exclude resource:the-book", id="impossible wish"),
    pytest.param(["plan", "all", "--curriculum", "nowhere"], 3, "no curriculum 'nowhere'", id="no curriculum"),
    pytest.param(["log", "--color", "pink"], 2, "use --color auto, always or never", id="bad colour"),
    pytest.param(["search", "qqqqqq"], 2, "nothing fits 'qqqqqq'", id="nothing found"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "said"), FAILS)
def test_failures(inside: CommandLine, arguments: list[str], code: int, said: str) -> None:
    """Each failure has its exit code, one message and a hint on stderr, no traceback, and stores nothing."""
    ran = inside(*arguments)
    assert ran.code == code
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert not (inside.home / "mlpath.db").exists()


def test_an_impossible_wish_names_its_causes_and_saves_nothing(inside: CommandLine) -> None:
    """With --json the answer is a plan with status infeasible, exit 6; the saved plan is not replaced."""
    inside("plan", "all")
    ran = inside("plan", "all", "--exclude", "resource:the-book", "--json")
    assert ran.code == 6
    assert ran.json["proof"]["status"] == "infeasible"
    assert ran.json["unreachable"][0]["outcome"] == "second@working"
    assert "--exclude resource:the-book" in ran.json["unreachable"][0]["because"]
    assert ran.json["wishes_to_drop"] == ["--exclude resource:the-book"]
    assert inside("next").code == 0


def test_a_broken_curriculum_is_told_with_its_places(inside: CommandLine, tiny: Path) -> None:
    """Exit 4, every mistake as file:line:column, through every command that reads it."""
    folder(tiny, topics=TOPICS.replace("- first: it", "- frist: it"), goals=GOALS.replace("can:", "cam:"))
    for command in (["plan", "all"], ["next"], ["done", "first"], ["show", "first"], ["curriculum", "show"]):
        ran = inside(*command)
        assert (ran.code, ran.out) == (4, "")
        assert f"{tiny}/goals.yaml:3:3: unknown key 'cam' (did you mean 'can'?)" in ran.err
        assert ran.err.endswith(f"hint: mlpath curriculum lint {tiny}\n")


def test_no_line_is_wider_than_the_terminal(inside: CommandLine) -> None:
    """At 80 and at 60 columns nothing is wider."""
    enlarge(inside)
    inside("plan", "all", "--hours-per-week", "5")
    for width in (80, 60):
        for words in [
            *reading(),
            ["plan", "--full"],
            ["show", "the-book"],
            ["show", "all"],
            ["config", "--show-origin"],
        ]:
            lines = inside(*words, COLUMNS=str(width)).out.splitlines()
            unbroken = words[0] in ("curriculum", "doctor", "config") if words else False  # places are told whole
            assert unbroken or max(map(len, lines)) <= width, (words, lines)


def test_the_same_bytes_in_another_process_and_on_another_day(run: CommandLine) -> None:
    """The same request on the same state with the same --today: the same bytes, kept plan or not."""
    run("plan", "all", "--hours-per-week", "3")
    first = run("plan", "--json", "--today", "2026-12-01").out
    assert run("plan", "--json", "--today", "2026-12-01", MLPATH_TODAY="2027-05-05", PYTHONHASHSEED="7").out == first
    shutil.rmtree(run.home / "cache")
    assert run("plan", "--json", "--today", "2026-12-01", PYTHONHASHSEED="8").out == first


def test_a_home_that_cannot_be_written(inside: CommandLine, tmp_path: Path) -> None:
    """Exit 5, one sentence; what can be answered without writing is answered."""
    (tmp_path / "file").write_text("")
    home = str(tmp_path / "file" / "home")
    ran = inside("done", "the-book/ch1", MLPATH_HOME=home)
    assert ran.code == 5
    assert "cannot be made" in ran.err
    assert "MLPATH_HOME" in ran.err
    assert inside("plan", "all", "--dry-run", MLPATH_HOME=home).code == 0


def test_a_locked_database_is_waited_for(run: CommandLine) -> None:
    """While another program writes, a command waits; when it lets go, the command is done."""
    run("plan", "all")
    holder = sqlite3.connect(run.home / "mlpath.db", isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    waiting = subprocess.Popen(
        [sys.executable, "-m", "mlpath", "done", "the-book/ch1"], env=run.environment(), stdout=subprocess.PIPE
    )
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(timeout=2)
    holder.execute("COMMIT")
    holder.close()
    assert b"done: the-book/ch1" in waiting.communicate()[0]


def test_maps(inside: CommandLine, tmp_path: Path) -> None:
    """The resource graph is exported in four formats; a file is not overwritten unasked."""
    assert "n0 --> n1" in inside("map", "--format", "mermaid").out
    assert '"the-book/ch1" -> "the-book/ch2";' in inside("map", "--format", "dot").out
    assert "<graphml" in inside("map", "--format", "graphml").out
    edges = json.loads(inside("map", "--format", "json", "--of", "outcomes").out)["edges"]
    assert {"prerequisite": "first@working", "dependent": "second@working"} in edges
    target = tmp_path / "map.dot"
    assert inside("map", "--format", "dot", "-o", str(target)).code == 0
    assert inside("map", "--format", "dot", "-o", str(target)).code == 2
    assert inside("map", "--format", "dot", "-o", str(target), "--force").code == 0
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".map")] == []


def test_ids_complete(run: CommandLine) -> None:
    """The shell completes topics, resources and units."""
    env = {"_MLPATH_COMPLETE": "complete_bash", "COMP_WORDS": "mlpath show fir", "COMP_CWORD": "2"}
    assert run(**env).out.strip() == "first"
    env = {"_MLPATH_COMPLETE": "complete_bash", "COMP_WORDS": "mlpath done the-book/", "COMP_CWORD": "2"}
    assert run(**env).out.split() == ["the-book/ch1", "the-book/ch2"]


def test_the_environment_has_no_say_in_children(mlpath: CommandLine) -> None:
    """The fixture's own promise: no MLPATH_ variable of the developer's reaches a command under test."""
    assert {name for name in mlpath.environment() if name.startswith("MLPATH_")} == {"MLPATH_HOME", "MLPATH_TODAY"}
    assert os.environ is not mlpath.environment()


REFUSED = [
    pytest.param(["next", "-n", "0"], "mlpath next: -n, --number: 0 is not from 1 to 1000", id="range"),
    pytest.param(["next", "--minutes", "0"], "mlpath next: --minutes: 0 is less than 1", id="least"),
    pytest.param(["next", "-n", "x"], "mlpath next: -n, --number: 'x' is not a whole number", id="whole"),
    pytest.param(["plan", "--max-hours", "y"], "mlpath plan: --max-hours: 'y' is not a number", id="number"),
    pytest.param(["show"], "mlpath show: ID is missing", id="missing"),
    pytest.param(["show", "a", "b"], "mlpath show: too many arguments: b", id="too many"),
    pytest.param(["map", "--output"], "--output needs a value", id="no value"),
    pytest.param(["curriculum"], "mlpath curriculum: missing command", id="no command"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_what_the_parser_refuses_is_said_in_our_words(inside: CommandLine, words: list[str], said: str) -> None:
    """Exit 2, one sentence without the parser's own terms, and the help to read."""
    ran = inside(*words)
    assert (ran.code, ran.out) == (2, "")
    assert f"{said}\nhint: mlpath" in ran.err
    assert ran.err.endswith(" -h\n")
