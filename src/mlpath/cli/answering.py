"""Copying what a command prints, so that the memo can say it again.

When an answer may be kept is decided here, once: the command only reads, it read no clock, it ended well, it said
nothing besides its result, and nothing that it depends on changed meanwhile.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from mlpath.cli.memo import Memo, seen
from mlpath.errors import MlpathError

if TYPE_CHECKING:
    from mlpath.cli.session import Session

NEXT = ["next"]
"""The question that is answered anew after each change: the one that is asked most."""


class _Copy(io.RawIOBase):
    """Bytes on their way to a stream, or to nowhere, copied; what goes to a terminal still does."""

    def __init__(self, stream: TextIO, *, silent: bool = False) -> None:
        self.stream = stream
        self.silent = silent
        self.bytes = bytearray()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self.stream.isatty()

    def fileno(self) -> int:
        return self.stream.fileno()

    def write(self, data: object) -> int:
        """Copy what could be passed on."""
        written = bytes(data)  # type: ignore[call-overload]  # any buffer
        if not self.silent:
            self.stream.buffer.write(written)
            self.stream.flush()
        self.bytes += written
        return len(written)


@contextmanager
def _copied(name: str, *, silent: bool = False) -> Iterator[_Copy]:
    """Copy what is written to `sys.stdout` or `sys.stderr` meanwhile."""
    stream: TextIO = getattr(sys, name)
    copy = _Copy(stream, silent=silent)
    text = io.TextIOWrapper(
        io.BufferedWriter(copy), encoding=stream.encoding, errors=stream.errors, newline="\n",
        line_buffering=stream.isatty() or name == "stderr",
    )  # fmt: skip
    setattr(sys, name, text)
    try:
        yield copy
    finally:
        setattr(sys, name, stream)
        text.flush()


@contextmanager
def remembered(session: Session) -> Iterator[None]:
    """Keep what is printed meanwhile as the answer to the session's question, where it may be kept."""
    files = _files(session)
    if session.memo is None or files is None:
        yield
        return
    world = seen(files)
    with _copied("stdout") as answer, _copied("stderr") as messages:
        yield
    if not messages.bytes and not session.clock_was_read and not session.paged and seen(files) == world:
        session.memo.remember(bytes(answer.bytes), files, world)


def _files(session: Session) -> list[str] | None:
    try:
        return session.files()
    except MlpathError:
        return None  # the command itself will say so, better


def answer_next(session: Session, program_for: Callable[[list[str]], Any]) -> None:
    """Ask what to study next, silently, after a change: the question comes next, and all it takes is at hand."""
    from mlpath.cli.session import Session as NewSession

    if session.memo is None or not session.is_plain:
        return
    asking = NewSession(memo=Memo(NEXT, session.memo.folder))
    asking.app = session.app
    with _copied("stdout", silent=True), _copied("stderr", silent=True):
        try:
            program_for(NEXT)(NEXT, prog_name="mlpath", obj=asking)
        except SystemExit:
            return
