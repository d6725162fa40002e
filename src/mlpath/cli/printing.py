"""Printing data for programs: as it is, whatever the locale."""

from __future__ import annotations

import sys


def print_text(text: str) -> None:
    """Print data as it is, with a line's end: UTF-8 whatever the locale."""
    data = ended(text).encode("utf-8", "backslashreplace")
    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        sys.stdout.write(data.decode())


def ended(text: str) -> str:
    """A text that ends with its line."""
    return text if text.endswith("\n") else text + "\n"
