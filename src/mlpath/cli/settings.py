"""Settings: what holds for every command unless said otherwise, and where each was said.

    flag  >  environment  >  project file  >  user file  >  default

The *user file* is config.toml (see `places`); the *project file* is the nearest mlpath.toml, in the working directory
or above it. Both are TOML with one line for each setting. Reading is here; writing is in `config`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mlpath.cli import places
from mlpath.cli.places import PROJECT_FILE
from mlpath.errors import UsageError, reason_of
from mlpath.view.terminal import COLORS

Value = str | float


@dataclass(frozen=True)
class Setting:
    """Something that can be set."""

    key: str
    about: str
    check: Callable[[Any], Value | None]
    """The value as it is used; None for what is none."""
    wanted: str
    """What a value must be, in words."""
    default: Value | None = None
    in_projects: bool = True
    """Whether a project file may say it: a folder from elsewhere must not choose what is run."""

    @property
    def variable(self) -> str:
        """The environment variable that says it."""
        return f"MLPATH_{self.key.upper()}"


@dataclass(frozen=True)
class Found:
    """A setting's value and who said so."""

    setting: Setting
    value: Value | None
    origin: str
    """`flag`, `environment NAME`, `FILE:LINE`, or `default`."""
    folder: Path | None = None
    """The folder of the file that says so."""


def _text(value: Any) -> Value | None:
    return value if isinstance(value, str) else None


def _name(value: Any) -> Value | None:
    return value if isinstance(value, str) and value.strip() else None


def _color(value: Any) -> Value | None:
    return value if value in COLORS else None


def _hours(value: Any) -> Value | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 168
    return float(value) if fits else None


SETTINGS = {
    setting.key: setting
    for setting in (
        Setting("curriculum", "The curriculum: an id or a folder.", _name, "an id or a folder", "ml-math"),
        Setting("learner", "Whose progress, where several share one database.", _name, "a name", "me"),
        Setting("hours_per_week", "How much time new plans may take.", _hours, "a number of hours, at most 168", None),
        Setting("color", "Colour: auto, always or never.", _color, "auto, always or never", "auto"),
        Setting(
            "pager", "What shows pages longer than the screen; empty: nothing.", _text, "a command", None,
            in_projects=False,
        ),
    )
}  # fmt: skip


def setting(key: str) -> Setting:
    """The setting of that name.

    Raises:
        UsageError: where there is none.

    """
    if key not in SETTINGS:
        from rapidfuzz.process import extractOne  # only where something is misspelt

        near = extractOne(key, list(SETTINGS), score_cutoff=60)
        hint = f"did you mean {near[0]}? mlpath config lists all" if near else "mlpath config lists all"
        raise UsageError(f"there is no setting '{key}'", hint)
    return SETTINGS[key]


@dataclass
class Settings:
    """What was said, by whom.

    Args:
        flags: what the options of this command say, by key.
        directory: the working directory.

    """

    flags: Mapping[str, Value | None]
    directory: Path

    def find(self, key: str) -> Found:
        """A setting's value, from the first that says it.

        Raises:
            UsageError: for a value that it cannot have, or a file that cannot be understood.

        """
        wanted = setting(key)
        told = self.flags.get(key)
        if told is not None:
            return Found(wanted, told, "flag")
        variable = os.environ.get(wanted.variable)
        if variable or (variable is not None and wanted.check("") is not None):
            value = wanted.check(variable)
            if value is None:
                raise UsageError(f"{wanted.variable} is '{variable}', not {wanted.wanted}", f"unset {wanted.variable}")
            return Found(wanted, value, f"environment {wanted.variable}")
        for file in self.files:
            if key in file.values:
                return Found(wanted, file.values[key], f"{file.path}:{file.line(key)}", file.path.parent)
        return Found(wanted, wanted.default, "default")

    @property
    def watched(self) -> list[Path]:
        """Every file that says something, or would if it came to be there."""
        folders = [self.directory, *self.directory.parents]
        project = project_file(self.directory)
        nearer = folders[: folders.index(project.parent) + 1] if project else folders
        return [*(folder / PROJECT_FILE for folder in nearer), places.config_file()]

    @cached_property
    def files(self) -> list[SettingsFile]:
        """The project file and the user file, where they are."""
        project, user = project_file(self.directory), places.config_file()
        found = [SettingsFile(project, is_project=True)] if project else []
        return [*found, SettingsFile(user, is_project=False)] if user.is_file() else found


@dataclass(frozen=True)
class SettingsFile:
    """A file of settings."""

    path: Path
    is_project: bool

    @cached_property
    def text(self) -> str:
        """What is in it.

        Raises:
            UsageError: where it cannot be read.

        """
        try:
            return self.path.read_text("utf-8")
        except OSError as error:
            reason = reason_of(error)
            raise UsageError(f"{self.path} cannot be read: {reason}", f"ls -l {self.path}") from None
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise UsageError(f"{self.path}:{line}: this is not UTF-8", "mlpath config -h") from None

    @cached_property
    def values(self) -> dict[str, Value]:
        """Its settings, each checked.

        Raises:
            UsageError: for what is not TOML, a setting that there is not, or a value of another kind; with the line.

        """
        import tomllib

        try:
            read = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            line = _line_in(str(error), self.text)
            said = str(error).partition(" (at ")[0]
            raise UsageError(
                f"{self.path}:{line}: this is not TOML: {said[:1].lower()}{said[1:]}", "mlpath config -h"
            ) from None
        return {key: self._checked(key, value) for key, value in read.items()}

    def _checked(self, key: str, raw: Any) -> Value:
        place = f"{self.path}:{self.line(key)}"
        try:
            wanted = setting(key)
        except UsageError as error:
            raise UsageError(f"{place}: {error.message}", error.hint) from None
        if self.is_project and not wanted.in_projects:
            raise UsageError(
                f"{place}: {key} cannot be set for a project, only by you", f"mlpath config set {key} VALUE"
            )
        value = wanted.check(raw)
        if value is None or (isinstance(raw, str) and isinstance(value, float)):
            raise UsageError(f"{place}: {key} is {raw!r}, not {wanted.wanted}", f"mlpath config set {key} VALUE")
        return value

    def line(self, key: str) -> int:
        """The line that a setting stands on, from 1."""
        pattern = re.compile(rf"""\s*\[?\[?\s*["']?{re.escape(key)}["']?\s*[\]=.]""")
        lines = self.text.splitlines()
        return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 1)


def _line_in(message: str, text: str) -> int:
    found = re.search(r"at line (\d+)", message)
    return int(found.group(1)) if found else max(1, len(text.splitlines()))


def project_file(directory: Path) -> Path | None:
    """The nearest mlpath.toml, in a directory or above it."""
    for folder in (directory, *directory.parents):
        path = folder / PROJECT_FILE
        try:
            if path.is_file():
                return path
        except OSError:
            return None
    return None
