"""The burn-up of `mlpath.view.burn_up` as SVG: the same days and minutes, styled by the page's classes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import ceil

from mlpath.view.amounts import day, hours
from mlpath.view.burn_up import BurnUp

HEIGHT = 240.0
WIDE, NARROW = 720.0, 288.0
"""In pixels: for a page, for a phone; each is shown at about its size, so that its words stay legible."""
LEFT, RIGHT, TOP, BOTTOM = 52.0, 20.0, 18.0, 34.0
MARKS = 4
MOST_POINTS = 120
"""A line has no more corners than can be told apart."""
WORD = 90.0
"""Room for a date below the axis."""


def drawn_burn_up(chart: BurnUp, width: float = WIDE) -> str:
    """The chart as a drawing.

    Args:
        chart: what was done, what is planned and what is expected.
        width: WIDE or NARROW.

    """
    span = max(1, (chart.last - chart.first).days)
    top = _round_hours(chart.total) * 60

    def x(when: date) -> float:
        return LEFT + (width - LEFT - RIGHT) * (when - chart.first).days / span

    def y(minutes: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - minutes / top)

    def line(corners: list[tuple[date, float]]) -> str:
        return "M" + "L".join(f"{x(when):.1f} {y(minutes):.1f}" for when, minutes in corners)

    parts = [_start(chart, width)]
    for mark in range(MARKS + 1):
        at = top * mark / MARKS
        parts.append(f'<path class="rail" d="M{LEFT} {y(at):.1f}H{width - RIGHT}"/>')
        parts.append(f'<text class="tick" x="{LEFT - 8}" y="{y(at) + 4:.1f}" text-anchor="end">{at / 60:.0f} h</text>')
    parts.append(f'<path class="whole" d="M{LEFT} {y(chart.total):.1f}H{width - RIGHT}"/>')
    planned = [(when, min(chart.total, chart.planned(when))) for when in _days(chart.first, chart.last)]
    parts.append(f'<path class="planned" d="{line([(when, float(m)) for when, m in planned])}"/>')
    done = f"M{LEFT} {y(0):.1f}" + "".join(f"H{x(when):.1f}V{y(minutes):.1f}" for when, minutes in _steps(chart))
    done += f"H{x(chart.today):.1f}"
    parts.append(f'<path class="filled" d="{done}V{y(0):.1f}H{LEFT}Z"/><path class="line" d="{done}"/>')
    if chart.expected_end is not None and chart.expected_end > chart.today:
        ends = [(chart.today, float(chart.done(chart.today))), (chart.expected_end, float(chart.total))]
        parts.append(f'<path class="expected" d="{line(ends)}"/>')
    parts += [
        f'<text class="tick" x="{at:.1f}" y="{HEIGHT - 10}" text-anchor="{anchor}">{said}</text>'
        for at, anchor, said in _axis(chart, x(chart.today), width)
    ]
    return "".join([*parts, "</svg>"])


def _start(chart: BurnUp, width: float) -> str:
    name = "wide" if width == WIDE else "narrow"
    said = f"Burn-up: {hours(chart.done(chart.today))} done of {hours(chart.total)} in all"
    if chart.expected_end is not None:
        said += f"; all of it expected by {day(chart.expected_end)}"
    return f'<svg class="burn-up {name}" role="img" aria-label="{said}" viewBox="0 0 {width:.0f} {HEIGHT:.0f}">'


def _days(first: date, last: date) -> list[date]:
    """MOST_POINTS days at most, evenly from the first to the last."""
    span = (last - first).days
    number = max(1, min(span, MOST_POINTS - 1))
    return list(dict.fromkeys(first + timedelta(days=round(span * index / number)) for index in range(number + 1)))


def _steps(chart: BurnUp) -> Iterator[tuple[date, int]]:
    """The days on which more was done, with what was done by their end."""
    before = 0
    for number in range((chart.today - chart.first).days + 1):
        when = chart.first + timedelta(days=number)
        found = chart.done(when)
        if found != before:
            yield when, found
            before = found


def _axis(chart: BurnUp, today: float, width: float) -> Iterator[tuple[float, str, str]]:
    """Where the words below stand: the first day, the last, and today where there is room between."""
    yield LEFT, "start", day(chart.first)
    yield width - RIGHT, "end", day(chart.last)
    if LEFT + WORD + 24 < today < width - RIGHT - WORD - 24:
        yield today, "middle", "today"


def _round_hours(minutes: int) -> int:
    """Hours, up to a number that four marks part evenly.

    >>> _round_hours(60), _round_hours(60 * 101)
    (4, 120)
    """
    steps = (1, 2, 5, 10, 15, 20, 30, 40, 50, 75, 100, 125, 150, 200, 250, 300, 400, 500, 1000)
    return MARKS * next((step for step in steps if step * MARKS * 60 >= minutes), ceil(minutes / 60 / MARKS))
