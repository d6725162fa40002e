"""A home in which the shipped curriculum is half done: what screenshots and journeys start from.

`python -m tests.web.half_done FOLDER` makes it: a plan for developer at 12 h a week, and for twenty weeks the next steps
done.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from mlpath.app import App, Stamp
from mlpath.library import open_curriculum
from mlpath.store import Store

END = date(2026, 11, 21)
WEEKS = 20


def stamp(number: int, day: date) -> Stamp:
    """The stamp of a numbered event, in the evening of a day."""
    at = datetime.combine(day, time(18, number % 60), UTC)
    return Stamp(uuid5(NAMESPACE_URL, f"half-done/{number}").hex, at, "UTC", day)


def make(home: Path, share: float = 0.5) -> App:
    """Make the home; gives its use cases."""
    app = App(open_curriculum("ml-math"), Store(None))
    start = END - timedelta(weeks=WEEKS)
    app.save_request(app.request(["developer"], hours_per_week=12.0), stamp(0, start))
    app.record("know", ["algebra", "linear-equations", "python-basics"], stamp(1, start))
    plan = app.saved_plan(today=start)
    chosen = plan.steps[: int(len(plan.steps) * share)]
    days = [start + timedelta(days=round(WEEKS * 7 * (index / len(chosen)) ** 0.9)) for index in range(len(chosen))]
    for number, (step, day) in enumerate(zip(chosen, days, strict=True), start=2):
        app.record("done", [step.unit], stamp(number, min(day, END - timedelta(days=1))))
    ready = app.next_steps(today=END, count=1).steps
    if ready:
        app.record("start", [ready[0].unit], stamp(9_999, END))
    kept = Store(home / "mlpath.db")
    kept.add(app.store.events())
    app.store = kept
    return app


if __name__ == "__main__":
    make(Path(sys.argv[1]))
