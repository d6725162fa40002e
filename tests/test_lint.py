"""What lint finds in curricula that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlpath.library import load
from mlpath.lint import Finding, check, located
from tests.builders import GOALS, RESOURCE, TOPICS, folder

REQUIRES = "    requires:\n      - first: it comes before\n"
THIRD = "- id: third\n  title: Third\n  working:\n    can: do it\n    requires:\n"


def findings(path: Path, **changed: str) -> list[Finding]:
    loaded = load(folder(path, **changed))
    assert loaded.curriculum is not None, loaded.findings
    return located(check(loaded.curriculum), loaded.places)


FOUND = [
    pytest.param({"topics": TOPICS.replace("- first: it", "- second: it")}, "self-requirement", "topics/a.yaml:13:9", id="self"),
    pytest.param({"topics": TOPICS.replace("    can: do the first thing", "    can: x\n    requires:\n      - second: circle")}, "cycle", "topics/a.yaml:7:9", id="circle"),
    pytest.param({"topics": TOPICS + THIRD + "      - first: x\n      - second: y\n"}, "redundant-edge", "topics/a.yaml:19:9", id="redundant"),
    pytest.param({"topics": TOPICS.replace("- first: it comes before", "- {first: ''}")}, "edge-without-reason", "topics/a.yaml:13:9", id="no reason"),
    pytest.param({"topics": TOPICS + THIRD + "      - second: y\n"}, "untaught", "topics/a.yaml:16:3", id="untaught"),
    pytest.param({"resource": RESOURCE.replace("exercises: true", "exercises: false")}, "working-without-exercises", "resources/the-book.yaml:9:48", id="no exercises"),
    pytest.param({"resource": RESOURCE.replace("sources: [list]\n", "")}, "no-source", "resources/the-book.yaml:1:1", id="no source"),
    pytest.param({"resource": RESOURCE.replace("teaches: [first]", "teaches: []")}, "teaches-nothing", "resources/the-book.yaml:9:5", id="teaches nothing"),
    pytest.param({"resource": RESOURCE.replace("teaches: [first]", "teaches: [second]")}, "unreachable-goal", "goals.yaml:4:14", id="goal out of reach"),
    pytest.param({"goals": GOALS}, "bottleneck", "topics/a.yaml:4:3", id="one provider"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "rule", "place"), FOUND)
def test_each_rule_finds_its_fault_at_its_place(tmp_path: Path, changed: dict[str, str], rule: str, place: str) -> None:
    """A curriculum with one fault gives a finding of that rule, at the line and column of the fault."""
    found = findings(tmp_path, **changed)
    assert (rule, f"{tmp_path}/{place}") in {(finding.rule, finding.place) for finding in found}


def test_a_circle_is_named_edge_by_edge(tmp_path: Path) -> None:
    """The finding of a circle names each edge of one shortest circle."""
    topics = TOPICS.replace("    can: do the first thing", "    can: x\n    requires:\n      - second: circle")
    (cycle,) = [f for f in findings(tmp_path, topics=topics) if f.rule == "cycle"]
    assert "first@working requires second@working; second@working requires first@working" in cycle.message


def test_a_sound_curriculum_has_only_notes(tmp_path: Path) -> None:
    """The tiny curriculum has no error and no warning."""
    assert {finding.severity for finding in findings(tmp_path)} == {"note"}
