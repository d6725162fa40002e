"""A calendar as other programs have it (RFC 5545, 5546): by UID, a newer SEQUENCE wins, CANCELLED takes away."""

from __future__ import annotations

from datetime import date
from typing import Any

import vobject


def events_of(text: str) -> list[Any]:
    """The events as vobject reads them."""
    found = vobject.readOne(text + "\n")
    return list(found.contents.get("vevent", []))


class Client:
    """What a calendar knows after the imports that it took."""

    def __init__(self) -> None:
        self.events: dict[str, Any] = {}

    def take(self, text: str) -> None:
        for event in events_of(text):
            uid, known = event.uid.value, self.events.get(event.uid.value)
            if known is None or int(event.sequence.value) >= int(known.sequence.value):
                self.events[uid] = event

    def ahead(self, today: date) -> list[date]:
        """The days of all-day events from today on."""
        standing = (e for e in self.events.values() if getattr(e, "status", None) is None)
        return sorted(e.dtstart.value for e in standing if e.dtstart.value >= today)
