"""The burn-up: hours of study done day by day, against the hours in all. As SVG, styled by the page's classes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil

from mlpath.view.amounts import day, hours

HEIGHT = 240.0
WIDE, NARROW = 720.0, 288.0
"""In pixels: for a page, for a phone; each is shown at about its size, so that its words stay legible."""
LEFT, RIGHT, TOP, BOTTOM = 52.0, 20.0, 18.0, 34.0
MARKS = 4


def burn_up(days: Sequence[tuple[date, int]], left: int, today: date, width: float = WIDE) -> str:
    """A drawing of what was done by the end of each day.

    Args:
        days: days with the minutes of study done by their end, in order; not empty.
        left: the minutes that the plan still has.
        today: where the line ends.
        width: WIDE or NARROW.

    """
    last = max(today, days[-1][0])
    span = max(1, (last - days[0][0]).days)
    whole = days[-1][1] + left
    top = _round_hours(whole) * 60

    def x(when: date) -> float:
        return LEFT + (width - LEFT - RIGHT) * (when - days[0][0]).days / span

    def y(minutes: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - minutes / top)

    parts = [_start(days[-1][1], whole, width)]
    for mark in range(MARKS + 1):
        at = top * mark / MARKS
        parts.append(f'<path class="rail" d="M{LEFT} {y(at):.1f}H{width - RIGHT}"/>')
        parts.append(f'<text class="tick" x="{LEFT - 8}" y="{y(at) + 4:.1f}" text-anchor="end">{at / 60:.0f} h</text>')
    line = f"M{LEFT} {y(0):.1f}V{y(days[0][1]):.1f}"
    line += "".join(f"H{x(when):.1f}V{y(minutes):.1f}" for when, minutes in days[1:]) + f"H{x(last):.1f}"
    parts.append(f'<path class="filled" d="{line}V{y(0):.1f}H{LEFT}Z"/><path class="line" d="{line}"/>')
    parts.append(f'<path class="whole" d="M{LEFT} {y(whole):.1f}H{width - RIGHT}"/>')
    for when, anchor in ((days[0][0], "start"), (last, "end")):
        parts.append(
            f'<text class="tick" x="{x(when):.1f}" y="{HEIGHT - 10}" text-anchor="{anchor}">{day(when)}</text>'
        )
    return "".join([*parts, "</svg>"])


def _start(done: int, whole: int, width: float) -> str:
    name = "wide" if width == WIDE else "narrow"
    said = f"Burn-up: {hours(done)} done of {hours(whole)} in all"
    return f'<svg class="burn-up {name}" role="img" aria-label="{said}" viewBox="0 0 {width:.0f} {HEIGHT:.0f}">'


def _round_hours(minutes: int) -> int:
    """Hours, up to a number that four marks part evenly.

    >>> _round_hours(60), _round_hours(60 * 101)
    (4, 120)
    """
    steps = (1, 2, 5, 10, 15, 20, 30, 40, 50, 75, 100, 125, 150, 200, 250, 300, 400, 500, 1000)
    return MARKS * next((step for step in steps if step * MARKS * 60 >= minutes), ceil(minutes / 60 / MARKS))
