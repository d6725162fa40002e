"""The short resources that only help: for what a plan works through, a picture of it first.

Nothing here is needed for soundness, and nothing counts against the proof: the steps are marked as such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mlpath.graph import PrerequisiteGraph
from mlpath.texts import split_outcome

SHORT_MINUTES = 60
GENTLE_KINDS = frozenset({"video", "article", "interactive"})


def gentle_units(
    graph: PrerequisiteGraph, known: frozenset[int], chosen: frozenset[int], allowed: Callable[[int], bool]
) -> frozenset[int]:
    """Short units that give the intuition for topics which the chosen units teach in earnest.

    For each such topic whose intuition is neither known nor taught apart: the shortest video, article or
    interactive page of at most SHORT_MINUTES whose own requirements the plan meets; fewest hours first, then id.
    """
    have = graph.reachable(known, chosen)
    wanted = _worked(graph, chosen) - _pictured(graph, known, chosen)
    of = graph.curriculum.resource_of
    candidates = [
        unit
        for unit in range(len(graph.units))
        if unit not in chosen
        and of[graph.units[unit].id].kind in GENTLE_KINDS
        and graph.units[unit].minutes <= SHORT_MINUTES
        and allowed(unit)
        and all(not have.isdisjoint(group) for group in graph.needs(unit, known))
    ]
    found: set[int] = set()
    for unit in sorted(candidates, key=lambda u: (graph.units[u].minutes, graph.units[u].id)):
        new = _intuitions(graph, unit) & wanted
        if new:
            found.add(unit)
            wanted -= new
    return frozenset(found)


def _worked(graph: PrerequisiteGraph, chosen: Iterable[int]) -> set[str]:
    """Topics with an intuition depth that the chosen units teach at working or deeper."""
    parts = (split_outcome(outcome) for unit in chosen for outcome in graph.units[unit].teaches)
    return {topic for topic, depth in parts if depth != "intuition" and f"{topic}@intuition" in graph.number}


def _pictured(graph: PrerequisiteGraph, known: frozenset[int], chosen: Iterable[int]) -> set[str]:
    """Topics whose intuition is known, or taught by a chosen unit that stops there."""
    have = {graph.outcomes[number].partition("@")[0] for number in known}
    return have | {topic for unit in chosen for topic in _intuitions(graph, unit)}


def _intuitions(graph: PrerequisiteGraph, unit: int) -> set[str]:
    parts = [split_outcome(outcome) for outcome in graph.units[unit].teaches]
    return {topic for topic, depth in parts if depth == "intuition"}
