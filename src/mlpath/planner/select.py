"""WHICH units: the exact optimiser.

Answers with a set of units whose cost, settling-in included, is proven least; or, when the deadline comes first,
with a sound set and the best proven lower bound; or with nothing where no plan exists (`mlpath.planner.causes`
says why). The model is `select.lp`; the solver is clingo, used here and nowhere else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from math import gcd
from typing import TYPE_CHECKING, Any

from mlpath.plan import Status
from mlpath.planner.greedy import greedy_units
from mlpath.planner.problem import Problem

if TYPE_CHECKING:
    from clingo.solving import Model

# Core-guided search proves what branch and bound leaves open; one thread, so that the answer is reproducible.
_OPTIONS = ["--opt-strategy=usc,k,0,stratify", "--opt-usc-shrink=min", "--parallel-mode=1", "--warn=none"]


@dataclass(frozen=True)
class Selection:
    """A set of units (graph numbers), its cost and the proven lower bound of any plan's cost (times SCALE)."""

    units: frozenset[int]
    status: Status
    cost: int
    lower_bound: int


def select(problem: Problem, seconds: float | None = None) -> Selection:
    """Choose the units of a feasible, reduced problem.

    Args:
        problem: what to solve; `goals` and `must` can be reached.
        seconds: give up proving after this long; None searches until the proof is there.

    """
    if not problem.goals and not problem.must:
        return Selection(frozenset(), "optimal", 0, 0)
    divisor = gcd(*problem.cost.values(), *problem.settling.values()) or 1
    units, proven, bound = _solve(_facts(problem, divisor), seconds)
    if units is None or not proven:
        fallback = greedy_units(problem)
        candidates = [fallback] if units is None else [fallback, units]
        best = min(candidates, key=lambda found: (problem.total(found), sorted(found)))
        cost = problem.total(best)
        bound = min(bound * divisor, cost)
        return Selection(best, "optimal" if bound == cost else "feasible", cost, bound)
    cost = problem.total(units)
    return Selection(units, "optimal", cost, cost)


def _solve(facts: str, seconds: float | None) -> tuple[frozenset[int] | None, bool, int]:
    """The best units found, whether they are proven best, and the lower bound in divided cost."""
    from clingo import Control  # only a plan that must be computed needs the solver

    control = Control(_OPTIONS)
    control.add("base", [], resources.files("mlpath.planner").joinpath("select.lp").read_text("utf-8"))
    control.add("base", [], facts)
    control.ground([("base", [])])
    best: list[frozenset[int]] = []
    bounds = [0]

    def on_model(model: Model) -> None:
        best.append(frozenset(atom.arguments[0].number for atom in model.symbols(shown=True)))

    def on_unsat(lower: Sequence[int]) -> None:
        if lower:
            bounds.append(lower[0])

    with control.solve(on_model=on_model, on_unsat=on_unsat, async_=True) as handle:
        finished = handle.wait(seconds)
        if not finished:
            handle.cancel()
        result = handle.get()
    proven = finished and bool(result.exhausted) and bool(best)
    return (best[-1] if best else None), proven, max(bounds)


def _facts(problem: Problem, divisor: int) -> str:
    return "\n".join(_lines(problem, divisor))


def _lines(problem: Problem, divisor: int) -> Iterator[str]:
    groups: dict[Any, int] = {}
    resource_numbers = {r: i for i, r in enumerate(sorted(set(problem.resource.values())))}
    for unit in problem.units:
        yield f"unit({unit}). cost({unit},{problem.cost[unit] // divisor})."
        yield f"of({unit},{resource_numbers[problem.resource[unit]]}). rank({unit},{_rank(problem, unit)})."
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
    yield from (f"must({unit})." for unit in sorted(problem.must))


def _rank(problem: Problem, unit: int) -> int:
    """A number from 1 to 65,536 drawn from the unit's id: sums of them tell equal sets apart, nearly surely."""
    digest = hashlib.sha256(problem.graph.units[unit].id.encode()).digest()
    return int.from_bytes(digest[:2], "big") + 1
