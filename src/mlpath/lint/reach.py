"""Who teaches what, and what no plan can reach: topics without teachers, units whose turn never comes, goals."""

from __future__ import annotations

from collections.abc import Iterator

from mlpath.graph import PrerequisiteGraph
from mlpath.lint.finding import Finding
from mlpath.lint.references import places_of_units
from mlpath.texts import split_outcome


def teachers(graph: PrerequisiteGraph) -> Iterator[Finding]:
    """Outcomes that nothing teaches, and those that one resource alone teaches."""
    of = graph.curriculum.resource_of
    owner = [of[unit.id].id for unit in graph.units]
    for number, outcome in enumerate(graph.outcomes):
        topic, depth = split_outcome(outcome)
        providers = {owner[unit] for unit in graph.teachers[number]}
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


Reached = tuple[frozenset[int], frozenset[int]]
"""Outcomes had and units studied once everything that can be studied has been."""


def unstudied(graph: PrerequisiteGraph, reached: Reached) -> Iterator[Finding]:
    """Units whose turn never comes."""
    have, studied = reached
    for resource in graph.curriculum.resources:
        for where, unit in places_of_units(resource):
            number = graph.unit_number[unit.id]
            if number not in studied:
                missing = [g for g in graph.needs(number) if have.isdisjoint(g)]
                name = " or ".join(graph.names(missing[0]))
                message = f"the turn of {unit.id} never comes: {name} is out of reach"
                yield Finding("never-ready", "warning", message, f"see: {_why(graph, have, missing[0])}", where=where)


def goals(graph: PrerequisiteGraph, reached: Reached) -> Iterator[Finding]:
    """What goals require and no plan reaches, and why."""
    have, studied = reached
    for goal in graph.curriculum.goals:
        for i, outcome in enumerate(goal.requires):
            number = graph.number[outcome]
            if number not in have:
                why = _why(graph, have, frozenset({number}))
                message = f"{goal.id} requires {outcome}, which no plan reaches: {why}"
                hint = "teach it, or delete it from the goal"
                yield Finding("unreachable-goal", "error", message, hint, where=("goal", goal.id, "requires", i))
        capstone = graph.unit_number.get(goal.capstone or "")
        if capstone is not None and capstone not in studied:
            missing = next(g for g in graph.needs(capstone) if have.isdisjoint(g))
            message = f"the capstone of {goal.id} is out of reach: {_why(graph, have, missing)}"
            hint = "teach it, or require less"
            yield Finding("unreachable-goal", "error", message, hint, where=("goal", goal.id, "capstone"))


def _why(graph: PrerequisiteGraph, have: frozenset[int], wanted: frozenset[int]) -> str:
    """What stands at the bottom of it: an outcome that nothing teaches, or units that wait for each other.

    It follows, from what is wanted, one unit that would teach it and one outcome that this unit lacks, until there
    is no such unit, or until it comes back.
    """
    outcome, seen = min(wanted), dict[int, None]()
    while outcome not in seen:
        seen[outcome] = None
        if not graph.teachers[outcome]:
            return f"nothing teaches {graph.outcomes[outcome]}"
        unit = graph.teachers[outcome][0]
        outcome = min(min(group) for group in graph.needs(unit) if have.isdisjoint(group))
    circle = list(seen)[list(seen).index(outcome) :]
    names = sorted(graph.outcomes[number] for number in circle)
    if len(names) == 1:
        return f"who teaches {names[0]} requires it"
    return f"{' and '.join(names)} wait for each other"
