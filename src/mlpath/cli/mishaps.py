"""The log of mishaps: what a bug of ours said, for its report. Kept on this machine, sent nowhere."""

from __future__ import annotations

import platform
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from shlex import join

from mlpath import __version__
from mlpath.cli import places

MOST_BYTES = 500_000
"""A log longer than this is put aside as mlpath.log.1, in place of the one before."""


def record(error: BaseException, words: Sequence[str]) -> Path | None:
    """Append the traceback to the log; None where it cannot be written.

    Args:
        error: what was raised.
        words: the command line, after the program's name.

    """
    try:
        path = places.logs() / "mlpath.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > MOST_BYTES:
            path.replace(path.with_name("mlpath.log.1"))
        when = datetime.now(UTC).isoformat(timespec="seconds")
        head = f"{when} mlpath {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        story = f"{head}$ mlpath {join(words)}\n{''.join(traceback.format_exception(error))}\n"
        with path.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(story)
    except OSError:
        return None
    return path


def tracker() -> str:
    """Where bugs are reported, as the package says."""
    try:
        urls = metadata("mlpath").get_all("Project-URL") or []
    except PackageNotFoundError:
        urls = []
    named: dict[str, str] = dict(url.split(", ", 1) for url in urls)
    return named.get("Issues", "the place where you got mlpath")
