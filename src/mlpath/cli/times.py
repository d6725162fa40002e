"""What is typed of time: `mon=1h,sat=1h30`, `2026-12-24..2027-01-02`, `19:00`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time

from mlpath.cli.session import parse_date
from mlpath.errors import UsageError
from mlpath.week import WEEKDAYS

_AMOUNT = re.compile(r"(?:(?P<hours>\d{1,6}(?:\.\d{1,6})?)h)?(?:(?P<minutes>\d{1,6})(?:m|min)?)?")
_DAYS_HINT = "write it like --days mon=1h,wed=45m,sat=1h30; also mon-fri=1h"


def parse_minutes(text: str, option: str) -> int:
    """Minutes from `1h`, `90m`, `1h30`, `1.5h` or `90`.

    Raises:
        UsageError: for what is none of these, or more than a day.

    """
    found = _AMOUNT.fullmatch(text.strip().lower())
    if not text.strip() or found is None:
        raise UsageError(f"{option} has '{text}', which is no length of time", "write it like 1h, 90m or 1h30")
    minutes = round(float(found["hours"] or 0) * 60) + int(found["minutes"] or 0)
    if minutes > 24 * 60:
        raise UsageError(f"{option} has '{text}', and a day has 24 hours", "give some of them")
    return minutes


def parse_days(text: str) -> tuple[int, ...]:
    """Minutes on Monday to Sunday from `mon=1h,sat=3h`, `mon-fri=45m`.

    Raises:
        UsageError: for what is none, or has no time at all.

    """
    minutes = [0] * 7
    for part in filter(None, (part.strip() for part in text.split(","))):
        names, sign, amount = part.partition("=")
        first, dash, last = (name.strip()[:3].lower() for name in names.partition("-"))
        if not sign or first not in WEEKDAYS or (dash and last not in WEEKDAYS):
            raise UsageError(f"--days has '{part}', not a day and its hours", _DAYS_HINT)
        begin = WEEKDAYS.index(first)
        length = (WEEKDAYS.index(last) - begin) % 7 if dash else 0
        for weekday in range(begin, begin + length + 1):
            minutes[weekday % 7] = parse_minutes(amount, "--days")
    if not any(minutes):
        raise UsageError("--days has no time at all", _DAYS_HINT)
    return tuple(minutes)


def parse_off(texts: Iterable[str]) -> tuple[tuple[date, date], ...]:
    """Days off, in order, from `2026-12-24..2027-01-02` or single dates; `none` stands for no days.

    Raises:
        UsageError: for what is no date, or ends before it begins.

    """
    found = []
    for text in texts:
        if text == "none":
            continue
        first, _, last = text.partition("..")
        stretch = parse_date(first, "--off"), parse_date(last or first, "--off")
        if stretch[1] < stretch[0]:
            raise UsageError(f"--off {text} ends before it begins", f"write --off {last}..{first}")
        found.append(stretch)
    return tuple(sorted(set(found)))


def parse_clock(text: str) -> time:
    """A time of day.

    Raises:
        UsageError: for what is none.

    """
    try:
        return time.fromisoformat(text.zfill(5)).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise UsageError(f"--at is '{text}', not a time of day", "write it like --at 19:00") from None


def asked_times(
    hours_per_week: float | None,
    days: str | None,
    start: str | None,
    by: str | None,
    off: Iterable[str] | None,
    at: str | None,
) -> dict[str, object]:
    """The fields of a request that say when (`mlpath.plan.TIME_FIELDS`), from options; None where nothing was said.

    Raises:
        UsageError: for what cannot be read, and for hours said in two ways.

    """
    if days is not None and hours_per_week is not None:
        raise UsageError("--days and --hours-per-week both say how much time there is", "give one of them")
    return {
        "hours_per_week": hours_per_week,
        "days": None if days is None else parse_days(days),
        "start": None if start is None else parse_date(start, "--start"),
        "by": None if by is None else parse_date(by, "--by"),
        "off": parse_off(off) if off else None,
        "at": None if at is None else parse_clock(at),
    }
