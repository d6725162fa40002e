"""Pages longer than the screen go through a pager: only on a terminal, and only where one is wanted.

The pager is the first that is said: `--no-pager`, MLPATH_PAGER, the setting `pager`, PAGER, then `less` or `more`.
An empty one, or `cat`, is none.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from contextlib import suppress
from shutil import which

from mlpath.view import terminal

LESS = "FRX"
"""How `less` behaves where LESS does not say: ends where a page fits, keeps colours, leaves the page on the screen."""


def is_long(text: str) -> bool:
    """Whether a page is longer than the screen of the terminal that it goes to, and a pager could show it."""
    if not (sys.stdout.isatty() and sys.stdin is not None and sys.stdin.isatty()) or terminal.is_dumb():
        return False
    return text.count("\n") >= terminal.height(sys.stdout)


def command(said: str | None) -> list[str]:
    """The pager's command and arguments; none where there is no pager.

    Args:
        said: what MLPATH_PAGER or the setting says; None where they say nothing.

    """
    wanted = said if said is not None else os.environ.get("PAGER")
    if wanted is None:
        return next(([name] for name in ("less", "more") if which(name)), [])
    with suppress(ValueError):
        words = shlex.split(wanted)
        return [] if words in ([], ["cat"]) else words
    return []


def show(text: str, pager: list[str]) -> bool:
    """Show a page in a pager; False where it could not be started."""
    encoding = sys.stdout.encoding or "utf-8"
    environment = {"LESS": LESS, "LV": "-c", **os.environ}
    sys.stdout.flush()
    try:
        process = subprocess.Popen(pager, stdin=subprocess.PIPE, env=environment)  # noqa: S603  # the learner's own
    except OSError:
        return False
    with suppress(BrokenPipeError):  # who has read enough leaves
        process.communicate(text.encode(encoding, "mlpath.spelled"))
    while process.poll() is None:
        with suppress(KeyboardInterrupt):  # it is for the pager, which may stay
            process.wait()
    return True
