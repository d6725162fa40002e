"""The goal map: only what a goal or topic needs, in rows, each topic below what it needs.

A row takes no more cards than a page is wide, less where many lines pass between them; a topic that finds no room
stands a row lower, which keeps it below what it needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from mlpath.chart import Chart
from mlpath.view.map.board import FONT, SIDE, card_height
from mlpath.view.map.drawing import Box, Card, Drawing, Path
from mlpath.view.map.layered import arranged, layers_within
from mlpath.view.map.measure import width, wrapped
from mlpath.view.map.standing import WORDS_WIDTH
from mlpath.view.map.ways import curved

WIDEST = 176.0
CARD_GAP = 14.0
ROW_GAP = 34.0
LANE = 4.0
PAGE = 1360.0
"""How wide the map may be, but for its rim: what a window of 1440 pixels shows."""
FULL = (1180.0, 1040.0, 900.0, 760.0)
"""How much of a row cards may fill: the most that leaves room for the lines between them."""
PAD = 14.0


@lru_cache(maxsize=32)
def goal_map(chart: Chart) -> Drawing:
    """The goal map of a chart."""
    lines = {topic.id: wrapped(topic.title, FONT, WIDEST - 2 * SIDE) for topic in chart.topics}
    widths = {id_: max(WORDS_WIDTH, *(width(line, FONT) for line in text)) + 2 * SIDE for id_, text in lines.items()}
    row = _rows(chart, widths)
    placed = arranged(row, widths, chart.edges, CARD_GAP, LANE, PAGE)
    heights = [0.0] * (1 + max(row.values(), default=-1))
    for id_, at in row.items():
        heights[at] = max(heights[at], card_height(lines[id_]))
    tops = [PAD]
    for height in heights:
        tops.append(tops[-1] + height + ROW_GAP)
    numbers = {area: number for number, (area, _) in enumerate(chart.areas)}
    cards = []
    for topic in chart.topics:
        height, at = card_height(lines[topic.id]), row[topic.id]
        left = PAD + placed.centres[topic.id] - widths[topic.id] / 2
        box = Box(left, tops[at] + (heights[at] - height) / 2, widths[topic.id], height)
        cards.append(Card(topic.id, topic.title, numbers[topic.area], box, lines[topic.id]))
    paths = []
    of = {card.topic: card for card in cards}
    for edge, way in placed.ways.items():
        first = row[edge[0]]
        stops = [
            (tops[first + i], tops[first + i] + heights[first + i], PAD + placed.centres[node])
            for i, node in enumerate(way)
        ]
        source, target = of[edge[0]].box, of[edge[1]].box
        stops[0] = (source.bottom, *stops[0][1:])
        stops[-1] = (stops[-1][0], target.y, stops[-1][2])
        d, hull = curved(stops, along_x=False)
        paths.append(Path(edge, d, of[edge[0]].area, hull=hull))
    bottom = tops[-1] - ROW_GAP + PAD if heights else 2 * PAD
    return Drawing("goal", placed.extent + 2 * PAD, bottom, (), tuple(cards), tuple(paths))


def _rows(chart: Chart, widths: Mapping[str, float]) -> dict[str, int]:
    """The row of each topic: as many cards in one as leave room for the lines between them."""
    row: dict[str, int] = {}
    for full in FULL:
        row = layers_within([topic.id for topic in chart.topics], chart.edges, widths, CARD_GAP, full)
        if _widest(chart, row, widths) <= PAGE:
            break
    return row


def _widest(chart: Chart, row: Mapping[str, int], widths: Mapping[str, float]) -> float:
    """The most that a row takes: its cards, and a lane from each topic whose lines pass it."""
    taken = [0.0] * (1 + max(row.values(), default=-1))
    last = dict(row)
    for a, b in chart.edges:
        last[a] = max(last[a], row[b])
    for id_, at in row.items():
        taken[at] += widths[id_] + CARD_GAP
        for passed in range(at + 1, last[id_]):
            taken[passed] += 2 * LANE
    return max(taken, default=0.0)
