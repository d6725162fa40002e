"""In what order: prerequisites hard, areas and resources together, the same answer every time."""

from __future__ import annotations

import pytest
from hypothesis import given

from mlpath.graph import PrerequisiteGraph
from mlpath.planner.sequence import sequence
from tests.builders import graph
from tests.strategies import Case, cases, examples


def order(graph_: PrerequisiteGraph, last: str | None = None) -> list[str]:
    found = sequence(graph_, frozenset(), frozenset(range(len(graph_.units))), last=last)
    return [graph_.units[unit].id for unit in found]


ORDERS = [
    pytest.param("b -> a", "u: a 9, v: b 9", {}, ["v", "u"], id="prerequisites first"),
    pytest.param("a, b, c, d", "r/1: a 9, s/1: b 9, r/2: c 9, s/2: d 9", {}, ["r/1", "r/2", "s/1", "s/2"], id="stay in the resource"),
    pytest.param("a, b, c, d", "u: a 9, v: b 9, w: c 9, x: d 9", {"a": "z", "c": "z"}, ["v", "x", "u", "w"], id="areas together, in their order"),
    pytest.param("a, b", "r/2: b 9, r/1: a 9", {}, ["r/2", "r/1"], id="the book's own order"),
    pytest.param("a -> b", "r/1: b 9, r/2: a 9", {}, ["r/2", "r/1"], id="but never against a prerequisite"),
]  # fmt: skip


@pytest.mark.parametrize(("edges", "units", "areas", "expected"), ORDERS)
def test_orders(edges: str, units: str, areas: dict[str, str], expected: list[str]) -> None:
    """Each small case comes out in the order that one expects."""
    assert order(graph(edges, units, areas=areas)) == expected


def test_the_area_that_was_begun_is_finished_first() -> None:
    """A learner whose last unit was in area z goes on there."""
    graph_ = graph("a, b, c", "u: a 9, v: b 9, w: c 9", areas={"b": "z", "c": "z"})
    rest = sequence(graph_, frozenset(), frozenset({0, 2}), last="v")
    assert [graph_.units[unit].id for unit in rest] == ["w", "u"]


@examples(150)
@given(cases())
def test_every_order_is_sound_and_complete(case: Case) -> None:
    """Whatever can be carried out is put in an order in which each unit's requirements hold when its turn comes."""
    graph_ = PrerequisiteGraph(case.curriculum)
    known = graph_.numbers(case.known)
    _, possible = graph_.carry_out(known, range(len(graph_.units)))
    have = set(known)
    found = sequence(graph_, known, possible)
    for unit in found:
        assert all(not have.isdisjoint(group) for group in graph_.needs(unit, known))
        have |= graph_.taught[unit]
    assert sorted(found) == sorted(possible)
