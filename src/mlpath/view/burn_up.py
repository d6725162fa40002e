"""A burn-up as text: hours done, as planned and as expected, over time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from mlpath.view.amounts import day, hours

HEIGHT = 8
MOST_COLUMNS = 66
LABEL = 8
DONE, PLANNED, EXPECTED, NOTHING = "█", "·", "░", " "
_STYLES = {DONE: "green", PLANNED: "dim", EXPECTED: "cyan", NOTHING: ""}


@dataclass(frozen=True)
class BurnUp:
    """A chart as wide as there is room for.

    Attributes:
        first: the day at the left.
        today: up to it there is something done.
        last: the day at the right.
        total: minutes at the top.
        done: minutes done up to the end of a day.
        planned: minutes planned up to the end of a day.
        expected_end: the day on which all is expected to be done; none: no such line.

    """

    first: date
    today: date
    last: date
    total: int
    done: Callable[[date], int]
    planned: Callable[[date], int]
    expected_end: date | None = None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The chart's lines."""
        columns = max(10, min(options.max_width - LABEL - 2, MOST_COLUMNS))
        for number, row in enumerate(self.grid(columns)):
            level = {0: self.total, HEIGHT // 2: self.total / 2}.get(number)
            text = Text(f"{'' if level is None else hours(level):>{LABEL}} ")
            for char in row:
                text.append(char, _STYLES[char] or None)
            yield text
        yield Text(" " * (LABEL + 1) + self._axis(columns), style="dim")
        legend = f"{DONE} done  {PLANNED} as planned" + (f"  {EXPECTED} as expected" if self.expected_end else "")
        yield Text(" " * (LABEL + 1) + legend, style="dim")

    def grid(self, columns: int) -> list[str]:
        """HEIGHT rows of so many characters, the top one first."""
        days = [self._day(column, columns) for column in range(columns)]
        rows = [[NOTHING] * columns for _ in range(HEIGHT)]
        for column, when in enumerate(days):
            for level in self._line(when):
                rows[HEIGHT - 1 - level[0]][column] = level[1]
            # The column of today is what is done by today, although it may end later.
            if when <= self.today or (column and days[column - 1] < self.today):
                for height in range(self._height(self.done(min(when, self.today)), round_up=False)):
                    rows[HEIGHT - 1 - height][column] = DONE
        return ["".join(row) for row in rows]

    def _line(self, when: date) -> Iterator[tuple[int, str]]:
        """Where the lines of what is expected and planned run on a day; the plan's is drawn over the other."""
        if self.expected_end is not None and self.today < when <= self.expected_end:
            there = self.done(self.today)
            share = (when - self.today).days / max(1, (self.expected_end - self.today).days)
            yield self._row(there + share * (self.total - there)), EXPECTED
        before = self.planned(when - timedelta(days=1))
        if before < self.total:
            yield self._row(min(self.total, self.planned(when))), PLANNED

    def _row(self, minutes: float) -> int:
        return max(0, self._height(minutes, round_up=True) - 1)

    def _height(self, minutes: float, *, round_up: bool) -> int:
        share = min(1.0, minutes / self.total) * HEIGHT if self.total else HEIGHT
        return min(HEIGHT, -int(-share // 1) if round_up else round(share))

    def _day(self, column: int, columns: int) -> date:
        """The last day of a column."""
        span = (self.last - self.first).days
        return self.first + timedelta(days=round(span * (column + 1) / columns))

    def _axis(self, columns: int) -> str:
        left, right, here = day(self.first), day(self.last), "today"
        span = max(1, (self.last - self.first).days)
        place = round((self.today - self.first).days / span * columns)
        line = (
            [*left.ljust(columns - len(right)), *right] if len(left) + len(right) < columns else [*left.ljust(columns)]
        )
        if len(left) + 1 <= place <= columns - len(right) - len(here) - 1:
            line[place : place + len(here)] = here
        return "".join(line)
