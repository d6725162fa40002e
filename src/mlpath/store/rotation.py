"""Which backups to keep. Pure: names and instants in, names and instants out.

A backup's name is the instant that it was made, in UTC: `mlpath-20261121T093000.000000Z.db`. Days, weeks and months
are those of UTC here, since a name says no time zone; nothing of the learner's days depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

RECENT, DAILY, WEEKLY, MONTHLY = 10, 7, 4, 12
"""A year back, ever more thinly: at most 33 files."""

_FORM = "mlpath-%Y%m%dT%H%M%S.%fZ.db"
_NAME = re.compile(r"mlpath-\d{8}T\d{6}\.\d{6}Z\.db")
_PERIODS: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (DAILY, lambda instant: instant.date()),
    (WEEKLY, lambda instant: instant.isocalendar()[:2]),
    (MONTHLY, lambda instant: (instant.year, instant.month)),
)


def name_of(instant: datetime) -> str:
    """The name of a backup made at an instant.

    >>> name_of(datetime(2026, 11, 21, 9, 30, tzinfo=UTC))
    'mlpath-20261121T093000.000000Z.db'
    """
    return instant.astimezone(UTC).strftime(_FORM)


def instant_of(name: str) -> datetime | None:
    """The instant that a name says; None for other files, which rotation leaves alone."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return datetime.strptime(name, _FORM).replace(tzinfo=UTC)
    except ValueError:
        return None


def to_keep(instants: Iterable[datetime]) -> set[datetime]:
    """The backups to keep: the latest ten, and the last of each of the latest 7 days, 4 weeks and 12 months.

    Days, weeks and months without a backup do not count, so that a pause in learning costs none.
    """
    latest_first = sorted(set(instants), reverse=True)
    keep = set(latest_first[:RECENT])
    for number, period in _PERIODS:
        last_of: dict[object, datetime] = {}
        for instant in latest_first:
            last_of.setdefault(period(instant), instant)
        keep |= set(list(last_of.values())[:number])
    return keep
