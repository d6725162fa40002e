"""Nodes in layers: the order within each layer and the place across, so that edges are short and cross seldom.

The classical method in its stages (Sugiyama, Tagawa and Toda, 1981): an edge over several layers gets a lane in each
one between, which it shares with the other edges from its topic; barycentre sweeps order each layer, and the best order
seen is kept; then each layer is placed as near to its neighbours' centres as its order and the gaps allow, which is a
least-squares problem that pooling solves exactly. Deterministic: every tie goes by the order that came before.

`across` runs within a layer (down a column of the board, along a row of the goal map).
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

from mlpath.chart import Edge

Node = str | tuple[str, int]
"""A topic, or the lane in which edges from a topic pass a layer: they run together as far as they can."""
SWEEPS = 24
PLACINGS = 10
ALONE_WEIGHT = 0.01
LANE_WEIGHT = 4.0
"""How much harder lanes pull than cards, so that long edges run straight."""


@dataclass(frozen=True)
class Arranged:
    """The centre of each node across its layer, and each edge's way through nodes."""

    centres: Mapping[Node, float]
    ways: Mapping[Edge, tuple[Node, ...]]
    extent: float
    """How far the layers reach across, from 0."""


def layers_of(ids: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The layer of each node: the length of the longest way to it. Edges must have no circle.

    >>> layers_of("abc", [("a", "b"), ("b", "c"), ("a", "c")])
    {'a': 0, 'b': 1, 'c': 2}
    """
    before, _ = _ends(ids, edges)
    found: dict[str, int] = {}
    for id_ in TopologicalSorter(before).static_order():
        found[id_] = 1 + max((found[other] for other in before[id_]), default=-1)
    return {id_: found[id_] for id_ in ids}


def layers_within(
    ids: Sequence[str], edges: Sequence[Edge], sizes: Mapping[str, float], gap: float, most: float
) -> dict[str, int]:
    """Layers of which none is longer than `most` pixels: a node that finds no room goes a layer further on.

    List scheduling with a bound, as Coffman and Graham did for machines; those with the longest way ahead go first.
    Then each node that more edges leave than enter moves on to just before what needs it, where there is room.
    """
    earliest, ahead = layers_of(ids, edges), layers_of(ids, [(b, a) for a, b in edges])
    before, after = _ends(ids, edges)
    place = {id_: index for index, id_ in enumerate(ids)}
    layer: dict[str, int] = {}
    room: dict[int, float] = {}
    for id_ in sorted(ids, key=lambda i: (earliest[i], -ahead[i], place[i])):
        at = 1 + max((layer[other] for other in before[id_]), default=-1)
        while room.get(at, 0.0) and room[at] + sizes[id_] > most:
            at += 1
        layer[id_] = at
        room[at] = room.get(at, 0.0) + sizes[id_] + gap
    for id_ in sorted(layer, key=lambda i: -layer[i]):
        if after[id_] and len(before[id_]) <= len(after[id_]):
            last = min(layer[other] for other in after[id_]) - 1
            fits = (at for at in range(last, layer[id_], -1) if room[at] + sizes[id_] <= most)
            at = next(fits, layer[id_])
            room[layer[id_]] -= sizes[id_] + gap
            room[at] += sizes[id_] + gap
            layer[id_] = at
    used = {at: index for index, at in enumerate(sorted(set(layer.values())))}
    return {id_: used[layer[id_]] for id_ in ids}


def _ends(ids: Sequence[str], edges: Sequence[Edge]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """For each node what its edges come from, and what they lead to."""
    before: dict[str, list[str]] = {id_: [] for id_ in ids}
    after: dict[str, list[str]] = {id_: [] for id_ in ids}
    for a, b in edges:
        before[b].append(a)
        after[a].append(b)
    return before, after


def arranged(
    layer: Mapping[str, int],
    sizes: Mapping[str, float],
    edges: Sequence[Edge],
    gap: float,
    lane: float,
    most: float = math.inf,
) -> Arranged:
    """Place nodes and lanes across their layers.

    Args:
        layer: each node's layer, from 0; every edge runs to a later one.
        sizes: each node's size across, in pixels.
        edges: prerequisite and dependent.
        gap: the room between two nodes of a layer, in pixels.
        lane: the size of an edge's lane, in pixels.
        most: how far the layers may reach across, in pixels; further only where one has more in it.

    """
    rows: list[list[Node]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for id_ in layer:
        rows[layer[id_]].append(id_)
    ways: dict[Edge, tuple[Node, ...]] = {}
    hops: dict[tuple[Node, Node], None] = {}
    for a, b in edges:
        way: tuple[Node, ...] = (a, *((a, at) for at in range(layer[a] + 1, layer[b])), b)
        ways[a, b] = way
        hops |= dict.fromkeys(itertools.pairwise(way))
    lanes = dict.fromkeys(node for way in ways.values() for node in way if not isinstance(node, str))
    for node in lanes:
        rows[node[1]].append(node)
    up: dict[Node, list[Node]] = {node: [] for row in rows for node in row}
    down: dict[Node, list[Node]] = {node: [] for row in rows for node in row}
    for first, second in hops:
        down[first].append(second)
        up[second].append(first)
    rows = _ordered(rows, up, down)
    room = {node: sizes[node] if isinstance(node, str) else lane for row in rows for node in row}
    centres, extent = _placed(rows, up, down, room, gap, most)
    return Arranged(centres, ways, extent)


Neighbours = Mapping[Node, Sequence[Node]]


def _ordered(rows: list[list[Node]], up: Neighbours, down: Neighbours) -> list[list[Node]]:
    """The best of the orders that barycentre sweeps, down and up in turn, come by."""
    best, fewest = [list(row) for row in rows], _crossings(rows, down)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        downward = sweep % 2 == 0
        for at in range(1, len(rows)) if downward else range(len(rows) - 2, -1, -1):
            fixed = {node: index for index, node in enumerate(rows[at - 1 if downward else at + 1])}
            rows[at] = _by_barycentre(rows[at], up if downward else down, fixed)
        count = _crossings(rows, down)
        if count < fewest:
            best, fewest = [list(row) for row in rows], count
    return best


def _by_barycentre(row: list[Node], neighbours: Neighbours, fixed: Mapping[Node, int]) -> list[Node]:
    """A layer sorted by the mean place of each node's neighbours; one without keeps its place among the rest."""
    keys: dict[Node, float] = {}
    for index, node in enumerate(row):
        others = neighbours[node]
        share = (index + 0.5) / len(row) * max(len(fixed), 1)
        keys[node] = sum(fixed[other] for other in others) / len(others) if others else share
    return sorted(row, key=keys.__getitem__)


def _crossings(rows: Sequence[Sequence[Node]], down: Neighbours) -> int:
    """How many pairs of edges cross between neighbouring layers."""
    total = 0
    for row, following in itertools.pairwise(rows):
        place = {node: index for index, node in enumerate(following)}
        seen: list[int] = []
        for node in row:
            ends = sorted(place[other] for other in down[node])
            total += sum(len(seen) - bisect_left(seen, end + 1) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def _placed(
    rows: Sequence[Sequence[Node]],
    up: Neighbours,
    down: Neighbours,
    room: Mapping[Node, float],
    gap: float,
    most: float,
) -> tuple[dict[Node, float], float]:
    packed = [_packed(row, room, gap) for row in rows]
    centres = {node: at for row, places in zip(rows, packed, strict=True) for node, at in zip(row, places, strict=True)}
    ends = [places[-1] + room[row[-1]] / 2 for row, places in zip(rows, packed, strict=True)]
    limit = max([most, *ends])
    for placing in range(PLACINGS):
        for at in range(len(rows)) if placing % 2 == 0 else range(len(rows) - 1, -1, -1):
            row, places = rows[at], packed[at]
            pulls = [[centres[other] for other in (*up[node], *down[node])] for node in row]
            middle = sum(centres[node] for node in row) / len(row)
            wanted = [sum(pull) / len(pull) if pull else middle for pull in pulls]
            weights = [_weight(node, pull) for node, pull in zip(row, pulls, strict=True)]
            found = pooled(wanted, weights, [b - a for a, b in itertools.pairwise(places)])
            if most < math.inf:  # the nearest within bounds is the nearest, cut off at them
                free = limit - ends[at]
                found = [min(max(place, low), low + free) for place, low in zip(found, places, strict=True)]
            centres |= zip(row, found, strict=True)
    least = min((centres[node] - room[node] / 2 for row in rows for node in row), default=0.0)
    centres = {node: round(centre - least, 1) for node, centre in centres.items()}
    return centres, max((centres[node] + room[node] / 2 for row in rows for node in row), default=0.0)


def _packed(row: Sequence[Node], room: Mapping[Node, float], gap: float) -> list[float]:
    """The centres of a layer's nodes, as close together as they may be, from 0 on."""
    places: list[float] = []
    for index, node in enumerate(row):
        before = row[index - 1] if index else None
        at = room[node] / 2
        if before is not None:
            at += places[-1] + room[before] / 2 + _between(before, node, room, gap)
        places.append(at)
    return places


def _between(a: Node, b: Node, room: Mapping[Node, float], gap: float) -> float:
    """The room between neighbours: lanes keep less distance from cards than cards do, and still less from lanes."""
    cards = isinstance(a, str) + isinstance(b, str)
    return (min(gap, room[a]), gap / 2, gap)[cards]


def _weight(node: Node, pulls: Sequence[float]) -> float:
    """How hard a node pulls at its place; one without neighbours only keeps near the others."""
    if not pulls:
        return ALONE_WEIGHT
    return 1.0 if isinstance(node, str) else LANE_WEIGHT


def pooled(wanted: Sequence[float], weights: Sequence[float], apart: Sequence[float]) -> list[float]:
    """Places in order, the i-th and the next at least `apart[i]` from each other, nearest to `wanted`.

    Least squares with weights, by pooling adjacent violators: exact in linear time.

    >>> pooled([0, 0], [1, 1], [2])
    [-1.0, 1.0]
    """
    shift = [0.0]
    for distance in apart:
        shift.append(shift[-1] + distance)
    pools: list[tuple[float, float, int]] = []
    for want, weight, moved in zip(wanted, weights, shift, strict=False):
        mean, mass, count = want - moved, weight, 1
        while pools and pools[-1][0] > mean:
            other, other_mass, other_count = pools.pop()
            mean = (mean * mass + other * other_mass) / (mass + other_mass)
            mass += other_mass
            count += other_count
        pools.append((mean, mass, count))
    level = [mean for mean, _, count in pools for _ in range(count)]
    return [mean + moved for mean, moved in zip(level, shift, strict=False)]
