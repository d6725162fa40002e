"""What each topic needs, without what follows from the rest: an edge that follows from two others is left out and
named.
"""

from __future__ import annotations

from mlpath.importers.draft import Draft
from mlpath.importers.resolved import Link, Resolved
from mlpath.importers.text import shown


def needed(draft: Draft, found: Resolved) -> list[list[list[Link]]]:
    """The clauses of each topic.

    A topic that one item alone teaches needs what that item needs. Where several teach it, each unit has needs of its
    own.
    """
    clauses: list[list[list[Link]]] = [[] for _ in found.topics]
    for number, topic in enumerate(found.topics):
        if len(topic.teachers) == 1:
            own = found.teaches[topic.teachers[0]]
            kept = [
                clause for clause in found.needs[topic.teachers[0]] if not any(link.topic in own for link in clause)
            ]
            clauses[number] = _without_twins(kept)
    below = _below(clauses)
    return [_without_implied(draft, found, number, topic, below) for number, topic in enumerate(clauses)]


def _without_twins(clauses: list[list[Link]]) -> list[list[Link]]:
    """One clause for the same alternatives, and none that another one implies."""
    alternatives: dict[frozenset[int], list[Link]] = {}
    for clause in clauses:
        alternatives.setdefault(frozenset(link.topic for link in clause), clause)
    singles = {topic for topics in alternatives if len(topics) == 1 for topic in topics}
    return [
        list({link.topic: link for link in clause}.values())
        for topics, clause in alternatives.items()
        if len(topics) == 1 or topics.isdisjoint(singles)
    ]


def _below(clauses: list[list[list[Link]]]) -> list[int]:
    """For each topic, as bits, all topics that it requires through single edges. The graph has no circle."""
    found: list[int | None] = [None] * len(clauses)
    for start in range(len(clauses)):
        stack = [start]
        while stack:
            topic = stack[-1]
            direct = [clause[0].topic for clause in clauses[topic] if len(clause) == 1]
            missing = [other for other in direct if found[other] is None]
            if missing and found[topic] is None:
                stack += missing
                continue
            stack.pop()
            bits = 0
            for other in direct:
                bits |= (found[other] or 0) | 1 << other
            found[topic] = bits
    return [bits or 0 for bits in found]


def _without_implied(
    draft: Draft, found: Resolved, number: int, clauses: list[list[Link]], below: list[int]
) -> list[list[Link]]:
    kept: list[list[Link]] = []
    singles = [clause[0].topic for clause in clauses if len(clause) == 1]
    for clause in clauses:
        via = next(
            (o for o in singles if len(clause) == 1 and o != clause[0].topic and below[o] >> clause[0].topic & 1), None
        )
        if via is None:
            kept.append(clause)
        else:
            edge = f"'{shown(found.topics[number].id)}' needs '{shown(found.topics[clause[0].topic].id)}'"
            draft.report(
                "redundant-edge",
                clause[0].place,
                f"{edge}, which follows from '{shown(found.topics[via].id)}'",
                "left out",
            )
    return kept
