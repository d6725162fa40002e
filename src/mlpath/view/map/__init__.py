"""Maps: where each topic's card stands and how the edges run, computed here, drawn as SVG; fetches nothing.

    area board    a band per area, its topics as cards in columns, prerequisites to the left
    goal map      only what a goal or topic needs, in rows, prerequisites above

Both are deterministic: the same chart gives the same drawing, to the byte. No edge runs through a card or a label:
edges bend only in the gaps between columns (or rows), and pass those in between in lanes of their own.
"""

from mlpath.view.map.board import board
from mlpath.view.map.drawing import Card, Drawing, Path
from mlpath.view.map.goal_map import goal_map
from mlpath.view.map.svg import MapColors, drawn

__all__ = ["Card", "Drawing", "MapColors", "Path", "board", "drawn", "goal_map"]
