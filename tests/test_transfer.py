"""Progress carried between devices: the laws of export and import."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlpath.app import CurriculumFacts
from mlpath.errors import UsageError
from mlpath.learner import Event, fold
from mlpath.names import Names
from mlpath.store import Store
from mlpath.store.transfer import from_bytes, to_text
from tests.builders import folder, graph
from tests.conftest import CommandLine

GRAPH = graph("a -> b, b -> c", "r/1: a 60, r/2: b 60, c: c 60")
FACTS = CurriculumFacts(GRAPH, Names(GRAPH.curriculum))
START = datetime(2026, 1, 1, tzinfo=UTC)

Said = tuple[str, str, int, dict[str, Any]]
"""What a device records: kind, id (or, for undo and redo, which event), at which second, what else."""

SAID = st.tuples(
    st.sampled_from(["start", "done", "skip", "know", "forget", "undo", "redo"]),
    st.sampled_from(["r/1", "r/2", "c", "gone/1"]),
    st.integers(0, 5),
    st.sampled_from([{}, {"minutes": 20}, {"note": "läßt\u2028sich\nlesen \U0001f600"}]),
)
LOGS = st.lists(SAID, max_size=8)
LAW = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
"""Each example opens databases, however long that takes on a busy machine."""


def device(name: str, said: list[Said], *, begun_from: str = "", store: Store | None = None) -> Store:
    """A log as a device records it, its clock jumping about."""
    store = store or Store(None)
    store.add(from_bytes(begun_from.encode()) if begun_from else [])
    for number, (kind, id_, second, data) in enumerate(said):

        def decide(log: list[Event]) -> Event | None:
            about = (log[second % len(log)].uid,) if kind in ("undo", "redo") and log else (id_,)  # noqa: B023 # called now
            at = START + timedelta(seconds=second, microseconds=1234)  # noqa: B023 # called now
            return Event(f"{name}{number}", kind, at, "UTC", date(2026, 1, 1), about, data)  # type: ignore[arg-type] # noqa: B023 # called now

        store.append(decide)
    return store


def text(store: Store) -> str:
    return to_text(store.events())


def merged(*texts: str) -> Store:
    store = Store(None)
    for one in texts:
        store.add(from_bytes(one.encode()))
    return store


@LAW
@given(LOGS)
def test_export_after_import_is_the_identity(said: list[Said]) -> None:
    """What was imported is exported as the same bytes, and read as the same events."""
    store = device("a", said)
    assert text(merged(text(store))) == text(store)
    assert merged(text(store)).events() == store.events()


@LAW
@given(LOGS)
def test_importing_twice_is_importing_once(said: list[Said]) -> None:
    """The second import of a text stores nothing."""
    store = device("a", said)
    assert store.add(from_bytes(text(store).encode())) == []
    assert text(merged(text(store), text(store))) == text(store)


@LAW
@given(LOGS, LOGS, LOGS, LOGS)
def test_merging_in_any_order_gives_one_state(shared: list[Said], a: list[Said], b: list[Said], c: list[Said]) -> None:
    """Three devices with a common past: whoever imports what first, the log and the knowledge state are the same."""
    past = text(device("p", shared))
    texts = [text(device(name, said, begun_from=past)) for name, said in (("a", a), ("b", b), ("c", c))]
    stores = [merged(*order) for order in permutations(texts)]
    assert len({text(store) for store in stores}) == 1
    states = [fold(store.events(), FACTS) for store in stores]
    assert all(state == states[0] for state in states)


@LAW
@given(LOGS)
def test_what_is_appended_comes_last(said: list[Said]) -> None:
    """However the clock jumps, the log is in the order in which it was written, so an undo comes after its event."""
    log = device("a", said).events()
    assert [event.uid for event in log] == [f"a{number}" for number in range(len(said))]
    assert log == sorted(log, key=lambda event: (event.at, event.uid))


def test_what_is_appended_after_a_merge_comes_last() -> None:
    """Another device's clock may be ahead: what is recorded after its import still comes after it."""
    ahead = text(device("ahead", [("know", "c", 3000, {})]))
    store = device("me", [("forget", "c", 1, {})], begun_from=ahead)
    assert fold(store.events(), FACTS).known == {"a@working", "b@working"}
    assert [event.local_date for event in store.events()] == [date(2026, 1, 1)] * 2


@LAW
@given(LOGS, st.data())
def test_any_truncation_is_refused(said: list[Said], data: st.DataObject) -> None:
    """A text without its last bytes, however few, is refused."""
    whole = text(device("a", said)).encode()
    with pytest.raises(UsageError):
        from_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])


@LAW
@given(LOGS, st.data())
def test_any_changed_byte_is_refused(said: list[Said], data: st.DataObject) -> None:
    """A text with one byte that differs is refused."""
    whole = bytearray(text(device("a", said)).encode())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(UsageError):
        from_bytes(bytes(whole))


def forged(**fields: Any) -> str:
    """A text with a manifest that fits, around an event that mlpath would not write."""
    good = Event("u", "done", START, "UTC", date(2026, 1, 1), ("a",))
    changed = {name: fields.get(name, getattr(good, name)) for name in Event.__slots__}
    return to_text([Event(**changed)])


FORGED = [
    pytest.param(forged(kind="explode"), "its kind is unknown", id="a kind that there is not"),
    pytest.param(forged(data={"minutes": "many"}), "minutes", id="minutes that are no number"),
    pytest.param(forged(data={"minutes": True}), "minutes", id="minutes that are a truth"),
    pytest.param(forged(data={"known": 7}), "known", id="known that is no list"),
    pytest.param(forged(ids=("a", 7)), "ids", id="an id that is a number"),
    pytest.param(forged(uid="\x1b[2J"), "no name", id="an escape code as uid"),
    pytest.param(forged(at=datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=UTC)), "not written as", id="the end of time"),
    pytest.param(forged().replace('"version":1', '"version":2'), "newer mlpath", id="a newer version"),
    pytest.param("[" * 100_000 + "\n", "no manifest", id="deep nesting"),
    pytest.param("\n", "no manifest", id="an empty line"),
    pytest.param("", "only its beginning", id="nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "why"), FORGED)
def test_what_is_no_export_is_refused(said: str, why: str) -> None:
    """A text whose sums are right is still read field by field; each refusal says why."""
    with pytest.raises(UsageError, match=why):
        from_bytes(said.encode())


def test_one_uid_cannot_say_two_things() -> None:
    """An event whose uid is here with other contents refuses the whole import: nothing is stored."""
    store = Store(None)
    store.add(from_bytes(forged().encode()))
    other = [Event("new", "done", START, "UTC", date(2026, 1, 1), ("b",)), *from_bytes(forged(kind="skip").encode())]
    with pytest.raises(UsageError, match="event u is here already"):
        store.add(other)
    assert len(store.events()) == 1


def test_the_commands(mlpath: CommandLine, tmp_path: Path) -> None:
    """Export and import as a user has them: two homes become one state; a cut file stores nothing, exit 2."""
    tiny = str(folder(tmp_path / "tiny"))
    other = CommandLine(tmp_path / "other")
    file = tmp_path / "progress.jsonl"
    mlpath("done", "the-book/ch1", MLPATH_CURRICULUM=tiny)
    other("know", "first", MLPATH_CURRICULUM=tiny)
    assert mlpath("export", "--format", "jsonl", "--output", str(file)).code == 0
    assert mlpath("export", "-o", str(file)).code == 2
    assert mlpath("export", "--format", "xml").code == 2
    whole = file.read_bytes()
    assert whole.decode() == mlpath("export").out
    file.write_bytes(whole[:-10])
    cut = other("import", str(file))
    assert (cut.code, "nothing was stored" in cut.err) == (2, True)
    assert len(Store(other.home / "mlpath.db").events()) == 1
    imported = other("import", "-", stdin=whole.decode()).out
    assert "imported: 1 event, 0 were here already" in imported
    assert "what was there before is kept" in imported
    assert "Nothing changed: 1 event in the export" in other("import", "-", stdin=whole.decode()).out
    assert mlpath("import", "-", stdin=other("export").out).code == 0
    assert mlpath("export").out == other("export").out
    assert mlpath("import", str(tmp_path / "nothing")).code == 3
    assert CommandLine(tmp_path / "third")("import", "-", stdin=whole.decode()).code == 0
