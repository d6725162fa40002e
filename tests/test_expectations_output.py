"""The promises of the command line, 10 to 19: streams, JSON, colour, spelling."""

from __future__ import annotations

import json

import pytest

from tests.answers import GOLDEN, answers, enlarge, reading
from tests.commands import commands, leaves, options
from tests.conftest import CommandLine, Ran
from tests.expecting import promise
from tests.inside import Inside
from tests.person import at_terminal

DOCUMENTS = {"map", "export"}
"""Their result is a document in a format of its own, whatever is asked for."""
WRITERS = {"backup", "restore", "import", "serve", "set", "unset", "new", "add"}
"""They change or start something; what they say is for people."""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Inside:
    """A command line with a plan, and something to choose."""
    place = tmp_path_factory.mktemp("reader")
    line = Inside(place / "home", MLPATH_CURRICULUM=str(place / "tiny"))
    enlarge(line)
    line("plan", "all", "--hours-per-week", "3")
    return line


@pytest.fixture(scope="module")
def said(reader: Inside) -> dict[tuple[str, ...], Ran]:
    """What every command that reads says in a pipe, where the terminal outside could do everything."""
    outside = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    return {tuple(words): reader(*words, **outside) for words in reading()}


@promise(10)
def test_streams(inside: CommandLine, said: dict[tuple[str, ...], Ran]) -> None:
    """Results on stdout; messages, progress and warnings on stderr."""
    for words, ran in said.items():
        assert ran.out, words
        assert ran.err == "", words
    inside("plan", "all")
    for mistake in (["show", "nothing-like-it"], ["plan", "--bogus"], ["undo", "0"], ["nope"]):
        ran = inside(*mistake)
        assert ran.out == "", mistake
        assert ran.err.startswith("error: "), mistake
    assert inside("plan", "all", "--exclude", "resource:the-book").out.startswith("second@working cannot be reached")


@promise(11)
def test_json(inside: CommandLine) -> None:
    """`--json` on every command that reads: one valid document, `schema_version`, no ANSI, golden tests."""
    for path, command in leaves().items():
        assert "--json" in options(command) or path[-1] in DOCUMENTS | WRITERS, path
    assert "--json" in options(commands()[()])
    for name, said in answers(inside).items():
        assert next(iter(json.loads(said))) == "schema_version", name
        assert "\x1b" not in said, name
        assert said == (GOLDEN / f"{name}.json").read_text("utf-8"), f"{name}: python -m tests.answers writes it anew"


@promise(12)
def test_errors_as_json(inside: CommandLine) -> None:
    """Errors as JSON too under `--json`: `{"error": {"code", "message", "hint"}}`."""
    for words in (["show", "nothing-like-it"], ["next", "-n", "0"], ["plan", "--bogus"], ["next"], ["show"], ["nope"]):
        ran = inside(*words, "--json")
        assert list(ran.json) == ["error"], words
        assert list(ran.json["error"]) == ["code", "message", "hint"], words
        assert ran.json["error"]["code"] == ran.code, words
        assert f"error: {ran.json['error']['message']}\n" in ran.err, words
        assert ran.err.endswith(f"hint: {ran.json['error']['hint']}\n"), words
    assert inside("search", "--", "qqqq", "--json").out == ""


@promise(13)
def test_json_is_the_same_everywhere(reader: Inside) -> None:
    """JSON does not change with width, locale, colour or time zone."""
    there = {"COLUMNS": "40", "FORCE_COLOR": "1", "TZ": "Asia/Tokyo", "PYTHONIOENCODING": "ascii"}
    for words in reading():
        here = reader(*words, "--json").out
        assert reader(*words, "--json", **there).out == here, words
    process = CommandLine(reader.home, **reader.variables)
    plain = reader("plan", "--json").out
    assert process("plan", "--json", LC_ALL="C", TZ="America/Lima", TERM="dumb", COLUMNS="200").out == plain


@promise(14)
def test_no_ansi_in_a_pipe(reader: Inside, said: dict[tuple[str, ...], Ran]) -> None:
    """No ANSI when stdout is not a terminal."""
    for words, ran in said.items():
        assert "\x1b" not in ran.out, words
    assert "\x1b" not in reader("show", "nothing-like-it").err
    assert "\x1b" in at_terminal(reader, "next").out


@promise(15)
def test_no_color(inside: CommandLine) -> None:
    """`NO_COLOR` (non-empty) turns colour off."""
    inside("plan", "all")
    assert "\x1b" not in at_terminal(inside, "next", NO_COLOR="1").out
    assert "\x1b" not in inside("next", NO_COLOR="1", FORCE_COLOR="1").out
    assert "\x1b" in inside("next", NO_COLOR="", FORCE_COLOR="1").out


@promise(16)
def test_force_color(inside: CommandLine) -> None:
    """`FORCE_COLOR` turns it on in a pipe."""
    inside("plan", "all")
    for words in (["next"], ["status"], ["plan"], ["show", "second"], ["doctor"], []):
        assert "\x1b[" in inside(*words, FORCE_COLOR="1").out, words


@promise(17)
def test_color_option(inside: CommandLine) -> None:
    """`--color auto|always|never` beats both."""
    inside("plan", "all")
    assert "\x1b[" in inside("next", "--color", "always", NO_COLOR="1").out
    assert "\x1b[" in inside("next", "--color", "always", TERM="dumb").out
    assert "\x1b" not in inside("next", "--color", "never", FORCE_COLOR="1").out
    assert "\x1b[" in inside("next", "--color", "auto", FORCE_COLOR="1").out
    refused = inside("next", "--color", "pink")
    assert (refused.code, "use --color auto, always or never" in refused.err) == (2, True)


@promise(18)
def test_a_dumb_terminal(inside: CommandLine) -> None:
    """`TERM=dumb`: no colour, no animation."""
    inside("plan", "all")
    assert "\x1b" not in at_terminal(inside, "next", TERM="dumb").out
    assert "\x1b" not in inside("next", TERM="dumb", FORCE_COLOR="1").out
    slow = "from mlpath.cli import waiting; waiting.PATIENCE_SECONDS = 0\nimport time\nwith waiting.waiting('working'): time.sleep(0.3)"
    assert "working" in at_terminal(inside, script=slow).out
    assert at_terminal(inside, script=slow, TERM="dumb").out == ""


@promise(19)
def test_an_ascii_locale(reader: Inside, inside: CommandLine) -> None:
    """An ASCII locale: no UnicodeEncodeError, ASCII markers."""
    process = CommandLine(reader.home, **reader.variables)
    ran = process("plan", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.isascii()
    assert ran.out.endswith("-> mlpath next\n")
    for words in [*reading(), ["done", "the-book/ch1"], ["undo"], *([*path, "-h"] for path in commands())]:
        spelled = reader(*words, PYTHONIOENCODING="ascii")
        assert spelled.code == (words == ["curriculum", "lint"]), words
        assert (spelled.out + spelled.err).isascii(), words
    inside("plan", "all")
    assert inside("show", "ʃ", PYTHONIOENCODING="ascii").err.startswith("error: nothing here is called '?'")
    assert inside("plan", PYTHONIOENCODING="latin-1").code == 0
