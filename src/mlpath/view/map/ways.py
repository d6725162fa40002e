"""The lines of edges: curves between layers, and square ways through the gaps from band to band."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

Point = tuple[float, float]
Hull = tuple[float, float, float, float]
ROUND = 5.0


def number(value: float) -> str:
    """A coordinate, to a tenth of a pixel.

    >>> number(3.0), number(2.25)
    ('3', '2.2')
    """
    return f"{value:.1f}".removesuffix(".0")


def curved(stops: Sequence[tuple[float, float, float]], *, along_x: bool) -> tuple[str, tuple[Hull, ...]]:
    """A line through layers: straight within each, curved in the gap to the next.

    Args:
        stops: for each layer (where it begins, where it ends, both along; the place across); the line begins where the
            first begins, and ends where the last ends.
        along_x: whether layers follow one another to the right, or downwards.

    """

    def point(along: float, across: float) -> str:
        x, y = (along, across) if along_x else (across, along)
        return f"{number(x)} {number(y)}"

    d = [f"M{point(stops[0][0], stops[0][2])}"]
    hulls = [_hull(begin, place, end, place, along_x=along_x) for begin, end, place in stops]
    if stops[0][0] != stops[0][1]:
        d.append(f"L{point(stops[0][1], stops[0][2])}")
    for (_, end, place), (begin, after, to) in itertools.pairwise(stops):
        middle = (end + begin) / 2
        d.append(f"C{point(middle, place)} {point(middle, to)} {point(begin, to)}")
        hulls.append(_hull(end, place, begin, to, along_x=along_x))
        if after != begin:
            d.append(f"L{point(after, to)}")
    return "".join(d), tuple(hulls)


def _hull(a: float, p: float, b: float, q: float, *, along_x: bool) -> Hull:
    low, high = min(p, q), max(p, q)
    return (a, low, b, high) if along_x else (low, a, high, b)


def square(points: Sequence[Point]) -> tuple[str, tuple[Hull, ...]]:
    """A line of level and upright parts with rounded corners."""
    stops = [points[0], *(b for a, b in itertools.pairwise(points) if a != b)]
    d = [f"M{number(stops[0][0])} {number(stops[0][1])}"]
    for before, corner, after in zip(stops, stops[1:], stops[2:], strict=False):
        a, b = _near(corner, before), _near(corner, after)
        d.append(
            f"L{number(a[0])} {number(a[1])}Q{number(corner[0])} {number(corner[1])} {number(b[0])} {number(b[1])}"
        )
    d.append(f"L{number(stops[-1][0])} {number(stops[-1][1])}")
    hulls = tuple(
        (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])) for a, b in itertools.pairwise(stops)
    )
    return "".join(d), hulls


def _near(corner: Point, other: Point) -> Point:
    """The point on the way from a corner to another one where the rounding ends."""
    length = abs(other[0] - corner[0]) + abs(other[1] - corner[1])
    share = min(ROUND, length / 2) / length
    return corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share
