"""An independent check of plans: it knows nothing of mlpath but two JSON documents and the rules of the format.

`problems` finds what is unsound or counted wrong in a plan; `shortest` finds the least cost by brute force, for small
curricula only. Written from the format's text, with the standard library, on purpose in another way than the
planner. Used by the tests and by `mlpath doctor --plan`.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations
from typing import Any

DEPTHS = ["intuition", "working", "rigorous"]
Json = dict[str, Any]


class Checker:
    """The rules of one curriculum."""

    def __init__(self, curriculum: Json) -> None:
        self.outcomes = {outcome["id"]: outcome for outcome in curriculum["outcomes"]}
        self.units = {unit["id"]: unit for resource in curriculum["resources"] for unit in resource["units"]}
        self.home = {unit["id"]: r["id"] for r in curriculum["resources"] for unit in r["units"]}
        self.settling = {r["id"]: r["settling_hours"] for r in curriculum["resources"]}
        self.goals = {goal["id"]: goal for goal in curriculum["goals"]}

    def downward(self, outcome: str) -> set[str]:
        """An outcome and the shallower ones that it includes."""
        topic, depth = outcome.split("@")
        forms = {f"{topic}@{d}" for d in DEPTHS[: DEPTHS.index(depth) + 1]}
        return forms & set(self.outcomes)

    def above(self, outcome: str) -> set[str]:
        """An outcome and its other depths: where the deepest is left out, none of them is asked for."""
        return {f"{outcome.split('@')[0]}@{depth}" for depth in DEPTHS} & set(self.outcomes)

    def gives(self, unit: str) -> set[str]:
        """What studying a unit gives."""
        return set().union(*(self.downward(outcome) for outcome in self.units[unit]["teaches"]))

    def wants(self, unit: str, known: set[str]) -> list[list[str]]:
        """The any-of lists that must be met before a unit, for a learner who began with `known`."""
        given = self.gives(unit)
        lists = list(self.units[unit]["requires"])
        for outcome in given - known:
            lists += self.outcomes[outcome]["requires"]
        return [options for options in lists if not given & set(options)]

    def targets(self, goals: list[str]) -> tuple[set[str], set[str]]:
        """Outcomes to know and capstones to do."""
        outcomes: set[str] = set()
        capstones: set[str] = set()
        waiting = list(goals)
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            if name in self.goals:
                outcomes |= {o for options in self.goals[name]["requires"] for o in options}
                capstones |= {c for c in [self.goals[name]["capstone"]] if c}
                waiting += self.goals[name]["includes"]
            else:
                outcomes.add(name if "@" in name else f"{name}@working")
        return set().union(*(self.downward(o) for o in outcomes)), capstones

    def problems(self, plan: Json, begun: Collection[str] = (), done: Collection[str] = ()) -> list[str]:
        """Everything that is wrong with a plan."""
        found: list[str] = []
        known = set(plan["known"])
        have = set(known)
        order = [unit for step in plan["steps"] for unit in step["units"]]
        if len(set(order)) != len(order):
            found.append("a unit stands twice")
        for unit in order:
            found += [
                f"{unit} stands before any of {options}"
                for options in self.wants(unit, known)
                if not have & set(options)
            ]
            have |= self.gives(unit)
        outcomes, capstones = self.targets(plan["goal"].split())
        left_out = {item["outcome"] for item in plan["unreachable"]}
        outcomes -= set().union(*(self.above(outcome) for outcome in left_out if "@" in outcome))
        capstones -= left_out
        found += [f"{outcome} is not reached" for outcome in sorted(outcomes - have)]
        found += [f"{capstone} is not done" for capstone in sorted(capstones - set(order) - set(done))]
        hours = sum(self.units[unit]["hours"] for unit in order)
        helping = sum(step["hours"] for step in plan["steps"] if step["helps_only"])
        settling = sum(self.settling[r] for r in {self.home[unit] for unit in order} - set(begun))
        for name, counted in (("hours", hours), ("settling_hours", settling)):
            if abs(plan[name] - counted) > 0.01:
                found.append(f"{name} is {plan[name]}, counted {counted}")
        bound = plan["proof"]["lower_bound_hours"]
        weighed = plan["request"]["prefer"] or plan["request"]["avoid"]
        counts = plan["proof"]["status"] == "optimal" and not weighed and not helping
        if counts and abs(bound - hours - settling) > 0.01:
            found.append(f"called optimal, but the bound is {bound} and the cost {hours + settling}")
        return found

    def cost(self, units: set[str]) -> float:
        """Hours of study, and of settling into each resource."""
        study = sum(float(self.units[unit]["hours"]) for unit in units)
        return study + sum(float(self.settling[resource]) for resource in {self.home[unit] for unit in units})

    def possible(self, units: set[str], known: set[str], goals: list[str]) -> bool:
        """Whether a set of units can be studied in some order and reaches the goals."""
        have, left = set(known), set(units)
        while left:
            now = {u for u in left if all(have & set(options) for options in self.wants(u, known))}
            if not now:
                return False
            left -= now
            have |= set().union(*(self.gives(u) for u in now))
        outcomes, capstones = self.targets(goals)
        return outcomes <= have and capstones <= units

    def shortest(self, known: set[str], goals: list[str]) -> float | None:
        """The least cost in hours over all sets of units; None where no set is possible."""
        names = sorted(self.units)
        costs = [
            self.cost(set(units))
            for size in range(len(names) + 1)
            for units in combinations(names, size)
            if self.possible(set(units), known, goals)
        ]
        return min(costs, default=None)
