"""A word on the terminal when something takes longer than half a second; gone when it is there."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from mlpath.view.terminal import is_dumb

PATIENCE_SECONDS = 0.5


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Say what is being done, on standard error, where that is a terminal (not a dumb one) and it takes a while."""
    if is_dumb() or not sys.stderr.isatty():
        yield
        return
    said = threading.Event()

    def say() -> None:
        said.set()
        sys.stderr.write(f"{what} …\r")
        sys.stderr.flush()

    timer = threading.Timer(PATIENCE_SECONDS, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if said.is_set():
            sys.stderr.write(" " * (len(what) + 2) + "\r")
            sys.stderr.flush()
