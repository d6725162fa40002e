"""Maps: what is drawn is right, legible, and the same every time."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from benchmarks.maps import synthetic_chart
from hypothesis import given, settings
from hypothesis import strategies as st

from mlpath.app import App
from mlpath.chart import Chart, ChartTopic, Edge, chart_of, reduced, standings, topic_edges
from mlpath.curriculum import Curriculum
from mlpath.graph import PrerequisiteGraph
from mlpath.store import Store
from mlpath.view.burn_up import BurnUp
from mlpath.view.burn_up_drawing import drawn_burn_up
from mlpath.view.map import Drawing, board, drawn, goal_map
from mlpath.view.map.board import FONT, SIDE
from mlpath.view.map.layered import layers_within, pooled
from mlpath.view.map.measure import width, wrapped
from mlpath.view.map.standing import WORD_LINE, WORDS_WIDTH
from tests.builders import curriculum, graph
from tests.conftest import TODAY

WORDS = st.text("abcdefgimWM -", min_size=1, max_size=40)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Charts with up to 24 topics in up to 4 areas, edges from earlier to later topics, reduced."""
    count = draw(st.integers(1, 24))
    areas = draw(st.integers(1, 4))
    ids = [f"t{n}" for n in range(count)]
    topics = tuple(ChartTopic(id_, draw(WORDS).strip() or "x", f"area{draw(st.integers(0, areas - 1))}") for id_ in ids)
    pairs = list(combinations(ids, 2))
    edges = draw(st.lists(st.sampled_from(pairs), max_size=40)) if pairs else []
    return Chart(tuple((f"area{n}", f"Area {n}") for n in range(areas)), topics, reduced(ids, set(edges)))


def faults(drawing: Drawing) -> list[str]:
    """What is wrong with a drawing: boxes that meet, lines through cards, labels that do not fit, things outside."""
    found = []
    for a, b in combinations(drawing.cards, 2):
        if a.box.x < b.box.right and b.box.x < a.box.right and a.box.y < b.box.bottom and b.box.y < a.box.bottom:
            found.append(f"{a.topic} on {b.topic}")
    for path in drawing.paths:
        found += [
            f"{path.edge} through {card.topic}"
            for left, top, right, bottom in path.hull
            for card in drawing.cards
            if left < card.box.right - 0.2
            and right > card.box.x + 0.2
            and top < card.box.bottom - 0.2
            and bottom > card.box.y + 0.2
        ]
    for card in drawing.cards:
        room = card.box.width - 2 * SIDE + 0.2
        if room < WORDS_WIDTH:
            found.append(f"no room for the word on {card.topic}")
        found += [f"'{line}' too wide" for line in card.lines if width(line, FONT) > room]
        if len(card.lines) * 16 + WORD_LINE > card.box.height - 6:
            found.append(f"{card.topic} too low")
        if card.box.x < 0 or card.box.y < 0 or card.box.right > drawing.width or card.box.bottom > drawing.height:
            found.append(f"{card.topic} outside")
    return found


@settings(max_examples=25, deadline=None)
@given(charts())
def test_no_line_through_a_card_no_card_on_another_no_label_cut(chart: Chart) -> None:
    """Both views of any chart: every topic has its card, its whole title in it, and every edge its free way."""
    for drawing in (board(chart), goal_map(chart)):
        assert faults(drawing) == []
        assert sorted(card.topic for card in drawing.cards) == sorted(topic.id for topic in chart.topics)
        assert sorted(path.edge for path in drawing.paths) == sorted(chart.edges)
        for card in drawing.cards:
            assert re.sub(r"[\s-]", "", "".join(card.lines)) == re.sub(r"[\s-]", "", card.title)


@settings(max_examples=25, deadline=None)
@given(charts())
def test_prerequisites_come_first(chart: Chart) -> None:
    """On the goal map above; on the board left, or in an earlier row, of the same area."""
    box = {card.topic: card.box for card in goal_map(chart).cards}
    assert all(box[a].bottom <= box[b].y for a, b in chart.edges)
    drawing = board(chart)
    box, area = {c.topic: c.box for c in drawing.cards}, {c.topic: c.area for c in drawing.cards}
    assert all(box[a].x < box[b].x or box[a].bottom < box[b].y for a, b in chart.edges if area[a] == area[b])


def test_a_line_stays_in_its_hull() -> None:
    """The boxes by which lines are kept off cards hold every point of the line: corners, ends and control points."""
    for drawing in (board(synthetic_chart(80, 4)), goal_map(synthetic_chart(80, 4))):
        for path in drawing.paths:
            numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path.d)]
            for x, y in zip(numbers[::2], numbers[1::2], strict=True):
                inside = (a - 0.2 <= x <= c + 0.2 and b - 0.2 <= y <= d + 0.2 for a, b, c, d in path.hull)
                assert any(inside), path


@pytest.mark.parametrize("view", [board, goal_map])
def test_the_same_chart_gives_the_same_bytes(view: object) -> None:
    """However often it is asked, and whether it was kept or not."""
    chart = synthetic_chart(60, 5)
    texts = set()
    for _ in range(2):
        board.cache_clear()
        goal_map.cache_clear()
        drawing = board(chart) if view is board else goal_map(chart)
        texts.add(drawn(drawing, dict.fromkeys((t.id for t in chart.topics), "later"), title="x"))
    assert len(texts) == 1


def test_five_hundred_topics_in_fifteen_areas() -> None:
    """Every label whole, no line through a card, nothing outside, no letter below 12 pixels."""
    drawing = board(synthetic_chart(500, 15))
    assert len(drawing.cards) == 500
    assert faults(drawing) == []
    text = drawn(drawing, {card.topic: "later" for card in drawing.cards}, title="Map")
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)"', text)) >= 12


def test_the_shipped_curriculum(ml_math: Curriculum) -> None:
    """Its board and the map of each goal have no fault; the board fits a page of 1440 pixels."""
    app = App(ml_math, Store(None))
    drawing = board(app.chart)
    assert faults(drawing) == []
    assert drawing.width <= 1392
    for goal in ml_math.goals:
        drawing = goal_map(app.chart.only(app.needed_topics(goal.id)))
        assert faults(drawing) == []
        assert drawing.width <= 1392


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_reduction_keeps_every_way_and_no_edge_too_many(pairs: list[tuple[int, int]]) -> None:
    """Against brute force: the same pairs are joined by a way, and without any one edge they are not."""
    ids = [str(n) for n in range(8)]
    edges = {(str(a), str(b)) for a, b in pairs if a < b}

    def joined(chosen: set[Edge]) -> set[Edge]:
        found = set(chosen)
        for _ in ids:
            found |= {(a, d) for a, b in found for c, d in found if b == c}
        return found

    kept = set(reduced(ids, edges))
    assert joined(kept) == joined(edges)
    assert all(joined(kept - {edge}) != joined(edges) for edge in kept)


def test_topics_that_need_each_other_are_drawn_without_a_circle(ml_math: Curriculum) -> None:
    """The shipped curriculum has such topics at different depths; the chart has none, and every edge is a real one."""
    whole = PrerequisiteGraph(ml_math)
    edges = topic_edges(whole)
    assert any((b, a) in edges for a, b in edges)
    chart = chart_of(whole)
    assert set(chart.edges) <= edges
    place: dict[str, int] = {}
    waiting = [topic.id for topic in chart.topics]
    while waiting:
        free = [id_ for id_ in waiting if all(other in place for other in chart.before[id_])]
        assert free
        place |= {id_: len(place) for id_ in free}
        waiting = [id_ for id_ in waiting if id_ not in place]


def test_a_part_of_a_chart_keeps_the_ways_through_what_is_left_out() -> None:
    """A -> b -> c without b is a -> c."""
    assert chart_of(graph("a -> b, b -> c, d")).only({"a", "c"}).edges == (("a", "c"),)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_pooling_is_the_nearest_in_order(data: st.DataObject) -> None:
    """In order, apart, and no step of any one group of neighbours brings it nearer."""
    count = data.draw(st.integers(1, 6))
    numbers = st.integers(-20, 20).map(float)
    wanted = data.draw(st.lists(numbers, min_size=count, max_size=count))
    weights = data.draw(st.lists(st.sampled_from([0.5, 1.0, 4.0]), min_size=count, max_size=count))
    apart = data.draw(st.lists(st.integers(0, 9).map(float), min_size=count - 1, max_size=count - 1))
    found = pooled(wanted, weights, apart)

    def fits(places: list[float]) -> bool:
        return all(b - a >= gap - 1e-6 for (a, b), gap in zip(pairwise(places), apart, strict=True))

    def cost(places: list[float]) -> float:
        return sum(w * (p - q) ** 2 for p, q, w in zip(places, wanted, weights, strict=True))

    assert fits(found)
    for first in range(count):
        for last in range(first, count):
            for step in (-0.05, 0.05):
                moved = [p + step if first <= i <= last else p for i, p in enumerate(found)]
                assert not fits(moved) or cost(moved) >= cost(found) - 1e-9


def test_layers_hold_what_there_is_room_for() -> None:
    """Ten without edges, two a layer: five layers; what needs another stands in a later layer."""
    ids = [f"n{n}" for n in range(10)]
    layer = layers_within(ids, [("n0", "n9")], dict.fromkeys(ids, 10.0), 0.0, 20.0)
    assert sorted(layer.values()) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert layer["n0"] < layer["n9"]


@given(WORDS, st.sampled_from([60.0, 90.0, 140.0]))
def test_wrapping_loses_nothing_and_keeps_the_width(text: str, most: float) -> None:
    """Every letter is there, in order; no line is wider than it may be."""
    lines = wrapped(text, 13, most, lines=99)
    assert re.sub(r"[\s-]", "", "".join(lines)) == re.sub(r"[\s-]", "", text)
    assert all(width(line, 13) <= most for line in lines)


STANDING = [
    pytest.param([], [], {"a": "ready", "b": "later", "c": "ready"}, id="nothing known"),
    pytest.param(["a"], [], {"a": "done", "b": "ready", "c": "ready"}, id="the first known"),
    pytest.param(["a", "b"], [], {"a": "done", "b": "done", "c": "ready"}, id="both"),
]


@pytest.mark.parametrize(("known", "wanted", "expected"), STANDING)
def test_standing(known: list[str], wanted: list[str], expected: dict[str, str]) -> None:
    """Done is known, ready is what may be begun, later is the rest."""
    whole = graph("a -> b, c")
    have = {f"{id_}@working" for id_ in known}

    def ready(outcome: str) -> bool:
        return outcome != "b@working" or "a@working" in have

    assert standings(whole, have, wanted, ready) == expected


def test_the_drawing_is_one_well_formed_image_that_names_everything() -> None:
    """XML; each card has its name with its standing; what a title says in markup stays text."""
    made = curriculum("a -> b").model_copy(deep=True)
    topics = tuple(t.model_copy(update={"title": '<script>alert("1")</script> & co'}) for t in made.topics)
    chart = chart_of(PrerequisiteGraph(made.model_copy(update={"topics": topics})))
    text = drawn(board(chart), {"a": "done", "b": "ready"}, title="The <map>", link=lambda id_: f"/topic/{id_}")
    root = ET.fromstring(text)  # noqa: S314  # our own text
    names = [node.get("aria-label") for node in root.iter() if "data-topic" in node.attrib]
    assert names == ['<script>alert("1")</script> & co, done', '<script>alert("1")</script> & co, ready to start']
    assert "<script" not in text


def test_the_burn_up_is_that_of_status() -> None:
    """The drawing shows the days and minutes of the chart that the terminal shows: done, planned, expected."""
    first = TODAY.replace(day=1)
    chart = BurnUp(
        first=first,
        today=TODAY,
        last=first + timedelta(days=40),
        total=300,
        done=lambda when: 60 if when < first + timedelta(days=10) else 180,
        planned=lambda when: 10 * ((when - first).days + 1),
        expected_end=first + timedelta(days=40),
    )
    text = drawn_burn_up(chart)
    ET.fromstring(text)  # noqa: S314  # our own text
    assert "Burn-up: 3 h done of 5 h in all; all of it expected by 11 Dec 2026" in text
    # 648 pixels for 40 days, 188 for 8 hours.
    assert 'class="line" d="M52.0 206.0H52.0V182.5H214.0V135.5H376.0"' in text
    assert 'class="expected" d="M376.0 135.5L700.0 88.5"' in text
    planned = re.search(r'class="planned" d="M52.0 202.1L.* ([\d.]+)"', text)
    assert planned is not None
    assert float(planned[1]) == 88.5
