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

from mlpath.cli import places
from mlpath.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from mlpath.app import App, Stamp
    from mlpath.cli.memo import Memo
    from mlpath.cli.settings import Found, Settings
    from mlpath.store import Store
    from mlpath.store.server import Server
    from mlpath.view.screen import Screen
    from mlpath.view.terminal import Color

DATABASE = "mlpath.db"


@dataclass
class Session:
    """One run of a command: what its shared options and the environment say. The only place that reads a clock."""

    curriculum: str | None = None
    learner: str | None = None
    today_option: str | None = None
    color: str | None = None
    debug: bool = False
    memo: Memo | None = None
    """Where the answer of a command that reads is kept; None: nowhere."""
    clock_was_read: bool = False
    """Whether more than the day was asked of the clock: then an answer holds for this moment only."""
    changed: bool = False
    """Whether something was stored."""
    no_pager: bool = False
    no_input: bool = False
    yes: bool = False
    paged: bool = False
    """Whether a page went through a pager: then it was not printed, and has to be shown again."""
    rehearsed: bool = False
    """Whether changes go to a copy of the log in memory."""

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
    def settings(self) -> Settings:
        """What flags, environment and files say."""
        from mlpath.cli.settings import Settings

        flags = {"curriculum": self.curriculum, "learner": self.learner, "color": self.color}
        return Settings(flags, Path.cwd())

    @cached_property
    def home(self) -> Path:
        """Where the learner's log is: MLPATH_HOME, else the platform's place for data."""
        return places.data()

    @cached_property
    def curriculum_name(self) -> str:
        """The id or folder of the curriculum; a folder that a file names is beside that file."""
        found = self.settings.find("curriculum")
        name = str(found.value)
        beside = found.folder / Path(name).expanduser() if found.folder is not None else None
        return str(beside) if beside is not None and beside.is_dir() else name

    @cached_property
    def color_wanted(self) -> Color:
        """When there is colour; what a file says comes after NO_COLOR and FORCE_COLOR."""
        found = self.settings.find("color")
        of_a_file = found.folder is not None
        if of_a_file and (os.environ.get("NO_COLOR") or os.environ.get("FORCE_COLOR")):
            return "auto"
        color: Color = found.value  # type: ignore[assignment]  # checked by the setting
        return color

    @property
    def usual_hours(self) -> float | None:
        """Hours a week of new plans, where a setting says them."""
        hours = self.settings.find("hours_per_week").value
        return None if hours is None else float(hours)

    @cached_property
    def learner_name(self) -> str:
        """Whose log.

        Raises:
            UsageError: for what is no name.

        """
        from mlpath.store import learner_named

        return learner_named(str(self.settings.find("learner").value))

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
        said = self.curriculum or self.learner or self.today_option or self.color
        return not (said or self.debug or self.no_pager)

    def files(self) -> list[str]:
        """What the answer of a command that reads is made from (see `memo.seen`).

        Raises:
            UnknownIdError: where the curriculum is not to be found.
            UsageError: where a file of settings cannot be understood.

        """
        from mlpath.library import find_folder

        settings = map(str, self.settings.watched)
        return [str(self.database), f"{find_folder(self.curriculum_name).resolve()}/", *settings]

    @property
    def compiled(self) -> Path:
        """The folder of compiled curricula, which need not be read again."""
        return places.cache() / "curricula"

    @cached_property
    def app(self) -> App:
        """The use cases for this learner and curriculum."""
        from mlpath.app import App
        from mlpath.library import open_curriculum
        from mlpath.store.kept import KeptPlans

        return App(
            curriculum=open_curriculum(self.curriculum_name, self.compiled),
            store=self.store,
            kept=KeptPlans(places.cache() / "plan.json"),
        )

    def rehearse(self) -> None:
        """From now on change a copy of the log in memory; the file stays as it is."""
        from mlpath.store import Store

        copy = Store(None)
        copy.add(self.app.store.events())
        self.app.store = copy
        self.rehearsed = True

    @cached_property
    def screen(self) -> Screen:
        """Where people read."""
        from mlpath.view.screen import Screen

        return Screen(self.color_wanted)

    def show(self, page: Iterable[RenderableType]) -> None:
        """Print a page; on a terminal, one that is longer than the screen in a pager."""
        from mlpath.cli import paging

        text = self.screen.rendered(*page)
        if not self.no_pager and paging.is_long(text):
            pager = paging.command(self._pager_said())
            self.paged = bool(pager) and paging.show(text, pager)
            if self.paged:
                return
        sys.stdout.write(text)

    def _pager_said(self) -> str | None:
        found: Found = self.settings.find("pager")
        return None if found.value is None else str(found.value)

    @staticmethod
    def write(text: str) -> None:
        """Print data as it is, with a line's end."""
        from mlpath.cli.printing import print_text

        print_text(text)


def parse_date(text: str, option: str) -> date:
    """An ISO date.

    Raises:
        UsageError: for what is not one.

    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} is '{text}', not a date", f"write it like {option} 2026-11-21") from None
