"""How long the server takes for the map of a large curriculum: `python -m benchmarks.maps`.

500 topics in 15 areas, three prerequisites each, five times from nothing: the chart of the curriculum, where the
learner stands, the layout, and the whole page as it is sent. The median of the processor's time.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from datetime import date

from markupsafe import Markup

from mlpath.app import App, Stamp
from mlpath.chart import Chart, ChartTopic, reduced
from mlpath.curriculum import Curriculum
from mlpath.store import Store
from mlpath.view.map import board, drawn, goal_map
from mlpath.web import charts
from mlpath.web.office import Office
from mlpath.web.rendering import page

NOUNS = [
    "vectors",
    "spaces",
    "derivatives",
    "integrals",
    "matrices",
    "norms",
    "measures",
    "kernels",
    "gradients",
    "variance",
    "entropy",
    "sampling",
    "series",
    "transforms",
    "operators",
    "bounds",
    "estimators",
    "processes",
    "networks",
    "embeddings",
]
KINDS = [
    "linear",
    "random",
    "convex",
    "discrete",
    "continuous",
    "conditional",
    "orthogonal",
    "stochastic",
    "generalised",
    "approximate",
]
TIMES = 5
DAY = date(2026, 11, 21)


def synthetic_chart(topics: int, areas: int, seed: int = 1) -> Chart:
    """A chart of so many topics: three prerequisites each, most of them from the same area."""
    rng = random.Random(seed)  # noqa: S311  # no secret
    ids = [f"topic-{number:03}" for number in range(topics)]
    of = {id_: f"area-{index * areas // topics:02}" for index, id_ in enumerate(ids)}
    edges = set()
    for index, id_ in enumerate(ids):
        near = [other for other in ids[:index] if of[other] == of[id_]]
        for _ in range(min(index, 3)):
            edges.add((rng.choice(near if near and rng.random() < 0.7 else ids[:index]), id_))
    titles = (
        f"{rng.choice(KINDS).capitalize()} {rng.choice(NOUNS)} and {rng.choice(KINDS)} {rng.choice(NOUNS)}" for _ in ids
    )
    return Chart(
        tuple((f"area-{n:02}", f"Area number {n} of the synthetic map") for n in range(areas)),
        tuple(ChartTopic(id_, title, of[id_]) for id_, title in zip(ids, titles, strict=True)),
        reduced(ids, edges),
    )


def synthetic_curriculum(chart: Chart) -> Curriculum:
    """A curriculum whose topics and prerequisites are those of a chart, one unit of an hour each."""
    needs = {id_: list(others) for id_, others in chart.before.items()}
    unit = {"minutes": 60, "exercises": True, "proves": True, "url": "https://example.org/"}
    return Curriculum.model_validate(
        {
            "id": "synthetic",
            "title": "Synthetic",
            "version": "1",
            "licence": "CC0",
            "areas": [{"id": id_, "title": title} for id_, title in chart.areas],
            "topics": [
                {"id": t.id, "title": t.title, "area": t.area, "working": {"can": "do it", "requires": needs[t.id]}}
                for t in chart.topics
            ],
            "resources": [
                {
                    "id": "book",
                    "title": "Book",
                    "kind": "book",
                    "url": "https://example.org/",
                    "units": [
                        {"id": f"book/{t.id}", "title": t.title, "teaches": [t.id], **unit} for t in chart.topics
                    ],
                }
            ],
        }
    )


def main() -> None:
    """Measure, and print a line for each."""
    chart = synthetic_chart(500, 15)
    curriculum = synthetic_curriculum(chart)
    for name, view, layout in (("area board", "board", board), ("goal map", "goal", goal_map)):
        seconds: list[float] = []
        size = 0
        for _ in range(TIMES):
            layout.cache_clear()
            office = Office(App(curriculum, Store(None)), today=lambda: DAY, stamp=_no_stamp)
            seconds.append(_page(office, view)[0])
            again, size = _page(office, view)
        sys.stdout.write(
            f"{name}: {len(chart.topics)} topics, {len(chart.edges)} edges, a page of {size // 1000} kB; "
            f"{statistics.median(seconds):.2f} s from nothing, {again:.2f} s with its layout kept\n"
        )


def _page(office: Office, view: str) -> tuple[float, int]:
    """The seconds and the bytes of the map's page. The goal map is that of all topics, more than any goal asks for."""
    start = time.process_time()
    values = charts.map_values(office, "board", "", "", "")
    if view == "goal":
        drawing = goal_map(office.app.chart)
        values["svg"] = Markup(drawn(drawing, office.situation().standing, title="Map"))  # noqa: S704  # drawn() escapes
    answer = page("map.html", at="/map", office=office, **values)
    return time.process_time() - start, len(answer.body)


def _no_stamp() -> Stamp:
    raise NotImplementedError("nothing is recorded here")


if __name__ == "__main__":
    main()
