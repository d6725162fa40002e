"""The plan that was computed last, kept so that `next` need not search again. It may be thrown away at any time.

What cannot be read counts as not there, and what cannot be written is not: nothing depends on it but time.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

LISTS = ("known", "begun", "skipped", "units", "baseline")


@dataclass(frozen=True)
class Kept:
    """A set of units that was proven shortest, or to stay closest to a plan, and from where.

    Attributes:
        key: a hash of the curriculum, the request and the planner's version.
        known: the outcomes known then.
        begun: the resources settled into then.
        skipped: the units skipped then.
        units: what was chosen.
        baseline: the units of the plan to stay close to.
        shortest: the proven least minutes, where the units were chosen to stay close instead.

    """

    key: str
    known: tuple[str, ...]
    begun: tuple[str, ...]
    skipped: tuple[str, ...]
    units: tuple[str, ...]
    baseline: tuple[str, ...] = ()
    shortest: float | None = None


class KeptPlans:
    """One kept plan in a file; none where there is no path."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def get(self, key: str) -> Kept | None:
        """What was kept under this key."""
        if self.path is None:
            return None
        try:
            found = json.loads(self.path.read_text("utf-8"))
            lists = {name: tuple(map(str, found[name])) for name in LISTS}
            shortest = found["shortest"]
            kept = Kept(key=found["key"], **lists, shortest=None if shortest is None else float(shortest))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return kept if kept.key == key else None

    def put(self, kept: Kept) -> None:
        """Keep this plan instead of the last one."""
        if self.path is None:
            return
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".plan-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(kept), file)
            Path(name).replace(self.path)
