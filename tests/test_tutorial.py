"""The tutorial is true: its commands, run one after the other in an empty folder, print what it says."""

from __future__ import annotations

import re
from pathlib import Path

from mlpath.library import open_curriculum
from tests.tutorial import PAGE, run_tutorial


def test_the_tutorial_prints_what_it_says_and_ends_with_a_plan(tmp_path: Path) -> None:
    """Each command prints what stands below it; the last is a proven plan of a subject that is not mathematics."""
    text = PAGE.read_text("utf-8")
    assert run_tutorial(text, tmp_path) == text
    last = text.rpartition("```console\n")[2]
    assert last.startswith("$ mlpath plan team --curriculum git")
    assert "Shortest: proven." in last


def test_what_the_tutorial_says_of_the_shipped_curriculum() -> None:
    """Its numbers are those of the curriculum."""
    git = open_curriculum("git")
    said = re.search(r"has (\d+) topics, (\d+) resources and two goals", PAGE.read_text("utf-8"))
    assert said is not None
    assert tuple(map(int, said.groups())) == (len(git.topics), len(git.resources))
    assert len(git.goals) == 2
