"""Topics, and what teaches and needs them, in numbers: a draft whose references have been given their meaning."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Link:
    """One topic that something needs, why, and where the file says so."""

    topic: int
    place: str
    reason: str = ""


@dataclass
class Taught:
    """A topic of the curriculum to be."""

    id: str
    title: str
    place: str
    teachers: list[int] = field(default_factory=list)


@dataclass
class Resolved:
    """Topics, and for each item of the draft what it teaches, needs and is helped by, in numbers of topics."""

    topics: list[Taught]
    teaches: list[list[int]]
    needs: list[list[list[Link]]]
    helps: list[list[Link]]
    cuts: list[str] = field(default_factory=list)
