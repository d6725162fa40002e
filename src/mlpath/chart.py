"""The topics as a map shows them: which comes before which, and where the learner stands with each.

A *chart* has the topics in the curriculum's order and the edges between them, prerequisite first. Topics at different
depths may need each other (matrices to do linear maps, linear maps to understand matrices), so what is drawn is the
graph of topics less the edges that would close a circle, and less those that a longer way says already.

Not here: where a card stands on the page (`mlpath.view.map`), what the learner knows (`mlpath.learner`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Literal

from mlpath.curriculum import Curriculum
from mlpath.graph import PrerequisiteGraph
from mlpath.texts import split_outcome

Standing = Literal["done", "ready", "later"]
STANDINGS: tuple[Standing, ...] = ("done", "ready", "later")
Edge = tuple[str, str]


@dataclass(frozen=True)
class ChartTopic:
    """A topic by id, with its title and its area's id."""

    id: str
    title: str
    area: str


@dataclass(frozen=True)
class Chart:
    """Topics in the curriculum's order, the edges between them, and their areas as (id, title).

    Equal charts have equal layouts, whatever the learner does; hashable, so that a layout can be kept.
    """

    areas: tuple[tuple[str, str], ...]
    topics: tuple[ChartTopic, ...]
    edges: tuple[Edge, ...]
    """Without circles; each is a prerequisite that no longer way says."""

    @cached_property
    def before(self) -> Mapping[str, tuple[str, ...]]:
        """For each topic the topics at the other end of the edges that end at it."""
        found: dict[str, list[str]] = {topic.id: [] for topic in self.topics}
        for a, b in self.edges:
            found[b].append(a)
        return {id_: tuple(others) for id_, others in found.items()}

    def only(self, ids: Collection[str]) -> Chart:
        """The chart of some of its topics; a way through others that are left out becomes an edge.

        It keeps all areas, so that each has the same number, and with it its colour, on every map.
        """
        kept = tuple(topic for topic in self.topics if topic.id in ids)
        wanted = {topic.id for topic in kept}
        edges = {(a, b) for b in wanted for a in self._nearest(b, wanted)}
        return Chart(self.areas, kept, reduced([topic.id for topic in kept], edges))

    def _nearest(self, id_: str, wanted: Collection[str]) -> set[str]:
        """The wanted topics from which a way of unwanted ones leads to a topic."""
        found: set[str] = set()
        seen: set[str] = set()
        waiting = list(self.before[id_])
        while waiting:
            other = waiting.pop()
            if other in seen:
                continue
            seen.add(other)
            if other in wanted:
                found.add(other)
            else:
                waiting += self.before[other]
        return found


def topic_edges(graph: PrerequisiteGraph) -> set[Edge]:
    """Prerequisite and dependent topic, for every outcome that another requires; circles included."""
    split = ((split_outcome(a)[0], split_outcome(b)[0]) for a, b in graph.outcome_edges())
    return {(a, b) for a, b in split if a != b}


def chart_of(graph: PrerequisiteGraph) -> Chart:
    """The chart of a whole curriculum."""
    curriculum = graph.curriculum
    edges = topic_edges(graph)
    entry = _entry_edges(curriculum)
    order = _study_order([topic.id for topic in curriculum.topics], edges, entry)
    place = {id_: index for index, id_ in enumerate(order)}
    forward = {(a, b) for a, b in edges if place[a] < place[b]}
    topics = tuple(ChartTopic(topic.id, topic.title, topic.area) for topic in curriculum.topics)
    areas = tuple((area.id, area.title) for area in curriculum.areas)
    return Chart(areas, topics, reduced(order, forward))


def _entry_edges(curriculum: Curriculum) -> set[Edge]:
    """The edges that the shallowest depth of each topic has."""
    first = ((topic, next(iter(topic.levels.values()))) for topic in curriculum.topics)
    return {
        (split_outcome(need.outcome)[0], topic.id)
        for topic, level in first
        for requirement in level.requires
        for need in requirement.any_of
    }


def _study_order(ids: list[str], edges: set[Edge], entry: set[Edge]) -> list[str]:
    """All topics, each after what it needs; in a circle first the one whose shallowest depth needs the least."""
    before: dict[str, set[str]] = {id_: set() for id_ in ids}
    after: dict[str, list[str]] = {id_: [] for id_ in ids}
    for a, b in edges:
        before[b].add(a)
        after[a].append(b)
    place = {id_: index for index, id_ in enumerate(ids)}
    waiting = dict.fromkeys(ids)
    order: list[str] = []

    def reluctance(id_: str) -> tuple[int, int, int]:
        return sum((other, id_) in entry for other in before[id_]), len(before[id_]), place[id_]

    free = [id_ for id_ in ids if not before[id_]]
    while waiting:
        chosen = free.pop(0) if free else min(waiting, key=reluctance)
        if chosen not in waiting:
            continue
        del waiting[chosen]
        order.append(chosen)
        for other in sorted(after[chosen], key=place.__getitem__):
            before[other].discard(chosen)
            if not before[other] and other in waiting:
                free.append(other)
    return order


def reduced(order: Iterable[str], edges: Collection[Edge]) -> tuple[Edge, ...]:
    """The edges without those that a longer way says already, sorted; `edges` run forward in some order of all.

    >>> reduced("abc", {("a", "b"), ("b", "c"), ("a", "c")})
    (('a', 'b'), ('b', 'c'))
    """
    before: dict[str, list[str]] = {id_: [] for id_ in order}
    for a, b in edges:
        before[b].append(a)
    bit = {id_: 1 << index for index, id_ in enumerate(before)}
    above: dict[str, int] = {}
    """Bits of all that comes before a topic."""
    for id_ in TopologicalSorter(before).static_order():
        above[id_] = 0
        for other in before[id_]:
            above[id_] |= above[other] | bit[other]
    kept: list[Edge] = []
    for b, others in before.items():
        kept += [(a, b) for a in others if not any(above[other] & bit[a] for other in others if other != a)]
    return tuple(sorted(kept))


def standings(
    graph: PrerequisiteGraph, known: Collection[str], wanted: Collection[str], ready: Callable[[str], bool]
) -> dict[str, Standing]:
    """Where the learner stands with each topic.

    Args:
        graph: the curriculum's graph.
        known: the outcomes known.
        wanted: the outcomes that the goal needs. A topic that has some is done when these are known; one that has none
            is done when its working depth (or its only one) is.
        ready: whether all that an outcome requires is known.

    """
    have, needed = set(known), set(wanted)
    found: dict[str, Standing] = {}
    for topic in graph.curriculum.topics:
        outcomes = [f"{topic.id}@{depth}" for depth in topic.levels]
        depths = list(topic.levels)
        usual = f"{topic.id}@{'working' if 'working' in depths else depths[0]}"
        asked = [outcome for outcome in outcomes if outcome in needed] or [usual]
        missing = [outcome for outcome in asked if outcome not in have]
        if not missing:
            found[topic.id] = "done"
        else:
            upto = outcomes[: outcomes.index(missing[-1]) + 1]
            found[topic.id] = "ready" if any(ready(o) for o in upto if o not in have) else "later"
    return found
