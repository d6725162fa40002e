"""The rules of lint: each has an example that breaks it and nothing else, and says so at a place that is right."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from mlpath.library.example import write_files
from mlpath.library.loading import load_folder
from mlpath.lint import RULES, Finding, Rule, check, located
from mlpath.lint.examples import FILES
from mlpath.view.pages_of_lint import rule_page
from mlpath.view.screen import Screen
from tests.conftest import CommandLine
from tests.running import Called


def findings(folder: Path, files: dict[str, str]) -> list[Finding]:
    """All that lint says of files."""
    write_files(folder, files)
    loaded = load_folder(folder)
    more = check(loaded.curriculum) if loaded.curriculum is not None else []
    return located([*loaded.findings, *more], loaded.places)


def test_nothing_is_wrong_before_an_example_changes_it(tmp_path: Path) -> None:
    """The curriculum of the examples has no error and no warning."""
    assert {finding.severity for finding in findings(tmp_path, FILES)} == {"note"}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_the_example_of_a_rule_breaks_it_and_nothing_else(tmp_path: Path, rule: Rule) -> None:
    """Lint finds that rule, with its severity and in the file that was changed; besides it only what was there before."""
    assert rule.example != FILES
    before = {(f.rule, f.message) for f in findings(tmp_path / "before", FILES)}
    new = [f for f in findings(tmp_path / "after", rule.example) if (f.rule, f.message) not in before]
    assert new
    assert {f.rule for f in new} == {rule.id}
    assert {f.severity for f in new} == {rule.severity}
    assert all(Path(f.position[0]).is_relative_to(tmp_path / "after") and min(f.position[1:]) > 0 for f in new)
    assert all(f.message for f in new)


def test_every_rule_can_be_explained(mlpath: CommandLine) -> None:
    """`--explain` says why it matters, shows the example and the mend; what lint says of the example is lint's own."""
    run = Called(mlpath.home)
    for rule in RULES.values():
        found = [Finding(rule.id, rule.severity, "it is so")]
        shown = StringIO()
        Screen("never", shown, width=80).show(*rule_page(rule, found))
        assert shown.getvalue().startswith(f"{rule.id}  {rule.severity}\n  {rule.title[:40]}")
        assert max(map(len, shown.getvalue().splitlines())) <= 80
    said = run("curriculum", "lint", "--explain", "cycle").out
    assert "      - brewing: one boils water for a reason\n  error: a circle of 2: boiling@working requires" in said
    every = run("curriculum", "lint", "--explain", "all", "--json").json["rules"]
    assert [rule["id"] for rule in every] == list(RULES)
    unknown = run("curriculum", "lint", "--explain", "unknown-refrence")
    assert (unknown.code, "did you mean unknown-reference" in unknown.err) == (3, True)


GOALS = [
    pytest.param({"- brewing: one serves what one has brewed": "- hosting: x"}, "hosting@working and serving@working wait for each other", id="circle of units"),
    pytest.param({"- brewing: one serves what one has brewed": "- washing: x", "- id: serving": "- id: washing\n  title: W\n  working:\n    can: wash\n- id: serving"}, "nothing teaches washing@working", id="untaught"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "said"), GOALS)
def test_a_goal_out_of_reach_says_what_is_at_the_bottom_of_it(
    tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    """The finding names the outcome that nothing teaches, or those that wait for each other."""
    text = FILES["topics/tea.yaml"]
    for old, new in changes.items():
        text = text.replace(old, new)
    messages = [
        f.message for f in findings(tmp_path, FILES | {"topics/tea.yaml": text}) if f.rule == "unreachable-goal"
    ]
    assert messages
    assert said in messages[0]
