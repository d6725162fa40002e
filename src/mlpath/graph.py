"""The prerequisite graph of a curriculum: unit comes before unit where it teaches what the other requires.

    limits ──▶ derivatives ──▶ chain-rule        outcomes: what an outcome requires comes before it
      │             │
    lec01 ────▶   lec02    ────▶ lec04           units: the graph that the project is named for, derived
                                                 from what each unit teaches and requires

Arrows run from prerequisite to dependent. Outcomes and units are numbered in sorted order, and the planner's
loops run on those numbers. networkx is used for structure, export and analysis only, and imported where it is
used; this is the only file that does so.

Not here: which units to study (`mlpath.planner`), what the learner knows (`mlpath.learner`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mlpath.curriculum import Curriculum, Requirement, Unit
from mlpath.texts import DEPTHS, split_outcome

if TYPE_CHECKING:
    import networkx as nx

Group = frozenset[int]
"""A requirement in numbers: one of these outcomes must be there."""


class PrerequisiteGraph:
    """Outcomes and units of a curriculum as numbers, and what each requires and teaches.

    Args:
        curriculum: one whose references all resolve (`mlpath.lint` says so).

    Raises:
        KeyError: for a reference to an outcome that the curriculum does not have.

    """

    def __init__(self, curriculum: Curriculum) -> None:
        self.curriculum = curriculum
        self.outcomes: list[str] = sorted(outcome for outcome, *_ in curriculum.outcomes())
        self.number: dict[str, int] = {outcome: i for i, outcome in enumerate(self.outcomes)}
        self.units: list[Unit] = [curriculum.unit[unit] for unit in sorted(curriculum.unit)]
        self.unit_number: dict[str, int] = {unit.id: i for i, unit in enumerate(self.units)}
        self.included: list[frozenset[int]] = [self._included(outcome) for outcome in self.outcomes]
        self._groups: dict[int, tuple[Requirement, Group]] = {}
        levels = {outcome: level for outcome, _, _, level in curriculum.outcomes()}
        self.outcome_groups: list[tuple[Group, ...]] = [
            self.groups(levels[outcome].requires) for outcome in self.outcomes
        ]
        self.own_groups: list[tuple[Group, ...]] = [self.groups(unit.requires) for unit in self.units]
        self.taught: list[frozenset[int]] = [self.numbers(unit.teaches) for unit in self.units]

    def _included(self, outcome: str) -> frozenset[int]:
        topic, depth = split_outcome(outcome)
        depths = DEPTHS[: DEPTHS.index(depth) + 1]
        ids = (f"{topic}@{shallower}" for shallower in depths)
        return frozenset(self.number[id_] for id_ in ids if id_ in self.number)

    def groups(self, requirements: Iterable[Requirement]) -> tuple[Group, ...]:
        """Requirements in numbers."""
        return tuple([self._group(requirement) for requirement in requirements])

    def _group(self, requirement: Requirement) -> Group:
        # What many units require is one value in a compiled curriculum: to know it again costs less than its set.
        found = self._groups.get(id(requirement))
        if found is None:
            group = frozenset([self.number[need.outcome] for need in requirement.any_of])
            found = self._groups[id(requirement)] = (requirement, group)  # as long as it is kept, its number is its own
        return found[1]

    def numbers(self, outcomes: Iterable[str]) -> frozenset[int]:
        """The numbers of outcomes and of the shallower ones that they include."""
        return frozenset().union(*[self.included[self.number[outcome]] for outcome in outcomes])

    def names(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The ids of outcomes, sorted."""
        return tuple(self.outcomes[number] for number in sorted(numbers))

    def needs(self, unit: int, known: Collection[int] = frozenset()) -> tuple[Group, ...]:
        """What a unit requires of a learner who starts with `known`, as any-of groups in a fixed order.

        Its own requirements, and those of what it teaches, less what it teaches itself. An outcome that the
        learner already has waives its own prerequisites.
        """
        taught = self.taught[unit]
        groups = dict.fromkeys(self.own_groups[unit])
        for outcome in sorted(taught):
            if outcome not in known:
                groups |= dict.fromkeys(self.outcome_groups[outcome])
        return tuple([group for group in groups if taught.isdisjoint(group)])

    def implied(self, outcomes: Iterable[str]) -> frozenset[str]:
        """Outcomes and, by implication, what they require; any-of groups imply nothing."""
        found: set[int] = set()
        waiting = [self.number[outcome] for outcome in outcomes]
        while waiting:
            for outcome in self.included[waiting.pop()]:
                if outcome not in found:
                    found.add(outcome)
                    waiting += [next(iter(group)) for group in self.outcome_groups[outcome] if len(group) == 1]
        return frozenset(self.outcomes[outcome] for outcome in found)

    def reachable(self, known: Collection[int], units: Iterable[int]) -> frozenset[int]:
        """All outcomes that a learner who starts with `known` could come to have by these units alone."""
        have, _ = self.carry_out(known, units)
        return have

    def carry_out(self, known: Collection[int], units: Iterable[int]) -> tuple[frozenset[int], frozenset[int]]:
        """Study every unit whose turn comes, until no more can: the outcomes had at the end, the units studied."""
        have = set(known)
        waiting: dict[int, list[Group]] = {}
        ready: deque[int] = deque()
        by_outcome: dict[int, set[int]] = {}
        for unit in units:
            open_groups = [group for group in self.needs(unit, known) if have.isdisjoint(group)]
            waiting[unit] = open_groups
            if not open_groups:
                ready.append(unit)
            for group in open_groups:
                for outcome in group:
                    by_outcome.setdefault(outcome, set()).add(unit)
        studied: set[int] = set()
        while ready:
            unit = ready.popleft()
            studied.add(unit)
            for outcome in self.taught[unit] - have:
                have.add(outcome)
                for other in by_outcome.get(outcome, ()):
                    left = [group for group in waiting[other] if outcome not in group]
                    if waiting[other] and not left:
                        ready.append(other)
                    waiting[other] = left
        return frozenset(have), frozenset(studied)

    @cached_property
    def teachers(self) -> list[list[int]]:
        """For each outcome the units that teach it, in order of id."""
        found: list[list[int]] = [[] for _ in self.outcomes]
        for unit, taught in enumerate(self.taught):
            for outcome in taught:
                found[outcome].append(unit)
        return found

    def outcome_edges(self) -> Iterator[tuple[str, str]]:
        """Prerequisite and dependent, for every outcome that another requires (any-of members included)."""
        for outcome, groups in enumerate(self.outcome_groups):
            included = self.included[outcome] - {outcome}
            for other in sorted(included.union(*groups)):
                yield self.outcomes[other], self.outcomes[outcome]

    def unit_edges(self) -> Iterator[tuple[str, str]]:
        """Unit and dependent unit: the first teaches an outcome that the second requires."""
        for unit in range(len(self.units)):
            before = {
                teacher
                for group in self.needs(unit)
                for outcome in group
                for teacher in self.teachers[outcome]
                if teacher != unit
            }
            for teacher in sorted(before):
                yield self.units[teacher].id, self.units[unit].id

    def resource_edges(self) -> Iterator[tuple[str, str]]:
        """Resource and dependent resource, from the graph of their units."""
        of = self.curriculum.resource_of
        edges = dict.fromkeys((of[a].id, of[b].id) for a, b in self.unit_edges())
        yield from (edge for edge in edges if edge[0] != edge[1])

    def to_networkx(self, of: str = "units") -> nx.DiGraph[str]:
        """The graph of `units`, `resources` or `outcomes` as a networkx value, nodes with their titles."""
        import networkx as nx  # 150 ms, and most commands never need it

        graph: nx.DiGraph[str] = nx.DiGraph(name=f"{self.curriculum.id} {of}")
        for id_, attributes in self.nodes(of):
            graph.add_node(id_, **attributes)
        graph.add_edges_from(self.edges(of))
        return graph

    def to_graphml(self, of: str = "units") -> str:
        """The graph of `units`, `resources` or `outcomes` as GraphML."""
        import networkx as nx  # as above

        return "\n".join(nx.generate_graphml(self.to_networkx(of)))

    def nodes(self, of: str) -> list[tuple[str, dict[str, Any]]]:
        """Ids of `units`, `resources` or `outcomes`, with title, area or kind, and hours where there are some."""
        curriculum = self.curriculum
        if of == "units":
            return [
                (
                    unit.id,
                    {
                        "title": unit.title,
                        "kind": curriculum.resource_of[unit.id].kind,
                        "hours": unit.minutes / 60,
                    },
                )
                for unit in self.units
            ]
        if of == "resources":
            return [
                (r.id, {"title": r.title, "kind": r.kind, "hours": sum(u.minutes for u in r.units) / 60})
                for r in sorted(curriculum.resources, key=lambda r: r.id)
            ]
        return [
            (id_, {"title": topic.title, "area": topic.area, "depth": depth})
            for id_, topic, depth, _ in sorted(curriculum.outcomes(), key=lambda row: row[0])
        ]

    def edges(self, of: str) -> Iterator[tuple[str, str]]:
        """The edges of the graph of `units`, `resources` or `outcomes`."""
        return {
            "units": self.unit_edges,
            "resources": self.resource_edges,
            "outcomes": self.outcome_edges,
        }[of]()


def shortest_cycle(successors: Sequence[Iterable[int]]) -> list[int]:
    """One shortest cycle of a graph given as lists of successors; empty where there is none.

    A breadth-first search from each node that the removal of sources and sinks leaves, so the time is bounded
    by nodes times edges of that core; the answer starts at its smallest number.

    >>> shortest_cycle([[1], [2], [0, 1]])
    [1, 2]
    >>> shortest_cycle([[1], [2], []])
    []
    """
    core = _core(successors)
    best: list[int] = []
    for start in sorted(core):
        found = _cycle_through(start, lambda node: [n for n in successors[node] if n in core])
        if found and (not best or len(found) < len(best)):
            best = found
        if len(best) == 1:
            break
    return best


def _core(successors: Sequence[Iterable[int]]) -> set[int]:
    """What is left when nodes without successors, then without predecessors, have been taken away again and again."""
    core = set(range(len(successors)))
    for edges in (_reversed(successors), [list(s) for s in successors]):
        opposite = _reversed(edges)
        count = [sum(node in core for node in opposite[n]) for n in range(len(edges))]
        waiting = [node for node in core if count[node] == 0]
        while waiting:
            node = waiting.pop()
            core.discard(node)
            for other in edges[node]:
                count[other] -= 1
                if count[other] == 0 and other in core:
                    waiting.append(other)
    return core


def _reversed(successors: Sequence[Iterable[int]]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in successors]
    for node, others in enumerate(successors):
        for other in others:
            found[other].append(node)
    return found


def _cycle_through(start: int, successors: Callable[[int], list[int]]) -> list[int]:
    came_from: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for other in successors(node):
            if other == start:
                path = [node]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return path[::-1]
            if other not in came_from:
                came_from[other] = node
                waiting.append(other)
    return []
