"""What the learner did, as events, and what follows: a pure fold from the log to the knowledge state.

    request, know, start, done, skip, forget, undo, redo   ──fold──▶   KnowledgeState

An *event* is a fact and is never edited; an undo is an event that names the one it takes back. The *knowledge
state* is derived, so a new rule of what counts as known needs no migration. What a unit teaches and what knowing
something implies are the curriculum's to say: the caller lends them as `Facts`.

Not here: storing events (`mlpath.store`), choosing what comes next (`mlpath.planner`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

EventKind = Literal["request", "start", "done", "skip", "know", "forget", "undo", "redo"]


class Facts(Protocol):
    """What a fold asks of the curriculum; an id that it does not have gives nothing."""

    def has(self, id_: str) -> bool:
        """Whether the curriculum still has this unit, topic, outcome or area."""
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
    """What else was said: minutes, a note, a request."""


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
    forgotten is not done.
    """
    folding = _Folding(facts)
    for event in effective(log):
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
            self.request = event.data
            for id_ in event.data.get("known", ()):
                self._know(id_, event)
            return
        for id_ in event.ids:
            if self.facts.has(id_):
                getattr(self, f"_{event.kind}")(id_, event)
            else:
                self.orphans[id_] = None

    def _start(self, id_: str, _event: Event) -> None:
        if id_ not in self.done:
            self.started[id_] = None
        self.skipped.discard(id_)
        self.begun.add(id_)
        self.last = id_

    def _done(self, id_: str, event: Event) -> None:
        self.done[id_] = None
        self.started.pop(id_, None)
        self.skipped.discard(id_)
        self.begun.add(id_)
        self.known |= self.facts.taught(id_)
        self.last = id_
        if "minutes" in event.data:
            self.minutes[id_] = self.minutes.get(id_, 0) + int(event.data["minutes"])

    def _skip(self, id_: str, _event: Event) -> None:
        self.skipped.add(id_)
        self.started.pop(id_, None)

    def _know(self, id_: str, _event: Event) -> None:
        if self.facts.has(id_):
            self.known |= self.facts.implied(id_)
        else:
            self.orphans[id_] = None

    def _forget(self, id_: str, _event: Event) -> None:
        self.known -= self.facts.undone(id_)
        self.done.pop(id_, None)
        self.skipped.discard(id_)

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
