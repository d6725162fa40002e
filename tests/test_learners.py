"""Several learners in one database: each has a log of their own, and the laws of logs hold for each."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlpath.errors import StoreError, UsageError
from mlpath.store import Store, learner_named
from mlpath.store.places import Memory
from mlpath.store.transfer import from_bytes, to_text
from tests.builders import folder
from tests.conftest import CommandLine
from tests.test_store import event
from tests.test_transfer import LAW, LOGS, Said, device, text

NAMES = ["a", "ann", "ann-b", "a.b_c", "0", "x" * 64]
NO_NAMES = ["", "Ann", "a b", "-a", "a--b", "a/b", "../a", "ä", "x" * 65, "a\n", "\x1b[2J"]


@pytest.mark.parametrize("name", NAMES)
def test_names(name: str) -> None:
    """Small letters and digits, with single dots, dashes or underscores between."""
    assert learner_named(name) == name


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_name(name: str) -> None:
    """Anything else is refused, with how to write it."""
    with pytest.raises(UsageError, match="no name for a learner"):
        learner_named(name)


@settings(LAW, max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(["me", "ann", "ben"]), LOGS), max_size=4))
def test_learners_do_not_meet(parts: list[tuple[str, list[Said]]]) -> None:
    """Whoever records in one database, each log is what it would be alone, byte for byte."""
    place = Memory()
    alone: dict[str, Store] = {}
    for number, (learner, said) in enumerate(parts):
        own = alone.setdefault(learner, Store(None, learner=learner))
        for store in (Store(place, learner=learner), own):
            device(str(number), said, store=store)
    for learner, own in alone.items():
        assert text(Store(place, learner=learner)) == text(own)
    assert Store(place).learners() == {name: len(s.events()) for name, s in sorted(alone.items()) if s.events()}


@settings(LAW, max_examples=20)
@given(LOGS, LOGS)
def test_an_export_goes_from_one_learner_to_another(a: list[Said], b: list[Said]) -> None:
    """Export after import is the identity, and importing twice changes nothing, within one database too."""
    place = Memory()
    ann, ben = Store(place, learner="ann"), Store(place, learner="ben")
    device("a", a, store=ann)
    ben.add(from_bytes(text(ann).encode()))
    assert text(ben) == text(ann)
    assert ben.add(from_bytes(text(ann).encode())) == []
    device("b", b, store=ben)
    ann.add(from_bytes(text(ben).encode()))
    assert text(ann) == text(ben)


def three(path: Path) -> None:
    for number, learner in enumerate(["me", "ann", "ann"]):
        Store(path, learner=learner).append(lambda _log, number=number: event(f"{number}"))  # type: ignore[misc] # a default binds the number


PASSED_ON = [
    pytest.param("UPDATE event SET learner = 'me' WHERE learner = 'ann'", ["me"], id="all given to another"),
    pytest.param("UPDATE event SET learner = 'ben' WHERE learner = 'ann'", ["ben"], id="all given to a new one"),
    pytest.param("UPDATE event SET learner = 'ann' WHERE seq = 1", ["ann"], id="one given away"),
    pytest.param("DELETE FROM event WHERE seq = 2", ["ann"], id="the first of two removed"),
]


@pytest.mark.parametrize(("statement", "noticed"), PASSED_ON)
def test_rows_cannot_pass_from_one_to_another(tmp_path: Path, statement: str, noticed: list[str]) -> None:
    """A chain begins with its learner's name: whose rows were changed is told, and the others read on."""
    path = tmp_path / "x.db"
    three(path)
    with sqlite3.connect(path) as raw:
        raw.execute(statement)
    raw.close()
    for learner in Store(path).learners():
        if learner in noticed:
            with pytest.raises(StoreError, match="damaged"):
                Store(path, learner=learner).events()
        else:
            assert Store(path, learner=learner).events()


def test_the_commands(mlpath: CommandLine, tmp_path: Path) -> None:
    """--learner and MLPATH_LEARNER everywhere; undo, log, export and doctor are of one; a slip of the pen is noted."""
    env = {"MLPATH_CURRICULUM": str(folder(tmp_path / "tiny"))}
    Store(mlpath.home / "mlpath.db").append(lambda _log: event("1"))
    assert "nothing is recorded for ann yet, only for me" in mlpath("know", "first", "--learner", "ann", **env).err
    assert "took back 1 event" in mlpath("undo", "9", MLPATH_LEARNER="ann", **env).out
    exported = mlpath("export", "--learner", "ann", **env).out
    assert exported == to_text(Store(mlpath.home / "mlpath.db", learner="ann").events())
    assert mlpath("import", "-", "--learner", "ben", stdin=exported, **env).code == 0
    assert "5 events, every hash fits (ann 2, ben 2, me 1)" in mlpath("doctor", **env).out
    mlpath("plan", "all", **env)
    first = mlpath("next", **env).out
    mlpath("plan", "first", "--learner", "ann", **env)
    assert mlpath("next", **env).out == first
    refused = mlpath("log", "--learner", "Ann", **env)
    assert (refused.code, "--learner ann" in refused.err) == (2, True)
