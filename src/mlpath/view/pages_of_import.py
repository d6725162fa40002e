"""What an import did, as a page and as data: what came in, what was odd, what was mended, what to type next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING, Any, Protocol

from mlpath.view.amounts import count
from mlpath.view.screen import line, words

if TYPE_CHECKING:
    from rich.console import RenderableType

SHOWN_OF_A_RULE = 3


class Oddity(Protocol):
    """One thing that was odd in a file."""

    @property
    def rule(self) -> str:
        """Its rule."""

    @property
    def place(self) -> str:
        """Where it stands."""

    @property
    def message(self) -> str:
        """What it is."""

    @property
    def mend(self) -> str:
        """How it was mended."""


@dataclass(frozen=True)
class ImportReport:
    """What an import did; `written` is false where it only says what it would do."""

    format: str
    file: str
    output: str
    written: bool
    id: str
    units: int
    topics: int
    edges: int
    goals: tuple[str, ...]
    cuts: tuple[str, ...]
    oddities: Sequence[Oddity]
    explained: dict[str, str]
    warnings: int

    @property
    def command(self) -> str:
        """What makes a plan with it."""
        return f"mlpath plan {self.goals[0]} --curriculum {quote(self.output)}"

    def by_rule(self) -> dict[str, list[Oddity]]:
        """Oddities by their rules, those that are rarest first."""
        found: dict[str, list[Oddity]] = {}
        for oddity in self.oddities:
            found.setdefault(oddity.rule, []).append(oddity)
        return dict(sorted(found.items(), key=lambda pair: (len(pair[1]), pair[0])))


def import_page(report: ImportReport, *, everything: bool) -> Iterator[RenderableType]:
    """The page of an import; of each rule the first few oddities, or all."""
    read = (
        f"Read {report.file} as {report.format}: {count(report.units, 'resource')}, {count(report.topics, 'topic')}, "
    )
    yield words(f"{read}{count(report.edges, 'edge')}.")
    for rule, oddities in report.by_rule().items():
        shown = oddities if everything else oddities[:SHOWN_OF_A_RULE]
        yield line("")
        yield line((f"{len(oddities):,} × {report.explained.get(rule, rule)}", "bold"), (f"  {rule}", "dim"))
        for oddity in shown:
            yield words(f"{oddity.place}: {oddity.message}: {oddity.mend}", indent=2)
        if len(shown) < len(oddities):
            yield line((f"  … and {len(oddities) - len(shown):,} more", "dim"))
    if any(len(oddities) > SHOWN_OF_A_RULE for oddities in report.by_rule().values()) and not everything:
        where = (
            f"{report.output}/README.md has all of them; --all shows them"
            if report.written
            else "--all shows all of them"
        )
        yield line("")
        yield line((where, "dim"))
    yield line("")
    if not report.written:
        yield line("Nothing was written (--dry-run).")
        return
    yield words(
        f"✓ {report.output}: the curriculum {report.id}, without errors"
        + (f", {count(report.warnings, 'warning')}" if report.warnings else "")
    )
    command = line("→ ", (report.command, "cyan"))
    command.no_wrap = True
    yield command


def import_fields(report: ImportReport) -> dict[str, Any]:
    """An import's keys."""
    return {
        "format": report.format,
        "file": report.file,
        "output": report.output,
        "written": report.written,
        "curriculum": report.id,
        "resources": report.units,
        "topics": report.topics,
        "edges": report.edges,
        "goals": list(report.goals),
        "cut_edges": list(report.cuts),
        "warnings": report.warnings,
        "counts": {rule: len(oddities) for rule, oddities in sorted(report.by_rule().items())},
        "oddities": [{"rule": o.rule, "place": o.place, "message": o.message, "mend": o.mend} for o in report.oddities],
        "next": report.command,
    }
