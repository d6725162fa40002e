"""What a layout comes to: cards, bands and paths, in pixels from the top left."""

from __future__ import annotations

from dataclasses import dataclass

from mlpath.chart import Edge


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.y + self.height


@dataclass(frozen=True)
class Card:
    """A topic's card: its box, the lines of its label, and its area's number (for the colour)."""

    topic: str
    title: str
    area: int
    box: Box
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Band:
    """An area's band, with the lines of its label."""

    area: str
    title: str
    number: int
    box: Box
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Path:
    """An edge, as the `d` of an SVG path and as points on it.

    `far` edges lead from one band to another: shown when one of their ends is selected.
    """

    edge: Edge
    d: str
    area: int
    far: bool = False
    hull: tuple[tuple[float, float, float, float], ...] = ()
    """Boxes (left, top, right, bottom) that together hold the whole line: what must not meet a card."""


@dataclass(frozen=True)
class Drawing:
    """All of a map. `kind` is board or goal."""

    kind: str
    width: float
    height: float
    bands: tuple[Band, ...]
    cards: tuple[Card, ...]
    paths: tuple[Path, ...]
