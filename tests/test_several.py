"""Several curricula in one log: what is done in one is not done in the other, though ids may be the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mlpath.app import App, Stamp
from mlpath.curriculum import Curriculum
from mlpath.learner import Event, about
from mlpath.store import Store
from tests.builders import GOALS, HEADER, curriculum, folder
from tests.conftest import TODAY, CommandLine
from tests.running import Called

GOAL = {"id": "g", "title": "G", "can": "it", "requires": ["b"]}


def named(id_: str) -> Curriculum:
    """A curriculum a -> b of some id; topics, units and goal are called the same in each."""
    return curriculum("a -> b", goals=[GOAL]).model_copy(update={"id": id_, "digest": id_})


@pytest.fixture
def both() -> tuple[App, App]:
    store = Store(None)
    return App(named("one"), store), App(named("two"), store)


def test_progress_is_per_curriculum(both: tuple[App, App], stamps: Iterator[Stamp]) -> None:
    """start, done, know, skip, forget and requests of one leave the state of the other as it was."""
    one, two = both
    one.save_request(one.request(["g"]), next(stamps))
    one.record("done", ["u-a"], next(stamps), minutes=30)
    one.record("know", ["b"], next(stamps))
    fresh = two.state()
    assert (fresh.known, fresh.done, fresh.request, dict(fresh.minutes), fresh.orphans) == (
        frozenset(),
        (),
        None,
        {},
        (),
    )
    two.record("start", ["u-a"], next(stamps))
    two.record("skip", ["u-b"], next(stamps))
    two.record("know", ["a"], next(stamps))
    two.record("forget", ["a"], next(stamps))
    state = one.state()
    assert state.done == ("u-a",)
    assert state.known == {"a@working", "b@working"}
    assert (state.skipped, state.started) == (frozenset(), ())


def test_undo_and_redo_are_of_the_curriculum_at_hand(both: tuple[App, App], stamps: Iterator[Stamp]) -> None:
    """An undo takes back the last event of this curriculum; a later event of the other does not stand in the way of redo."""
    one, two = both
    one.record("done", ["u-a"], next(stamps))
    two.record("done", ["u-a"], next(stamps))
    one.undo(5, next(stamps))
    assert (one.state().done, two.state().done) == ((), ("u-a",))
    two.record("done", ["u-b"], next(stamps))
    one.redo(5, next(stamps))
    assert (one.state().done, two.state().done) == (("u-a",), ("u-a", "u-b"))


def test_the_same_request_again_is_stored_once_though_the_other_was_asked_between(
    both: tuple[App, App], stamps: Iterator[Stamp]
) -> None:
    """Going back and forth between two curricula adds nothing to the log."""
    one, two = both
    for app in (one, two, one, two):
        app.save_request(app.request(["g"]), next(stamps))
    assert [event.data["curriculum"] for event in one.store.events()] == ["one", "two"]
    assert len(one.next_steps(today=TODAY).steps) == 1


def test_events_of_the_first_days_count_wherever_their_ids_are() -> None:
    """An event that names no curriculum is about each: nothing that was recorded before is lost."""
    old = Event("1" * 32, "done", datetime(2026, 1, 1, tzinfo=UTC), "UTC", TODAY, ("u-a",))
    new = Event("2" * 32, "done", datetime(2026, 1, 2, tzinfo=UTC), "UTC", TODAY, ("u-b",), {"curriculum": "two"})
    assert about([old, new], "one") == [old]
    assert about([old, new], "two") == [old, new]
    store = Store(None)
    store.add([old, new])
    assert App(named("one"), store).state().done == ("u-a",)


def test_two_subjects_at_the_command_line(tmp_path: Path, mlpath: CommandLine) -> None:
    """Each has its plan and its next step; the log tells them apart."""
    run = Called(mlpath.home)
    for id_ in ("sea", "sky"):
        path = folder(tmp_path / id_, header=HEADER.replace("id: tiny", f"id: {id_}"), goals=GOALS)
        assert run("curriculum", "add", str(path)).code == 0
        assert run("plan", "all", "--curriculum", id_).code == 0
    assert run("done", "the-book/ch1", "--curriculum", "sea").code == 0
    assert run("next", "--curriculum", "sea", "--json").json["steps"][0]["units"] == ["the-book/ch2"]
    assert run("next", "--curriculum", "sky", "--json").json["steps"][0]["units"] == ["the-book/ch1"]
    assert "sea: the-book/ch1" in run("log", "--curriculum", "sky").out
    assert "Nothing to undo" not in run("undo", "--curriculum", "sky").out
    assert run("next", "--curriculum", "sea", "--json").json["steps"][0]["units"] == ["the-book/ch2"]
