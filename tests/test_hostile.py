"""Nothing hostile gets through: the whole corpus in this process, each command and sink, and a handful of real processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlpath.errors import CurriculumError
from mlpath.library import load, open_curriculum
from mlpath.lint import check
from mlpath.view.safe import safe
from tests.conftest import CommandLine
from tests.hostile.corpus import Hostile, corpus, together
from tests.hostile.running import COMMANDS, PLACE, problems, run, snapshot, web_problems
from tests.hostile.sinks import FORMATS, coloured, dirt, plain

CORPUS = list(corpus())
REFUSED = [case for case in CORPUS if case.kind == "refused"]
READABLE = [case for case in CORPUS if case.kind != "refused"]


def test_the_corpus_is_as_large_as_it_says() -> None:
    """At least 150 hostile curricula, with names of their own, of each kind."""
    assert len({case.name for case in CORPUS}) == len(CORPUS) >= 280
    assert len(REFUSED) >= 220
    assert len(READABLE) >= 50


@pytest.mark.parametrize("first", range(8))
def test_each_hostile_curriculum_is_refused_with_its_place(tmp_path: Path, first: int) -> None:
    """Every refused curriculum gives one error with file:line:column, in clean text, through the one door that commands use."""
    for number, case in enumerate(REFUSED[first::8]):
        folder = case.write(tmp_path / str(number))
        with pytest.raises(CurriculumError) as caught:
            open_curriculum(str(folder))
        said = safe(f"{caught.value}\n{caught.value.hint}")
        assert PLACE.search(said), case.name
        assert not dirt(said), case.name
        assert all(f.rule and f.message and f.hint for f in load(folder).findings), case.name


@pytest.mark.parametrize("case", [case for case in CORPUS if case.kind == "unsound"], ids=lambda case: case.name)
def test_each_unsound_curriculum_has_an_error_of_lint(tmp_path: Path, case: Hostile) -> None:
    """What can be read and cannot be studied is found by lint."""
    loaded = load(case.write(tmp_path))
    assert loaded.curriculum is not None
    assert "error" in {finding.severity for finding in check(loaded.curriculum)}


def test_findings_are_clean_for_machines_too(tmp_path: Path) -> None:
    """What lint quotes of a hostile text, and of a hostile file name, is clean in JSON once it is read, and in SARIF."""
    for name in ("text osc 8", "file with an escape in its name", "bytes osc 52"):
        case = next(case for case in CORPUS if case.name.startswith(name))
        folder = case.write(tmp_path / name)
        for arguments in (["curriculum", "lint", ".", "--json"], ["curriculum", "lint", ".", "--format", "sarif"]):
            assert problems(case, arguments, run(arguments, folder, tmp_path / "home")) == []


def test_each_command_refuses(tmp_path: Path) -> None:
    """Every second command, each on a hostile curriculum of its own: exit code 4, one sentence, the place; no file is touched.

    (`python -m tests.hostile` runs every one on every one.)
    """
    for number, arguments in enumerate(COMMANDS[::2]):
        case = REFUSED[(7 * number) % len(REFUSED)]
        folder = case.write(tmp_path / str(number) / "c")
        before = snapshot(folder)
        outcome = run(arguments, folder, tmp_path / str(number) / "home")
        assert problems(case, arguments, outcome) == [], (case.name, arguments)
        assert snapshot(folder) == before, (case.name, arguments)


@pytest.fixture(scope="module")
def all_texts() -> Hostile:
    """Every hostile text at once, one in each field of topics, resources and goals of their own."""
    return together()


def test_each_sink_shows_every_hostile_text_safely(tmp_path: Path, all_texts: Hostile) -> None:
    """Text, colours, JSON, maps, exports, findings, pages and API: no control, no script, no formula, no second entry."""
    folder = all_texts.write(tmp_path / "c")
    found = [(arguments, run(arguments, folder, tmp_path / "home")) for arguments in COMMANDS]
    assert [(a, said) for a, outcome in found for said in problems(all_texts, a, outcome)] == []
    assert [a for a, outcome in found if outcome.code != 0 and a != []] == []
    assert web_problems(folder, tmp_path / "web") == []


@pytest.mark.parametrize(
    ("sink", "text"),
    [
        ("html", "<p onload=x>"), ("html", "<a href='java\tscript:x'>"), ("html", "<script>alert(1)</script>"), ("html", "\u202e"), ("svg", "<svg><a href='data:text/html,x'/></svg>"), ("svg", "<svg>"),
        ("csv", "a,=1+1"), ("csv", "a\n\"@x\""), ("ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VEVENT"), ("markdown", "<script>x</script>"), ("markdown", "[a](javascript:x)"), ("markdown", "a <b>c</b>"),
        ("mermaid", 'a["x"]\nclick a "javascript:x"'), ("mermaid", 'a["x"y"]'), ("dot", 'a [label="x"y"]'), ("json", "{}{}"), ("json", '["\\u001b[31m"]'), ("anki", "a\t<img src=x onerror=y>"), ("taskwarrior", "["),
        ("github", "a\x1b[31m"), ("jsonl", "\x9b31m"), ("graphml", "<a>&</a>"), ("sarif", "x"),
    ],
)  # fmt: skip
def test_the_checks_of_sinks_see_what_they_are_for(sink: str, text: str) -> None:
    """Red controls: each check turns red for what it guards against."""
    assert FORMATS[sink](text)


def test_the_checks_of_terminals_see_what_they_are_for() -> None:
    """Red controls for text: a cursor's move, a title, a link that is not the web's; colours are fine."""
    assert plain("\x1b[31m")
    assert coloured("\x1b[2J")
    assert coloured("\x1b]8;;file:///etc\x1b\\x\x1b]8;;\x1b\\")
    assert not coloured("\x1b[1;31mred\x1b[0m \x1b]8;id=1;https://example.org\x1b\\x\x1b]8;;\x1b\\")


@pytest.mark.parametrize("name", ["bytes osc 52", "pipe for topics", "graph over the units"])
def test_a_real_process_refuses_at_once(mlpath: CommandLine, tmp_path: Path, name: str) -> None:
    """A terminal's worth: a whole process ends with 4 and one sentence, also where the curriculum is over the caps or a pipe."""
    case = next(case for case in CORPUS if case.name.startswith(name))
    ran = mlpath("plan", "all", "--curriculum", str(case.write(tmp_path / "c")))
    assert ran.code == 4
    assert ran.out == ""
    assert PLACE.search(ran.err)
    assert not dirt(ran.err)
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("graph over the units", r"5,00\d units, more than 5,000"),
        ("graph over the edges", r"50,\d{3} edges, more than 50,000"),
    ],
)
def test_a_curriculum_over_the_caps_is_refused_whatever_is_in_it(tmp_path: Path, name: str, says: str) -> None:
    """Too much of anything is refused with the number, the cap and what raises it."""
    case = next(case for case in CORPUS if case.name == name)
    with pytest.raises(CurriculumError, match=says):
        open_curriculum(str(case.write(tmp_path)))
