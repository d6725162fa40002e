"""Settings, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from mlpath.view.safe import one_line
from mlpath.view.screen import line, rows

WIDE = 30
"""A value longer than this shares its line's room with what stands beside it."""


def settings_page(found: Iterable[tuple[str, str, str, str]], *, origins: bool) -> Iterator[RenderableType]:
    """Settings as (key, value, origin, what it is about)."""
    settings = list(found)
    wide = any(len(value) > WIDE for _, value, _, _ in settings)
    yield rows(
        [("setting", "left"), ("value", "fill" if wide else "left"), ("where from" if origins else "", "fill")],
        (
            [Text(key, style="cyan"), Text(one_line(value), style="bold"), origin if origins else about]
            for key, value, origin, about in settings
        ),
    )
    yield Text("")
    yield line(("→ mlpath config set KEY VALUE", "cyan"))


def changed_page(key: str, before: str, after: str, path: str, wins: str) -> Iterator[RenderableType]:
    """What a setting was and is; who says otherwise and wins."""
    if before == after:
        yield line(f"Nothing changed: {key} is {after} in {path}.")
    else:
        yield line(("✓ ", "green"), (f"{key}: ", "bold"), f"{before} → {after}  ", (path, "dim"))
    if wins:
        yield line("  but ", wins, ", and that wins")
