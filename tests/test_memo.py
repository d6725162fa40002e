"""The memo: a read is answered again only while nothing that it depends on has changed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from mlpath.cli import memo
from mlpath.cli.memo import MAX_ENTRIES, Memo, seen
from tests.builders import folder
from tests.conftest import CommandLine, Ran

HEAVY = ("typer", "rich", "pydantic", "sqlalchemy", "networkx", "yaml", "clingo", "datetime", "json", "pathlib")
"""What a repeated question must not load."""
REPORT = "import sys; from mlpath.cli import main\ntry: main()\nfinally: sys.stderr.write(' '.join(sys.modules))"
READS = (
    ("next",),
    ("plan",),
    ("status", "--json"),
    ("search", "book", "--json"),
    ("map", "--format", "dot"),
    (),
)


class Watched(CommandLine):
    """`mlpath` in a process that says at its end, on standard error, which modules it has loaded."""

    def __call__(self, *arguments: str, stdin: str = "", **env: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-c", REPORT, *arguments],
            env=self.environment(**env), input=stdin, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    monkeypatch.chdir(tmp_path)
    tiny = folder(tmp_path / "tiny")

    class Tiny(Watched):
        def environment(self, **more: str) -> dict[str, str]:
            return super().environment(**{"MLPATH_CURRICULUM": str(tiny)} | more)

    found = Tiny(tmp_path / "home")
    assert found("plan", "all").code == 0
    return found


def is_recalled(ran: Ran) -> bool:
    return "mlpath.cli.memo" in ran.err.split() and "typer" not in ran.err.split()


def test_every_read_twice_gives_the_same_bytes_and_the_second_loads_next_to_nothing(run: Watched) -> None:
    """A repeated question is answered with the same bytes, without any of the heavy libraries."""
    for arguments in READS:
        first, second = run(*arguments), run(*arguments)
        assert (first.code, first.out) == (second.code, second.out), arguments
        assert is_recalled(second), arguments
        assert not set(second.err.split()) & set(HEAVY), arguments


def test_after_done_the_next_question_is_answered_already(run: Watched) -> None:
    """`done` refreshes the answer of `next`: it is the new one, and nothing is computed for it."""
    before = run("next").out
    assert not is_recalled(run("done", "the-book/ch1"))
    after = run("next")
    assert is_recalled(after)
    assert before != after.out
    assert "the-book/ch2" in after.out
    assert run("next", MLPATH_NO_MEMO="1").out == after.out


def test_errors_are_not_kept(run: Watched) -> None:
    """What ended in an error is asked anew: no answer, no exit code of it is kept."""
    for _ in range(2):
        ran = run("show", "no-such-thing")
        assert ran.code == 3
        assert not is_recalled(ran)


def test_a_change_of_a_curriculum_is_seen_at_once(run: Watched, tmp_path: Path) -> None:
    """An edited title stands in the very next answer."""
    assert "The Book" in run("next").out
    file = tmp_path / "tiny" / "resources" / "the-book.yaml"
    file.write_text(file.read_text("utf-8").replace("The Book", "The Tome"), "utf-8")
    assert "The Tome" in run("next").out


# -- the saboteur ---------------------------------------------------------------------------------------------------


@pytest.fixture
def world(tmp_path: Path) -> list[str]:
    database = tmp_path / "mlpath.db"
    with sqlite3.connect(database) as connection:
        connection.execute("create table t (x)")
    connection.close()
    return [str(database), f"{folder(tmp_path / 'tiny')}/", str(tmp_path / "config.toml")]


def _commit(root: Path) -> None:
    with sqlite3.connect(root / "mlpath.db") as connection:
        connection.execute("insert into t values (1)")
    connection.close()


def _commit_unseen(root: Path) -> None:
    """A commit that leaves size and times as they were: only the counter tells."""
    before = (root / "mlpath.db").stat()
    _commit(root)
    os.utime(root / "mlpath.db", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (root / "mlpath.db").stat().st_size == before.st_size


def _put_back(root: Path) -> None:
    """Another file in the database's place, with its counter: a restored backup."""
    (root / "copy").write_bytes((root / "mlpath.db").read_bytes())
    (root / "copy").replace(root / "mlpath.db")


def _touch(name: str) -> Callable[[Path], None]:
    return lambda root: os.utime(root / name, ns=(1, 1))


def _write(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).write_text("x: 1\n", "utf-8")


SABOTAGE: dict[str, Callable[[Path], object]] = {
    "a commit": _commit,
    "a commit that only the counter shows": _commit_unseen,
    "a restored database": _put_back,
    "a journal left by a crash": _write("mlpath.db-journal"),
    "no database": lambda root: (root / "mlpath.db").unlink(),
    "a touched curriculum.yaml": _touch("tiny/curriculum.yaml"),
    "a touched topic file": lambda root: os.utime(next((root / "tiny/topics").iterdir()), ns=(1, 1)),
    "a touched resource": _touch("tiny/resources/the-book.yaml"),
    "a new resource": _write("tiny/resources/another.yaml"),
    "a resource gone": lambda root: (root / "tiny/resources/the-book.yaml").unlink(),
    "a resource renamed": lambda root: (root / "tiny/resources/the-book.yaml").rename(root / "tiny/resources/b.yaml"),
    "the curriculum gone": lambda root: (root / "tiny").rename(root / "elsewhere"),
    "a configuration that came": _write("config.toml"),
}


@pytest.mark.parametrize("what", SABOTAGE)
def test_the_saboteur_sees_a_miss_for_each_thing_that_an_answer_is_made_from(
    what: str, tmp_path: Path, world: list[str]
) -> None:
    """Whatever changes in the world of an answer, the answer no longer holds."""
    kept = Memo(["next"], str(tmp_path / "memo"))
    kept.remember(b"the answer", world, seen(world))
    assert Memo(["next"], str(tmp_path / "memo")).recall() == b"the answer"
    SABOTAGE[what](tmp_path)
    assert Memo(["next"], str(tmp_path / "memo")).recall() is None


VARIABLES = (
    *memo.VARIABLES,
    *memo.VARIABLES_OF_PLACES,
    "MLPATH_TODAY",
    "MLPATH_HOME",
    "MLPATH_CURRICULUM",
    "MLPATH_OF_THE_FUTURE",
)


@pytest.mark.parametrize("variable", VARIABLES)
def test_the_saboteur_sees_a_miss_for_each_variable(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable that may change an answer is part of the question: set, changed and unset."""
    monkeypatch.setenv(variable, "1")
    Memo([], str(tmp_path)).remember(b"one", [], seen([]))
    assert Memo([], str(tmp_path)).recall() == b"one"
    monkeypatch.setenv(variable, "2")
    assert Memo([], str(tmp_path)).recall() is None
    monkeypatch.delenv(variable)
    assert Memo([], str(tmp_path)).recall() is None


def test_the_saboteur_sees_a_miss_for_arguments_version_day_place_and_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The arguments, mlpath's version, the day, the working folder and the terminal are part of the question."""
    Memo(["next"], str(tmp_path)).remember(b"one", [], seen([]))

    def holds(*arguments: str) -> bool:
        return Memo([*arguments], str(tmp_path)).recall() is not None

    assert holds("next")
    assert not holds("next", "-n", "1")
    with monkeypatch.context() as changed:
        changed.setattr(memo, "__version__", "99")
        assert not holds("next")
    with monkeypatch.context() as changed:
        changed.setattr(time, "strftime", lambda _: "2030-01-01")
        assert not holds("next")
    with monkeypatch.context() as changed:
        changed.chdir(tmp_path)
        assert not holds("next")
    with monkeypatch.context() as changed:
        changed.setattr(sys.stdout, "isatty", lambda: True, raising=False)
        changed.setattr(sys.stdout, "fileno", lambda: 1, raising=False)
        changed.setattr(os, "get_terminal_size", lambda _: os.terminal_size((61, 20)))
        assert not holds("next")
    assert holds("next")


@pytest.mark.parametrize("damage", [b"", b"\n\n\n", b"\xff\xfe\n\xff\nx\nthe answer", b"question\nfiles\n"])
def test_a_damaged_entry_is_a_miss(damage: bytes, tmp_path: Path) -> None:
    """What cannot be read counts as not there."""
    kept = Memo(["next"], str(tmp_path))
    kept.remember(b"the answer", [], seen([]))
    Path(kept.path).write_bytes(damage)
    assert kept.recall() is None


def test_two_questions_with_one_checksum_are_not_taken_for_each_other(tmp_path: Path) -> None:
    """The whole question is compared, not its checksum."""
    one, other = Memo(["next"], str(tmp_path)), Memo(["status"], str(tmp_path))
    one.remember(b"one", [], seen([]))
    Path(one.path).rename(other.path)
    assert other.recall() is None


def test_answers_do_not_pile_up(tmp_path: Path) -> None:
    """There are never more answers than MAX_ENTRIES."""
    for number in range(MAX_ENTRIES + 20):
        Memo([str(number)], str(tmp_path)).remember(b"x", [], seen([]))
    assert 0 < len(list(tmp_path.iterdir())) <= MAX_ENTRIES


@pytest.mark.parametrize("data", ["", "  ", "/somewhere/else"])
def test_the_memo_looks_where_everything_else_is(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without platformdirs the same cache is found as with it."""
    monkeypatch.delenv("MLPATH_HOME", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", data)
    assert Path(memo.cache()) == user_cache_path("mlpath", appauthor=False)
