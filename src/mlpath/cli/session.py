"""What every command shares: the options that are everywhere, the clock, the places, and the App they come to."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mlpath.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from mlpath.app import App, Stamp
    from mlpath.cli.memo import Memo
    from mlpath.store import Store
    from mlpath.store.server import Server
    from mlpath.view.screen import Color, Screen

DEFAULT_CURRICULUM = "ml-math"
DATABASE = "mlpath.db"


@dataclass
class Session:
    """One run of a command: what its shared options and the environment say. The only place that reads a clock."""

    curriculum: str | None = None
    learner: str | None = None
    today_option: str | None = None
    color: Color = "auto"
    debug: bool = False
    memo: Memo | None = None
    """Where the answer of a command that reads is kept; None: nowhere."""
    clock_was_read: bool = False
    """Whether more than the day was asked of the clock: then an answer holds for this moment only."""
    changed: bool = False
    """Whether something was stored."""

    @cached_property
    def today(self) -> date:
        """The learner's day: `--today`, MLPATH_TODAY, or the clock's.

        Raises:
            UsageError: for what is not a date.

        """
        text = self.today_option or os.environ.get("MLPATH_TODAY", "")
        return parse_date(text, "--today") if text else datetime.now().astimezone().date()

    def stamp(self) -> Stamp:
        """A new event's identity, instant and local date."""
        from mlpath.app import Stamp

        self.clock_was_read = True
        now = datetime.now().astimezone()
        return Stamp(uuid.uuid4().hex, now.astimezone(UTC), now.tzname() or "UTC", self.today)

    @cached_property
    def home(self) -> Path:
        """Where mlpath keeps its files: MLPATH_HOME, else the platform's place for data."""
        chosen = os.environ.get("MLPATH_HOME", "")
        if chosen:
            return Path(chosen).expanduser()
        from platformdirs import user_data_path

        return user_data_path("mlpath", appauthor=False)

    @cached_property
    def curriculum_name(self) -> str:
        """The id or folder of the curriculum."""
        return self.curriculum or os.environ.get("MLPATH_CURRICULUM", "") or DEFAULT_CURRICULUM

    @cached_property
    def learner_name(self) -> str:
        """Whose log: `--learner`, MLPATH_LEARNER, or the default learner.

        Raises:
            UsageError: for what is no name.

        """
        from mlpath.store import DEFAULT_LEARNER, learner_named

        return learner_named(self.learner or os.environ.get("MLPATH_LEARNER", "") or DEFAULT_LEARNER)

    @cached_property
    def server(self) -> Server | None:
        """The group's database, where MLPATH_DATABASE_URL names one; else the log is in a file."""
        url = os.environ.get("MLPATH_DATABASE_URL", "")
        if not url:
            return None
        from mlpath.store.server import Server

        return Server(url)

    @property
    def database(self) -> Path:
        """The file of the learner's log, where it is not on a server."""
        return self.home / DATABASE

    @property
    def backups(self) -> Path:
        """The folder of its backups."""
        return self.home / "backups"

    @cached_property
    def store(self) -> Store:
        """The learner's log; in a file, the first append of a day is followed by a backup."""
        from mlpath.store import Store

        learner = self.learner_name
        if self.server is not None:
            return Store(self.server, learner=learner, notice=self._note)
        return Store(self.database, after_append=self._back_up, learner=learner, notice=self._note)

    @cached_property
    def _notes(self) -> set[str]:
        return set()

    def _note(self, said: str) -> None:
        """Say something on standard error, once."""
        from mlpath.view.safe import safe

        if said not in self._notes:
            self._notes.add(said)
            sys.stderr.write(safe(f"note: {said}\n"))

    def _back_up(self) -> None:
        self.changed = True
        from mlpath.store.backup import back_up_daily

        back_up_daily(self.database, self.backups, self.now())

    def now(self) -> datetime:
        """The clock's instant, in UTC."""
        self.clock_was_read = True
        return datetime.now(UTC)

    @property
    def is_plain(self) -> bool:
        """Whether no option that every command has was given."""
        return not (self.curriculum or self.learner or self.today_option or self.debug) and self.color == "auto"

    def files(self) -> list[str]:
        """What the answer of a command that reads is made from (see `memo.seen`).

        Raises:
            UnknownIdError: where the curriculum is not to be found.

        """
        from mlpath.library import find_folder

        return [str(self.database), f"{find_folder(self.curriculum_name).resolve()}/"]

    @cached_property
    def app(self) -> App:
        """The use cases for this learner and curriculum."""
        from mlpath.app import App
        from mlpath.library import open_curriculum
        from mlpath.store.kept import KeptPlans

        return App(
            curriculum=open_curriculum(self.curriculum_name, self.home / "cache" / "curricula"),
            store=self.store,
            kept=KeptPlans(self.home / "cache" / "plan.json"),
        )

    @cached_property
    def screen(self) -> Screen:
        """Where people read."""
        from mlpath.view.screen import Screen

        return Screen(self.color)

    def show(self, page: Iterable[RenderableType]) -> None:
        """Print a page."""
        self.screen.show(*page)

    @staticmethod
    def write(text: str) -> None:
        """Print data as it is, with a line's end."""
        data = (text + "\n").encode("utf-8", "backslashreplace")
        if hasattr(sys.stdout, "buffer"):
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
        else:
            sys.stdout.write(data.decode())


def parse_date(text: str, option: str) -> date:
    """An ISO date.

    Raises:
        UsageError: for what is not one.

    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} is '{text}', not a date", f"write it like {option} 2026-11-21") from None
