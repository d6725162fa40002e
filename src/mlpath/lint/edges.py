"""Prerequisites of topics: circles, edges that say nothing new, depths the wrong way round, missing reasons."""

from __future__ import annotations

from collections.abc import Iterator

from mlpath.curriculum import Curriculum, Need
from mlpath.graph import PrerequisiteGraph, shortest_cycle
from mlpath.lint.finding import Finding, Where
from mlpath.texts import DEPTHS, split_outcome


def cycles(graph: PrerequisiteGraph) -> Iterator[Finding]:
    """Outcomes that require themselves, and one shortest circle, named edge by edge."""
    successors = [sorted(frozenset().union(*groups)) for groups in graph.outcome_groups]
    for number, others in enumerate(successors):
        if number in others:
            name = graph.outcomes[number]
            message = f"{name} requires itself"
            yield Finding("self-requirement", "error", message, "delete the edge", where=_edge(graph, name, name))
    cycle = shortest_cycle([[o for o in others if o != i] for i, others in enumerate(successors)])
    if cycle:
        names = [graph.outcomes[number] for number in cycle]
        pairs = list(zip(names, [*names[1:], names[0]], strict=True))
        edges = "; ".join(f"{a} requires {b}" for a, b in pairs)
        message = f"a circle of {len(names)}: {edges}"
        yield Finding("cycle", "error", message, "delete one of these edges", where=_edge(graph, *pairs[0]))


def _edge(graph: PrerequisiteGraph, dependent: str, prerequisite: str) -> Where:
    """Where the edge between two outcomes stands."""
    topic, depth = split_outcome(dependent)
    requires = graph.curriculum.topic[topic].levels[depth].requires
    for i, requirement in enumerate(requires):
        for j, need in enumerate(requirement.any_of):
            if need.outcome == prerequisite:
                several = len(requirement.any_of) > 1
                return ("topic", topic, depth, "requires", i, *(("any", j) if several else ()))
    return ("topic", topic, depth, "requires")


def redundant(graph: PrerequisiteGraph, below: list[frozenset[int]]) -> Iterator[Finding]:
    """Edges that follow from others: A requires B and C, and C requires B. For graphs without circles.

    Args:
        graph: where to look.
        below: its `ancestors`.

    """
    for outcome, topic, depth, level in graph.curriculum.outcomes():
        singles = [(i, r.any_of[0].outcome) for i, r in enumerate(level.requires) if len(r.any_of) == 1]
        shallower = graph.included[graph.number[outcome]] - {graph.number[outcome]}
        seen: set[str] = set()
        for i, needed in singles:
            number = graph.number[needed]
            via = next(
                (other for _, other in singles if other != needed and number in below[graph.number[other]]),
                None,
            ) or next((graph.outcomes[s] for s in sorted(shallower) if number in below[s]), None)
            if needed in seen:
                via = needed
            seen.add(needed)
            if via is not None:
                follows = "twice" if via == needed else f"which follows from {via}"
                yield Finding(
                    "redundant-edge",
                    "warning",
                    f"{outcome} requires {needed}, {follows}",
                    "delete the edge",
                    where=("topic", topic.id, depth, "requires", i),
                )


def ancestors(graph: PrerequisiteGraph) -> list[frozenset[int]]:
    """For each outcome all that it requires through single edges, shallower forms included."""
    found: dict[int, frozenset[int]] = {}
    for start in range(len(graph.outcomes)):
        stack, open_ = [start], {start}
        while stack:
            outcome = stack[-1]
            direct = graph.included[outcome] - {outcome}
            direct |= {next(iter(g)) for g in graph.outcome_groups[outcome] if len(g) == 1} - {outcome}
            missing = next((o for o in direct if o not in found and o not in open_), None)
            if missing is not None:
                stack.append(missing)
                open_.add(missing)
                continue
            open_.discard(stack.pop())
            found[outcome] = direct.union(*(found.get(o, frozenset()) for o in direct))
    return [found[outcome] for outcome in range(len(graph.outcomes))]


def depths(curriculum: Curriculum) -> Iterator[Finding]:
    """Edges from a deeper outcome to a shallower one: of one topic, or from a proof to what needs none."""
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


def reasons(curriculum: Curriculum) -> Iterator[Finding]:
    """Edges of topics that do not say why."""
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


def order(curriculum: Curriculum) -> Iterator[Finding]:
    """Areas without topics; goals that stand before one that they include."""
    used = {topic.area for topic in curriculum.topics}
    for area in curriculum.areas:
        if area.id not in used:
            message = f"the area {area.id} has no topics"
            hint = f"write topics/{area.id}.yaml, or delete the area"
            yield Finding("empty-area", "warning", message, hint, where=("area", area.id))
    place = {goal.id: index for index, goal in enumerate(curriculum.goals)}
    for goal in curriculum.goals:
        for i, other in enumerate(goal.includes):
            if place[other] > place[goal.id]:
                message = f"{goal.id} stands before {other}, which it includes"
                hint = f"move {other} up: goals are listed from near to far"
                yield Finding("goal-order", "warning", message, hint, where=("goal", goal.id, "includes", i))
