"""Two plans side by side: what stands only in one, and what the difference is in hours."""

from __future__ import annotations

from dataclasses import dataclass

from mlpath.plan import Plan, Step


@dataclass(frozen=True)
class Comparison:
    """Steps that only one of two plans has; minutes count study and settling-in."""

    first: Plan
    second: Plan
    only_first: tuple[Step, ...]
    only_second: tuple[Step, ...]
    shared: int

    @property
    def minutes(self) -> int:
        """How much longer the second plan is."""
        return total(self.second) - total(self.first)


def total(plan: Plan) -> int:
    """Study and settling-in."""
    return plan.minutes + plan.settling_minutes


def compared(first: Plan, second: Plan) -> Comparison:
    """What differs between two plans, steps in their plans' order."""
    units = {step.unit for step in first.steps}, {step.unit for step in second.steps}
    return Comparison(
        first=first,
        second=second,
        only_first=tuple(step for step in first.steps if step.unit not in units[1]),
        only_second=tuple(step for step in second.steps if step.unit not in units[0]),
        shared=len(units[0] & units[1]),
    )


def only_reached(plan: Plan, other: Plan) -> list[str]:
    """The outcomes that one plan comes to and another does not, in the order of study."""
    there = {*other.known, *(outcome for step in other.steps for outcome in step.teaches)}
    return [outcome for step in plan.steps for outcome in step.teaches if outcome not in there]
