"""The care of the log, for people: what doctor found, what was backed up, restored or imported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from shlex import quote

from rich.console import RenderableType
from rich.text import Text

from mlpath.store.health import Check
from mlpath.view.amounts import count, day
from mlpath.view.screen import REHEARSED, line, rows

_STYLES = {"ok": "green", "warning": "yellow", "error": "bold red"}


def doctor_page(checks: Sequence[Check]) -> Iterator[RenderableType]:
    """Each check with its level; below those that are not well, what to do; a sum at the end."""
    cells: list[list[Text | str]] = []
    for check in checks:
        cells.append([Text(check.level, style=_STYLES[check.level]), check.name, check.message])
        if check.hint:
            cells.append(["", "", f"→ {check.hint}"])
    yield rows([("", "left"), ("", "left"), ("", "fill")], cells)
    yield Text("")
    errors, warnings = (sum(check.level == level for check in checks) for level in ("error", "warning"))
    if errors or warnings:
        yield line(f"{count(errors, 'error')}, {count(warnings, 'warning')}.")
    else:
        yield line(("✓ ", "green"), "All is well.")


def contents(events: int, last: datetime | None) -> str:
    """`12 events, the last of 21 Nov 2026`."""
    return count(events, "event") + (f", the last of {day(last.date())}" if last is not None else "")


def backup_page(path: str, said: str) -> Iterator[RenderableType]:
    """Where the backup is, and what it holds."""
    yield line(("✓ ", "green"), ("backup: ", "bold"), path)
    yield line("  ", said, ", verified")
    yield line((f"→ mlpath restore {quote(path)}", "cyan"))


def restored_page(path: str, said: str, kept: str) -> Iterator[RenderableType]:
    """What the log is now, and where the former one is kept."""
    yield line(("✓ ", "green"), ("restored: ", "bold"), path)
    yield line("  ", said)
    if kept:
        yield line("  what was there before is kept: ", kept)
    yield line(("→ mlpath status", "cyan"))


def imported_page(added: int, already: int, kept: str = "", *, rehearsed: bool = False) -> Iterator[RenderableType]:
    """How many events are new, and the backup of what was there before."""
    if not added:
        yield line(f"Nothing changed: {count(already, 'event')} in the export, all here already.")
        return
    if rehearsed:
        yield line(REHEARSED)
    mark = () if rehearsed else (("✓ ", "green"),)
    yield line(*mark, ("imported: ", "bold"), count(added, "event"), f", {already} were here already")
    if rehearsed:
        return
    if kept:
        yield line("  what was there before is kept: ", kept)
    yield line(("→ mlpath status", "cyan"))
