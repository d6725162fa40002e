"""The how-to pages are true: their examples print what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs import DOCS
from tests.docs_run import PAGES, renewed


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_print_what_the_page_says(page: str, tmp_path: Path) -> None:
    """Each example, run, prints what stands below it. (`python -m tests.docs_run` renews it.)"""
    assert renewed(page, tmp_path) == (DOCS / page).read_text("utf-8")
