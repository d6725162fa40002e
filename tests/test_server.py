"""The log on a real PostgreSQL server: the same events and hashes as in a file, whoever else writes."""

from __future__ import annotations

import builtins
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from mlpath.errors import StoreError, UsageError
from mlpath.store import Store
from mlpath.store.connection import Connection
from mlpath.store.health import server_checks
from mlpath.store.rows import INSERT, row_of
from mlpath.store.server import Server
from mlpath.store.transfer import from_bytes, to_text
from tests import servers
from tests.builders import folder
from tests.conftest import CommandLine
from tests.golden import DATA, events, imported
from tests.needs import need
from tests.test_store import event

GOLDEN = (DATA / "schema-2.jsonl").read_text("utf-8")
NUMBERS = count(1)

WRITER = """
import sys
from datetime import date, datetime, UTC
from mlpath.learner import Event
from mlpath.store import Store
from mlpath.store.server import Server
store = Store(Server(sys.argv[1]))
for number in range(int(sys.argv[3])):
    def decide(log):
        return Event(f"{sys.argv[2]}-{number}", "done", datetime.now(UTC), "UTC", date(2026, 1, 1), (str(len(log)),))
    print(store.append(decide).ids[0], flush=True)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[URL]:
    need(servers.absent())
    with servers.running() as url:
        yield make_url(url)


@pytest.fixture
def url(server: URL) -> str:
    """The address of a schema of its own, in one database."""
    name = f"test_{os.getpid()}_{next(NUMBERS)}"
    changed = server.update_query_dict({"options": f"-csearch_path={name}"})
    run(server.render_as_string(hide_password=False), f"CREATE SCHEMA {name}")
    return changed.render_as_string(hide_password=False)


def run(url: str, *statements: str) -> list[Sequence[Any]]:
    """Speak to the server as its owner; gives what the last statement finds."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            found = [connection.execute(text(statement)) for statement in statements][-1]
            return [tuple(row) for row in found] if found.returns_rows else []
    finally:
        engine.dispose()


def golden(url: str) -> Store:
    store = Store(Server(url))
    for one in events():
        store.append(lambda _log, one=one: one)  # type: ignore[misc] # a default binds the event
    store.add(imported())
    return store


def test_it_is_the_same_log_as_in_a_file(url: str, tmp_path: Path) -> None:
    """Before anything is written it is empty; then events, export and every hash are those of an SQLite file."""
    assert Store(Server(url)).events() == []
    assert Store(Server(url)).learners() == {}
    store = golden(url)
    assert to_text(store.events()) == GOLDEN
    assert store.add(from_bytes(GOLDEN.encode())) == []
    file = Store(tmp_path / "x.db")
    for one in events():
        file.append(lambda _log, one=one: one)  # type: ignore[misc] # a default binds the event
    file.add(imported())
    with file._place.writing("me") as connection:
        hashes = [row[0] for row in connection.rows("SELECT hash FROM event ORDER BY seq")]
    assert [row[0] for row in run(url, "SELECT hash FROM event ORDER BY seq")] == hashes


def test_several_learners(url: str) -> None:
    """Each has a log of their own, and may import what another exported."""
    golden(url)
    ann = Store(Server(url), learner="ann")
    assert ann.events() == []
    assert len(ann.add(from_bytes(GOLDEN.encode()))) == 12
    assert to_text(ann.events()) == GOLDEN
    assert ann.learners() == {"ann": 12, "me": 12}


def test_writers_at_the_same_time_lose_nothing(url: str) -> None:
    """Eight processes begin on an empty database and append at once: no event is lost, and none read a stale log."""
    words = [sys.executable, "-m", "tests.campaigns", "writers", "--short"]
    done = subprocess.run(words, env={**os.environ, servers.GIVEN: url}, capture_output=True, text=True, check=False)
    assert "writers: 160 operations; 0 lost" in done.stdout, done.stdout + done.stderr
    assert len(Store(Server(url), learner="learner-0").events()) == 80


def test_a_killed_writer_loses_nothing_acknowledged(url: str) -> None:
    """What was acknowledged before kill -9 is there, and the dead writer's lock stops no one."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, url, "w", "100000"], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline() for _ in range(20)]
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read().split()
    writer.stdout.close()
    writer.wait()
    assert len(Store(Server(url)).events()) >= len(acknowledged) + len(rest) - 1
    assert Store(Server(url)).append(lambda _log: event("after")) is not None


def test_an_event_that_is_there_is_not_inserted_again(url: str) -> None:
    """The one statement that writes does nothing where the learner has the uid: nothing is ever overwritten."""
    golden(url)
    with Server(url).writing("me") as connection:
        row = row_of(events()[0], "me", "0" * 64)
        assert connection.rows(INSERT, **row) == []
    with pytest.raises(StoreError, match="golden-000 is here already"):
        Store(Server(url)).append(lambda _log: events()[0])
    assert to_text(Store(Server(url)).events()) == GOLDEN


def test_the_right_to_insert_is_enough(url: str, server: URL) -> None:
    """A learner who may only SELECT and INSERT can record; changing and removing are refused by the server itself."""
    golden(url)
    role, place = f"pupil_{os.getpid()}_{next(NUMBERS)}", make_url(url).query["options"]
    schema = str(place).partition("=")[2]
    run(
        url,
        f"CREATE ROLE {role} LOGIN PASSWORD 'secret-word'",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT SELECT, INSERT ON event TO {role}",
        f"GRANT SELECT ON schema_version TO {role}",
    )
    pupil = make_url(url).set(username=role, password="secret-word").render_as_string(hide_password=False)  # noqa: S106 # of a moment
    assert Store(Server(pupil), learner="ann").append(lambda _log: event("1")) == event("1")
    assert len(Store(Server(pupil)).events()) == 12
    assert "secret-word" not in Server(pupil).name
    with pytest.raises(StoreError, match="the server refuses") as told, Server(pupil).writing("ann") as connection:
        connection.rows("DELETE FROM event")
    assert "SELECT and INSERT" in told.value.hint


def test_a_changed_row_is_noticed(url: str) -> None:
    """The server's owner can change a row; the chain tells it, in reading and in doctor."""
    golden(url)
    run(url, "UPDATE event SET kind = 'skip' WHERE uid = 'golden-003'")
    with pytest.raises(StoreError, match="damaged: its hash does not fit"):
        Store(Server(url)).events()
    levels = {check.name: check.level for check in server_checks(Server(url), "ann")}
    assert levels == {
        "database": "ok", "PostgreSQL": "ok", "durability": "ok", "chain": "error", "projection": "ok",
        "learner": "ok", "backups": "ok",
    }  # fmt: skip


def test_a_newer_schema_is_read_and_not_written(url: str) -> None:
    """As in a file: what a newer program wrote is read with a note, and not changed."""
    golden(url)
    run(url, "INSERT INTO schema_version VALUES (99)")
    said = list[str]()
    store = Store(Server(url), notice=said.append)
    assert to_text(store.events()) == GOLDEN
    assert "newer mlpath (schema 99" in said[0]
    with pytest.raises(StoreError, match="read, not changed"):
        store.append(lambda _log: event("1"))


def test_a_commit_waits_for_the_disk(url: str) -> None:
    """Where the server's default is not to wait, a write does all the same."""

    def setting(connection: Connection) -> object:
        return connection.rows("SHOW synchronous_commit")[0][0]

    lazy = make_url(url)
    lazy = lazy.update_query_dict({"options": f"{lazy.query['options']} -csynchronous_commit=off"})
    server = Server(lazy.render_as_string(hide_password=False))
    with server.reading() as found:
        assert found is not None
        assert setting(found.connection) == "off"
    with server.writing("me") as connection:
        assert setting(connection) == "on"


def test_waiting_ends(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writers of one learner wait for each other, and give up in a sentence; those of another do not wait."""
    golden(url)
    monkeypatch.setattr("mlpath.store.server.WAIT_SECONDS", 1)
    with Server(url).writing("me"):
        assert Store(Server(url), learner="ann").append(lambda _log: event("1")) is not None
        with pytest.raises(StoreError, match="another program has been writing"):
            Store(Server(url)).append(lambda _log: event("1"))


WRONG = [
    pytest.param("nonsense", "no address", id="nonsense"),
    pytest.param("sqlite:///x.db", "names no PostgreSQL but sqlite", id="another kind"),
    pytest.param("mysql://x/y", "names no PostgreSQL but mysql", id="another server"),
    pytest.param("postgresql+asyncpg://x/y", "names no PostgreSQL but", id="another driver"),
    pytest.param("postgresql://host:port/db", "no address", id="a port that is no number"),
]


@pytest.mark.parametrize(("address", "said"), WRONG)
def test_what_is_no_address(address: str, said: str) -> None:
    """It is refused before anything else, with the form to write it in."""
    with pytest.raises(UsageError, match=said) as told:
        Server(address)
    assert "MLPATH_DATABASE_URL=postgresql+psycopg://" in told.value.hint


def test_without_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, the command that installs it is said."""
    real = builtins.__import__

    def absent(name: str, *rest: Any) -> Any:
        if name == "psycopg":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(StoreError, match="driver") as told:
        Store(Server("postgresql://x/y")).events()
    assert told.value.hint == "pip install 'mlpath[postgresql]'"


def test_a_server_that_does_not_answer(mlpath: CommandLine, tmp_path: Path) -> None:
    """One sentence with the address but without its password, exit 5, and doctor says it too."""
    env = {"MLPATH_DATABASE_URL": f"postgresql://ann:hidden-word@/x?host={tmp_path}"}
    told = mlpath("log", **env)
    assert (told.code, "cannot be reached" in told.err, "hint: " in told.err) == (5, True, True)
    checked = mlpath("doctor", **env)
    assert (checked.code, "hidden-word" in told.err + checked.out) == (1, False)


def test_the_commands(mlpath: CommandLine, tmp_path: Path, url: str) -> None:
    """The same product on a server: plan, record, undo, carry, check; no file is made, and copies are the server's."""
    env = {"MLPATH_CURRICULUM": str(folder(tmp_path / "tiny")), "MLPATH_DATABASE_URL": url, "MLPATH_LEARNER": "ann"}
    assert mlpath("done", "the-book/ch1", **env).code == 0
    assert mlpath("export", **env).out == to_text(Store(Server(url), learner="ann").events())
    refused = mlpath("backup", **env)
    assert (refused.code, "not in a file" in refused.err, "mlpath export" in refused.err) == (2, True, True)
    checked = mlpath("doctor", **env)
    assert (checked.code, "1 event, every hash fits (ann 1)" in checked.out) == (0, True)
    assert not (mlpath.home / "mlpath.db").exists()
