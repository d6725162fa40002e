"""What each rule of reduction leaves, and what it is worth to the search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from benchmarks.measure import timed
from mlpath.planner.problem import Problem
from mlpath.planner.reduce import first_achievers, forced, reduced, reduced_within, relevant
from mlpath.planner.select import select

RULES: dict[str, Callable[[Problem], Problem]] = {
    "relevant": relevant,
    "and undominated": reduced_within,
    "and first achievers": lambda p: relevant(first_achievers(reduced_within(p))),
    "and forced units": lambda p: replace(reduced(p), landmarks=frozenset()),
    "and landmarks": reduced,
    "all but dominance": lambda p: forced(first_achievers(relevant(p))),
}


@dataclass(frozen=True)
class Worth:
    """After a rule: units, what they teach, open groups, musts; seconds of CPU for reducing and for solving."""

    rule: str
    units: int
    taught: int
    groups: int
    must: int
    reducing: float
    solving: float


def worth(problem: Problem) -> list[Worth]:
    """The rules one after the other; the answer is the same each time."""
    found: list[Worth] = []
    least: int | None = None
    for name, rule in RULES.items():
        smaller, reducing = timed(lambda: rule(problem))  # noqa: B023 (called at once)
        selection, solving = timed(lambda: select(smaller))  # noqa: B023 (called at once)
        least = selection.cost if least is None else least
        if selection.cost != least:
            raise AssertionError(f"{name} changes the least cost from {least} to {selection.cost}")
        found.append(
            Worth(
                rule=name,
                units=len(smaller.units),
                taught=sum(map(len, smaller.teaches.values())),
                groups=sum(map(len, smaller.needs.values())),
                must=len(smaller.must),
                reducing=reducing,
                solving=solving,
            )
        )
    return found
