"""The terminal: width, colour and what it can spell. Everything shown to a person goes through here."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Literal, TextIO

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from mlpath.view.safe import one_line

Color = Literal["auto", "always", "never"]
MAX_WIDTH = 100
MIN_WIDTH = 40

_ASCII = str.maketrans(
    {
        "✓": "x", "→": "->", "▸": ">", "·": "-", "…": "...", "–": "-", "—": "-", "≈": "~", "★": "*", "×": "x",
        "●": "#", "○": ".", "█": "#", "░": ".", "’": "'", "“": '"', "”": '"', "≤": "<=", "≥": ">=", "�": "?",
    }
)  # fmt: skip


class Screen:
    """Prints values for people.

    Args:
        color: `always` and `never` win over NO_COLOR and FORCE_COLOR; `auto` leaves it to them and to the terminal.
        stream: where to; standard output by default.
        width: in columns; that of the terminal by default, 80 where there is none.

    """

    def __init__(self, color: Color = "auto", stream: TextIO | None = None, width: int | None = None) -> None:
        self.stream: TextIO = stream or sys.stdout
        forced = {"auto": None, "always": True, "never": False}[color]
        no_color = None if color == "auto" else color == "never"
        if color == "auto" and not self.stream.isatty() and not os.environ.get("FORCE_COLOR"):
            forced = False
        self.width = width or self._terminal_width()
        self.console = Console(
            file=self.stream, force_terminal=forced, no_color=no_color, width=self.width,
            highlight=False, markup=False, emoji=False, legacy_windows=False,
        )  # fmt: skip
        self.encoding = getattr(self.stream, "encoding", None) or "utf-8"

    def _terminal_width(self) -> int:
        if not self.stream.isatty() and "COLUMNS" not in os.environ:
            return 80
        return max(MIN_WIDTH, min(Console(file=self.stream).width, MAX_WIDTH))

    def show(self, *things: RenderableType) -> None:
        """Print things one below the other."""
        with self.console.capture() as capture:
            for thing in things:
                unbroken = isinstance(thing, Text) and bool(thing.no_wrap)
                self.console.print(thing, overflow="ignore" if unbroken else "fold", soft_wrap=unbroken)
        text = capture.get()
        if not self._spells(text):
            text = text.translate(_ASCII).encode(self.encoding, "replace").decode(self.encoding)
        self.stream.write("\n".join(line.rstrip() for line in text.split("\n")))

    def _spells(self, text: str) -> bool:
        try:
            text.encode(self.encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True


def line(*parts: str | tuple[str, str]) -> Text:
    """One line of text from cleaned parts; a pair is a part and its style."""
    text = Text()
    for part in parts:
        said, style = part if isinstance(part, tuple) else (part, "")
        core = one_line(said)
        before = said[: len(said) - len(said.lstrip())]
        after = said[len(said.rstrip()) :] if core else ""
        text.append(before + core + after, style or None)
    return text


def words(text: str, style: str = "", indent: int = 0) -> RenderableType:
    """A paragraph of cleaned text."""
    from rich.padding import Padding  # only where something is indented

    paragraph = Text(one_line(text), style=style)
    return Padding(paragraph, (0, 0, 0, indent)) if indent else paragraph


def rows(
    columns: Iterable[tuple[str, str]],
    lines: Iterable[Iterable[Text | str]],
    indent: int = 1,
    widths: Sequence[int | None] = (),
) -> Table:
    """A table without lines.

    Args:
        columns: for each its heading and how it is set: `left`, `right`, `fill` (takes what is left) or `end` (the
            last words matter least: cut with …).
        lines: the cells; strings are cleaned.
        indent: spaces before the first column.
        widths: of columns that must line up with those of other tables; none: as their cells need.

    """
    columns = list(columns)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=any(h for h, _ in columns), expand=True)
    table.add_column("", width=max(indent - 2, 0), no_wrap=True)
    for index, (heading, how) in enumerate(columns):
        table.add_column(
            Text(heading, style="dim"),
            justify="right" if how == "right" else "left",
            ratio=1 if how in ("fill", "end") else None,
            no_wrap=how != "fill",
            overflow="ellipsis" if how == "end" else "fold",
            width=widths[index] if index < len(widths) else None,
        )
    for cells in lines:
        table.add_row("", *(Text(one_line(cell)) if isinstance(cell, str) else cell for cell in cells))
    return table
