"""What is wrong with a curriculum: findings as sorted values; it never prints and never raises.

Two passes: references first (`broken`: nothing can be planned while one is off), then meaning, which takes a
graph. The shape of files is the library's to check, with findings of the same kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal

from mlpath.curriculum import DEPTHS, Curriculum, Need, Requirement, Resource, Unit, split_outcome
from mlpath.graph import PrerequisiteGraph, shortest_cycle

Severity = Literal["error", "warning", "note"]
Where = tuple[str | int, ...]
Places = dict[Where, str]
"""file:line:column of each part of a curriculum: ("topic", "pca", "working", "requires", 0) and the like."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: its rule, one sentence, the mend, and where."""

    rule: str
    severity: Severity
    message: str
    hint: str = ""
    place: str = ""
    where: Where = ()

    def order(self) -> tuple[str, tuple[int, ...], str, str]:
        """Files by name, places in a file from top to bottom."""
        file, *numbers = self.place.split(":")
        return file, tuple(int(n) for n in numbers if n.isdigit()), self.rule, self.message


def located(findings: Iterable[Finding], places: Places) -> list[Finding]:
    """The findings with their places, sorted; what stands nowhere itself gets the place of what holds it."""
    found = [
        finding if finding.place else replace(finding, place=_place(finding.where, places)) for finding in findings
    ]
    return sorted(found, key=Finding.order)


def _place(where: Where, places: Places) -> str:
    for length in range(len(where), 0, -1):
        if where[:length] in places:
            return places[where[:length]]
    return ""


def check(curriculum: Curriculum) -> list[Finding]:
    """Every finding of references and meaning, in no particular order."""
    findings = broken(curriculum)
    if findings:
        return findings
    graph = PrerequisiteGraph(curriculum)
    return [
        *_cycles(graph),
        *_redundant(graph),
        *_depths(curriculum),
        *_reasons(curriculum),
        *_units(curriculum),
        *_resources(curriculum),
        *_teachers(graph),
        *_goals(graph),
    ]


def broken(curriculum: Curriculum) -> list[Finding]:
    """The findings that make planning impossible: ids used twice and references to nothing."""
    return [*_duplicates(curriculum), *_references(curriculum)]


def _duplicates(curriculum: Curriculum) -> Iterator[Finding]:
    named: list[tuple[str, Where]] = []
    for kind, things in (
        ("area", curriculum.areas),
        ("topic", curriculum.topics),
        ("resource", curriculum.resources),
        ("goal", curriculum.goals),
    ):
        for thing in things:
            named.append((thing.id, (kind, thing.id)))
            aliases: tuple[str, ...] = getattr(thing, "aliases", ())
            named += [(alias, (kind, thing.id, "aliases", i)) for i, alias in enumerate(aliases)]
    for resource in curriculum.resources:
        named += [
            (unit.id, ("resource", resource.id, "units", i))
            for i, unit in enumerate(resource.units)
            if unit.id != resource.id
        ]
    count = Counter(name for name, _ in named)
    seen: set[str] = set()
    for name, where in named:
        if count[name] > 1 and name in seen:
            message = f"'{name}' is the id of something else too"
            yield Finding("duplicate-id", "error", message, "rename one of the two", where=where)
        seen.add(name)


def _references(curriculum: Curriculum) -> Iterator[Finding]:
    outcomes = {outcome for outcome, *_ in curriculum.outcomes()}
    areas = {area.id for area in curriculum.areas}
    sources = {source.id for source in curriculum.sources}
    goals = set(curriculum.goal)
    wanted: list[tuple[str, set[str], str, Where]] = []
    for topic in curriculum.topics:
        wanted.append((topic.area, areas, "area", ("topic", topic.id)))
        for depth, level in topic.levels.items():
            wanted += _needs(level.requires, outcomes, ("topic", topic.id, depth, "requires"))
            wanted += [
                (need.outcome, outcomes, "outcome", ("topic", topic.id, depth, "helps", i))
                for i, need in enumerate(level.helps)
            ]
    for resource in curriculum.resources:
        wanted += [
            (s, sources, "source", ("resource", resource.id, "sources", i)) for i, s in enumerate(resource.sources)
        ]
        for where, unit in _places_of_units(resource):
            wanted += _needs(unit.requires, outcomes, (*where, "requires"))
            wanted += [(o, outcomes, "outcome", (*where, "teaches", i)) for i, o in enumerate(unit.teaches)]
    for goal in curriculum.goals:
        wanted += [(o, outcomes, "outcome", ("goal", goal.id, "requires", i)) for i, o in enumerate(goal.requires)]
        wanted += [(g, goals, "goal", ("goal", goal.id, "includes", i)) for i, g in enumerate(goal.includes)]
        if goal.capstone is not None:
            wanted.append((goal.capstone, set(curriculum.unit), "unit", ("goal", goal.id, "capstone")))
    for name, known, what, where in wanted:
        if name not in known:
            yield Finding("unknown-reference", "error", f"no {what} '{name}'", _nearest(name, known), where=where)


def _needs(
    requirements: Iterable[Requirement], outcomes: set[str], where: Where
) -> Iterator[tuple[str, set[str], str, Where]]:
    for i, requirement in enumerate(requirements):
        for j, need in enumerate(requirement.any_of):
            yield (
                need.outcome,
                outcomes,
                "outcome",
                (*where, i, "any", j) if len(requirement.any_of) > 1 else (*where, i),
            )


def _nearest(name: str, known: set[str]) -> str:
    topic = name.partition("@")[0]
    depths = [f"{topic}@{depth}" for depth in DEPTHS if f"{topic}@{depth}" in known]
    if "@" in name and depths:
        return f"that topic has {', '.join(depths)}"
    near = get_close_matches(name, sorted(known), n=2, cutoff=0.5)
    return f"did you mean {' or '.join(near)}?" if near else "add it, or delete the reference"


def _places_of_units(resource: Resource) -> Iterator[tuple[Where, Unit]]:
    for i, unit in enumerate(resource.units):
        whole = unit.id == resource.id
        yield (("resource", resource.id) if whole else ("resource", resource.id, "units", i)), unit


def _cycles(graph: PrerequisiteGraph) -> Iterator[Finding]:
    successors = [sorted(frozenset().union(*groups)) for groups in graph.outcome_groups]
    cycle = shortest_cycle([[o for o in others if o != i] for i, others in enumerate(successors)])
    for number, others in enumerate(successors):
        if number in others:
            topic, depth = split_outcome(graph.outcomes[number])
            where = ("topic", topic, depth, "requires")
            yield Finding(
                "self-requirement",
                "error",
                f"{graph.outcomes[number]} requires itself",
                "delete the edge",
                where=where,
            )
    if cycle:
        names = [graph.outcomes[number] for number in cycle]
        edges = "; ".join(f"{a} requires {b}" for a, b in zip(names, [*names[1:], names[0]], strict=True))
        topic, depth = split_outcome(names[0])
        yield Finding(
            "cycle",
            "error",
            f"a circle of {len(names)}: {edges}",
            "delete one of these edges",
            where=("topic", topic, depth, "requires"),
        )


def _redundant(graph: PrerequisiteGraph) -> Iterator[Finding]:
    """Edges that follow from others: A requires B and C, and C requires B."""
    below = _ancestors(graph)
    for outcome, topic, depth, level in graph.curriculum.outcomes():
        singles = [(i, r.any_of[0].outcome) for i, r in enumerate(level.requires) if len(r.any_of) == 1]
        shallower = graph.included[graph.number[outcome]] - {graph.number[outcome]}
        for i, needed in singles:
            number = graph.number[needed]
            via = next(
                (other for _, other in singles if other != needed and number in below[graph.number[other]]),
                None,
            ) or next((graph.outcomes[s] for s in sorted(shallower) if number in below[s]), None)
            if via is not None:
                yield Finding(
                    "redundant-edge",
                    "warning",
                    f"{outcome} requires {needed}, which follows from {via}",
                    "delete the edge",
                    where=("topic", topic.id, depth, "requires", i),
                )


def _ancestors(graph: PrerequisiteGraph) -> list[frozenset[int]]:
    """For each outcome all that it requires through single edges, shallower forms included."""
    found: dict[int, frozenset[int]] = {}
    for start in range(len(graph.outcomes)):
        stack = [start]
        while stack:
            outcome = stack[-1]
            direct = graph.included[outcome] - {outcome}
            direct |= {next(iter(g)) for g in graph.outcome_groups[outcome] if len(g) == 1} - {outcome}
            missing = [o for o in direct if o not in found and o not in stack]
            if missing:
                stack += missing[:1]
                continue
            stack.pop()
            found[outcome] = direct.union(*(found.get(o, frozenset()) for o in direct))
    return [found[outcome] for outcome in range(len(graph.outcomes))]


def _depths(curriculum: Curriculum) -> Iterator[Finding]:
    for outcome, topic, depth, level in curriculum.outcomes():
        for i, requirement in enumerate(level.requires):
            for need in requirement.any_of:
                other, wanted = split_outcome(need.outcome)
                deeper = DEPTHS.index(wanted) > DEPTHS.index(depth)
                if deeper and (wanted == "rigorous" or other == topic.id):
                    yield Finding(
                        "depth-inversion",
                        "warning",
                        f"{outcome} requires the deeper {need.outcome}",
                        "require a shallower depth",
                        where=("topic", topic.id, depth, "requires", i),
                    )


def _reasons(curriculum: Curriculum) -> Iterator[Finding]:
    for outcome, topic, depth, level in curriculum.outcomes():
        edges: list[tuple[Where, Need]] = [
            (("requires", i), need) for i, r in enumerate(level.requires) for need in r.any_of
        ]
        edges += [(("helps", i), need) for i, need in enumerate(level.helps)]
        for where, need in edges:
            if not need.reason:
                yield Finding(
                    "edge-without-reason",
                    "warning",
                    f"no reason why {outcome} needs {need.outcome}",
                    f"write '- {need.outcome}: the reason'",
                    where=("topic", topic.id, depth, *where),
                )


def _units(curriculum: Curriculum) -> Iterator[Finding]:
    for resource in curriculum.resources:
        for where, unit in _places_of_units(resource):
            for i, outcome in enumerate(unit.teaches):
                depth = split_outcome(outcome)[1]
                if depth == "working" and not unit.exercises and resource.kind != "project":
                    yield Finding(
                        "working-without-exercises",
                        "error",
                        f"{unit.id} teaches {outcome}, but has no exercises",
                        "teach it at intuition, or say exercises: true",
                        where=(*where, "teaches", i),
                    )
                if depth == "rigorous" and not unit.proves:
                    yield Finding(
                        "rigorous-without-proof",
                        "error",
                        f"{unit.id} teaches {outcome}, but proves nothing",
                        "teach it at working, or say proves: true",
                        where=(*where, "teaches", i),
                    )
            if not unit.teaches and not unit.note and not resource.note and resource.kind != "project":
                yield Finding(
                    "teaches-nothing",
                    "warning",
                    f"{unit.id} teaches nothing",
                    "say what it teaches, or in a note why it is listed",
                    where=where,
                )


def _resources(curriculum: Curriculum) -> Iterator[Finding]:
    addresses: dict[str, str] = {}
    for resource in curriculum.resources:
        if not resource.sources and curriculum.sources and resource.kind != "project":
            message = f"{resource.id} has no source: nobody is named who recommends it"
            yield Finding("no-source", "warning", message, "add sources: […]", where=("resource", resource.id))
        for url in (resource.url, *resource.also):
            other = addresses.setdefault(url.rstrip("/"), resource.id)
            if other != resource.id:
                message = f"{resource.id} has the same address as {other}"
                yield Finding(
                    "duplicate-link",
                    "warning",
                    message,
                    "merge the two",
                    where=("resource", resource.id, "url"),
                )


def _teachers(graph: PrerequisiteGraph) -> Iterator[Finding]:
    of = graph.curriculum.resource_of
    for number, outcome in enumerate(graph.outcomes):
        topic, depth = split_outcome(outcome)
        providers = {of[graph.units[unit].id].id for unit in graph.teachers[number]}
        if not providers:
            yield Finding(
                "untaught",
                "warning",
                f"nothing teaches {outcome}",
                "add a unit that does, or delete the depth",
                where=("topic", topic, depth),
            )
        elif len(providers) == 1:
            yield Finding(
                "bottleneck",
                "note",
                f"only {min(providers)} teaches {outcome}",
                "add a second way",
                where=("topic", topic, depth),
            )


def _goals(graph: PrerequisiteGraph) -> Iterator[Finding]:
    reachable = graph.reachable((), range(len(graph.units)))
    for goal in graph.curriculum.goals:
        for i, outcome in enumerate(goal.requires):
            if graph.number[outcome] not in reachable:
                yield Finding(
                    "unreachable-goal",
                    "error",
                    f"{goal.id} requires {outcome}, which no plan reaches",
                    f"see: mlpath plan {outcome} --dry-run",
                    where=("goal", goal.id, "requires", i),
                )
