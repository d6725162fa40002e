"""WHY NOT AT ALL: what stops a goal, and the fewest wishes to drop so that nothing does."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, islice

from mlpath.graph import PrerequisiteGraph
from mlpath.plan import Unreachable, Wishes

MAX_CAUSES = 4
MAX_TRIED = 2_000


def causes(
    graph: PrerequisiteGraph,
    known: frozenset[int],
    units: frozenset[int],
    goals: Iterable[int],
    wishes: Wishes,
) -> tuple[Unreachable, ...]:
    """For each goal that cannot be reached with these units, the outcomes at the bottom of it."""
    have = graph.reachable(known, units)
    missing = [goal for goal in sorted(goals) if goal not in have]
    return tuple(
        Unreachable(
            outcome=graph.outcomes[goal],
            because=_roots(graph, known, units, have, goal, wishes),
            skipped=_skipped_teachers(graph, units, have, wishes),
        )
        for goal in missing
    )


def _skipped_teachers(
    graph: PrerequisiteGraph, units: frozenset[int], have: frozenset[int], wishes: Wishes
) -> tuple[str, ...]:
    """Units that are out though no wish takes them away, and that teach what is out of reach."""
    gone = frozenset().union(*wishes.excluded.values())
    return tuple(
        unit.id
        for number, unit in enumerate(graph.units)
        if number not in units and unit.id not in gone and not graph.taught[number] <= have
    )


def _roots(
    graph: PrerequisiteGraph,
    known: frozenset[int],
    units: frozenset[int],
    have: frozenset[int],
    goal: int,
    wishes: Wishes,
) -> tuple[str, ...]:
    """Walk from a goal down to outcomes that nothing left teaches, or that only a circle would give."""
    found: list[str] = []
    seen = {goal}
    waiting = [goal]
    while waiting and len(found) < MAX_CAUSES:
        outcome = waiting.pop(0)
        teachers = [unit for unit in graph.teachers[outcome] if unit in units]
        if not teachers:
            found.append(_untaught(graph, outcome, wishes))
            continue
        blocked = {
            min(group, key=lambda o: graph.outcomes[o])
            for unit in teachers
            for group in graph.needs(unit, known)
            if have.isdisjoint(group)
        }
        fresh = sorted(blocked - seen)
        seen |= blocked
        waiting += fresh
    if not found:
        names = ", ".join(graph.outcomes[outcome] for outcome in sorted(seen)[:MAX_CAUSES])
        found.append(f"a circle: {names} can each be learned only after another of them")
    return tuple(found)


def _untaught(graph: PrerequisiteGraph, outcome: int, wishes: Wishes) -> str:
    name = graph.outcomes[outcome]
    teachers = [graph.units[unit].id for unit in graph.teachers[outcome]]
    if not teachers:
        return f"nothing in the curriculum teaches {name}"
    removed_by = sorted(wish for wish, gone in wishes.excluded.items() if not gone.isdisjoint(teachers))
    shown = ", ".join(teachers[:3]) + (f" and {len(teachers) - 3} more" if len(teachers) > 3 else "")
    if not removed_by:
        return f"{name} is taught only by what you skipped: {shown}"
    return f"{name} is taught only by what {' and '.join(removed_by)} takes away: {shown}"


def blocked_units(
    graph: PrerequisiteGraph, known: frozenset[int], units: frozenset[int], must: Iterable[int]
) -> tuple[Unreachable, ...]:
    """Units that must be studied and cannot: what each of them lacks."""
    have, studied = graph.carry_out(known, units)
    return tuple(
        Unreachable(
            outcome=graph.units[unit].id,
            because=tuple(
                f"it requires {_any_of(graph, group)}, which no plan reaches"
                for group in graph.needs(unit, known)
                if have.isdisjoint(group)
            ),
        )
        for unit in sorted(must)
        if unit not in studied
    )


def _any_of(graph: PrerequisiteGraph, group: Iterable[int]) -> str:
    return " or ".join(graph.names(group))


def wishes_to_drop(
    graph: PrerequisiteGraph,
    known: frozenset[int],
    units: frozenset[int],
    goals: frozenset[int],
    must: frozenset[int],
    wishes: Wishes,
) -> tuple[str, ...]:
    """A smallest set of excluding wishes without which the goals can be reached; empty where none helps.

    Sets are tried by size, then by name; after MAX_TRIED of them all wishes are named.
    """
    names = sorted(wishes.excluded)
    if not _reaches(graph, known, units | _back(graph, wishes, frozenset(names)), goals, must):
        return ()
    tries = (frozenset(some) for size in range(1, len(names) + 1) for some in combinations(names, size))
    for dropped in islice(tries, MAX_TRIED):
        if _reaches(graph, known, units | _back(graph, wishes, dropped), goals, must):
            return tuple(sorted(dropped))
    return tuple(names)


def _back(graph: PrerequisiteGraph, wishes: Wishes, dropped: frozenset[str]) -> frozenset[int]:
    """The units that come back when some wishes are dropped."""
    kept = frozenset().union(*(gone for name, gone in wishes.excluded.items() if name not in dropped))
    gone = frozenset().union(*(wishes.excluded[name] for name in dropped))
    return frozenset(graph.unit_number[unit] for unit in gone - kept)


def _reaches(
    graph: PrerequisiteGraph,
    known: frozenset[int],
    units: frozenset[int],
    goals: frozenset[int],
    must: frozenset[int],
) -> bool:
    have, studied = graph.carry_out(known, units)
    return goals <= have and must <= studied
