"""What the learner did, as events, and what follows: a pure fold from the log to the knowledge state.

    request, know, start, done, skip, forget, undo, redo   ──fold──▶   KnowledgeState

An *event* is a fact and is never edited; an undo is an event that names the one it takes back. The *knowledge
state* is derived, so a new rule of what counts as known needs no migration. What a unit teaches and what knowing
something implies are the curriculum's to say: the caller lends them as `Facts`.

Not here: storing events (`mlpath.store`), choosing what comes next (`mlpath.planner`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

EventKind = Literal["request", "start", "done", "skip", "know", "forget", "undo", "redo"]


class Facts(Protocol):
    """What a fold asks of the curriculum; an id that it does not have gives nothing."""

    @property
    def curriculum(self) -> str:
        """The curriculum's id."""
        ...

    def unit(self, id_: str) -> str | None:
        """The id that a unit has now, which may have been renamed; None where it is gone."""
        ...

    def thing(self, id_: str) -> str | None:
        """The id that an area, topic, outcome, goal, resource or unit has now; None where it is gone."""
        ...

    def taught(self, unit: str) -> frozenset[str]:
        """The outcomes that a unit teaches, shallower ones included."""
        ...

    def implied(self, id_: str) -> frozenset[str]:
        """The outcomes that knowing an area, topic, outcome or unit means, with what they require."""
        ...

    def undone(self, id_: str) -> frozenset[str]:
        """The outcomes that forgetting an area, topic, outcome or unit takes away, deeper ones included."""
        ...


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the learner's log.

    `ids` are what it is about; an undo or redo names the uid of the event that it takes back or brings back.
    """

    uid: str
    kind: EventKind
    at: datetime
    """The instant, in UTC."""
    zone: str
    local_date: date
    ids: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    """What else was said: minutes, a note, a request; and the curriculum that it is about, by id."""


@dataclass(frozen=True, slots=True)
class KnowledgeState:
    """What the learner has and has done.

    Units and outcomes by id; `minutes` is the time that the learner reported, by unit.
    """

    known: frozenset[str] = frozenset()
    done: tuple[str, ...] = ()
    started: tuple[str, ...] = ()
    """Units begun and not done, in order."""
    skipped: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()
    """Units ever started or done; their resources have been settled into."""
    minutes: Mapping[str, int] = field(default_factory=dict)
    orphans: tuple[str, ...] = ()
    """Ids in the log that the curriculum no longer has: kept, and counted for nothing."""
    request: Mapping[str, Any] | None = None
    last: str | None = None
    """The unit that was started or done last."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What an event changed."""

    before: KnowledgeState
    after: KnowledgeState
    event: Event | None
    """None where there was nothing to change."""

    @property
    def gained(self) -> frozenset[str]:
        """Outcomes known now and not before."""
        return self.after.known - self.before.known

    @property
    def lost(self) -> frozenset[str]:
        """Outcomes known before and not now."""
        return self.before.known - self.after.known


def about(log: Iterable[Event], curriculum: str) -> list[Event]:
    """The events about one curriculum, and those (of mlpath's first days) that do not name theirs.

    Topics and units of two curricula may bear one id; what is done in one is not done in the other.
    """
    return [event for event in log if event.data.get("curriculum", curriculum) == curriculum]


def effective(log: Iterable[Event]) -> list[Event]:
    """The events that stand, in order: what was undone and not redone is left out."""
    events = list(log)
    standing = {event.uid: True for event in events}
    for event in events:
        if event.kind in ("undo", "redo"):
            for uid in event.ids:
                standing[uid] = event.kind == "redo"
    return [event for event in events if event.kind not in ("undo", "redo") and standing[event.uid]]


def undoable(log: Iterable[Event]) -> list[Event]:
    """What `undo` takes back, the latest first."""
    return effective(log)[::-1]


def redoable(log: Iterable[Event]) -> list[Event]:
    """What `redo` brings back, the latest undone first; a new event after an undo leaves nothing to redo."""
    by_uid: dict[str, Event] = {}
    undone: list[Event] = []
    for event in log:
        by_uid[event.uid] = event
        if event.kind == "undo":
            undone += [by_uid[uid] for uid in event.ids if uid in by_uid]
        elif event.kind == "redo":
            undone = [other for other in undone if other.uid not in event.ids]
        else:
            undone = []
    return undone[::-1]


def fold(log: Iterable[Event], facts: Facts) -> KnowledgeState:
    """The knowledge state that a log comes to.

    Requested means: what the request says is known is known. Done means: what the unit teaches is known. Known
    means: it and what it requires. Forgotten means: it and its deeper forms are not known, and a unit that is
    forgotten is not done. What was said about another curriculum is not about this one.
    """
    folding = _Folding(facts)
    for event in effective(about(log, facts.curriculum)):
        folding.take(event)
    return folding.state()


@dataclass
class _Folding:
    facts: Facts
    known: set[str] = field(default_factory=set)
    done: dict[str, None] = field(default_factory=dict)
    started: dict[str, None] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    begun: set[str] = field(default_factory=set)
    minutes: dict[str, int] = field(default_factory=dict)
    orphans: dict[str, None] = field(default_factory=dict)
    request: Mapping[str, Any] | None = None
    last: str | None = None

    def take(self, event: Event) -> None:
        if event.kind == "request":
            self._request(event)
        elif event.kind in ("know", "forget"):
            self._each(event.ids, self.facts.thing, self._know if event.kind == "know" else self._forget)
        else:
            mark = {"start": self._start, "done": self._done, "skip": self._skip}[event.kind]
            marked = self._each(event.ids, self.facts.unit, mark)
            if marked and "minutes" in event.data:
                self.minutes[marked[0]] = self.minutes.get(marked[0], 0) + int(event.data["minutes"])

    def _request(self, event: Event) -> None:
        self.request = event.data
        self._each(event.data.get("known", ()), self.facts.thing, self._know)

    def _each(self, ids: Iterable[str], now: Callable[[str], str | None], do: Callable[[str], None]) -> list[str]:
        """Do something with each id as it is called now; ids that are gone are orphans."""
        found: list[str] = []
        for id_ in ids:
            current = now(id_)
            if current is None:
                self.orphans[id_] = None
            else:
                do(current)
                found.append(current)
        return found

    def _start(self, unit: str) -> None:
        if unit not in self.done:
            self.started[unit] = None
        self.skipped.discard(unit)
        self.begun.add(unit)
        self.last = unit

    def _done(self, unit: str) -> None:
        self.done[unit] = None
        self.started.pop(unit, None)
        self.skipped.discard(unit)
        self.begun.add(unit)
        self.known |= self.facts.taught(unit)
        self.last = unit

    def _skip(self, unit: str) -> None:
        self.skipped.add(unit)
        self.started.pop(unit, None)

    def _know(self, id_: str) -> None:
        self.known |= self.facts.implied(id_)

    def _forget(self, id_: str) -> None:
        self.known -= self.facts.undone(id_)
        unit = self.facts.unit(id_)
        if unit is not None:
            self.done.pop(unit, None)
            self.skipped.discard(unit)

    def state(self) -> KnowledgeState:
        return KnowledgeState(
            known=frozenset(self.known),
            done=tuple(self.done),
            started=tuple(self.started),
            skipped=frozenset(self.skipped),
            begun=frozenset(self.begun),
            minutes=dict(self.minutes),
            orphans=tuple(self.orphans),
            request=self.request,
            last=self.last,
        )
