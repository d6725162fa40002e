"""The map as lists, area by area: for narrow screens, and for reading aloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mlpath.chart import STANDINGS, Chart, Standing
from mlpath.view.amounts import count
from mlpath.view.map.standing import WORDS


def listing(chart: Chart, standing: Mapping[str, Standing], path: Callable[[str], str] | None) -> list[dict[str, Any]]:
    """Areas with their topics, each with its standing as a word; `path` gives a topic's address, where it has one."""
    return [
        {
            "id": area,
            "title": title,
            "topics": [
                {
                    "id": topic.id,
                    "title": topic.title,
                    "standing": standing[topic.id],
                    "word": WORDS[standing[topic.id]],
                    "path": None if path is None else path(topic.id),
                }
                for topic in chart.topics
                if topic.area == area
            ],
        }
        for area, title in chart.areas
        if any(topic.area == area for topic in chart.topics)
    ]


def said(chart: Chart, standing: Mapping[str, Standing]) -> str:
    """How many topics there are, are done, and may be begun."""
    tally = {name: sum(standing[topic.id] == name for topic in chart.topics) for name in STANDINGS}
    return f"{count(len(chart.topics), 'topic')}: {tally['done']} done, {tally['ready']} ready to start"
