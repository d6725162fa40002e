"""Circles of prerequisites among items, found in one walk, each shown edge by edge.

Where one item alone teaches a topic, whatever needs the topic needs that item. Where several do, any of them is
enough: then there is a circle only among what could never be reached at all.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from mlpath.importers.resolved import Resolved

MAX_SHORTENED = 50


@dataclass(frozen=True)
class Circle:
    """Items that need each other: each edge is (item, needed item, place); the edge to cut is (item, needed item)."""

    edges: tuple[tuple[int, int, str], ...]
    cut: tuple[int, int]

    @property
    def place(self) -> str:
        """Where the edge stands that would be cut."""
        return next(place for a, b, place in self.edges if (a, b) == self.cut)


Edges = list[dict[int, str]]
"""For each item the items that it needs, with the place that says so."""


def circles(found: Resolved) -> list[Circle]:
    """One circle for each edge that closes one in a walk through the items in the file's order."""
    edges = _edges(found, only_teachers=True)
    closing = _closing(edges)
    if not closing:
        stuck = _stuck(found)
        if not stuck:
            return []
        everything = _edges(found, only_teachers=False)
        edges = [{b: p for b, p in row.items() if b in stuck} if a in stuck else {} for a, row in enumerate(everything)]
        closing = _closing(edges)
    return [
        _circle(edges, path if number >= MAX_SHORTENED else _shortest(edges, path), cut)
        for number, (cut, path) in enumerate(closing)
    ]


def _edges(found: Resolved, *, only_teachers: bool) -> Edges:
    edges: Edges = [{} for _ in found.needs]
    for item, needs in enumerate(found.needs):
        for clause in needs:
            for link in clause:
                teachers = found.topics[link.topic].teachers
                if len(teachers) == 1 or not only_teachers:
                    for teacher in teachers:
                        if teacher != item:
                            edges[item].setdefault(teacher, link.place)
    return edges


def _closing(edges: Edges) -> list[tuple[tuple[int, int], list[int]]]:
    """The edges that lead back to what is being walked, each with the walk from its end to its beginning."""
    found: list[tuple[tuple[int, int], list[int]]] = []
    done: set[int] = set()
    for start in range(len(edges)):
        if start in done:
            continue
        path: list[int] = [start]
        at: dict[int, int] = {start: 0}
        waiting = [iter(edges[start])]
        while path:
            node = path[-1]
            step = next(waiting[-1], None)
            if step is None:
                done.add(node)
                del at[node]
                path.pop()
                waiting.pop()
            elif step in at:
                found.append(
                    (
                        (node, step),
                        path[at[step] :] if len(found) < MAX_SHORTENED else [step, node][: 1 + (step != node)],
                    )
                )
            elif step not in done:
                at[step] = len(path)
                path.append(step)
                waiting.append(iter(edges[step]))
    return found


def _shortest(edges: Edges, path: list[int]) -> list[int]:
    """The shortest walk from the first to the last of a path, which closes a circle."""
    start, goal = path[0], path[-1]
    came: dict[int, int] = {start: start}
    waiting = deque([start])
    while waiting and goal not in came:
        node = waiting.popleft()
        for step in edges[node]:
            if step not in came:
                came[step] = node
                waiting.append(step)
    found = [goal]
    while found[-1] != start:
        found.append(came[found[-1]])
    return found[::-1]


def _circle(edges: Edges, path: list[int], cut: tuple[int, int]) -> Circle:
    steps = [(a, b, edges[a].get(b, "")) for a, b in zip(path, [*path[1:], path[0]], strict=True) if b in edges[a]]
    return Circle(tuple(steps), cut)


def _stuck(found: Resolved) -> set[int]:
    """The items that no order of study ever reaches."""
    have: set[int] = set()
    waiting = [[{link.topic for link in clause} for clause in needs] for needs in found.needs]
    by_topic: dict[int, list[int]] = {}
    for item, groups in enumerate(waiting):
        for topic in set().union(*groups):
            by_topic.setdefault(topic, []).append(item)
    ready = deque(item for item, groups in enumerate(waiting) if not groups)
    reached: set[int] = set(ready)
    while ready:
        item = ready.popleft()
        for topic in found.teaches[item]:
            if topic in have:
                continue
            have.add(topic)
            for other in by_topic.get(topic, ()):
                waiting[other] = [group for group in waiting[other] if topic not in group]
                if not waiting[other] and other not in reached:
                    reached.add(other)
                    ready.append(other)
    return set(range(len(waiting))) - reached
