"""How long something takes, as people write it, to minutes.

Conventions, each written into what is imported: a range counts as its middle; a month is 52/12 weeks; a day is six
hours of study and a week of full-time study thirty; a credit is 45 hours (a semester of fifteen weeks, one hour of
class and two of work at home); an Exercism exercise of difficulty d takes half an hour for each point.
"""

from __future__ import annotations

import re

HOURS_A_CREDIT = 45
HOURS_A_DAY = 6
HOURS_A_WEEK = 30
HOURS_A_POINT = 0.5
WEEKS_A_MONTH = 52 / 12
MAX_HOURS = 2_000
DEFAULT_HOURS = {
    "course": 10.0,
    "book": 20.0,
    "interactive": 1.0,
    "project": 10.0,
    "paper": 3.0,
    "docs": 2.0,
    "article": 0.5,
    "video": 1.0,
}
"""For what no file gives hours for. A guess, and marked as one."""

_NUMBER = r"(\d{1,3}:\d{2}(?::\d{2})?|\d{1,6}(?:[.,]\d{1,3})?)"
_RANGE = re.compile(rf"[~≈>≥<]?\s*{_NUMBER}(?:\s*(?:-|–|—|−|~|to|bis)\s*{_NUMBER})?\s*\+?", re.IGNORECASE)
_UNITS = (
    ("minute", re.compile(r"^(?:min(?:ute)?s?|mins?\.?|m)\b", re.IGNORECASE)),
    ("hour", re.compile(r"^(?:h(?:(?:ou)?rs?)?|stunden?|heures?|horas?)\b", re.IGNORECASE)),
    ("day", re.compile(r"^(?:days?|d|tage?)\b", re.IGNORECASE)),
    ("week", re.compile(r"^(?:weeks?|wks?|w|wochen?|semaines?|semanas?)\b", re.IGNORECASE)),
    ("month", re.compile(r"^(?:months?|mos?|monate?)\b", re.IGNORECASE)),
    ("credit", re.compile(r"^(?:credits?|ects|units?|cr)\b", re.IGNORECASE)),
    ("second", re.compile(r"^(?:s|secs?|seconds?)\b", re.IGNORECASE)),
)
_HOURS = {
    "minute": 1 / 60,
    "hour": 1.0,
    "day": HOURS_A_DAY,
    "week": HOURS_A_WEEK,
    "month": HOURS_A_WEEK * WEEKS_A_MONTH,
    "credit": HOURS_A_CREDIT,
    "second": 1 / 3600,
}


def amounts(text: str) -> list[tuple[float, str]]:
    """The amounts in a text with their units ("" where none is written); a range counts as its middle.

    >>> amounts("10–12 weeks"), amounts("1h30m"), amounts("1:30"), amounts("- weeks")
    ([(11.0, 'week')], [(1.0, 'hour'), (30.0, 'minute')], [(1.5, 'hour')], [])
    """
    found: list[tuple[float, str]] = []
    position = 0
    text = text[:200]
    while (match := _RANGE.search(text, position)) is not None:
        low, high = _number(match[1]), _number(match[2] or match[1])
        rest = text[match.end() :].lstrip()
        unit = next((name for name, pattern in _UNITS if _before_digits(pattern, rest)), "")
        if ":" in match[1]:
            unit = "hour"
        found.append(((low + high) / 2, unit))
        position = match.end()
    return found


def _before_digits(pattern: re.Pattern[str], rest: str) -> bool:
    """Whether a unit stands here; `1h30m` has no border between unit and number."""
    head = re.match(r"[^\W\d]*", rest)
    return pattern.match(head[0] if head else rest) is not None


def _number(text: str) -> float:
    if ":" in text:
        parts = [float(part) for part in text.split(":")]
        return parts[0] + parts[1] / 60 + (parts[2] / 3600 if len(parts) > 2 else 0)
    return float(text.replace(",", "."))


def minutes(text: str, unit: str = "hour") -> float | None:
    """Minutes of a length as people write it; a bare number is in `unit`; None where there is none.

    >>> minutes("5-10"), minutes("1h30m"), minutes("90 min"), minutes("2,5 hours"), minutes("none")
    (450.0, 90.0, 90.0, 150.0, None)
    """
    found = amounts(text)
    total = sum(amount * _HOURS[name or unit] for amount, name in found) * 60
    return total if 0 < total <= MAX_HOURS * 60 else None


def of_weeks(duration: str, effort: str) -> tuple[float, str] | None:
    """Minutes from a duration and an effort a week, and how they were computed; None where either is missing.

    >>> of_weeks("13 weeks", "8-10 hours/week"), of_weeks("6 months", "5 hours/week"), of_weeks("4 weeks", "-")
    ((7020.0, '13 weeks of 9 hours'), (7800.0, '26 weeks of 5 hours'), None)
    """
    long, hard = amounts(duration), amounts(effort)
    if not long or not hard:
        return None
    length, unit = long[0]
    amount, per = hard[0]
    if unit == "hour" or ("week" not in effort.lower() and "wk" not in effort.lower() and per not in ("hour", "")):
        return None
    weeks = length * {"month": WEEKS_A_MONTH, "day": 1 / 7, "": 1.0, "week": 1.0}.get(unit, 1.0)
    hours = amount * (1 / 60 if per == "minute" else 1.0)
    total = weeks * hours * 60
    if not 0 < total <= MAX_HOURS * 60:
        return None
    return round(total, 3), f"{weeks:g} weeks of {hours:g} hours"
