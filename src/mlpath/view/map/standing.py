"""How a card says where the learner stands: a sign, a word and a colour, in a line of its own above the title."""

from __future__ import annotations

from collections.abc import Mapping

from mlpath.chart import Standing
from mlpath.view.map.measure import width

WORDS: Mapping[Standing, str] = {"done": "done", "ready": "ready to start", "later": "not ready yet"}
SIGNS: Mapping[Standing, str] = {
    "done": "M0 5.2 3.6 9 10 1.2",
    "ready": "M1.5.6 10 5.2 1.5 9.8Z",
    "later": "M5 2.4a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 1 1 0-5.6Z",
}
FILL: Mapping[Standing, str] = {"done": "#dcefe0", "ready": "#ffefb8", "later": "#ffffff"}
LINE: Mapping[Standing, str] = {"done": "#3d8052", "ready": "#8a6100", "later": "#8d91a0"}
INK: Mapping[Standing, str] = {"done": "#265c38", "ready": "#6b4b00", "later": "#565b6a"}
WORD_FONT = 12.0
WORD_LINE = 15.0
"""The height of the line, in pixels."""
SIGN_ROOM = 15.0
WORDS_WIDTH = SIGN_ROOM + max(width(word, WORD_FONT) for word in WORDS.values())
"""The width of the widest sign and word."""
