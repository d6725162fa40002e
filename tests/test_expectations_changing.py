"""The promises of the command line, 25 to 32: changes, documents, pagers, and being cut short."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mlpath.cli import output
from mlpath.errors import UsageError
from tests.answers import enlarge
from tests.commands import leaves, options
from tests.conftest import CommandLine
from tests.expecting import promise
from tests.person import at_terminal


@promise(25)
def test_each_change_says_what_changed(inside: CommandLine) -> None:
    """Each change says what changed and what is now ready."""
    enlarge(inside)
    inside("plan", "all")
    told = {
        ("start", "the-book/ch1"): ["✓ started: the-book/ch1", "→ next: the-book/ch1"],
        ("done", "the-book/ch1"): ["✓ done: the-book/ch1", "You now know first@working.", "Now ready: the-book/ch2."],
        ("skip", "the-book/ch2"): ["✓ skipped: the-book/ch2", "Now no plan reaches your goal."],
        ("forget", "the-book/ch2"): ["✓ forgotten: the-book/ch2", "Now ready: the-book/ch2."],
        ("know", "second@intuition"): ["✓ known: second@intuition", "You now know second@intuition."],
        ("forget", "first"): ["✓ forgotten: first", "No longer counted as known: first@working", "Now ready: "],
    }
    for words, said in told.items():
        ran = inside(*words)
        for part in said:
            assert part in " ".join(ran.out.split()), (words, ran.out)


@promise(26)
def test_undo(inside: CommandLine) -> None:
    """`undo` shows before and after, takes a count, and can itself be undone."""
    inside("plan", "all")
    inside("done", "the-book/ch1")
    inside("done", "the-book/ch2")
    done = inside("status", "--json").json["done"]
    taken = inside("undo", "2").out
    assert "took back 2 events" in taken
    assert "done: 2 → 0" in taken
    assert inside("status", "--json").json["done"] == []
    assert "done: 0 → 2" in inside("redo", "2").out
    assert inside("status", "--json").json["done"] == done
    assert inside("undo", "100").code == 0
    assert inside("undo").out == "Nothing to undo.\n"


@promise(27)
def test_done_twice(inside: CommandLine) -> None:
    """`done` twice is fine: exit 0, "already done"."""
    inside("done", "the-book/ch1")
    before = (inside.home / "mlpath.db").read_bytes()
    again = inside("done", "the-book/ch1")
    assert (again.code, again.err) == (0, "")
    assert again.out.startswith("Nothing changed: already done.")
    assert (inside.home / "mlpath.db").read_bytes() == before


@promise(28)
def test_several_ids(inside: CommandLine) -> None:
    """Several ids at once; `-` reads them from stdin."""
    both = "the-book/ch1, the-book/ch2"
    assert f"✓ done: {both}\n" in inside("done", "the-book/ch1", "the-book/ch2").out
    inside("undo")
    assert f"✓ done: {both}\n" in inside("done", "-", stdin="the-book/ch1\n  the-book/ch2\n").out
    inside("undo")
    assert f"✓ skipped: {both}\n" in inside("skip", "the-book/ch1", "-", stdin="the-book/ch2").out
    inside("undo")
    assert inside("done", "the-book/ch1", "nothing-like-it").code == 3
    assert inside("status", "--json").json["done"] == []
    assert inside("done", "-", stdin="").code == 2


@promise(29)
def test_output(inside: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--output FILE|-`; no overwrite without `--force`; the write is atomic."""
    inside("plan", "all")
    documents = [
        path
        for path, command in leaves().items()
        if {"--output", "--force"} <= options(command) and path[0] in ("map", "export")
    ]
    assert len(documents) == 2
    for path in documents:
        file = tmp_path / f"{path[0]}.txt"
        form = ["--format", "dot"] if path[0] == "map" else []  # without a format it opens a page
        path = (*path, *form)
        said = inside(*path, "--output", "-").out
        assert inside(*path, "--output", str(file)).code == 0
        assert file.read_text("utf-8") == said == inside(*path).out
        file.write_text("mine")
        refused = inside(*path, "--output", str(file))
        assert (refused.code, "--force" in refused.err, file.read_text()) == (2, True, "mine")
        assert inside(*path, "--output", str(file), "--force").code == 0
        assert file.read_text("utf-8") == said
        assert inside(*path, "--output", str(tmp_path / "nowhere" / "x")).code == 2
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    full = inside("map", "--format", "dot", "--output", str(file), "--force")
    assert (full.code, "no space left" in full.err, file.read_text("utf-8")) == (2, True, said)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_output_to_what_is_no_file(tmp_path: Path) -> None:
    """A link stays and what it points to is replaced, rights stay, a device is written to, a folder is refused."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    output.write_file(link, "new\n", force=True)
    assert (link.is_symlink(), target.read_text(), target.stat().st_mode & 0o777) == (True, "new\n", 0o640)
    output.write_file(Path(os.devnull), "nothing", force=False)
    assert Path(os.devnull).is_char_device()
    for force in (False, True):
        with pytest.raises(UsageError):
            output.write_file(tmp_path, "x", force=force)


@promise(30)
def test_pager(inside: CommandLine, tmp_path: Path) -> None:
    """A pager only on a terminal and for more than a screen; `PAGER`, `--no-pager`."""
    for name in ("one", "other"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho paged by {name}\ncat\n")
        (tmp_path / name).chmod(0o755)
    inside("plan", "all")
    one, other = f"sh {tmp_path / 'one'}", str(tmp_path / "other")
    small, tall = (6, 80), (60, 80)
    assert "paged by one" in at_terminal(inside, "plan", size=small, PAGER=one).out
    assert "→ mlpath next" in at_terminal(inside, "plan", size=small, PAGER=one).out
    assert "paged by other" in at_terminal(inside, "plan", size=small, PAGER=one, MLPATH_PAGER=other).out
    cases: list[tuple[tuple[int, int], list[str], dict[str, str]]] = [
        (tall, ["plan"], {}),
        (small, ["plan", "--no-pager"], {}),
        (small, ["plan"], {"PAGER": "cat"}),
        (small, ["plan"], {"PAGER": ""}),
        (small, ["plan"], {"PAGER": "/nowhere/pager"}),
        (small, ["plan"], {"TERM": "dumb"}),
    ]
    for size, words, env in cases:
        variables: Any = {"PAGER": one, **env}
        shown = at_terminal(inside, *words, size=size, **variables).out
        assert "paged" not in shown, (size, words, env)
        assert "→ mlpath next" in shown
    assert "paged" not in inside("plan", LINES="3", PAGER=one).out
    inside("config", "set", "pager", other)
    assert "paged by other" in at_terminal(inside, "plan", size=small, PAGER=one).out


@promise(31)
def test_head(run: CommandLine, inside: CommandLine) -> None:
    """`| head` gives no traceback."""
    inside("plan", "all")
    for words in ("plan --json", "list"):
        shell = f"{sys.executable} -m mlpath {words} | (exec <&-; true); echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(
            ["bash", "-c", shell], env=run.environment(), capture_output=True, encoding="utf-8", check=True
        )
        assert (done.stdout, done.stderr) == ("0\n", ""), words


@promise(32)
def test_interrupted(run: CommandLine, inside: CommandLine) -> None:
    """Ctrl-C: exit 130, no traceback, the database whole."""
    inside("plan", "all")
    process = subprocess.Popen(
        [sys.executable, "-m", "mlpath", "done", "-"], env=run.environment(), stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b""), err
    assert err == b"\ninterrupted; nothing was left half done\n"
    assert [event["kind"] for event in inside("log", "--json").json["events"]] == ["request"]
    assert inside("doctor").code == 0


def test_interrupted_at_a_question(inside: CommandLine) -> None:
    """Ctrl-C at a question: exit 130, and nothing is stored; so too while the program is still loaded."""
    script = "import os, signal, threading\nfrom mlpath.cli import main\nthreading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()\nmain()"
    ran = at_terminal(inside, "init", script=script)
    assert ran.code == 130
    assert "Traceback" not in ran.out
    assert not (inside.home / "mlpath.db").exists()
    loading = "import sys\nimport mlpath.cli as cli\ndef stop():\n raise KeyboardInterrupt\ncli._run = stop\ncli.main()"
    early = at_terminal(inside, script=loading)
    assert (early.code, "interrupted; nothing was left half done" in early.out) == (130, True)
