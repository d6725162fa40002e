"""One entry of a table or a node list to an item: which column or key says what, whatever it is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mlpath.importers import hours as lengths
from mlpath.importers.asked import NUMBERS, SUBJECTS, needs_of, word
from mlpath.importers.draft import Draft, Item
from mlpath.importers.fields import FIELD_OF, field_of, fields_of, kind_of
from mlpath.importers.needs import NOTHING
from mlpath.importers.text import MAX_TITLE, address, clean, plain_name, shown, slug


def item_of(draft: Draft, record: Mapping[str, Any], place: str, where: str = "", key: str = "") -> Item | None:
    """A record as an item; None (reported) where it has neither an id nor a title.

    Args:
        draft: takes the oddities.
        record: column or key to value.
        place: file:line of the record.
        where: the record's JSON path, if it has one.
        key: its id where a mapping gives it.

    """
    fields = fields_of(record)
    at = f"{place} {where}".strip()
    code, number = _course_code(record)
    id_ = clean(draft, key or code or word(fields.get("id")), at, 200)
    title = clean(draft, word(fields.get("title")), at, MAX_TITLE)
    if code and title and code.startswith(f"{title} "):
        title = ""
    if not id_ and not title:
        draft.report("left-out", at, "an entry without an id and a title", "left out")
        return None
    if not title:
        draft.report("missing-title", at, f"no title for '{shown(id_)}'", "its id stands in")
    item = Item(key=id_ or title, title=title or _spoken(id_), place=at)
    if not id_:
        item.own_topic = slug(title)
    item.url = address(draft, _first_url(fields.get("url")), at, draft.base_url)
    item.also = [url for url in (address(draft, text, at, draft.base_url) for text in _urls(fields.get("also"))) if url]
    if not item.url and item.also:
        item.url = item.also.pop(0)
    item.kind = kind_of(word(fields.get("kind")), item.url)
    item.area = clean(draft, word(fields.get("area")), at, 200)
    item.about = clean(draft, word(fields.get("about")), at)
    item.authors = [name for name in (clean(draft, text, at, 200) for text in _texts(fields.get("authors"))) if name]
    item.names = [clean(draft, text, at, 200) for text in _texts(fields.get("aliases"))]
    if not key and code:
        others = (clean(draft, word(value), at, 200) for name, value in record.items() if _is_id(name, number))
        item.names += [other for other in others if other and other != id_]
    item.cost = "paid" if re.search(r"paid|[$€£]\s*[1-9]", word(fields.get("cost"))) else "free"
    item.teaches = [name for name in (clean(draft, text, at, 200) for text in _texts(fields.get("teaches"))) if name]
    _set_minutes(draft, item, fields)
    item.requires = list(needs_of(draft, item, fields.get("requires"), at))
    item.helps += list(needs_of(draft, item, fields.get("helps"), at))
    return item


def _course_code(record: Mapping[str, Any]) -> tuple[str, str]:
    """`CS 101` of a record that has subject and number apart, and the key of its number; empty where it has not."""
    plain = {plain_name(str(key)): word(value).strip() for key, value in record.items()}
    key = next((name for name in NUMBERS if re.fullmatch(r"\d{1,5}[A-Za-z]{0,3}", plain.get(name, ""))), "")
    subject = next((plain[name] for name in SUBJECTS if plain.get(name)), "")
    if not subject and re.fullmatch(r"[A-Z&]{2,8}", plain.get("name", "")):
        subject = plain["name"]
    whole = key and re.fullmatch(r"[A-Za-z&_ ]{1,12}", subject)
    return (f"{subject} {plain[key]}", key) if whole else ("", "")


def _is_id(name: str, number: str) -> bool:
    """Whether a key holds an id, other than the number that is part of the code."""
    return field_of(str(name)) == "id" and plain_name(str(name)) != number


def _spoken(id_: str) -> str:
    return re.sub(r"[-_.]+", " ", id_).strip() or id_


def _texts(value: object) -> list[str]:
    """A list, or the parts of a cell: by `;`, else `|`, else lines, else `,`."""
    if isinstance(value, list):
        return [said for part in value if (said := word(part).strip())]
    text = word(value).strip()
    if text.casefold() in NOTHING:
        return []
    mark = next((mark for mark in (";", "|", "\n", ",") if mark in text), None)
    return [part.strip() for part in (text.split(mark) if mark else [text]) if part.strip()]


def _first_url(value: object) -> str:
    return next(iter(_urls(value)), "")


def _urls(value: object) -> list[str]:
    """The addresses in a value: text, a list, objects with an address."""
    if isinstance(value, list):
        return [url for part in value[:50] for url in _urls(part)]
    if isinstance(value, dict):
        return [
            url
            for key, part in value.items()
            if FIELD_OF.get(plain_name(str(key))) == "url" and isinstance(part, str)
            for url in [part]
        ]
    text = word(value).strip()
    return re.findall(r"[a-z]+://[^\s;|,]+", text) or (
        [text] if (text and " " not in text and "." in text) or ":" in text else []
    )


def _set_minutes(draft: Draft, item: Item, fields: Mapping[str, Any]) -> None:
    """An item's minutes, from whichever field says most."""
    words = {
        name: clean(draft, word(fields.get(name)), item.place, 200)
        for name in ("hours", "minutes", "weeks", "duration", "effort", "credits", "difficulty")
    }
    weekly = lengths.of_weeks(words["weeks"] or words["duration"], words["effort"])
    if words["hours"] and (found := lengths.minutes(words["hours"])) is not None:
        item.minutes, item.stated = found, len(lengths.amounts(words["hours"])) == 1 and not _is_range(words["hours"])
        item.how_long = f"the file says {shown(words['hours'])}" + (
            "" if item.stated else ", of which this is the middle"
        )
    elif words["minutes"] and (found := lengths.minutes(words["minutes"], "minute")) is not None:
        item.minutes, item.stated, item.how_long = found, True, f"the file says {shown(words['minutes'])} minutes"
    elif weekly is not None:
        item.minutes, how = weekly
        item.how_long = f"{how}: the file says {shown(words['weeks'] or words['duration'])}, {shown(words['effort'])}"
    elif words["duration"] and (found := lengths.minutes(words["duration"])) is not None:
        item.minutes, item.how_long = found, f"the file says {shown(words['duration'])}"
    elif words["credits"] and (found := lengths.minutes(words["credits"], "credit")) is not None:
        item.minutes, item.how_long = found, f"{shown(words['credits'])} credits of {lengths.HOURS_A_CREDIT} hours"
    elif words["hours"] and words["hours"].casefold() not in NOTHING:
        draft.report("shape", item.place, f"'{shown(words['hours'])}' is no number of hours", "taken as not given")


def _is_range(text: str) -> bool:
    return bool(re.search(r"\d\s*(?:-|–|—|−|to)\s*\d|[~≈+]", text))
