"""WHICH units: the exact optimiser.

Answers with a set of units whose cost, settling-in included, is proven least; or, when the deadline comes first,
with a sound set and the best proven lower bound; or with nothing where no plan exists (`mlpath.planner.causes`
says why). The model is `select.lp`; the solver is clingo, used here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from mlpath.plan import Status
from mlpath.planner.greedy import greedy_units, greedy_within
from mlpath.planner.problem import Problem
from mlpath.planner.rank import rank

if TYPE_CHECKING:
    from clingo import Control

# One thread, so that the answer is reproducible.
_OPTIONS = ["--parallel-mode=1", "--warn=none"]
# Core-guided search proves what branch and bound leaves open; branch and bound has an answer at any time.
# Of the ready configurations, heuristics and signs these prove fastest, on the shipped goals and on synthetic curricula
# of every size.
_SEARCH = ["--configuration=frumpy", "--heuristic=Vmtf", "--sign-def=pos"]
_PROVING = ["--opt-strategy=usc,one,stratify", "--opt-usc-shrink=min", *_SEARCH]
_ANYTIME = ["--opt-strategy=bb,lin", "--configuration=frumpy"]
SLICE_SECONDS = 0.1
PATIENCE_SECONDS = 1.0
# The first shot of a search with a deadline: as many conflicts as should fit, at most what the shipped goals need.
LEAST_CONFLICTS, MOST_CONFLICTS, CONFLICTS_A_SECOND = 50, 3_000, 1_500
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
    """Search to the end, or as long as `seconds` allow: in shots where that search must not be cut off."""
    from clingo import Control, Number  # only a plan that must be computed needs the solver

    control = Control([*_OPTIONS, *options])
    control.add("base", [], Path(__file__).with_name("select.lp").read_text("utf-8"))
    control.add("base", [], facts)
    control.ground(
        [("base", []), *((name, [] if argument is None else [Number(argument)]) for name, argument in parts)]
    )
    shots = _Shots(control)
    whole = seconds is None or options is _ANYTIME
    ended = shots.shoot(seconds) if whole else _in_shots(shots, seconds or 0.0)
    best = min(shots.models, key=lambda found: found[0], default=(None, None))[1]
    return _Found(best, ended and best is not None, max(shots.bounds, default=0))


class _Shots:
    """One problem, searched once or again and again; what was learned stays, what was found is kept."""

    def __init__(self, control: Control) -> None:
        self.control = control
        self.models: list[tuple[list[int], frozenset[int]]] = []
        self.bounds: list[int] = []

    def _on_unsat(self, lower: Sequence[int]) -> None:
        if lower:
            self.bounds.append(lower[0])

    def shoot(self, seconds: float | None = None) -> bool:
        """Search once, broken off after so many seconds; whether it came to its end. An interrupt is heard."""
        deadline = None if seconds is None else monotonic() + seconds
        with self.control.solve(on_unsat=self._on_unsat, async_=True) as handle:
            try:
                while not handle.wait(_slice(deadline)):
                    if deadline is not None and monotonic() >= deadline:
                        handle.cancel()
                        break
            except KeyboardInterrupt:
                handle.wait(PATIENCE_SECONDS)  # breaking it off may crash the solver, see _in_shots
                raise
            ended = bool(handle.get().exhausted)
            # The last model is the best; hundreds come before it, and to read each would cost more than the search.
            last = handle.last()
            if last is not None:
                units = frozenset(atom.arguments[0].number for atom in last.symbols(shown=True))
                self.models.append((list(last.cost), units))
            return ended


def _slice(deadline: float | None) -> float:
    return SLICE_SECONDS if deadline is None else min(SLICE_SECONDS, max(deadline - monotonic(), 0.0))


def _in_shots(shots: _Shots, seconds: float) -> bool:
    """Search by count of conflicts, twice as many each time, as long as the next shot should fit; whether it ended.

    clingo 5.8 crashes now and then (about one time in fifty) when a core-guided search that shrinks its cores is
    cancelled from outside. Coming to a limit of its own it never did, in thousands of shots.
    """
    deadline = monotonic() + seconds
    conflicts = int(max(LEAST_CONFLICTS, min(MOST_CONFLICTS, seconds * CONFLICTS_A_SECOND)))
    while True:
        shots.control.configuration.solve.solve_limit = str(conflicts)
        start = monotonic()
        if shots.shoot():
            return True
        conflicts *= 2
        if monotonic() + 2 * (monotonic() - start) > deadline:
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
