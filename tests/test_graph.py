"""The prerequisite graph."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from mlpath.graph import PrerequisiteGraph, shortest_cycle
from tests.builders import graph


def numbers(graph_: PrerequisiteGraph, *topics: str) -> frozenset[int]:
    return graph_.numbers(f"{topic}@working" for topic in topics)


def test_a_unit_needs_what_its_outcomes_need_less_what_it_teaches() -> None:
    """A unit that teaches b and c, where c needs b and b needs a, needs a alone."""
    graph_ = graph("a -> b, b -> c", "u: a 60, v: b c 60")
    assert graph_.needs(graph_.unit_number["v"]) == (numbers(graph_, "a"),)


def test_what_is_known_waives_its_own_prerequisites() -> None:
    """A learner who has b may study a unit that teaches b and d without a."""
    graph_ = graph("a -> b, d", "u: a 60, v: b d 60")
    unit = graph_.unit_number["v"]
    assert graph_.needs(unit) == (numbers(graph_, "a"),)
    assert graph_.needs(unit, numbers(graph_, "b")) == ()


def test_knowing_implies_what_it_requires_but_not_any_of() -> None:
    """Knowing d implies c and a; of `b|e` nothing follows."""
    graph_ = graph("a -> c, b|e -> c, c -> d")
    assert graph_.implied(["d@working"]) == {"d@working", "c@working", "a@working"}


def test_the_unit_graph_runs_from_teacher_to_dependent() -> None:
    """A unit comes before another when it teaches what the other requires."""
    graph_ = graph("a -> b", "u: a 60, w: a 30, v: b 60")
    assert set(graph_.unit_edges()) == {("u", "v"), ("w", "v")}
    assert set(graph_.to_networkx().edges) == {("u", "v"), ("w", "v")}
    assert "graphml" in graph_.to_graphml()
    assert set(graph_.outcome_edges()) == {("a@working", "b@working")}


def test_a_circle_cannot_be_carried_out() -> None:
    """Two units that each teach what the other requires are both out of reach."""
    graph_ = graph("a, b, c", "u: a 9 < b, v: b 9 < a, w: c 9")
    have, studied = graph_.carry_out(frozenset(), range(3))
    assert have == numbers(graph_, "c")
    assert studied == {graph_.unit_number["w"]}


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 6), max_size=3), min_size=7, max_size=7))
def test_the_shortest_cycle_is_a_cycle_and_shortest(successors: list[list[int]]) -> None:
    """On random graphs: each step is an edge, and no cycle of fewer nodes exists."""
    found = shortest_cycle(successors)
    edges = {(a, b) for a, others in enumerate(successors) for b in others}
    assert all(edge in edges for edge in zip(found, [*found[1:], *found[:1]], strict=True))
    longest = len(found) - 1 if found else 7
    for size in range(1, longest + 1):
        for nodes in itertools.permutations(range(7), size):
            assert not all(edge in edges for edge in zip(nodes, [*nodes[1:], nodes[0]], strict=True))
