"""Two plans side by side: what the difference takes, and what it buys."""

from __future__ import annotations

from datetime import date

from mlpath.app import App
from mlpath.planner.compare import only_reached
from mlpath.store import Store
from tests.builders import curriculum
from tests.conftest import TODAY, CommandLine

GOALS = [
    {"id": "near", "title": "Near", "can": "do b", "requires": ["b"], "capstone": "cap1"},
    {"id": "far", "title": "Far", "can": "do c", "requires": ["c"], "includes": ["near"], "capstone": "cap2"},
]


def test_only_one_reaches_it() -> None:
    """What the far plan comes to and the near one does not, in its order; the other way round there is nothing."""
    app = App(
        curriculum("a -> b, b -> c", "ua: a 60, ub: b 60, cap1: 30 < b, uc: c 60, cap2: 30 < c", goals=GOALS),
        Store(None),
    )
    found = app.compare(app.request(["near"]), app.request(["far"]), today=TODAY)
    assert only_reached(found.second, found.first) == ["c@working"]
    assert only_reached(found.first, found.second) == []
    assert found.minutes == 90


def test_compare_says_hours_weeks_and_what_they_buy(inside: CommandLine) -> None:
    """In the week of the saved plan, both get weeks and a day; --with takes hours, and says no to what it cannot."""
    inside("plan", "all", "--days", "sat=30m")
    page = inside("compare", "first", "all").out
    assert [row.split()[-5:] for row in page.splitlines()[1:3]] == [
        ["1", "3", "5", "Dec", "2026"],
        ["1", "7", "2", "Jan", "2027"],
    ]
    assert "Only the second reaches All of it." in page
    assert "Only after the second you know second@intuition, second@working." in page
    found = inside("compare", "first", "all", "--with", "--max-hours 40 --hours-per-week 7", "--json").json
    assert found["only_second_reaches"] == {"goals": ["all"], "outcomes": ["second@intuition", "second@working"]}
    assert (found["first"]["hours_per_week"], found["second"]["hours_per_week"]) == (0.5, 7.0)
    assert date.fromisoformat(found["second"]["steps"][-1]["ends"]) < date(2026, 12, 1)
    for options in ("--max-hours none", "--max-hours 0", "--days someday", "--gentle x", "--avoid"):
        assert inside("compare", "all", "--with", options).code == 2
