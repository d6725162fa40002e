"""When there is time to study: minutes on each weekday, and days off. Local dates only; no clock is read here.

A *week* says how many minutes there are on Monday to Sunday; a *day off* has none. A date has no hours and no time
zone, so nothing drifts when clocks change.

Not here: which step is studied when (`mlpath.planner.schedule`), what was studied (`mlpath.pace`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SITTING_MINUTES = 60
"""What hours a week are cut into: an hour is long enough to get into a chapter, and fits after a day's work."""
SPREAD = (5, 1, 3, 0, 2, 6, 4)
"""Which weekdays get a sitting first: Saturday, Tuesday, Thursday, Monday, Wednesday, Sunday, Friday. So no two days
are neighbours while there are at most three, and Friday is the free one of six."""

Off = tuple[tuple[date, date], ...]
"""Days off: first and last day of each stretch, both counted in."""


@dataclass(frozen=True, slots=True)
class Week:
    """Minutes of study on Monday to Sunday, and the stretches of days that have none."""

    minutes: tuple[int, ...]
    off: Off = ()

    @property
    def total(self) -> int:
        """Minutes in a week without days off."""
        return sum(self.minutes)

    def on(self, day: date) -> int:
        """Minutes on a day."""
        if any(first <= day <= last for first, last in self.off):
            return 0
        return self.minutes[day.weekday()]

    def days(self, start: date) -> Iterator[tuple[date, int]]:
        """The days from `start` on that have time, each with its minutes; ends with the calendar (year 9999)."""
        if not self.total:
            return
        day = start
        while True:
            stretch = next((last for first, last in self.off if first <= day <= last), None)
            if stretch is not None:
                day = stretch
            elif self.minutes[day.weekday()]:
                yield day, self.minutes[day.weekday()]
            if day == date.max:
                return
            day += timedelta(days=1)

    def between(self, first: date, last: date) -> int:
        """Minutes from one day to another, both counted in; 0 where `last` is before `first`."""
        total = self._always(first, last)
        covered = first
        for off_first, off_last in sorted(self.off):  # stretches may overlap
            begin, end = max(covered, off_first), min(last, off_last)
            if begin <= end:
                total -= self._always(begin, end)
                if end == last:
                    break
                covered = end + timedelta(days=1)
        return total

    def _always(self, first: date, last: date) -> int:
        """Minutes from one day to another as if no day were off; whole weeks are not counted day by day."""
        weeks, rest = divmod(max(0, (last - first).days + 1), 7)
        return weeks * self.total + sum(self.minutes[(first.weekday() + more) % 7] for more in range(rest))

    def day_after(self, start: date, minutes: float) -> date | None:
        """The day on which so many minutes are spent from `start` on; None where the calendar ends before."""
        if minutes <= 0:
            return start
        for day, there_are in self.days(start):
            minutes -= there_are
            if minutes <= 0:
                return day
        return None


def even_week(minutes: int, off: Off = ()) -> Week:
    """A week of so many minutes, in sittings of about SITTING_MINUTES on as few days as that needs.

    >>> even_week(300).minutes
    (60, 60, 60, 60, 0, 60, 0)
    >>> even_week(130).minutes
    (0, 65, 0, 0, 0, 65, 0)
    """
    number = min(7, max(1, round(minutes / SITTING_MINUTES)))
    share, more = divmod(minutes, number)
    found = [0] * 7
    for place, weekday in enumerate(SPREAD[:number]):
        found[weekday] = share + (place < more)
    return Week(tuple(found), off)
