"""The area board: a band per area, its topics in columns, each right of what it needs in the same area.

    ┌ Algebra ┐  [Numbers] ─▶ [Expressions] ─▶ [Equations]          columns stand at the same places in all bands,
    └─────────┘                            └─▶ [Sums]               so that the gaps between them are channels
    ┌ Vectors ┐  [Vectors] ─▶ [Matrices]                            from band to band

An area with more layers than a page has columns goes on in a second row of the same band.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from mlpath.chart import Chart, ChartTopic, Edge
from mlpath.view.map.drawing import Band, Box, Card, Drawing, Path
from mlpath.view.map.layered import arranged, layers_of, layers_within
from mlpath.view.map.measure import wrapped
from mlpath.view.map.standing import WORD_LINE
from mlpath.view.map.ways import curved, square

FONT = 13.0
LINE = 16.0
COLUMNS = 7
CARD = 147.0
GAP = 26.0
CARD_GAP = 8.0
LANE = 4.0
LABEL = 160.0
LEFT = 16.0
PAD = 14.0
BETWEEN_ROWS = 22.0
BETWEEN_BANDS = 14.0
SIDE = 10.0
"""Room left and right of a label."""
TALL = (170.0, 220.0, 290.0, 380.0, 500.0, math.inf)
"""How tall a column may be: the least that does not cost another row. So topics spread over the columns there are."""
WIDTH = LEFT + LABEL + COLUMNS * (CARD + GAP)


def card_lines(title: str, room: float) -> tuple[str, ...]:
    """A label's lines in a card."""
    return wrapped(title, FONT, room - 2 * SIDE)


def card_height(lines: Iterable[str]) -> float:
    """A card's height, in pixels: the line of its standing, and those of its title."""
    return WORD_LINE + sum(LINE for _ in lines) + 11


@dataclass(frozen=True)
class _Row:
    """A row of a band: its cards, its edges, and its upper side."""

    cards: tuple[Card, ...]
    paths: tuple[Path, ...]
    top: float


@lru_cache(maxsize=32)
def board(chart: Chart) -> Drawing:
    """The area board of a chart."""
    bands: list[Band] = []
    rows: list[_Row] = []
    row_of: dict[str, _Row] = {}
    top = BETWEEN_BANDS
    for number, (area, title) in enumerate(chart.areas):
        topics = [topic for topic in chart.topics if topic.area == area]
        if not topics:
            continue
        bottom = top + PAD
        for index, part in enumerate(_rows(chart, topics)):
            bottom += BETWEEN_ROWS if index else 0
            row, bottom = _row(chart, part, number, bottom)
            rows.append(row)
            row_of |= {card.topic: row for card in row.cards}
        lines = wrapped(title, 14, LABEL - 28, bold=True)
        bottom = max(bottom + PAD, top + len(lines) * 18 + 62)
        bands.append(Band(area, title, number, Box(0, top, WIDTH, bottom - top), lines))
        top = bottom + BETWEEN_BANDS
    cards = tuple(card for row in rows for card in row.cards)
    near = {path.edge for row in rows for path in row.paths}
    far = tuple(_far_path(edge, row_of, cards) for edge in chart.edges if edge not in near)
    return Drawing("board", WIDTH, top, tuple(bands), cards, (*(p for r in rows for p in r.paths), *far))


def _rows(chart: Chart, topics: list[ChartTopic]) -> list[list[tuple[ChartTopic, int]]]:
    """An area's topics with their columns, in as many rows as its layers need."""
    sizes = {topic.id: card_height(card_lines(topic.title, CARD)) for topic in topics}
    edges = [edge for edge in chart.edges if edge[0] in sizes and edge[1] in sizes]
    fewest = 1 + max(layers_of(list(sizes), edges).values(), default=0) // COLUMNS
    for most in TALL:
        layer = layers_within(list(sizes), edges, sizes, CARD_GAP, most)
        count = 1 + max(layer.values(), default=0) // COLUMNS
        if count == fewest:
            break
    return [
        [(topic, layer[topic.id] % COLUMNS) for topic in topics if layer[topic.id] // COLUMNS == row]
        for row in range(count)
    ]


def column_left(column: int) -> float:
    """Where a column of cards begins; the channel left of it is GAP wide."""
    return LEFT + LABEL + column * (CARD + GAP)


def _row(chart: Chart, topics: list[tuple[ChartTopic, int]], number: int, top: float) -> tuple[_Row, float]:
    """A row of cards from `top` on, and where it ends."""
    column = {topic.id: at for topic, at in topics}
    lines = {topic.id: card_lines(topic.title, CARD) for topic, _ in topics}
    heights = {id_: card_height(text) for id_, text in lines.items()}
    edges = [edge for edge in chart.edges if edge[0] in column and edge[1] in column]
    placed = arranged(column, heights, edges, CARD_GAP, LANE)
    cards = tuple(
        Card(
            topic.id,
            topic.title,
            number,
            Box(column_left(at), top + placed.centres[topic.id] - heights[topic.id] / 2, CARD, heights[topic.id]),
            lines[topic.id],
        )
        for topic, at in topics
    )
    paths: list[Path] = []
    for edge, way in placed.ways.items():
        first = column[edge[0]]
        stops = [
            (column_left(first + index), column_left(first + index) + CARD, top + placed.centres[node])
            for index, node in enumerate(way)
        ]
        stops[0] = (stops[0][1], *stops[0][1:])
        stops[-1] = (stops[-1][0], stops[-1][0], stops[-1][2])
        d, hull = curved(stops, along_x=True)
        paths.append(Path(edge, d, number, hull=hull))
    return _Row(cards, tuple(paths), top), top + placed.extent


def _far_path(edge: Edge, row_of: dict[str, _Row], cards: tuple[Card, ...]) -> Path:
    """A square way: out to the right, along the channel to above the dependent's row, and into it from the left."""
    source = next(card for card in row_of[edge[0]].cards if card.topic == edge[0])
    target_row = row_of[edge[1]]
    target = next(card for card in target_row.cards if card.topic == edge[1])
    slot = sum(ord(char) for char in edge[0])
    out = source.box.right + 5 + slot % 5 * 2.5
    into = target.box.x - 7 - slot % 4 * 2
    lane = target_row.top - 4 - slot % 4 * 2
    start = source.box.y + source.box.height / 2
    end = target.box.y + target.box.height / 2
    d, hull = square(
        [(source.box.right, start), (out, start), (out, lane), (into, lane), (into, end), (target.box.x, end)]
    )
    return Path(edge, d, source.area, far=source.area != target.area, hull=hull)
