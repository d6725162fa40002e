"""iCalendar (RFC 5545): an event for each session of study.

A session is known by its unit and by how many sessions of it are left, itself counted: what was studied stays where it
was, and what was not moves. So importing again updates, and does not double. Where the file is there already, sessions
in it that are planned no more are cancelled: a calendar that knows them takes them away.

A session has the learner's wall clock, not a time zone: at 19:00 it stays at 19:00 when clocks change and on journeys.
Where the learner said no time of day, it is an all-day event.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from mlpath import __version__
from mlpath.errors import UsageError
from mlpath.plan import Step, StudySession
from mlpath.view.amounts import hours
from mlpath.view.exports.material import Material
from mlpath.view.plan_text import why_line
from mlpath.view.safe import one_line

_UID_END = "@mlpath"


def calendar(material: Material, previous: str | None) -> str:
    """The calendar, its lines ended by CR LF, without the last LF.

    Raises:
        UsageError: where `previous` is no calendar.

    """
    found = Calendar()
    found.add("prodid", f"-//mlpath//{__version__}//EN")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("x-wr-calname", one_line(f"mlpath: {material.title}"))
    events = {str(event["uid"]): event for event in _events(material)}
    gone = [event for event in _previous(previous) if str(event["uid"]) not in events]
    for event in [*events.values(), *(e for e in gone if _day(e) >= material.today)]:
        found.add_component(event if str(event["uid"]) in events else _cancelled(event, material))
    text: bytes = found.to_ical(sorted=False)
    return text.decode("utf-8").removesuffix("\n")


def _events(material: Material) -> Iterator[Event]:
    begins: dict[date, datetime] = {}
    for step in material.plan.steps:
        for number, session in enumerate(step.sessions):
            yield _event(material, step, session, number, begins)


def _event(material: Material, step: Step, session: StudySession, number: int, begins: dict[date, datetime]) -> Event:
    count = len(step.sessions)
    part = f" ({number + 1}/{count})" if count > 1 else ""
    event = Event()
    event.add("uid", f"{material.id_of(step.unit, str(count - number))}{_UID_END}")
    _stamp(event, material)
    event.add("summary", one_line(f"{step.title}{part}, {hours(session.minutes)}"))
    event.add("description", "\n".join(map(one_line, (step.resource_title, step.unit, why_line(step), step.url))))
    event.add("url", step.url)
    event.add("categories", ["mlpath", step.area])
    _times(event, material, session, begins)
    return event


def _stamp(event: Event, material: Material) -> None:
    midnight = datetime.combine(material.today, time(), UTC)
    event.add("dtstamp", max(material.stamp, midnight))
    event.add("sequence", material.revision)


def _times(event: Event, material: Material, session: StudySession, begins: dict[date, datetime]) -> None:
    """All day (which RFC 5545 takes a date without an end for), or the day's sessions from the time that was said."""
    at = material.plan.request.at
    if at is None:
        event.add("dtstart", session.day)
        event.add("transp", "TRANSPARENT")
        return
    start = begins.get(session.day, datetime.combine(session.day, at))
    event.add("dtstart", start)
    event.add("duration", timedelta(minutes=session.minutes))
    if session.day < date.max:
        begins[session.day] = start + timedelta(minutes=session.minutes)


def _previous(text: str | None) -> list[Event]:
    """The events of ours in a calendar."""
    if text is None:
        return []
    try:
        found = Calendar.from_ical(text)
        events = [event for event in found.walk("VEVENT") if isinstance(event, Event)]
        return [event for event in events if str(event.get("uid", "")).endswith(_UID_END) and _day(event)]
    except (ValueError, KeyError, IndexError, AttributeError):
        raise UsageError("the file is no calendar that can be brought up to date", "choose another --output") from None


def _day(event: Event) -> date:
    start = event.DTSTART
    if start is None:
        raise ValueError("an event of ours without a day")
    return start.date() if isinstance(start, datetime) else start


def _cancelled(event: Event, material: Material) -> Event:
    for name in ("dtstamp", "sequence", "status"):
        event.pop(name, None)
    _stamp(event, material)
    event.add("status", "CANCELLED")
    return event
