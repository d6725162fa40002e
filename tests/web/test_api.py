"""The short form of `python -m tests.campaigns.api`."""

from __future__ import annotations

from tests.campaigns.api import run


def test_any_request_is_answered_as_described() -> None:
    """Data that fit the description and data that do not, at every operation: no 5xx, each answer of its shape."""
    seen = run(40)
    assert {what.split()[1] for what in seen} >= {"/api/marks", "/api/plan", "/api/undo", "/api/search"}
    assert {what.rsplit(" ", 1)[1] for what in seen} >= {"200", "422"}
