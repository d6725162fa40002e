"""A curriculum at a glance, for who writes it: how well it is covered, what it hangs on, how long it is."""

from __future__ import annotations

from dataclasses import dataclass

from mlpath.curriculum import Curriculum
from mlpath.graph import PrerequisiteGraph
from mlpath.lint.edges import ancestors
from mlpath.texts import DEPTHS, Depth


@dataclass(frozen=True)
class AreaCoverage:
    """What an area holds: topics, outcomes, how many of them nobody, one resource, and several resources teach."""

    id: str
    title: str
    topics: int
    outcomes: int
    untaught: int
    single: int
    several: int
    minutes: int
    """Study time of the units whose first outcome is of this area."""


@dataclass(frozen=True)
class Bottleneck:
    """An outcome with one provider, and how many outcomes require it, directly or not."""

    outcome: str
    provider: str
    opens: int


@dataclass(frozen=True)
class Hub:
    """An outcome that many others require, directly or not, and how many resources teach it."""

    outcome: str
    opens: int
    providers: int


@dataclass(frozen=True)
class Analysis:
    """The whole of it; minutes are of study, without settling in."""

    areas: tuple[AreaCoverage, ...]
    depths: dict[Depth, int]
    """How many outcomes there are at each depth."""
    hubs: tuple[Hub, ...]
    """What most others rest on, the most first."""
    bottlenecks: tuple[Bottleneck, ...]
    """Outcomes with one provider, those that most rests on first."""
    chain: tuple[str, ...]
    """A longest chain of topics, from the first prerequisite on; empty where there is a circle."""
    minutes: int
    kinds: dict[str, int]
    """Minutes of study by kind of resource."""
    units: int
    unused: int
    """Units that teach nothing."""
    roots: int
    """Topics that require no other."""


def analysed(curriculum: Curriculum) -> Analysis:
    """Look at a curriculum whose references all resolve."""
    graph = PrerequisiteGraph(curriculum)
    providers = _providers(graph)
    opens = _opens(graph)
    units = [unit for resource in curriculum.resources for unit in resource.units]
    kinds: dict[str, int] = {}
    for resource in curriculum.resources:
        kinds[resource.kind] = kinds.get(resource.kind, 0) + sum(unit.minutes for unit in resource.units)
    singles = [n for n, names in enumerate(providers) if len(names) == 1]
    order = sorted(range(len(graph.outcomes)), key=lambda n: (-opens[n], graph.outcomes[n]))
    return Analysis(
        areas=_areas(graph, providers),
        depths={depth: sum(outcome.endswith(f"@{depth}") for outcome in graph.outcomes) for depth in DEPTHS},
        hubs=tuple(Hub(graph.outcomes[n], opens[n], len(providers[n])) for n in order if opens[n]),
        bottlenecks=tuple(
            Bottleneck(graph.outcomes[n], min(providers[n]), opens[n]) for n in order if n in set(singles)
        ),
        chain=_topics_of(longest_chain(_outcome_edges(graph))),
        minutes=sum(unit.minutes for unit in units),
        kinds=dict(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
        units=len(units),
        unused=sum(not unit.teaches for unit in units),
        roots=sum(not below for below in _topic_edges(graph).values()),
    )


def _providers(graph: PrerequisiteGraph) -> list[frozenset[str]]:
    of = graph.curriculum.resource_of
    return [frozenset(of[graph.units[unit].id].id for unit in teachers) for teachers in graph.teachers]


def _opens(graph: PrerequisiteGraph) -> list[int]:
    """For each outcome how many others rest on it (any-of groups not counted: there is another way)."""
    count = [0] * len(graph.outcomes)
    for outcome, below in enumerate(ancestors(graph)):
        for other in below - graph.included[outcome]:
            count[other] += 1
    return count


def _areas(graph: PrerequisiteGraph, providers: list[frozenset[str]]) -> tuple[AreaCoverage, ...]:
    curriculum = graph.curriculum
    area_of = {topic.id: topic.area for topic in curriculum.topics}
    minutes: dict[str, int] = {}
    for unit in graph.units:
        if unit.teaches:
            home = area_of[unit.teaches[0].partition("@")[0]]
            minutes[home] = minutes.get(home, 0) + unit.minutes
    found = []
    for area in curriculum.areas:
        numbers = [graph.number[o] for o, topic, *_ in curriculum.outcomes() if topic.area == area.id]
        counts = [len(providers[number]) for number in numbers]
        found.append(
            AreaCoverage(
                id=area.id,
                title=area.title,
                topics=sum(topic.area == area.id for topic in curriculum.topics),
                outcomes=len(numbers),
                untaught=counts.count(0),
                single=counts.count(1),
                several=sum(count > 1 for count in counts),
                minutes=minutes.get(area.id, 0),
            )
        )
    return tuple(found)


def _topic_edges(graph: PrerequisiteGraph) -> dict[str, set[str]]:
    """For each topic the topics that one of its depths requires, without any-of groups."""
    edges: dict[str, set[str]] = {topic.id: set() for topic in graph.curriculum.topics}
    for _, topic, _, level in graph.curriculum.outcomes():
        singles = (r.any_of[0].outcome.partition("@")[0] for r in level.requires if len(r.any_of) == 1)
        edges[topic.id] |= set(singles) - {topic.id}
    return edges


def _outcome_edges(graph: PrerequisiteGraph) -> dict[str, set[str]]:
    """For each outcome the outcomes that it requires, without any-of groups, and its shallower forms."""
    return {
        name: set(
            graph.names(
                (graph.included[number] - {number}).union(*(g for g in graph.outcome_groups[number] if len(g) == 1))
            )
        )
        - {name}
        for number, name in enumerate(graph.outcomes)
    }


def _topics_of(chain: tuple[str, ...]) -> tuple[str, ...]:
    """The topics of a chain of outcomes, each where it comes first."""
    return tuple(dict.fromkeys(outcome.partition("@")[0] for outcome in chain))


def longest_chain(edges: dict[str, set[str]]) -> tuple[str, ...]:
    """A longest chain of a graph given as prerequisites of each node, the first prerequisite first.

    >>> longest_chain({"a": set(), "b": {"a"}, "c": {"a", "b"}, "d": {"a"}})
    ('a', 'b', 'c')
    >>> longest_chain({"a": {"b"}, "b": {"a"}})
    ()
    """
    dependents: dict[str, list[str]] = {node: [] for node in edges}
    for node in sorted(edges):
        for other in edges[node]:
            dependents[other].append(node)
    waiting = {node: len(below) for node, below in edges.items()}
    ready = sorted(node for node, count in waiting.items() if not count)
    length, via = dict.fromkeys(edges, 1), dict[str, str]()
    done = 0
    while done < len(ready):
        node = ready[done]
        done += 1
        for other in dependents[node]:
            if length[node] + 1 > length[other]:
                length[other], via[other] = length[node] + 1, node
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    if done < len(edges) or not edges:
        return ()
    chain = [max(sorted(edges), key=length.__getitem__)]
    while chain[-1] in via:
        chain.append(via[chain[-1]])
    return tuple(reversed(chain))
