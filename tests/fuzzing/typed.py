"""What is typed, brought back from another device, or found where an export goes: words, logs, files of other tools."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache

from mlpath.app import App, Stamp
from mlpath.cli.session import parse_date
from mlpath.cli.times import parse_clock, parse_days, parse_minutes, parse_off
from mlpath.errors import MlpathError, UsageError
from mlpath.selectors import Selectors
from mlpath.store import Store, learner_named
from mlpath.store.transfer import from_bytes, to_text
from mlpath.texts import minutes_of_duration, outcome_id
from mlpath.view import data
from mlpath.view.exports import Material, exported
from mlpath.view.exports.blocks import escaped, link
from mlpath.view.exports.table import cell
from mlpath.view.safe import safe
from tests.builders import curriculum
from tests.fuzzing.holding import TODAY, check_error, check_text
from tests.hostile.sinks import dirt

GOALS = [
    {"id": "half", "title": "Half", "can": "do b", "requires": ["b"]},
    {"id": "all", "title": "All", "can": "do all", "requires": ["d", "e"], "includes": ["half"]},
]
STAMP = Stamp("0" * 32, datetime.fromisoformat("2026-11-21T09:00:00+00:00"), "UTC", TODAY)


@cache
def app() -> App:
    """A learner of a small curriculum who asked for all of it."""
    made = App(
        curriculum("a -> b, b -> c, a|c -> d, c -> e", "r/1: a 90, r/2: b 60, s: c d 50, t: e 20 < b", goals=GOALS),
        Store(None),
    )
    made.save_request(made.request(["all"], hours_per_week=7.0), STAMP)
    return made


def _request(text: str) -> object:
    """A request of goals and wishes, parted by `|`."""
    names = ("known", "prefer", "avoid", "exclude", "only", "pin")
    goals, *wishes = (tuple(part.split()) for part in text.split("|"))
    found = app().request(goals, **dict(zip(names, wishes, strict=False)))
    return app().plan(found, today=TODAY)


PARSERS: tuple[Callable[[str], object], ...] = (
    lambda text: Selectors(app().graph, app().names).select(text),
    lambda text: app().names.resolve(text),
    lambda text: app().names.search(text, 5),
    lambda text: parse_minutes(text, "--minutes"),
    parse_days,
    lambda text: parse_off(text.split()),
    parse_clock,
    lambda text: parse_date(text, "--by"),
    _request,
    learner_named,
    lambda text: app().why(text, today=TODAY),
)
SHAPES: tuple[Callable[[str], object], ...] = (outcome_id, minutes_of_duration)
"""Those that pydantic calls: they say ValueError."""


def typed(given: bytes) -> bool:
    """A word of the command line, to the parser that the first byte names; bytes that are no text come as Python gives them."""
    text = given[1:].decode("utf-8", "surrogateescape")
    which = given[0] % (len(PARSERS) + len(SHAPES)) if given else 0
    try:
        if which < len(PARSERS):
            PARSERS[which](text)
        else:
            SHAPES[which - len(PARSERS)](text)
    except MlpathError as error:
        check_error(error)
        return False
    except ValueError:
        assert which >= len(PARSERS)
        return False
    return True


def log(given: bytes) -> bool:
    """An export of progress: refused, or the same bytes again when it is written, and a state of knowledge.

    An even first byte leaves the rest as it is; an odd one puts the right manifest below it.
    """
    text = given[1:]
    if given and given[0] % 2:
        lines = text.decode("utf-8", "replace").rstrip("\n").split("\n")
        tip = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
        manifest = json.dumps(
            {"manifest": {"count": len(lines), "tip": tip, "version": 1}}, sort_keys=True, separators=(",", ":")
        )
        text = "\n".join([*lines, manifest, ""]).encode()
    try:
        events = from_bytes(text)
    except MlpathError as error:
        check_error(error)
        return False
    assert to_text(events).encode() == text
    mine = App(app().curriculum, Store(None))
    mine.store.add(events)
    assert [event.uid for event in mine.store.events()] == [e.uid for e in sorted(events, key=lambda e: (e.at, e.uid))]
    _used(mine)
    return True


def _used(mine: App) -> None:
    """What every command asks of a log gives an answer, or an error of ours."""
    asked: Iterable[Callable[[], object]] = (mine.state, mine.history, lambda: mine.status(today=TODAY))
    for ask in asked:
        try:
            ask()
        except MlpathError as error:
            check_error(error)


@cache
def material() -> Material:
    """What an export is made from."""
    mine, first = app(), date(2026, 11, 2)
    events = mine.store.events()
    return Material(
        plan=mine.saved_plan(today=TODAY), curriculum=mine.curriculum, done={"r/1": first}, skipped=frozenset({"t"}),
        today=TODAY, since=events[0].at, stamp=events[-1].at, revision=3,
    )  # fmt: skip


def exports(given: bytes) -> bool:
    """A file that stands where an export goes: refused, or brought up to date so that a second time changes nothing."""
    form = ("ics", "markdown", "taskwarrior")[given[0] % 3 if given else 0]
    text = given[1:].decode("utf-8", "replace")
    try:
        once = exported(form, material(), text)
    except MlpathError as error:
        check_error(error)
        return False
    assert exported(form, material(), once) == once, form
    return True


def sinks(given: bytes) -> bool:
    """Any text at any sink comes out without a character that steers a terminal, and as one value of its format."""
    text = (
        given.decode("utf-8", "surrogatepass" if len(given) % 2 else "replace")
        if _is_text(given)
        else given.decode("latin-1")
    )
    check_text(text)
    written = data.document(text=text)
    assert not dirt(written), written
    assert json.loads(written)["text"] == text
    for made in (cell(safe(text)), escaped(safe(text)), link(safe(text), "https://example.org/")):
        assert not dirt(made), made
    check_error(UsageError(f"no '{text}'", text))
    return True


def _is_text(given: bytes) -> bool:
    try:
        given.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True
