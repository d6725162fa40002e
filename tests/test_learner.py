"""The log and what follows from it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mlpath.app import CurriculumFacts
from mlpath.learner import Event, EventKind, KnowledgeState, effective, fold, redoable
from mlpath.names import Names
from tests.builders import graph

GRAPH = graph("a -> b, b -> c", "r/1: a 60, r/2: b 60, c: c 60")
FACTS = CurriculumFacts(GRAPH, Names(GRAPH.curriculum))


def log(*entries: str) -> list[Event]:
    """`done r/1` gives an event with uid e1, the next e2 …; `undo e1` names a uid."""
    events = []
    for number, entry in enumerate(entries, start=1):
        kind, *ids = entry.split()
        events.append(event(f"e{number}", kind, *ids))  # type: ignore[arg-type] # the words are kinds
    return events


def event(uid: str, kind: EventKind, *ids: str) -> Event:
    return Event(uid, kind, datetime(2026, 1, 1, tzinfo=UTC), "UTC", date(2026, 1, 1), ids)


def state(*entries: str) -> KnowledgeState:
    return fold(log(*entries), FACTS)


KNOWN = [
    pytest.param(["done r/1"], "a", id="done gives what the unit teaches"),
    pytest.param(["done c"], "c", id="done gives no more than that"),
    pytest.param(["know c"], "a b c", id="known gives what it requires"),
    pytest.param(["know c", "forget b"], "a c", id="forgetting takes that alone"),
    pytest.param(["know c", "undo e1"], "", id="undone"),
    pytest.param(["know c", "undo e1", "redo e1"], "a b c", id="redone"),
    pytest.param(["done r/1", "know c", "undo e1"], "a b c", id="undoing one keeps the other"),
    pytest.param(["know nothing-here"], "", id="an id that is gone counts for nothing"),
]


@pytest.mark.parametrize(("entries", "known"), KNOWN)
def test_known(entries: list[str], known: str) -> None:
    """Each short log comes to what one expects to be known."""
    assert state(*entries).known == {f"{topic}@working" for topic in known.split()}


def test_done_started_skipped() -> None:
    """Done ends started and skipped; forgetting a unit makes it undone; order is kept."""
    found = state("start r/1", "skip r/2", "done r/1 r/2", "start c", "forget r/1")
    assert (found.done, found.started, found.skipped, found.last) == (("r/2",), ("c",), frozenset(), "c")
    assert found.begun == {"r/1", "r/2", "c"}


def test_orphans_are_kept_and_shown() -> None:
    """Ids that the curriculum no longer has are listed, and nothing else is touched."""
    found = state("done gone/1 r/1")
    assert found.orphans == ("gone/1",)
    assert found.done == ("r/1",)


def test_a_new_event_ends_redoing() -> None:
    """After an undo, redo brings back the latest undone; after a new event there is nothing to redo."""
    events = log("done r/1", "done r/2", "undo e2", "undo e1")
    assert [e.uid for e in redoable(events)] == ["e1", "e2"]
    assert redoable([*events, event("e5", "done", "c")]) == []
    assert [e.uid for e in effective(events)] == []
