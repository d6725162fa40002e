"""The tutorial for authors says what is so."""

from __future__ import annotations

import re

from mlpath.library import open_curriculum
from tests.console import DOCS

PAGE = DOCS / "write-your-own-curriculum.md"


def test_the_tutorial_ends_with_a_plan() -> None:
    """Its last command, whose output another test compares, is a proven plan of a subject that is not mathematics."""
    last = PAGE.read_text("utf-8").rpartition("```console\n")[2]
    assert last.startswith("$ mlpath plan team --curriculum git")
    assert "Shortest: proven." in last


def test_what_the_tutorial_says_of_the_shipped_curriculum() -> None:
    """Its numbers are those of the curriculum."""
    git = open_curriculum("git")
    said = re.search(r"has (\d+) topics, (\d+) resources and two goals", PAGE.read_text("utf-8"))
    assert said is not None
    assert tuple(map(int, said.groups())) == (len(git.topics), len(git.resources))
    assert len(git.goals) == 2
