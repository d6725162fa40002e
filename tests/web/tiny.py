"""A curriculum of four topics for the tests of the pages."""

from __future__ import annotations

from pathlib import Path

from mlpath.app import App
from mlpath.store import Store
from tests.builders import curriculum


def tiny_app(home: Path | None) -> App:
    """The use cases of a curriculum of four topics, with a goal, in a home or in memory."""
    made = curriculum(
        "a -> b, b -> c, d",
        "r/a1: a 60, r/b1: b 60, s/b2: b 90, s/c1: c 120, t/d1: d 30",
        settling=0.5,
        goals=[{"id": "all", "title": "All of it", "can": "do it all", "requires": ["c"]}],
    )
    return App(made, Store(None if home is None else home / "mlpath.db"))
