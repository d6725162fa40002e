"""Findings for machines: JSON, GitHub's annotations, SARIF, and the exit code; a curriculum at a glance."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from mlpath.curriculum import Curriculum
from mlpath.lint import RULES, Finding, analysed
from mlpath.view.findings import github, sarif
from mlpath.view.pages_of_lint import analysis_page
from mlpath.view.screen import Screen
from tests.builders import RESOURCE, TOPICS, curriculum, folder
from tests.conftest import CommandLine
from tests.running import Called

SCHEMA = Path(__file__).parent / "data" / "sarif-2.1.0-rtm.5.json"
"""OASIS's schema of SARIF 2.1.0, as the npm package @microsoft/jest-sarif (MIT) carries it."""
ODD = Finding("unknown-reference", "error", "no outcome 'a%b'\nor c", "did you mean x, y?", "a dir/top,ics:1.yaml:3:7")


@pytest.fixture
def run(mlpath: CommandLine) -> Called:
    return Called(mlpath.home)


def test_sarif_is_what_its_schema_asks(tmp_path: Path, run: Called) -> None:
    """Every rule and every finding, errors to notes, with places from 1; valid by the standard's own schema."""
    path = folder(tmp_path / "a b", topics=TOPICS.replace("- first: it comes before", "- {first: ''}"))
    log = run("curriculum", "lint", str(path), "--format", "sarif").json
    validator = Draft4Validator(json.loads(SCHEMA.read_text("utf-8")))
    assert [error.message for error in validator.iter_errors(log)] == []
    assert [error.message for error in validator.iter_errors(json.loads(sarif([ODD])))] == []
    assert list(validator.iter_errors(log | {"version": "2"}))
    (result,) = [r for r in log["runs"][0]["results"] if r["level"] == "warning"]
    assert result["ruleId"] == "edge-without-reason"
    assert log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    where = result["locations"][0]["physicalLocation"]
    assert where["region"] == {"startLine": 13, "startColumn": 9}
    assert where["artifactLocation"]["uri"] == (path / "topics/a.yaml").as_uri()
    assert [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]] == list(RULES)


def test_github_gets_one_command_a_finding() -> None:
    """Commas, colons, percent signs and line breaks cannot end a property or a command early."""
    assert github([ODD]) == (
        "::error file=a dir/top%2Cics%3A1.yaml,line=3,col=7,title=unknown-reference::"
        "no outcome 'a%25b'%0Aor c (did you mean x, y?)"
    )


CODES = [
    pytest.param({}, 0, id="notes only"),
    pytest.param({"topics": TOPICS.replace("- first: it comes before", "- first")}, 1, id="a warning"),
    pytest.param({"topics": TOPICS.replace("- first: it", "- frist: it")}, 1, id="an error"),
    pytest.param({"goals": "- ["}, 1, id="not YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "code"), CODES)
def test_errors_and_warnings_count_and_notes_do_not(
    tmp_path: Path, run: Called, changed: dict[str, str], code: int
) -> None:
    """The exit code is 1 for errors and warnings, in every format; a second run says the same."""
    path = folder(tmp_path / "tiny", **changed)
    said = {f: run("curriculum", "lint", str(path), "--format", f) for f in ("text", "json", "github", "sarif")}
    assert {ran.code for ran in said.values()} == {code}
    assert said["text"].out.startswith("✓ 0 errors, 0 warnings, ") == (code == 0)
    assert (said["github"].out == "") == (code == 0)
    assert run("curriculum", "lint", str(path)).out == said["text"].out
    assert run("curriculum", "lint", str(path), "--json").out == said["json"].out
    assert run("curriculum", "lint", str(path), "--format", "xml").code == 2


def test_what_was_remembered_is_forgotten_when_a_file_changes(tmp_path: Path, run: Called) -> None:
    """A clean answer is given again without linting; after a change it is made anew, and after the mend too."""
    path = folder(tmp_path / "tiny")
    clean = run("curriculum", "lint", str(path))
    assert run("curriculum", "lint", str(path)).out == clean.out
    folder(path, topics=TOPICS.replace("- first: it", "- frist: it"))
    assert run("curriculum", "lint", str(path)).code == 1
    folder(path)
    assert run("curriculum", "lint", str(path)).out == clean.out


def test_the_place_comes_first_and_no_line_is_wider(
    tmp_path: Path, run: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`file:line:column: severity [rule]`, then what and the mend, in 60 columns; below, what to type next."""
    monkeypatch.chdir(tmp_path)
    folder(tmp_path / "tiny", topics=TOPICS.replace("- first: it", "- frist: it"))
    assert run("curriculum", "lint", "tiny", COLUMNS="60").out == (
        "tiny/topics/a.yaml:13:9: error [unknown-reference]\n"
        "    no outcome 'frist@working'\n"
        "    → did you mean first@working?\n"
        "\n"
        "1 error, 0 warnings, 0 notes.\n"
        "→ mlpath curriculum lint tiny --fix  may mend 1; --dry-run\n"
        "shows how\n"
        "→ mlpath curriculum lint --explain unknown-reference  says\n"
        "why it matters\n"
    )


def test_the_analysis(tmp_path: Path, run: Called) -> None:
    """Coverage by area, the longest chain through all depths, what rests on what, single providers, hours by kind."""
    found = analysed(curriculum("a -> b, b -> c, a -> d, e|d -> f", "u/1: a b 60, v/1: a 30, w/1: c d e f 90"))
    assert found.chain == ("a", "b", "c")
    assert [(hub.outcome, hub.opens, hub.providers) for hub in found.hubs] == [("a@working", 3, 2), ("b@working", 1, 1)]
    assert {b.outcome for b in found.bottlenecks} == {f"{t}@working" for t in "bcdef"}
    assert (found.minutes, found.units, found.unused, found.roots) == (180, 3, 0, 3)
    assert found.kinds == {"book": 180}
    path = folder(tmp_path / "tiny", resource=RESOURCE.replace("[second]", "[second@intuition]"))
    said = run("curriculum", "lint", str(path), "--analysis", "--json").json
    assert said["areas"][0]["untaught"] == 1
    assert said["longest_chain"] == ["first", "second"]
    page = run("curriculum", "lint", str(path), "--analysis").out.splitlines()
    assert len(page) < 24
    assert max(map(len, page)) <= 80
    broken = folder(tmp_path / "broken", goals="- [")
    assert run("curriculum", "lint", str(broken), "--analysis").code == 4


def test_the_analysis_of_a_large_curriculum_fits_a_screen(ml_math: Curriculum) -> None:
    """The mathematics of machine learning at a glance: at most 50 lines of 80 columns."""
    shown = StringIO()
    Screen("never", shown, width=80).show(*analysis_page(ml_math, analysed(ml_math)))
    page = shown.getvalue().splitlines()
    assert ml_math.title in page[0]
    assert len(page) <= 50
    assert max(map(len, page)) <= 80
