"""Why not, what instead, and two plans side by side, for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from mlpath.plan import Plan, Step
from mlpath.planner.compare import only_reached
from mlpath.view.amounts import count, day, hours, listed
from mlpath.view.screen import line, rows, words


def without_page(step: Step, instead: tuple[int, Sequence[Step]] | None) -> Iterator[RenderableType]:
    """The next best plan without a step: what it takes instead, and how much longer it is."""
    if step.capstone_of is not None:
        return
    if instead is None:
        yield words("Without it no plan reaches the goal.", indent=2)
        return
    minutes, steps = instead
    units = listed([other.unit for other in steps], 4) or "nothing new"
    longer = f"is {hours(minutes)} longer" if minutes else "is just as long"
    yield words(f"The next best plan without it {longer}; it takes {units}.", indent=2)


def why_not_page(
    plan: Plan,
    other: Plan,
    chosen: Sequence[Step],
    again: Mapping[str, Step],
    kept_out_by: Sequence[str],
    *,
    useless: bool,
) -> Iterator[RenderableType]:
    """What having something would cost, or what stops it."""
    if kept_out_by:
        yield words(f"You asked for that: {' and '.join(kept_out_by)} leaves it out.")
    if other.proof.status == "infeasible":
        yield line(("It cannot be in a plan:", "bold"))
        for item in other.unreachable:
            yield words(f"– {item.outcome}: {'; '.join(item.because)}", indent=2)
        return
    extra = other.minutes + other.settling_minutes - plan.minutes - plan.settling_minutes
    units = listed([f"{step.unit} ({hours(step.minutes)})" for step in chosen], 4)
    if extra > 0:
        yield line((f"It would cost {hours(extra)} more", "bold"), f": the shortest plan with it takes {units}.")
    elif extra == 0:
        yield line(("It would cost nothing more", "bold"), f": the plan with {units} is just as long.")
    else:
        yield line((f"It would save {hours(-extra)}", "bold"), f" if you allowed it: that plan takes {units}.")
    if useless:
        yield words("It teaches nothing that your goal needs.", indent=2)
    for outcome, step in list(again.items())[:5]:
        yield words(f"{outcome} you already take from {step.unit}.", indent=2)
    if extra > 0:
        yield line((f"→ mlpath plan --pin {chosen[0].unit}", "cyan"), (" to have it all the same", "dim"))


def comparison_page(
    first: Plan, second: Plan, only_first: Sequence[Step], only_second: Sequence[Step], minutes: int
) -> Iterator[RenderableType]:
    """Two plans side by side."""
    plans = (first, second)
    names = [" and ".join(plan.request.goals) + _wished(plan) for plan in plans]
    dated = all(plan.steps and plan.steps[-1].ends for plan in plans)
    columns = [("", "end"), ("hours", "right"), ("steps", "right"), ("resources", "right")]
    columns += [("weeks", "right"), ("done by", "right")] if dated else []
    yield rows(columns, (_plan_row(name, plan, dated=dated) for name, plan in zip(names, plans, strict=True)))
    yield Text("")
    sign = "longer" if minutes > 0 else "shorter"
    yield line((f"The second is {hours(abs(minutes))} {sign}." if minutes else "Both are just as long.", "bold"))
    yield from _bought(first, second)
    for title, steps in (("Only in the first", only_first), ("Only in the second", only_second)):
        yield Text("")
        total = sum(step.minutes for step in steps)
        yield line((title, "bold"), f"  {count(len(steps), 'step')}, {hours(total)} of study" if steps else "  nothing")
        if steps:
            yield rows(
                [("", "left"), ("", "end"), ("", "right")],
                ([Text(step.unit, style="cyan"), step.title, hours(step.minutes)] for step in steps),
                indent=2,
            )


def _plan_row(name: str, plan: Plan, *, dated: bool) -> list[str]:
    resources = len({step.resource for step in plan.steps})
    row = [name, hours(plan.minutes + plan.settling_minutes), str(len(plan.steps)), str(resources)]
    if not dated:
        return row
    begin, end = plan.steps[0].starts, plan.steps[-1].ends
    return [*row, str(-(-((end - begin).days + 1) // 7)), day(end)] if begin and end else row


def _bought(first: Plan, second: Plan) -> Iterator[RenderableType]:
    """What only one of two plans reaches: goals on the way, and outcomes."""
    for name, plan, other in (("first", first, second), ("second", second, first)):
        goals = [m.title for m in plan.milestones if m.goal not in {m.goal for m in other.milestones}]
        outcomes = only_reached(plan, other)
        if goals:
            yield words(f"Only the {name} reaches {' and '.join(goals)}.")
        if outcomes:
            yield words(f"Only after the {name} you know {listed(outcomes, 8)}.")


def _wished(plan: Plan) -> str:
    request = plan.request
    wishes = [
        f"{word} {' '.join(values)}"
        for word, values in (
            ("preferring", request.prefer),
            ("avoiding", request.avoid),
            ("without", request.exclude),
            ("only", request.only),
            ("with", request.pin),
            ("knowing", request.known),
        )
        if values
    ]
    if request.max_hours is not None:
        wishes.append(f"within {request.max_hours:g} h")
    return f", {', '.join(wishes)}" if wishes else ""
