"""What the terminal can do: colour, width, height, spelling. Decided here, once; imports no library.

Colour: `--color` first, then NO_COLOR, then FORCE_COLOR, then whether there is a terminal that is not dumb.
(See https://no-color.org and https://force-color.org.)
"""

from __future__ import annotations

import codecs
import os
from typing import Literal, TextIO

Color = Literal["auto", "always", "never"]
COLORS = ("auto", "always", "never")
MAX_WIDTH = 100
MIN_WIDTH = 40
DEFAULT_WIDTH, DEFAULT_HEIGHT = 80, 24

_ASCII = {
    "✓": "x", "→": "->", "▸": ">", "·": "-", "…": "...", "–": "-", "—": "-", "≈": "~", "★": "*", "×": "x",
    "●": "#", "○": ".", "█": "#", "░": ".", "’": "'", "‘": "'", "“": '"', "”": '"', "≤": "<=", "≥": ">=", "�": "?",
    "−": "-", "ᵀ": "^T", "⁻": "^-", "¹": "1", "²": "2", "³": "3", "∇": "grad ", "√": "sqrt ", "∞": "inf",
}  # fmt: skip


def is_dumb() -> bool:
    """Whether the terminal can only print one line after the other."""
    return os.environ.get("TERM", "") in ("dumb", "unknown")


def is_styled(color: Color, stream: TextIO) -> bool:
    """Whether colours and other styles go to a stream.

    Args:
        color: what `--color` says; `always` and `never` win over the environment.
        stream: where to.

    """
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if is_dumb():
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def width(stream: TextIO) -> int:
    """How many columns a page may have; COLUMNS wins over the terminal."""
    return max(MIN_WIDTH, min(_size("COLUMNS", stream, 0) or DEFAULT_WIDTH, MAX_WIDTH))


def height(stream: TextIO) -> int:
    """How many lines fit on a screen; LINES wins over the terminal."""
    return _size("LINES", stream, 1) or DEFAULT_HEIGHT


def _size(variable: str, stream: TextIO, which: int) -> int:
    told = os.environ.get(variable, "")
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(stream.fileno())[which]
    except (OSError, ValueError):
        return 0


def _spelled(error: UnicodeError) -> tuple[str, int]:
    """Instead of characters that a stream cannot write, others that it can."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_ASCII.get(character, "?") for character in missing), error.end


codecs.register_error("mlpath.spelled", _spelled)


def spelled(text: str, stream: TextIO) -> str:
    """Text as a stream can write it."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "mlpath.spelled").decode(encoding)


def spell(*streams: TextIO | None) -> None:
    """Let streams write ASCII signs in place of what their encoding lacks, instead of failing."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="mlpath.spelled")
