"""A plan for people: grouped by area, steps of one resource in one row, totals, the proof, the first thing to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby

from rich.console import RenderableType
from rich.text import Text

from mlpath.curriculum import Curriculum
from mlpath.learner import KnowledgeState
from mlpath.plan import Plan, Request, Step, Unreachable
from mlpath.view import dates
from mlpath.view.amounts import count, day, hours, listed
from mlpath.view.safe import one_line
from mlpath.view.screen import line, rows, words


def plan_page(
    plan: Plan, curriculum: Curriculum, *, full: bool = False, dropped: Sequence[Unreachable] = ()
) -> Iterator[RenderableType]:
    """The whole page of a plan that exists; `full` gives each unit a row of its own.

    Args:
        plan: a plan that exists.
        curriculum: for titles.
        full: whether each unit has a row.
        dropped: what would have to be left out to meet the deadline.

    """
    yield _heading(plan, curriculum)
    if not plan.steps:
        yield Text("")
        yield line("Nothing of it fits in so little time." if plan.unreachable else "Nothing is left to study.")
        return
    yield from _table(plan, curriculum, full=full)
    yield Text("")
    yield from _totals(plan)
    yield from dates.deadline_lines(plan, dropped)
    yield Text("")
    first = plan.steps[0]
    yield line(("First: ", "bold"), f"{first.title} ", (f"({first.resource_title}, {hours(first.minutes)})", "dim"))
    yield line(("→ mlpath next", "cyan"))


def infeasible_page(plan: Plan) -> Iterator[RenderableType]:
    """Why there is no plan, and what to drop."""
    for item in plan.unreachable:
        yield line((f"{item.outcome}", "bold"), " cannot be reached:")
        yield from (words(f"– {cause}", indent=2) for cause in item.because)


def drop_hint(plan: Plan) -> str:
    """What would make the plan possible: a smallest set of wishes to drop, or a skip to take back."""
    if not plan.wishes_to_drop:
        unit = next((u for item in plan.unreachable for u in item.skipped), None)
        return f"mlpath forget {unit}" if unit else f"mlpath show {plan.unreachable[0].outcome}"
    return f"leave out {' and '.join(plan.wishes_to_drop)}"


def _heading(plan: Plan, curriculum: Curriculum) -> Text:
    titles = [_title(name, curriculum) for name in plan.request.goals]
    asked = list(_asked(plan.request))
    return line((f"{' and '.join(titles)}", "bold"), (f"  {' · '.join(asked)}" if asked else "", "dim"))


def _title(name: str, curriculum: Curriculum) -> str:
    return curriculum.goal[name].title if name in curriculum.goal else name


def _asked(request: Request) -> Iterator[str]:
    for word, values in (
        ("knowing", request.known), ("preferring", request.prefer), ("avoiding", request.avoid),
        ("without", request.exclude), ("only", request.only), ("with", request.pin),
    ):  # fmt: skip
        if values:
            yield f"{word} {listed(list(values))}"
    if request.max_hours is not None:
        yield f"within {request.max_hours:g} h"
    if request.gentle:
        yield "gently"
    if request.settling is not None:
        yield f"settling-in times {request.settling:g}"
    yield from dates.asked(request)


def _table(plan: Plan, curriculum: Curriculum, *, full: bool) -> Iterator[RenderableType]:
    titles = {area.id: area.title for area in curriculum.areas}
    milestones = {m.after: m for m in plan.milestones}
    groups: list[tuple[str, int, list[list[Step]]]] = []
    for area, steps_of_area in groupby(plan.steps, key=lambda step: step.area):
        steps = list(steps_of_area)
        minutes = sum(step.minutes + step.settling_minutes for step in steps)
        groups.append((titles[area], minutes, list(_runs(steps, milestones, full=full))))
    spent = list(accumulate(_minutes(run) for _, _, runs in groups for run in runs))
    cells = iter([_row(run, total) for run, total in zip((r for _, _, rs in groups for r in rs), spent, strict=True)])
    table = [[(run, next(cells)) for run in runs] for _, _, runs in groups]
    everything = [row for rows_of in table for _, row in rows_of]
    widths = [None if i == 1 else max(len(row[i]) for row in everything) for i in range(len(everything[0]))]
    columns = [("", "right"), ("", "end"), ("", "right"), ("", "right"), ("", "right")][: len(widths)]
    for (title, minutes, _), rows_of in zip(groups, table, strict=True):
        yield Text("")
        yield line((title, "bold"), (f"  {hours(minutes)}", "dim"))
        for ends_in_milestone, some in groupby(rows_of, key=lambda item: item[0][-1].index in milestones):
            for part in ([item] for item in some) if ends_in_milestone else [list(some)]:
                yield rows(columns, [row for _, row in part], indent=2, widths=widths)
                if ends_in_milestone:
                    yield _milestone(plan, part[0][0][-1], milestones)


def _minutes(run: list[Step]) -> int:
    return sum(step.minutes + step.settling_minutes for step in run)


def _runs(steps: list[Step], milestones: Mapping[int, object], *, full: bool) -> Iterator[list[Step]]:
    """Steps of one resource that follow one another; a milestone ends a run."""
    run: list[Step] = []
    for step in steps:
        if run and (full or step.resource != run[-1].resource or run[-1].index in milestones):
            yield run
            run = []
        run.append(step)
    if run:
        yield run


def _row(run: list[Step], spent: int) -> list[Text]:
    first, last = run[0], run[-1]
    number = f"{first.index}" if first is last else f"{first.index}–{last.index}"
    about = "≈" if any(step.estimate for step in run) else ""
    what = Text(one_line(first.resource_title))
    names = [one_line(step.title) for step in run if step.title != step.resource_title]
    if names:
        what.append("  " + ("; ".join(names)), style="dim")
    cells = [Text(number, style="dim"), what, Text(f"{about}{hours(_minutes(run))}"), Text(hours(spent), style="dim")]
    return [*cells, Text(day(last.ends), style="dim")] if last.ends is not None else cells


def _milestone(plan: Plan, step: Step, milestones: Mapping[int, object]) -> Text:
    reached = next(m for m in plan.milestones if m.after == step.index)
    when = f", {day(reached.on)}" if reached.on is not None else ""
    return line((f"  ★ {reached.title} reached", "bold green"), f" after {hours(reached.minutes)}{when}")


def _totals(plan: Plan) -> Iterator[RenderableType]:
    total = plan.minutes + plan.settling_minutes
    resources = len({step.resource for step in plan.steps})
    said = f"{hours(total)} in {count(len(plan.steps), 'step')} from {count(resources, 'resource')}"
    if plan.settling_minutes:
        said += f": {hours(plan.minutes)} of study, {hours(plan.settling_minutes)} to settle into new resources"
    if any(step.estimate for step in plan.steps):
        said += " (≈: a size is an estimate)"
    yield words(said + ".")
    yield from dates.totals(plan)
    yield line((f"{proof_said(plan)}", "green" if plan.proof.status == "optimal" else "yellow"))


def proof_said(plan: Plan) -> str:
    """What is known of the plan against the shortest, in a sentence."""
    if plan.proof.reached is not None:
        asked = plan.proof.reached + len(plan.unreachable)
        said = f"It reaches {plan.proof.reached} of {asked} outcomes and capstones of the goal"
        if plan.proof.status == "optimal":
            return f"{said}: the most that fits, proven."
        return f"{said}; not proven the most: at most {plan.proof.reached_at_most} could fit."
    if plan.proof.status == "optimal":
        weighed = plan.request.prefer or plan.request.avoid
        return "Shortest: proven" + (", with your preferences weighed in." if weighed else ".")
    if plan.proof.shortest_minutes is not None:
        more = hours(round(plan.proof.cost_minutes - plan.proof.shortest_minutes))
        afresh = f"mlpath plan {' '.join(plan.request.goals)}"
        return f"It stays close to your plan, for {more} more than the shortest: proven. Afresh: {afresh}"
    return f"Not proven shortest: at most {plan.proof.gap:.0%} longer than the shortest could be."


def next_page(
    steps: tuple[Step, ...], opens: Mapping[str, tuple[str, ...]], plan: Plan, state_started: tuple[str, ...]
) -> Iterator[RenderableType]:
    """The steps to do now, the first in full."""
    if not steps:
        yield line("Nothing is left to study.")
        return
    yield from _step_in_full(steps[0], opens[steps[0].unit], started=steps[0].unit in state_started)
    if steps[1:]:
        yield Text("")
        yield line(("Also ready:", "bold"))
        yield rows(
            [("", "left"), ("", "end"), ("", "right")],
            ([Text(step.unit, style="cyan"), step.title, _time(step)] for step in steps[1:]),
            indent=2,
        )
    yield Text("")
    yield line((dates.left(plan), "dim"))
    verb = "done" if steps[0].unit in state_started else "start"
    yield line((f"→ mlpath {verb} {steps[0].unit}", "cyan"))


def _time(step: Step) -> str:
    return ("≈" if step.estimate else "") + hours(step.minutes)


def _step_in_full(step: Step, opens: tuple[str, ...], *, started: bool) -> Iterator[RenderableType]:
    yield line((step.title, "bold"), (f"  {_time(step)}" + (", started" if started else ""), ""))
    whole = step.title == step.resource_title
    yield line("  " + (step.kind if whole else f"{step.resource_title} ({step.kind})"), (f"  {step.unit}", "cyan"))
    yield line("  ", (step.url, "underline"))
    if step.teaches:
        yield words(f"teaches {', '.join(step.teaches)}", indent=2)
    yield words(why_line(step), indent=2)
    if opens:
        yield words(f"opens {listed(list(opens), 5)}", indent=2)
    if step.sessions:
        yield words(dates.sessions(step), indent=2)


def why_line(step: Step) -> str:
    """Why a step is in the plan, for people."""
    if step.helps_only:
        return "why: it helps: the intuition before the work; you asked for --gentle"
    if step.capstone_of is not None:
        return f"why: it is the capstone of {step.capstone_of}"
    if not step.reasons:
        return "why: you asked for it"
    reason = step.reasons[0]
    only = ", and nothing else teaches it" if step.providers == 1 else ""
    if reason.is_goal:
        return f"why: {reason.outcome} is part of the goal{only}"
    because = f" ({reason.why})" if reason.why else ""
    return f"why: {reason.needed_by} needs {reason.outcome}{because}{only}"


def changed(before: KnowledgeState, after: KnowledgeState) -> Iterator[tuple[str, str, str]]:
    """What differs between two states, as (what, before, after), for undo and redo."""
    for name, a, b in (
        ("known", len(before.known), len(after.known)),
        ("done", len(before.done), len(after.done)),
        ("started", len(before.started), len(after.started)),
        ("skipped", len(before.skipped), len(after.skipped)),
    ):
        if a != b:
            yield name, str(a), str(b)
    goals = [" ".join((state.request or {}).get("goals", ["none"])) for state in (before, after)]
    if goals[0] != goals[1]:
        yield "goal", goals[0], goals[1]
