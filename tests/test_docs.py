"""The pages of docs/ are up to date, true, and hang together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlpath import library
from mlpath.curriculum import Curriculum
from tests.commands import commands
from tests.console import DOCS, console_pages, renewed
from tests.docs import LEARNERS, pages
from tests.test_examples import open_once


@pytest.fixture(scope="module")
def generated(ml_math: Curriculum) -> dict[str, str]:
    return pages(ml_math)


@pytest.mark.parametrize("path", ["ml-math.md", "reference.md", *(f"plans/{name}.txt" for name in LEARNERS)])
def test_a_generated_page_is_up_to_date(path: str, generated: dict[str, str]) -> None:
    """The page equals what the data say today. (`python -m tests.docs` renews it.)"""
    assert (DOCS / path).read_text("utf-8") == generated[path]


@pytest.mark.parametrize("page", console_pages(), ids=lambda page: str(page.relative_to(DOCS)))
def test_a_page_says_what_the_program_says(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of a page, run, prints what stands below it. (`python -m tests.docs` renews it.)"""
    monkeypatch.setattr(library, "open_curriculum", open_once)
    assert renewed(page) == page.read_text("utf-8")


def test_every_command_is_documented() -> None:
    """The reference has a heading for each command, and each everyday page and the tutorial is in the index."""
    reference = (DOCS / "reference.md").read_text("utf-8")
    for path in commands():
        assert f"\n## mlpath {' '.join(path)}".rstrip() + "\n" in reference, path


def test_the_pages_hang_together() -> None:
    """Each page under docs/ is linked from the index, and each link between files leads somewhere."""
    index = (DOCS / "README.md").read_text("utf-8")
    for page in DOCS.rglob("*.md"):
        name = str(page.relative_to(DOCS))
        assert name == "README.md" or f"({name})" in index, f"docs/README.md does not list {name}"
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{name} links to {link}"
