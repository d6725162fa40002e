"""The promises of the command line, 1 to 9: version, help, suggestions, exit codes. And that each has its test."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from mlpath import __version__
from mlpath.cli.failing import EXIT_CODES, MEANINGS
from mlpath.cli.program import is_everywhere
from tests.builders import TOPICS, folder
from tests.commands import commands, examples, leaves
from tests.conftest import CommandLine
from tests.expecting import HELD, PROMISES, promise


def test_each_promise_has_a_test() -> None:
    """All forty numbers, each with a test whose docstring is its sentence (which `promise` sees to)."""
    for file in (*Path(__file__).parent.glob("test_expectations*.py"), Path("test_examples.py")):
        import_module(f"tests.{file.stem}")
    assert list(PROMISES) == list(range(1, 41))
    assert sorted(HELD) == list(PROMISES)


@promise(1)
def test_version(inside: CommandLine) -> None:
    """`mlpath --version` prints `mlpath X.Y.Z`, exit 0."""
    for words in (["--version"], ["--version", "--color", "never"]):
        ran = inside(*words)
        assert (ran.code, ran.out, ran.err) == (0, f"mlpath {__version__}\n", "")
    assert len(__version__.split(".")) == 3


@promise(2)
def test_h_is_help(inside: CommandLine) -> None:
    """`-h` is `--help` on every command."""
    for path in commands():
        short, long = inside(*path, "-h"), inside(*path, "--help")
        assert (short.code, short.out, short.err) == (0, long.out, ""), path
        assert short.out.startswith(f"Usage: {' '.join(['mlpath', *path])}")


@promise(3)
def test_bare(inside: CommandLine) -> None:
    """Bare `mlpath`: where the learner stands (or, at first, how to begin) and the next command to type."""
    first = inside()
    assert first.code == 0
    assert "do both things" in first.out
    assert first.out.endswith("→ mlpath init\n")
    inside("plan", "all")
    inside("done", "the-book/ch1")
    later = inside()
    assert "All of it  33%: 1 h done, 2 h left\n" in later.out
    assert later.out.endswith("→ mlpath start the-book/ch2\n")
    inside("start", "the-book/ch2")
    assert inside().out.endswith("→ mlpath done the-book/ch2\n")
    inside("done", "the-book/ch2")
    assert "all of it, 3 h of study done" in inside().out


def test_bare_tells_what_is_due(inside: CommandLine) -> None:
    """With hours a week the greeting says what the next days ask for, and when all is done; with --json it is data."""
    inside("plan", "all", "--hours-per-week", "3")
    assert "Due in the next seven days: 1 step, 1 h." in inside().out
    assert "All of it by " in inside().out
    greeting = inside("--json").json
    assert (greeting["goal"], greeting["hours_left"], greeting["started"]) == ("all", 3.5, [])
    assert greeting["next"]["units"] == ["the-book/ch1"]
    refused = inside("--json", "next")
    assert (refused.code, refused.json["error"]["hint"]) == (2, "mlpath next --json")


@promise(5)
def test_help_fits(inside: CommandLine) -> None:
    """Help fits 60 columns without truncation."""
    for path, command in commands().items():
        said = inside(*path, "-h", COLUMNS="60").out
        assert max(map(len, said.splitlines())) <= 60, path
        assert "..." not in said.replace("]...", "").replace("ARGS]...", "").replace("...]", "").replace(
            "ID...", ""
        ).replace("TEXT...", ""), path
        plain = _in_one_line(said)
        for parameter in command.params:
            assert not parameter.opts or parameter.opts[0] in plain or parameter.param_type_name == "argument", path
            about = _in_one_line(getattr(parameter, "help", None) or "")
            if not str(parameter.name).startswith("everywhere_") or not path:
                assert about in plain, (path, about)
        assert _in_one_line(command.help or "") in plain, path


def _in_one_line(text: str) -> str:
    """A text without its breaks, which may also stand behind a hyphen."""
    return " ".join(text.split()).replace("- ", "-")


@promise(6)
def test_misspelt_command(inside: CommandLine) -> None:
    """A misspelt command suggests the near one, exit 2."""
    for path in commands():
        if path:
            misspelt = [*path[:-1], path[-1] + "x"]
            ran = inside(*misspelt)
            assert ran.code == 2, misspelt
            assert f"there is no command 'mlpath {' '.join(misspelt)}'" in ran.err
            assert f"did you mean mlpath {' '.join(path)}?" in ran.err
    assert "hint: mlpath -h lists the commands" in inside("qqqqqq").err


@promise(7)
def test_misspelt_option(inside: CommandLine) -> None:
    """So does a misspelt option."""
    for path, command in commands().items():
        own = {
            name for parameter in command.params if not (path and is_everywhere(parameter)) for name in parameter.opts
        }
        for option in sorted(name for name in own if len(name) > 5 and name.startswith("--")):
            misspelt = option[:-1] + ("q" if option[-1] != "q" else "z")
            ran = inside(*path, misspelt, "value")
            assert ran.code == 2, (path, misspelt)
            assert f"hint: did you mean {option}?" in ran.err, (path, misspelt, ran.err)


@promise(8)
def test_unknown_id(inside: CommandLine) -> None:
    """An unknown id: up to three near ids on stderr, exit 3."""
    inside("plan", "all")
    for command in (["plan"], ["show"], ["done"], ["start"], ["skip"], ["know"], ["forget"], ["why"], ["why-not"]):
        ran = inside(*command, "the-bok")
        assert (ran.code, ran.out) == (3, ""), command
        assert "nothing here is called 'the-bok'" in ran.err
        near = ran.err.partition("hint: ")[2]
        assert near.startswith("did you mean the-book"), command
        assert 1 <= len(near.replace(" or ", ", ").split(", ")) <= 3


CODES = [
    pytest.param(["plan", "all"], 0, id="done"),
    pytest.param(["curriculum", "lint", "lax"], 1, id="a check found something"),
    pytest.param(["plan", "all", "--start", "soon"], 2, id="usage"),
    pytest.param(["show", "nothing-like-it"], 3, id="not found"),
    pytest.param(["plan", "all", "--curriculum", "broken"], 4, id="broken curriculum"),
    pytest.param(["backup"], 5, id="storage"),
    pytest.param(["plan", "all", "--exclude", "resource:the-book"], 6, id="no plan"),
]


@pytest.mark.parametrize(("words", "code"), CODES)
@promise(9)
def test_exit_codes(inside: CommandLine, tmp_path: Path, words: list[str], code: int) -> None:
    """Exit codes, documented and tested: 0 ok, 1 a check found something, 2 usage, 3 not found, 4 invalid curriculum, 5 storage, 6 no plan exists (with its causes), 70 a bug of ours, 130 interrupted."""
    folder(tmp_path / "broken", topics=TOPICS.replace("- first: it", "- frist: it"))
    folder(tmp_path / "lax", topics=TOPICS + "- id: third\n  title: Third\n  working: {can: do the third thing}\n")
    ran = inside(*words)
    assert ran.code == code
    assert ran.err.startswith("error: ") == (code > 1)
    if code == 6:
        assert "leave out --exclude resource:the-book" in ran.err


def test_exit_codes_are_documented(inside: CommandLine) -> None:
    """Every code that the program ends with has its meaning, and the reference says it. (70 and 130: further below.)"""
    assert {0, 1, 70, 130, *EXIT_CODES.values()} == set(MEANINGS)
    reference = (Path(__file__).parent.parent / "docs" / "reference.md").read_text("utf-8")
    for code, meaning in MEANINGS.items():
        assert f"| {code} | {meaning} |" in reference


def test_each_command_has_an_example() -> None:
    """Every command that is no group shows at least one example of itself (and promise 4 runs them)."""
    for path, command in leaves().items():
        found = examples(command)
        assert found, path
        assert any(tuple(words[: len(path)]) == path for words in found), path
