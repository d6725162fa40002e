"""The generated pages are up to date."""

from __future__ import annotations

import pytest

from mlpath.curriculum import Curriculum
from tests.docs import DOCS, LEARNERS, pages


@pytest.fixture(scope="module")
def generated(ml_math: Curriculum) -> dict[str, str]:
    return pages(ml_math)


@pytest.mark.parametrize("path", ["ml-math.md", *(f"plans/{name}.txt" for name in LEARNERS)])
def test_a_generated_page_is_up_to_date(path: str, generated: dict[str, str]) -> None:
    """The page equals what the data say today. (`python -m tests.docs` renews it.)"""
    assert (DOCS / path).read_text("utf-8") == generated[path]
