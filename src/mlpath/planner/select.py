"""WHICH units: the exact optimiser.

Answers with a set of units whose cost, settling-in included, is proven least; or, when the deadline comes first,
with a sound set and the best proven lower bound; or with nothing where no plan exists (`mlpath.planner.causes`
says why). The model is `select.lp`; the solver is clingo, used here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from math import gcd
from time import monotonic
from typing import TYPE_CHECKING, Any

from mlpath.plan import Status
from mlpath.planner.greedy import greedy_units, greedy_within
from mlpath.planner.problem import Problem
from mlpath.planner.rank import rank

if TYPE_CHECKING:
    from clingo.solving import Model, SolveHandle

# One thread, so that the answer is reproducible.
_OPTIONS = ["--parallel-mode=1", "--warn=none"]
# Core-guided search proves what branch and bound leaves open; branch and bound has an answer at any time.
# Of the ready configurations frumpy proves fastest on the shipped goals and on synthetic curricula of every size.
_PROVING = ["--opt-strategy=usc,one,stratify", "--opt-usc-shrink=min", "--configuration=frumpy"]
SLICE_SECONDS = 0.1
_ANYTIME = ["--opt-strategy=bb,lin", "--configuration=frumpy"]
# Staying close is a convenience: it gets so many conflicts, by count and not by the clock, so that the answer to a
# question is the same on every machine.
_CLOSE = [*_PROVING, "--solve-limit=20000"]


@dataclass(frozen=True)
class Selection:
    """A set of units (graph numbers), its cost and the proven lower bound of any plan's cost (times SCALE)."""

    units: frozenset[int]
    status: Status
    cost: int
    lower_bound: int
    reached: int | None = None
    """Within a budget: how many goal outcomes and capstones; `reached_at_most` is the proven bound of it."""
    reached_at_most: int | None = None
    shortest: int | None = None
    """The proven least cost, where the units were chosen to stay close to a plan instead."""


def select_within(problem: Problem, budget: int, seconds: float | None = None) -> Selection:
    """Choose the units that reach the most goal outcomes and capstones at a cost of at most `budget` (times SCALE).

    Of equals the least cost. Where the deadline comes first: the best found, and the bound of what could be.
    """
    if not problem.units:
        return Selection(frozenset(), "optimal", 0, 0, 0, 0)
    divisor = _divisor(problem)
    found, other = _search_within(_facts(problem, divisor), budget // divisor, seconds)
    candidates = [units for units in (found.units, other.units) if units is not None]
    if not found.proven:
        candidates.append(greedy_within(problem, budget))
    units = min(candidates, key=lambda units: (-_reached(problem, units), problem.total(units), sorted(units)))
    reached, cost = _reached(problem, units), problem.total(units)
    if found.proven:
        return Selection(units, "optimal", cost, cost, reached, reached)
    everything = len(problem.goals) + len(problem.must)
    at_most = min(everything, -found.bound or everything, -other.bound or everything)
    return Selection(units, "feasible", cost, 0, reached, at_most)


def _search_within(facts: str, budget: int, seconds: float | None) -> tuple[_Found, _Found]:
    """The search that proves, with a bound where it has no time to; then, in that case, the one that finds more.

    Without a deadline only the second, which comes to an end by itself.
    """
    parts: list[tuple[str, int | None]] = [("within", budget)]
    if seconds is None:
        found = _search(facts, parts, _ANYTIME, None)
        return found, found
    proving = _search(facts, parts, _PROVING, seconds / 2)
    if proving.proven:
        return proving, proving
    finding = _search(facts, parts, _ANYTIME, seconds / 2)
    return (finding, proving) if finding.proven else (proving, finding)


def _reached(problem: Problem, units: frozenset[int]) -> int:
    """How many goal outcomes are had and how many capstones done."""
    have, studied = problem.carry_out(units)
    return len(problem.goals & have) + len(problem.must & studied)


def select(problem: Problem, seconds: float | None = None) -> Selection:
    """Choose the units of a feasible, reduced problem.

    Args:
        problem: what to solve; `goals` and `must` can be reached.
        seconds: give up proving after this long; None searches until the proof is there.

    """
    if not problem.goals and not problem.must and not problem.one_of:
        return Selection(frozenset(), "optimal", 0, 0)
    divisor = _divisor(problem)
    found = _search(_facts(problem, divisor), [("reach", None)], _PROVING, seconds)
    if found.units is not None and found.proven:
        cost = problem.total(found.units)
        return Selection(found.units, "optimal", cost, cost)
    fallback = greedy_units(problem)
    candidates = [fallback] if found.units is None else [fallback, found.units]
    best = min(candidates, key=lambda units: (problem.total(units), sorted(units)))
    cost = problem.total(best)
    bound = min(max(found.bound, 0) * divisor, cost)
    return Selection(best, "optimal" if bound == cost else "feasible", cost, bound)


def select_close(problem: Problem, budget: int, before: frozenset[int]) -> frozenset[int] | None:
    """Choose units that reach everything at a cost of at most `budget` (times SCALE), as few as can be not in `before`.

    Of equals the least cost. None where the search ended without an answer.
    """
    divisor = _divisor(problem)
    facts = "\n".join([_facts(problem, divisor), *(f"fresh({unit})." for unit in problem.units if unit not in before)])
    return _search(facts, [("reach", None), ("close", budget // divisor)], _CLOSE, None).units


@dataclass(frozen=True)
class _Found:
    """The best units found, whether they are proven best, and the bound of the first thing optimised."""

    units: frozenset[int] | None
    proven: bool
    bound: int


def _divisor(problem: Problem) -> int:
    return gcd(*problem.cost.values(), *problem.settling.values()) or 1


def _search(facts: str, parts: list[tuple[str, int | None]], options: list[str], seconds: float | None) -> _Found:
    from clingo import Control, Number  # only a plan that must be computed needs the solver

    control = Control([*_OPTIONS, *options])
    control.add("base", [], resources.files("mlpath.planner").joinpath("select.lp").read_text("utf-8"))
    control.add("base", [], facts)
    control.ground(
        [("base", []), *((name, [] if argument is None else [Number(argument)]) for name, argument in parts)]
    )
    best: list[frozenset[int]] = []
    bounds: list[int] = []

    def on_model(model: Model) -> None:
        best.append(frozenset(atom.arguments[0].number for atom in model.symbols(shown=True)))

    def on_unsat(lower: Sequence[int]) -> None:
        if lower:
            bounds.append(lower[0])

    with control.solve(on_model=on_model, on_unsat=on_unsat, async_=True) as handle:
        finished = _wait(handle, seconds)
        if not finished:
            handle.cancel()
        result = handle.get()
    proven = finished and bool(result.exhausted) and bool(best)
    return _Found(best[-1] if best else None, proven, max(bounds, default=0))


def _wait(handle: SolveHandle, seconds: float | None) -> bool:
    """Whether the search ended in time; in slices, so that an interrupt is heard."""
    deadline = None if seconds is None else monotonic() + seconds
    while True:
        left = SLICE_SECONDS if deadline is None else min(SLICE_SECONDS, max(deadline - monotonic(), 0.0))
        if handle.wait(left):
            return True
        if deadline is not None and monotonic() >= deadline:
            return False


def _facts(problem: Problem, divisor: int) -> str:
    return "\n".join(_lines(problem, divisor))


def _lines(problem: Problem, divisor: int) -> Iterator[str]:
    groups: dict[Any, int] = {}
    resource_numbers = {r: i for i, r in enumerate(sorted(set(problem.resource.values())))}
    for unit in problem.units:
        yield f"unit({unit}). cost({unit},{problem.cost[unit] // divisor})."
        yield f"of({unit},{resource_numbers[problem.resource[unit]]}). rank({unit},{rank(problem, unit)})."
        yield from (f"teaches({unit},{outcome})." for outcome in sorted(problem.teaches[unit]))
        for group in problem.needs[unit]:
            number = groups.setdefault(group, len(groups))
            yield f"group({unit},{number})."
    for group, number in groups.items():
        yield from (f"member({number},{outcome})." for outcome in sorted(group))
    for resource, number in resource_numbers.items():
        if resource in problem.settling:
            yield f"new({number}). settling({number},{problem.settling[resource] // divisor})."
    yield from (f"goal({outcome})." for outcome in sorted(problem.goals))
    yield from (f"landmark({outcome})." for outcome in sorted(problem.landmarks - problem.goals))
    yield from (f"must({unit})." for unit in sorted(problem.must))
    if problem.one_of:
        yield "asked."
        yield from (f"one_of({unit})." for unit in sorted(problem.one_of))
