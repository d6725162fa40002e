"""Hours, dates and counts in words."""

from __future__ import annotations

from datetime import date


def hours(minutes: float) -> str:
    """`25 min`, `1.5 h`, `214 h`: as precise as it deserves.

    >>> [hours(m) for m in (25, 90, 120, 12840)]
    ['25 min', '1.5 h', '2 h', '214 h']
    """
    if minutes < 60:
        return f"{round(minutes)} min"
    amount = minutes / 60
    return f"{amount:.0f} h" if amount >= 100 else f"{amount:.1f}".removesuffix(".0") + " h"


def decimal_hours(minutes: float) -> float:
    """Hours for programs, exact to a thousandth of a minute's share."""
    return round(minutes / 60, 4)


def count(number: int, thing: str, things: str = "") -> str:
    """`1 step`, `12 steps`."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def day(when: date) -> str:
    """`21 Nov 2026`."""
    return f"{when.day} {when:%b %Y}"


def listed(names: list[str], most: int = 3) -> str:
    """`a, b, c and 4 more`."""
    shown = names[:most]
    left = len(names) - len(shown)
    return ", ".join(shown) + (f" and {left} more" if left else "")
