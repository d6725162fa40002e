"""The promises of the command line, 20 to 24: questions, and what changes something. And the questions themselves."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from mlpath.store.backup import verified
from tests.commands import commands, leaves, options
from tests.conftest import CommandLine
from tests.expecting import promise
from tests.person import at_terminal

CLI = Path(__file__).parent.parent / "src" / "mlpath" / "cli"
ASKS = [["init"], ["done"], ["start"]]


@promise(20)
def test_never_prompts_without_a_terminal(inside: CommandLine) -> None:
    """Never prompts unless stdin and stderr are terminals; else exit 2 and name the flag."""
    wanted = {"init": "--goal", "done": "mlpath done ID", "start": "mlpath start ID"}
    for words in ASKS:
        ran = inside(*words, stdin="1\n")
        assert (ran.code, ran.out) == (2, ""), words
        assert wanted[words[0]] in ran.err.partition("hint: ")[2], words
    inside("plan", "all")
    inside("backup", "--output", "copy.db")
    refused = inside("restore", "copy.db", stdin="y\n")
    assert (refused.code, "hint: add --yes\n" in refused.err) == (2, True)


@promise(21)
def test_no_input_and_yes(inside: CommandLine) -> None:
    """`--no-input` forbids prompts; `--yes` answers them."""
    forbidden = at_terminal(inside, "init", "--no-input")
    assert forbidden.code == 2
    assert "--no-input forbids to ask" in forbidden.out
    answered = at_terminal(inside, "init", "--yes")
    assert answered.code == 0
    assert "Shortest: proven." in answered.out
    inside("backup", "--output", "copy.db")
    assert inside("restore", "copy.db", "--yes").code == 0


@promise(22)
def test_each_prompt_has_a_flag() -> None:
    """Each prompt has a flag that says the same."""
    asked = 0
    for file in CLI.glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            name = getattr(getattr(call, "func", None), "attr", getattr(getattr(call, "func", None), "id", ""))
            if not isinstance(call, ast.Call) or name not in ("ask", "choose", "choose_some", "confirm"):
                assert name not in ("input", "prompt", "getpass"), file
                continue
            if file.name == "prompting.py" or (name == "ask" and file.name == "planning.py"):
                continue  # the planner is asked there, no person
            said = next(
                (ast.unparse(keyword.value).strip("'\"f") for keyword in call.keywords if keyword.arg == "flag"), None
            )
            assert said or name == "confirm", (file.name, ast.unparse(call))
            said = said or "--yes"
            known = set().union(*(options(command) for command in leaves().values()))
            assert said in known or re.fullmatch(r"mlpath (\{kind\}|done|start) ID", said), (file.name, said)
            asked += 1
    assert asked >= 6


@promise(23)
def test_destructive_commands(inside: CommandLine) -> None:
    """A destructive command confirms, shows what it will change, and backs up first."""
    inside("plan", "all")
    inside("backup", "--output", "copy.db")
    inside("done", "the-book/ch1")
    before = verified(inside.home / "mlpath.db").events
    refused = at_terminal(inside, "restore", "copy.db", says=[("[y/N]", "n")])
    assert "Replace your log (2 events" in refused.out
    assert "by this backup (1 event" in refused.out
    assert refused.out.endswith("Nothing changed.\n")
    assert verified(inside.home / "mlpath.db").events == before
    kept = set((inside.home / "backups").iterdir())
    agreed = at_terminal(inside, "restore", "copy.db", says=[("[y/N]", "maybe"), ("answer y or n", "y")])
    assert agreed.code == 0
    assert verified(inside.home / "mlpath.db").events == 1
    saved = set((inside.home / "backups").iterdir()) - kept
    assert [verified(path).events for path in saved] == [before]
    replaced = at_terminal(inside, "init", says=[("[y/N]", "n")])
    assert "You have a plan for all. Replace it?" in replaced.out
    assert replaced.out.endswith("Nothing changed.\n")


@promise(24)
def test_dry_run(inside: CommandLine, tmp_path: Path) -> None:
    """`--dry-run` leaves the database's bytes as they were."""
    arguments = {"init": ["--goal", "first", "--yes"], "plan": ["first"], "undo": [], "redo": [], "know": ["second"],
                 "time": ["the-book/ch1", "30"], "import": ["more.jsonl"]}  # fmt: skip
    dry = {path: command for path, command in leaves().items() if "--dry-run" in options(command)}
    assert {("plan",), ("init",), ("done",), ("undo",)} <= set(dry)
    inside("plan", "all")
    inside("done", "the-book/ch1")
    inside("undo")
    other = type(inside)(tmp_path / "other", **inside.variables)
    other("done", "the-book/ch2")
    other("export", "--output", "more.jsonl")
    before = (inside.home / "mlpath.db").read_bytes()
    for path in dry:
        if len(path) == 1 and path[0] in {*arguments, "start", "done", "skip", "forget"}:
            ran = inside(*path, *arguments.get(path[0], ["the-book/ch1"]), "--dry-run")
            assert ran.code == 0, (path, ran.err)
            assert "✓" not in ran.out, path
        assert (inside.home / "mlpath.db").read_bytes() == before, path
    fresh = tmp_path / "fresh"
    assert inside("plan", "all", "--dry-run", MLPATH_HOME=str(fresh)).code == 0
    assert not (fresh / "mlpath.db").exists()


def test_a_dry_run_says_what_would_change(inside: CommandLine) -> None:
    """What `done --dry-run` and `undo --dry-run` announce is what then happens."""
    inside("plan", "all")
    announced = inside("done", "first", "the-book/ch1", "--dry-run")
    assert announced.code == 3
    announced = inside("done", "the-book/ch1", "--dry-run")
    happened = inside("done", "the-book/ch1")
    assert announced.out.splitlines()[0] == "A dry run, nothing is stored. What would change:"
    assert announced.out.splitlines()[2:] == happened.out.splitlines()[1:]
    assert "done: 1 → 0" in inside("undo", "--dry-run").out
    assert "first@working" in inside("next", "--json").out


def test_init_asks_at_most_five_questions(inside: CommandLine) -> None:
    """A newcomer answers, odd answers are asked again, and there is a plan; each question has its flag."""
    says = [("Where to?", "nonsense"), ("Where to?", "1"), ("What do you know", ""), ("Hours a week?", "many"),
            ("Hours a week?", "6")]  # fmt: skip
    ran = at_terminal(inside, "init", says=says)
    assert ran.code == 0, ran.out
    assert "nothing here is called 'nonsense'" in ran.out
    assert "'many' is not a number of hours" in ran.out
    assert "at 6 h a week: done by" in ran.out
    asked = re.findall(r"^.*\? ?[^\n]*\[[^\]]*\] ", ran.out, re.MULTILINE)
    assert 3 <= len(asked) <= 5 + 2
    assert {"--goal", "--know", "--hours-per-week", "--prefer"} <= options(commands()[("init",)])
    assert inside("next").code == 0


def test_init_by_options_and_by_areas(inside: CommandLine) -> None:
    """With options nothing is asked; what is known may be picked by number, and is then not planned."""
    assert inside("init", "--goal", "all", "--know", "first", "--hours-per-week", "2").code == 0
    assert "Two" in inside("next").out
    inside("undo")
    picked = at_terminal(
        inside,
        "init",
        "--goal",
        "all",
        "--hours-per-week",
        "2",
        "--prefer",
        "kind:book",
        says=[("What do you know", "1")],
    )
    assert "Nothing is left to study." in picked.out


def test_init_takes_any_topic(inside: CommandLine) -> None:
    """A topic's name is an answer to where to; the end of input changes nothing and says how else."""
    ended = at_terminal(inside, "init", says=[("Where to?", "^D")])
    assert ended.code == 2
    assert "no answer came; nothing changed\nhint: add --goal" in ended.out
    assert not (inside.home / "mlpath.db").exists()
    ran = at_terminal(inside, "init", says=[("Where to?", "primary"), ("know already", ""), ("Hours", "")])
    assert "One" in ran.out
    assert inside("status", "--json").json["goal"] == "first@working"


@pytest.mark.parametrize(("kind", "said"), [("done", "✓ done: the-book/ch1"), ("start", "✓ started: the-book/ch1")])
def test_the_picker(inside: CommandLine, kind: str, said: str) -> None:
    """`done` and `start` with no id offer the steps that are ready; a number, an id, or another unit's id picks."""
    inside("plan", "all")
    assert said in at_terminal(inside, kind, says=[("[1]", "")], NO_COLOR="1").out
    inside("undo")
    assert said in at_terminal(inside, kind, says=[("[1]", "7"), ("[1]", "the-book/ch1")], NO_COLOR="1").out
    inside("undo")
    off = at_terminal(inside, kind, says=[("[1]", "the-book/ch2")], NO_COLOR="1")
    assert "1  the-book/ch1  One" in off.out
    assert said.replace("ch1", "ch2") in off.out


def test_a_prompt_is_no_result() -> None:
    """What is asked goes to standard error: where the output is read by a program, questions are not in it."""
    source = (CLI / "prompting.py").read_text("utf-8")
    assert "sys.stdout" not in source
    assert "sys.stderr.write" in source
