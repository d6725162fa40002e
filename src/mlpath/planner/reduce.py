"""A smaller problem with the same answer: each rule leaves out only what no shortest plan has.

    reduced = relevant, then undominated, again until nothing changes

Proof sketches stand with the rules; `tests/test_reduce.py` holds each against brute force. Plain Python on numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mlpath.graph import Group
from mlpath.planner.problem import Problem
from mlpath.planner.rank import rank

MAX_ROUNDS = 5


def reduced(problem: Problem) -> Problem:
    """The same problem without what cannot be reached, does not matter, or is beaten by another unit."""
    smaller = relevant(problem)
    for _ in range(MAX_ROUNDS):
        before = len(smaller.units)
        smaller = relevant(undominated(smaller))
        if len(smaller.units) == before:
            break
    return smaller


def relevant(problem: Problem) -> Problem:
    """Without units that cannot be studied at all (forward) and units that no goal needs (backward).

    Forward: a unit that cannot be studied even when every unit is available is in no plan, and an outcome that
    is never had meets no requirement. Backward: from the goals and the units that must be studied, what teaches
    an outcome that matters matters, and so does each outcome that it requires. In a plan, take away every unit
    outside this set: what is left can still be carried out, since nothing in it waited for those units, and it
    costs less. So no shortest plan has them, and what they teach beyond can be left out of `teaches`.
    """
    reachable, studied = problem.carry_out(problem.units)
    teachers: dict[int, list[int]] = {}
    for unit in problem.units:
        if unit in studied:
            for outcome in problem.teaches[unit]:
                teachers.setdefault(outcome, []).append(unit)
    matters = set(problem.goals)
    wanted: set[int] = set()
    fresh = set(problem.must) | (problem.one_of & studied)
    fresh |= {unit for outcome in matters for unit in teachers.get(outcome, ())}
    while fresh:
        unit = fresh.pop()
        wanted.add(unit)
        for outcome in frozenset().union(*problem.needs[unit]) - matters:
            matters.add(outcome)
            fresh |= {other for other in teachers.get(outcome, ()) if other not in wanted}
    return _kept(problem, wanted & studied, reachable, matters)


def undominated(problem: Problem) -> Problem:
    """Without units that another unit beats.

    v beats u when v teaches all that u teaches, requires nothing that u does not, and costs less even with the
    time to settle into v's resource (of one resource: costs less, or the same at a lower rank). In a plan with
    u, put v in its place: v's turn comes when u's did and whatever u gave is given, so the rest stands; the
    cost falls, or stays and the sum of ranks falls. So no plan with u is the answer. A unit that must be studied,
    or is asked for, is never left out.
    """
    teachers: dict[int, list[int]] = {}
    for unit in problem.units:
        for outcome in problem.teaches[unit]:
            teachers.setdefault(outcome, []).append(unit)
    safe = problem.must | problem.one_of
    beaten = {
        unit
        for unit in problem.units
        if unit not in safe
        and problem.teaches[unit]
        and any(_beats(problem, other, unit) for other in _rivals(problem, unit, teachers))
    }
    return _kept(problem, set(problem.units) - beaten, None, None)


def _rivals(problem: Problem, unit: int, teachers: dict[int, list[int]]) -> Iterable[int]:
    """The units that teach the rarest outcome of a unit."""
    rarest = min(problem.teaches[unit], key=lambda outcome: len(teachers[outcome]))
    return (other for other in teachers[rarest] if other != unit)


def _beats(problem: Problem, other: int, unit: int) -> bool:
    if not problem.teaches[unit] <= problem.teaches[other]:
        return False
    if problem.resource[other] == problem.resource[unit]:
        cheaper = (problem.cost[other], rank(problem, other)) < (problem.cost[unit], rank(problem, unit))
    else:
        settling = problem.settling.get(problem.resource[other], 0)
        cheaper = problem.cost[other] + settling < problem.cost[unit]
    return cheaper and all(_implied(group, problem.needs[unit]) for group in problem.needs[other])


def _implied(group: Group, groups: Iterable[Group]) -> bool:
    """Whether meeting some groups meets this one: one of them lies within it."""
    return any(other <= group for other in groups)


def _kept(problem: Problem, wanted: Iterable[int], reachable: set[int] | None, matters: set[int] | None) -> Problem:
    """The problem with some of its units; outcomes that are not reachable or do not matter are left out."""
    keep = set(wanted)
    units = tuple(unit for unit in problem.units if unit in keep)
    return replace(
        problem,
        one_of=problem.one_of & keep,
        units=units,
        cost={unit: problem.cost[unit] for unit in units},
        resource={unit: problem.resource[unit] for unit in units},
        needs={
            unit: problem.needs[unit]
            if reachable is None
            else tuple(group & reachable for group in problem.needs[unit])
            for unit in units
        },
        teaches={unit: problem.teaches[unit] if matters is None else problem.teaches[unit] & matters for unit in units},
    )
