"""The screen: everything shown to a person goes through here. What the terminal can do, `terminal` says."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from mlpath.view import terminal
from mlpath.view.safe import one_line
from mlpath.view.terminal import Color

REHEARSED = "A dry run, nothing is stored. What would change:"


class Screen:
    """Prints values for people.

    Args:
        color: `always` and `never` win over NO_COLOR and FORCE_COLOR; `auto` leaves it to them and to the terminal.
        stream: where to; standard output by default.
        width: in columns; that of the terminal by default, 80 where there is none.

    """

    def __init__(self, color: Color = "auto", stream: TextIO | None = None, width: int | None = None) -> None:
        self.stream: TextIO = stream or sys.stdout
        styled = terminal.is_styled(color, self.stream)
        self.width = width or terminal.width(self.stream)
        self.console = Console(
            file=self.stream, force_terminal=styled, no_color=not styled, color_system="standard" if styled else None,
            width=self.width, highlight=False, markup=False, emoji=False, legacy_windows=False,
        )  # fmt: skip

    def rendered(self, *things: RenderableType) -> str:
        """Things one below the other, as text."""
        with self.console.capture() as capture:
            for thing in things:
                unbroken = isinstance(thing, Text) and bool(thing.no_wrap)
                self.console.print(thing, overflow="ignore" if unbroken else "fold", soft_wrap=unbroken)
        return "\n".join(line.rstrip() for line in capture.get().split("\n"))

    def show(self, *things: RenderableType) -> None:
        """Print things one below the other."""
        self.stream.write(self.rendered(*things))


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


def choices_table(options: Sequence[tuple[str, str]]) -> Table:
    """Numbered options, each by its name and what is said about it."""
    lines: Iterable[list[Text | str]] = (
        [str(number), Text(one_line(name), style="cyan"), about] for number, (name, about) in enumerate(options, 1)
    )
    return rows([("", "right"), ("", "left"), ("", "fill")], lines, indent=2)
