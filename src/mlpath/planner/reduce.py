"""A smaller problem with the same answer: each rule leaves out only what no shortest plan has.

    reduced = relevant, undominated, then first achievers, forced units, and both again until nothing changes

Proof sketches stand with the rules; `tests/test_reduce.py` holds each against brute force, `benchmarks` says what each
is worth. Plain Python on numbers. "Plan" means here: a set of units that can be carried out and reaches everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mlpath.graph import Group
from mlpath.planner.landmarks import Landmarks
from mlpath.planner.problem import Problem
from mlpath.planner.rank import rank

MAX_ROUNDS = 3
WORTH_ANOTHER = 0.9
"""A further round is made only where the last one left out a tenth of the units: it costs more than it gives else."""


def reduced(problem: Problem) -> Problem:
    """The same problem without what cannot be reached, does not matter, or is beaten; with what must be passed."""
    smaller = reduced_within(problem)
    for _ in range(MAX_ROUNDS):
        before = len(smaller.units)
        smaller = undominated(relevant(_forced(*_first(smaller))))
        if len(smaller.units) > WORTH_ANOTHER * before:
            break
    return relevant(smaller)


def reduced_within(problem: Problem) -> Problem:
    """The same for a plan that need not reach everything: there nothing is forced and nothing must be passed."""
    return relevant(undominated(relevant(problem)))


def reduced_close(problem: Problem) -> Problem:
    """The same for a plan that stays close to another: what is beaten may be what the learner has in hand."""
    return relevant(_forced(*_first(relevant(problem))))


def relevant(problem: Problem) -> Problem:
    """Without units that cannot be studied at all (forward) and units that no goal needs (backward).

    Forward: a unit that cannot be studied even when every unit is available is in no plan, and an outcome that
    is never had meets no requirement. Backward: from the goals and the units that must be studied, what teaches
    an outcome that matters matters, and so does each outcome that it requires. In a plan, take away every unit
    outside this set: what is left can still be carried out, since nothing in it waited for those units, and it
    costs less. So no shortest plan has them, and what they teach beyond can be left out of `teaches`.
    """
    reachable, studied = problem.carry_out(problem.units)
    teachers = _teachers(problem, studied)
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
    or is asked for, is never left out. Nobody settles anew into a resource of which a unit is forced.
    """
    teachers = _teachers(problem, problem.units)
    safe = problem.must | problem.one_of
    open_already = {problem.resource[unit] for unit in problem.must}
    beaten = {
        unit
        for unit in problem.units
        if unit not in safe
        and problem.teaches[unit]
        and any(_beats(problem, other, unit, open_already) for other in _rivals(problem, unit, teachers))
    }
    return _kept(problem, set(problem.units) - beaten, None, None)


def first_achievers(problem: Problem) -> Problem:
    """Without what a unit teaches and must be had before the unit can be studied.

    Let o be a landmark of u, and u teach o. Wherever u stands in a plan's order, o was had before it; so u is
    never the one that gives o first, and every plan stays one when u does not teach o. The other way round, what
    is a plan with fewer taught outcomes is a plan with more. A circle, of which u would be part, is cut here.
    """
    return _first(relevant(problem))[0]


def forced(problem: Problem) -> Problem:
    """With the units that every plan has, and without looking for what those give.

    A unit that is a landmark of a goal (the only way to something) is in every plan, so it may be called a must. Let F
    be such a unit, o one of what it teaches, and C the units that F could need, however indirectly. In a plan, study
    first what it has of C, up to F: that can be done, since nothing in C waits for a unit outside. From there on o
    is had. So outside C no unit need wait for a group with o, nor teach o, and o is no goal any more. The other
    way round, a plan of the smaller problem is one of the whole, in the same order. One F for each o: the rule holds
    one after the other, and a C that was computed before is only larger.

    Outcomes that every plan passes are noted as landmarks: the search is told, since it would find out slowly.
    """
    smaller = relevant(problem)
    return _forced(smaller, Landmarks(smaller.needs, smaller.teaches))


def _first(problem: Problem) -> tuple[Problem, Landmarks]:
    landmarks = Landmarks(problem.needs, problem.teaches)
    return replace(problem, teaches={unit: landmarks.first_taught(unit) for unit in problem.units}), landmarks


def _forced(problem: Problem, landmarks: Landmarks) -> Problem:
    units, outcomes = landmarks.of_every_plan(problem)
    teachers = _teachers(problem, problem.units)
    giver: dict[int, set[int]] = {}
    for unit in sorted(units):
        cone = None
        for outcome in sorted(problem.teaches[unit] - giver.keys()):
            cone = cone or _cone(problem, unit, teachers)
            giver[outcome] = cone
    needs: dict[int, tuple[Group, ...]] = {}
    teaches: dict[int, frozenset[int]] = {}
    for unit in problem.units:
        given = {outcome for outcome, cone in giver.items() if unit not in cone}
        needs[unit] = tuple(group for group in problem.needs[unit] if given.isdisjoint(group))
        teaches[unit] = problem.teaches[unit] - given
    goals = problem.goals - giver.keys()
    passed = (problem.landmarks | outcomes) - giver.keys()
    return replace(problem, needs=needs, teaches=teaches, goals=goals, must=problem.must | units, landmarks=passed)


def _cone(problem: Problem, unit: int, teachers: dict[int, list[int]]) -> set[int]:
    """The units that a unit could need, however indirectly, and itself."""
    found, waiting = {unit}, [unit]
    seen: set[int] = set()
    while waiting:
        for group in problem.needs[waiting.pop()]:
            for outcome in group - seen:
                fresh = [other for other in teachers.get(outcome, ()) if other not in found]
                found.update(fresh)
                waiting += fresh
            seen |= group
    return found


def _teachers(problem: Problem, units: Iterable[int]) -> dict[int, list[int]]:
    teachers: dict[int, list[int]] = {}
    for unit in sorted(units):
        for outcome in problem.teaches[unit]:
            teachers.setdefault(outcome, []).append(unit)
    return teachers


def _rivals(problem: Problem, unit: int, teachers: dict[int, list[int]]) -> Iterable[int]:
    """The units that teach the rarest outcome of a unit."""
    rarest = min(problem.teaches[unit], key=lambda outcome: len(teachers[outcome]))
    return (other for other in teachers[rarest] if other != unit)


def _beats(problem: Problem, other: int, unit: int, open_already: set[str]) -> bool:
    if not problem.teaches[unit] <= problem.teaches[other]:
        return False
    new = problem.resource[other]
    if new == problem.resource[unit]:
        cheaper = (problem.cost[other], rank(problem, other)) < (problem.cost[unit], rank(problem, unit))
    else:
        settling = 0 if new in open_already else problem.settling.get(new, 0)
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
        landmarks=problem.landmarks if matters is None else problem.landmarks & matters,
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
