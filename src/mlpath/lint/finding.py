"""What a finding is, and how findings come to their places and their order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

Severity = Literal["error", "warning", "note"]
Where = tuple[str | int, ...]


class Places(Protocol):
    """Where the parts of a curriculum stand: ("topic", "pca", "working", "requires", 0) and the like."""

    def get(self, where: Where) -> str | None:
        """Its file:line:column; None for what stands nowhere itself."""
        ...


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: its rule, one sentence, the mend, and where."""

    rule: str
    severity: Severity
    message: str
    hint: str = ""
    place: str = ""
    where: Where = ()
    meant: str = ""
    """What was meant by a reference, where that is beyond doubt."""

    def order(self) -> tuple[str, tuple[int, ...], str, str]:
        """Files by name, places in a file from top to bottom."""
        file, line, column = self.position
        return file, (line, column), self.rule, self.message

    @property
    def position(self) -> tuple[str, int, int]:
        """File, line and column (from 1; 0 for a finding without a place)."""
        file, _, rest = self.place.rpartition(":")
        file, _, line = file.rpartition(":")
        if not (line.isdigit() and rest.isdigit()):
            return self.place, 0, 0
        return file, int(line), int(rest)


def located(findings: Iterable[Finding], places: Places) -> list[Finding]:
    """The findings with their places, sorted; what stands nowhere itself gets the place of what holds it."""
    found = [
        finding if finding.place else replace(finding, place=_place(finding.where, places)) for finding in findings
    ]
    return sorted(found, key=Finding.order)


def _place(where: Where, places: Places) -> str:
    for length in range(len(where), 0, -1):
        place = places.get(where[:length])
        if place is not None:
            return place
    return places.get(("curriculum",)) or ""
