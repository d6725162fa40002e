"""The program in a real terminal, under tmux: size and resize, colour, pager, completion, the picker.

Where tmux is not installed the run says so, and a pseudo-terminal shows what it can (`test_expectations_*`); the gate
installs it.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import CommandLine
from tests.needs import need, program

PATIENCE_SECONDS = 60


class Tmux:
    """A terminal of its own server, with bash in it."""

    def __init__(self, run: CommandLine, width: int = 80, height: int = 24) -> None:
        self.name = f"mlpath-{uuid.uuid4().hex[:8]}"
        environment = run.environment(PS1="ready> ", TERM="screen-256color", PAGER="less", LESS="", HISTFILE="")
        for name in ("COLUMNS", "LINES", "TMUX", "BASH_ENV"):
            environment.pop(name, None)
        self.environment = environment
        self(
            "-f", "/dev/null", "new-session", "-d", "-x", str(width), "-y", str(height), "bash", "--norc", "--noprofile"
        )
        self.wait("ready>")
        self.type(f'function mlpath {{ {shlex.quote(sys.executable)} -m mlpath "$@"; }}; clear')
        self.wait("ready>")

    def __call__(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self.name, *words], env=self.environment, capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout

    def type(self, text: str, *keys: str) -> None:
        """Type a text, and then keys; Enter where none is given."""
        self("send-keys", "-l", text)
        self("send-keys", *(keys or ("Enter",)))

    def screen(self, *options: str) -> str:
        return self("capture-pane", "-p", *options)

    def wait(self, said: str, *, gone: str = "") -> str:
        """The screen, as soon as it says something (and no longer something else)."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            shown = self.screen()
            if said in shown and not (gone and gone in shown):
                return shown
            time.sleep(0.05)
        raise AssertionError(f"{said!r} did not come:\n{self.screen()}")


@pytest.fixture
def tmux(run: CommandLine, inside: CommandLine) -> Iterator[Tmux]:
    need(program("tmux"))
    inside("plan", "all", "--hours-per-week", "5")
    terminal = Tmux(run)
    yield terminal
    terminal("kill-server")


def test_size_and_colour(tmux: Tmux) -> None:
    """A page is as wide as the terminal, also after it was resized; there is colour, and with NO_COLOR none."""
    tmux.type("mlpath status; echo 'END'")
    assert max(map(len, tmux.wait("\nEND").splitlines())) == 80
    assert "\x1b[36m" in tmux.screen("-e")
    tmux("resize-window", "-x", "50", "-y", "24")
    tmux.type("clear; mlpath status; echo 'THEN'")
    shown = tmux.wait("\nTHEN")
    assert "Area A" in shown
    assert max(map(len, shown.splitlines())) == 50
    tmux.type("clear; NO_COLOR=1 mlpath next; echo 'LAST'")
    tmux.wait("\nLAST")
    assert "\x1b[" not in tmux.screen("-e")


def test_pager(tmux: Tmux) -> None:
    """A page longer than the screen waits in the pager; q leaves it, and the shell is as before."""
    need(program("less"))
    tmux("resize-window", "-x", "80", "-y", "6")
    tmux.type("clear; mlpath plan")
    tmux.wait("All of it", gone="→ mlpath next")
    tmux("send-keys", "q")
    tmux.wait("ready>")
    tmux("resize-window", "-x", "80", "-y", "30")
    tmux.type("clear; mlpath plan --no-pager")
    tmux.wait("→ mlpath next")


def test_picker(tmux: Tmux, inside: CommandLine) -> None:
    """`done` offers what is ready; a number picks; Ctrl-C leaves without a trace."""
    tmux.type("clear; mlpath done")
    tmux.wait("Which is done? [1]")
    tmux("send-keys", "C-c")
    tmux.wait("interrupted; nothing was left half done")
    tmux.type("clear; echo code $?; mlpath done")
    tmux.wait("Which is done? [1]")
    tmux.type("1")
    tmux.wait("✓ done: the-book/ch1")
    assert inside("status", "--json").json["done"] == ["the-book/ch1"]


def test_completion(tmux: Tmux, run: CommandLine, tmp_path: Path) -> None:
    """What `--show-completion` prints makes bash complete commands, options and ids."""
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "mlpath").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m mlpath "$@"\n')
    (bin_ / "mlpath").chmod(0o755)
    tmux.type(
        f"unset -f mlpath; PATH={shlex.quote(str(bin_))}:$PATH; eval \"$(mlpath --show-completion bash)\"; echo 'SET'"
    )
    tmux.wait("\nSET")
    for typed, completed in (("mlpath stat", "mlpath status"), ("mlpath next --min", "mlpath next --minutes"),
                             ("mlpath done the-book/ch", "mlpath done the-book/ch"), ("mlpath show fi", "mlpath show first")):  # fmt: skip
        tmux.type("clear", "Enter")
        tmux.type(typed, "Tab")
        tmux.wait(completed)
        tmux("send-keys", "C-c")
    assert run("--show-completion", "bash").code == 0
