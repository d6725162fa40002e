"""A tiny curriculum, a memory store, a fixed today, and the command line as a user has it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from mlpath.app import App, Stamp
from mlpath.curriculum import Curriculum
from mlpath.library import open_curriculum
from mlpath.store import Store
from tests.builders import folder

TODAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class CommandLine:
    """`mlpath` in a process of its own, with a home of its own.

    Args:
        home: MLPATH_HOME.
        variables: further environment variables of every call.

    """

    def __init__(self, home: Path, **variables: str) -> None:
        self.home = home
        self.variables = variables

    def environment(self, **more: str) -> dict[str, str]:
        kept = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("MLPATH_", "NO_COLOR", "FORCE_COLOR", "LINES", "PAGER"))
        }
        return (
            kept
            | {"MLPATH_HOME": str(self.home), "MLPATH_TODAY": TODAY.isoformat(), "COLUMNS": "80"}
            | self.variables
            | more
        )

    def __call__(self, *arguments: str, stdin: str = "", **env: str) -> Ran:
        return self.process(*arguments, stdin=stdin, **env)

    def process(self, *arguments: str, stdin: str = "", **env: str) -> Ran:
        """In a process of its own, where encodings, time zones or signals are at stake."""
        done = subprocess.run(
            [sys.executable, "-m", "mlpath", *arguments],
            env=self.environment(**env),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def mlpath(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "home")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line with the tiny curriculum, in processes."""
    monkeypatch.chdir(tmp_path)
    return CommandLine(tmp_path / "home", MLPATH_CURRICULUM=str(folder(tmp_path / "tiny")))


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The same, within this process."""
    from tests.inside import Inside

    monkeypatch.chdir(tmp_path)
    return Inside(tmp_path / "home", MLPATH_CURRICULUM=str(folder(tmp_path / "tiny")))


@pytest.fixture(scope="session")
def ml_math() -> Curriculum:
    return open_curriculum("ml-math")


@pytest.fixture
def stamps() -> Iterator[Stamp]:
    return (Stamp(f"{number:032x}", datetime(2026, 11, 21, 9, tzinfo=UTC), "UTC", TODAY) for number in count(1))


@pytest.fixture
def app_of() -> Callable[[Curriculum], App]:
    return lambda curriculum: App(curriculum, Store(None))


def chromium() -> str:
    """The browser of the browser tests: MLPATH_TEST_CHROMIUM, or what is installed; empty where there is none."""
    return os.environ.get("MLPATH_TEST_CHROMIUM") or shutil.which("chromium") or ""
