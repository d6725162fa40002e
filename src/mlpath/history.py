"""What a log says of time: what was done, studied and asked for on which day. A pure fold, for `mlpath.pace`.

Words: an *estimate* is a unit's minutes in the curriculum, settling-in included where it was its resource's first; an
*account* is a unit, or some marked together, that is done and whose time the learner reported, then or later.

Local dates only, as they were stored; no clock is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from mlpath.learner import Event
from mlpath.plan import Request
from mlpath.week import Week


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as far as time goes."""

    day: date
    week: Week | None
    promised_minutes: int | None = None
    """What its plan took on that day; None in logs that do not say."""
    promised_end: date | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What a log says of time. Minutes, each with its local date, in the order of the log."""

    done: tuple[tuple[date, str, int], ...] = ()
    """Units that are done: the day, the unit, its estimate."""
    studied: tuple[tuple[date, int], ...] = ()
    """Time: as reported; the estimate where nothing was."""
    reported: tuple[tuple[date, str, int], ...] = ()
    """As reported: the day, the unit (the first of those marked together), the minutes."""
    accounts: tuple[tuple[int, int], ...] = ()
    """Estimated and reported minutes of each account."""
    asked: tuple[Asked, ...] = ()

    @property
    def since(self) -> date | None:
        """The day of the first request, or of the first unit where there is none."""
        days = [asked.day for asked in self.asked[:1]] or [day for day, _, _ in self.done[:1]]
        return days[0] if days else None

    def planned(self, first: date, last: date) -> int:
        """Minutes that the weeks asked for had room for, each from its request on; both days counted in."""
        total = 0
        followers = (*self.asked[1:], None) if self.asked else ()
        for asked, following in zip(self.asked, followers, strict=True):
            until = last if following is None else min(last, following.day - timedelta(days=1))
            if asked.week is not None:
                total += asked.week.between(max(first, asked.day), until)
        return total

    def progress(self, first: date, last: date) -> int:
        """Estimated minutes done between two days, both counted in."""
        return sum(minutes for day, _, minutes in self.done if first <= day <= last)

    def time(self, first: date, last: date) -> int:
        """Minutes studied between two days, both counted in."""
        return sum(minutes for day, minutes in self.studied if first <= day <= last)


@dataclass
class _Reading:
    unit: Callable[[str], str | None]
    minutes: Mapping[str, int]
    settling: Callable[[str], tuple[str, int]]
    done: dict[str, tuple[date, int]] = field(default_factory=dict)
    together: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Each done unit with those that were marked with it."""
    reports: list[tuple[date, str, int]] = field(default_factory=list)
    closed: dict[str, None] = field(default_factory=dict)
    """The first units of accounts: time was reported when they were done, or after."""
    begun: set[str] = field(default_factory=set)
    estimates: dict[str, int] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        units = tuple(filter(None, (self.unit(id_) for id_ in event.ids)))
        if event.kind == "forget":
            for unit in units:
                self.done.pop(unit, None)
        if event.kind not in ("start", "done") or not units:
            return
        for unit in units:
            self._estimate(unit)
        if event.kind == "done":
            for unit in units:
                self.done.setdefault(unit, (event.local_date, self.estimates[unit]))
                self.together.setdefault(unit, units)
        if "minutes" in event.data:
            self.reports.append((event.local_date, units[0], int(event.data["minutes"])))
            if units[0] in self.done:
                self.closed[self.together[units[0]][0]] = None

    def _estimate(self, unit: str) -> None:
        if unit not in self.estimates:
            resource, settling = self.settling(unit)
            first = resource not in self.begun
            self.begun.add(resource)
            self.estimates[unit] = self.minutes.get(unit, 0) + (settling if first else 0)

    def history(self, asked: Sequence[Asked]) -> History:
        reported: dict[str, int] = {}
        for _, unit, minutes in self.reports:
            reported[unit] = reported.get(unit, 0) + minutes
        in_accounts = {unit for first in self.closed for unit in self.together[first]}
        accounts = []
        for first in self.closed:
            units = self.together[first]
            estimated, said = sum(self.estimates[u] for u in units), sum(reported.get(u, 0) for u in units)
            if estimated and said and all(u in self.done for u in units):
                accounts.append((estimated, said))
        studied = [(day, minutes) for day, _, minutes in self.reports]
        studied += [
            (day, max(0, minutes - reported.get(unit, 0)))
            for unit, (day, minutes) in self.done.items()
            if unit not in in_accounts
        ]
        return History(
            done=tuple((day, unit, minutes) for unit, (day, minutes) in self.done.items()),
            studied=tuple(sorted(studied)),
            reported=tuple(self.reports),
            accounts=tuple(accounts),
            asked=tuple(asked),
        )


def history(
    events: Iterable[Event],
    curriculum: str,
    unit: Callable[[str], str | None],
    minutes: Mapping[str, int],
    settling: Callable[[str], tuple[str, int]],
) -> History:
    """What a log says of time.

    Args:
        events: those that stand (`learner.effective`), in order.
        curriculum: the id of the curriculum; requests to others are passed over.
        unit: the id that a unit has now, or None where it is gone.
        minutes: the study time of each unit.
        settling: the resource of a unit, and the minutes to settle into it.

    """
    reading = _Reading(unit, minutes, settling)
    asked = []
    for event in events:
        if event.kind == "request" and event.data.get("curriculum", curriculum) == curriculum:
            asked.append(_asked(event))
        else:
            reading.take(event)
    return reading.history(asked)


def _asked(event: Event) -> Asked:
    promised: Any = event.data.get("promised", {})
    try:
        request = Request.stored(event.data)
        ends = promised.get("ends")
        return Asked(
            max(event.local_date, request.start or event.local_date),
            request.week,
            int(promised["minutes"]) if "minutes" in promised else None,
            date.fromisoformat(ends) if ends else None,
        )
    except (ValidationError, ValueError, TypeError, AttributeError):
        return Asked(event.local_date, None)  # written by another mlpath
