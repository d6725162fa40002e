"""Everything else for people: status, why, show, list, search, log, lint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil

from rich.console import RenderableType
from rich.text import Text

from mlpath.curriculum import Curriculum, Goal, Resource, Topic, Unit
from mlpath.learner import Event, KnowledgeState
from mlpath.lint import Finding
from mlpath.plan import Plan, Reason, Step
from mlpath.view.amounts import count, hours, listed
from mlpath.view.plan_text import why_line
from mlpath.view.screen import line, rows, words

BAR = 20


def bar(part: int, whole: int) -> str:
    """A bar of BAR characters."""
    filled = round(BAR * part / whole) if whole else BAR
    return "█" * filled + "░" * (BAR - filled)


def status_page(
    plan: Plan | None,
    areas: Iterable[tuple[str, int, int]],
    done_minutes: int,
    reported_minutes: int,
    state: KnowledgeState,
    titles: Mapping[str, str],
) -> Iterator[RenderableType]:
    """Where the learner stands: areas as (title, known, needed)."""
    if plan is not None and plan.proof.status == "infeasible":
        yield line(("No plan reaches your goal any more.", "bold yellow"), "  mlpath plan says why")
        yield Text("")
    elif plan is not None:
        left = plan.minutes + plan.settling_minutes
        goal = " and ".join(titles.get(name, name) for name in plan.request.goals)
        share = done_minutes / (done_minutes + left) if done_minutes + left else 1
        yield line((f"Toward {goal}", "bold"), f"  {share:.0%}: {hours(done_minutes)} done, {hours(left)} left")
        yield from _finish(plan, left)
        yield Text("")
    else:
        yield line(("No plan yet.", "bold"))
    yield rows(
        [("area", "end"), ("", "left"), ("known", "right")],
        ([title, bar(known, needed), f"{known}/{needed}"] for title, known, needed in areas),
    )
    if reported_minutes:
        yield Text("")
        yield words(f"You reported {hours(reported_minutes)} of study.")
    if state.orphans:
        yield words(f"Kept, but not in this curriculum any more: {listed(list(state.orphans), 5)}.")
    yield Text("")
    yield line(("→ mlpath next" if plan is not None else "→ mlpath plan GOAL", "cyan"))


def _finish(plan: Plan, left: int) -> Iterator[RenderableType]:
    if plan.steps and plan.steps[-1].starts is not None and plan.request.hours_per_week:
        weeks = left / 60 / plan.request.hours_per_week
        slow, fast = ceil(weeks * 1.3), ceil(weeks * 0.8)
        yield words(
            f"At {plan.request.hours_per_week:g} h a week: {fast} to {slow} weeks (a fifth faster to a third slower "
            "than the estimates)."
        )


def why_page(step: Step, links: Sequence[tuple[Step, Reason]], titles: Mapping[str, str]) -> Iterator[RenderableType]:
    """The chain of reasons from a step to the goal."""
    yield line((step.title, "bold"), (f"  {step.unit}", "cyan"), f"  step {step.index}")
    if step.capstone_of is not None or not step.reasons:
        yield words(why_line(step), indent=2)
        return
    for index, (_, reason) in enumerate(links):
        pad = "  " * (index + 1)
        if reason.is_goal:
            yield line(
                pad,
                "teaches ",
                (reason.outcome, "bold"),
                f" for the goal {titles.get(reason.needed_by, reason.needed_by)}",
            )
        else:
            said = f" because {reason.why}" if reason.why else ""
            yield words(f"teaches {reason.outcome}, which {reason.needed_by} needs{said}", indent=len(pad))
    others = step.reasons[1:]
    if others:
        yield words("also: " + "; ".join(f"{r.outcome} for {r.needed_by}" for r in others), indent=2)
    if step.providers == 1:
        yield words(f"It is the only source of {step.reasons[0].outcome}.", indent=2)
    else:
        yield words(
            f"{step.providers} units could teach {step.reasons[0].outcome}; this one makes the whole plan shortest.",
            indent=2,
        )


def topic_page(topic: Topic, known: Iterable[str], teachers: Mapping[str, list[Unit]]) -> Iterator[RenderableType]:
    """A topic in full: what each depth means, needs, and who teaches it."""
    have = set(known)
    aliases = f"  also: {', '.join(topic.aliases)}" if topic.aliases else ""
    yield line((topic.title, "bold"), (f"  {topic.id}", "cyan"), (f"  {topic.area}{aliases}", "dim"))
    for depth, level in topic.levels.items():
        outcome = f"{topic.id}@{depth}"
        yield Text("")
        yield line((depth, "bold"), ("  ✓ known" if outcome in have else "", "green"))
        yield words(f"You can {level.can}.", indent=2)
        for requirement in level.requires:
            said = " or ".join(f"{n.outcome}" + (f" ({n.reason})" if n.reason else "") for n in requirement.any_of)
            yield words(f"needs {said}", indent=2)
        for need in level.helps:
            yield words(f"helped by {need.outcome} ({need.reason})", indent=2)
        units = teachers.get(outcome, [])
        yield words(
            "taught by " + (listed([f"{u.id} ({hours(u.minutes)})" for u in units], 6) if units else "nothing"),
            indent=2,
        )


def resource_page(
    resource: Resource, settling: int, state: KnowledgeState, sources: Mapping[str, str]
) -> Iterator[RenderableType]:
    """A resource in full, with its units."""
    yield line((resource.title, "bold"), (f"  {resource.id}", "cyan"))
    by = f"{listed(list(resource.authors), 4)} · " if resource.authors else ""
    year = f", {resource.published}" if resource.published else ""
    yield words(f"{by}{resource.kind}{year} · {resource.language} · {resource.cost} · {resource.status}", indent=2)
    yield line("  ", (resource.url, "underline"))
    for text in filter(None, (resource.about, resource.note)):
        yield words(text, indent=2)
    if resource.sources:
        yield words("recommended by " + "; ".join(sources[source] for source in resource.sources), indent=2)
    if resource.pace is not None:
        yield words(f"pace: {resource.pace.why}; {hours(settling)} to settle in", indent=2)
    yield from (words(f"○ {item}", indent=2) for item in resource.checklist)
    yield Text("")
    yield rows(
        [("", "left"), ("unit", "left"), ("title and what it teaches", "fill"), ("hours", "right")],
        (
            [_mark(unit.id, state), unit.id.removeprefix(f"{resource.id}/"), _titled(unit), _unit_hours(unit)]
            for unit in resource.units
        ),
    )


def _titled(unit: Unit) -> Text:
    text = line(unit.title)
    if unit.teaches:
        text.append("  ").append_text(line((", ".join(unit.teaches), "dim")))
    return text


def _unit_hours(unit: Unit) -> str:
    return ("≈" if unit.estimate else "") + hours(unit.minutes)


def _mark(unit: str, state: KnowledgeState) -> Text:
    if unit in state.done:
        return Text("✓", style="green")
    if unit in state.skipped:
        return Text("–", style="dim")
    return Text("▸" if unit in state.started else " ")


def unit_page(unit: Unit, resource: Resource, state: KnowledgeState) -> Iterator[RenderableType]:
    """A unit in full."""
    yield line(
        (unit.title, "bold"),
        (f"  {unit.id}", "cyan"),
        f"  {_unit_hours(unit)}",
        (" ✓ done" if unit.id in state.done else "", "green"),
    )
    yield words(f"{resource.title} · {resource.kind}", indent=2)
    yield line("  ", (unit.url, "underline"))
    for name, value in (("pages", unit.pages), ("problems", unit.problems)):
        if value:
            yield words(f"{value} {name}", indent=2)
    if unit.video:
        yield words(f"{hours(unit.video)} of video", indent=2)
    yield words("teaches " + (", ".join(unit.teaches) or "nothing on this map"), indent=2)
    for requirement in unit.requires:
        yield words("needs " + " or ".join(need.outcome for need in requirement.any_of), indent=2)
    if unit.note:
        yield words(unit.note, indent=2)


def goal_page(goal: Goal, known: Iterable[str], capstone: str) -> Iterator[RenderableType]:
    """A goal in full."""
    have = set(known)
    yield line((goal.title, "bold"), (f"  {goal.id}", "cyan"))
    yield words(f"You can {goal.can}.", indent=2)
    if goal.includes:
        yield words(f"includes {', '.join(goal.includes)}", indent=2)
    yield words(f"{sum(o in have for o in goal.requires)} of {count(len(goal.requires), 'outcome')} known:", indent=2)
    for outcome in goal.requires:
        yield line("    ", ("✓ " if outcome in have else "○ "), outcome)
    if capstone:
        yield words(f"capstone: {capstone}", indent=2)
    yield from (line("  see also: ", f"{link.title} ", (link.url, "underline")) for link in goal.see_also)


def area_page(title: str, topics: Iterable[Topic], known: Iterable[str]) -> Iterator[RenderableType]:
    """An area: its topics and their depths."""
    have = set(known)
    yield line((title, "bold"))
    yield rows(
        [("", "left"), ("topic", "left"), ("title", "end"), ("depths", "left")],
        (
            [
                Text("✓" if f"{t.id}@{next(iter(t.levels))}" in have else " ", style="green"),
                t.id,
                t.title,
                _depths(t, have),
            ]
            for t in topics
        ),
    )


def _depths(topic: Topic, have: set[str]) -> str:
    return " ".join(depth[0] + ("✓" if f"{topic.id}@{depth}" in have else "") for depth in topic.levels)


def listing_page(
    curriculum: Curriculum, topics: Iterable[str], units: Iterable[str], state: KnowledgeState
) -> Iterator[RenderableType]:
    """Topics and units of a selector, topics by area, units by resource."""
    wanted, chosen = set(topics), set(units)
    for area in curriculum.areas:
        here = [t for t in curriculum.topics if t.area == area.id and t.id in wanted]
        if here:
            yield from area_page(area.title, here, state.known)
            yield Text("")
    for resource in curriculum.resources:
        here_units = [unit for unit in resource.units if unit.id in chosen]
        if here_units:
            part = f"{len(here_units)} of " if len(here_units) < len(resource.units) else ""
            total = sum(unit.minutes for unit in here_units)
            said = f"{part}{count(len(resource.units), 'unit')}, {hours(total)}"
            yield line((resource.title, "bold"), (f"  {resource.id}", "cyan"), (f"  {said}", "dim"))
    if not wanted and not chosen:
        yield line("Nothing is selected.")


def search_page(found: Iterable[tuple[str, str, str]]) -> RenderableType:
    """Rows of (kind, id, title)."""
    return rows(
        [("", "left"), ("", "left"), ("", "end")],
        ([Text(kind, style="dim"), Text(id_, style="cyan"), title] for kind, id_, title in found),
    )


def log_page(events: Sequence[Event], standing: set[str]) -> Iterator[RenderableType]:
    """The log, the latest last; what was undone is marked."""
    if not events:
        yield line("The log is empty.")
        return
    yield rows(
        [("", "left"), ("", "left"), ("", "fill"), ("", "left")],
        (
            [
                Text(event.local_date.isoformat(), style="dim"),
                "plan" if event.kind == "request" else event.kind,
                _about(event),
                Text(
                    "" if event.kind in ("undo", "redo") or event.uid in standing else "undone",
                    style="yellow",
                ),
            ]
            for event in events
        ),
    )


def _about(event: Event) -> str:
    if event.kind == "request":
        return " ".join(event.data.get("goals", ()))
    if event.kind in ("undo", "redo"):
        return count(len(event.ids), "event")
    extra = f" ({event.data['minutes']} min)" if "minutes" in event.data else ""
    note = f": {event.data['note']}" if event.data.get("note") else ""
    return listed(list(event.ids), 6) + extra + note


def lint_page(findings: Sequence[Finding], *, notes: bool) -> Iterator[RenderableType]:
    """The findings, a line each, and their count."""
    shown = [finding for finding in findings if notes or finding.severity != "note"]
    styles = {"error": "bold red", "warning": "yellow", "note": "dim"}
    for finding in shown:
        hint = f" ({finding.hint})" if finding.hint else ""
        text = line(
            (finding.severity, styles[finding.severity]),
            f" {finding.message}{hint}",
            (f" [{finding.rule}]", "dim"),
        )
        place = line(f"{finding.place}: ")
        place.no_wrap = True
        yield place.append_text(text)
    tally = {s: sum(finding.severity == s for finding in findings) for s in ("error", "warning", "note")}
    yield line(", ".join(count(tally[s], s) for s in ("error", "warning", "note")) + ".")


def curricula_page(found: Iterable[tuple[str, str, str]]) -> RenderableType:
    """Rows of (id, title, version)."""
    return rows([("", "left"), ("", "end"), ("", "left")], ([Text(i, style="cyan"), t, v] for i, t, v in found))


def curriculum_page(curriculum: Curriculum) -> Iterator[RenderableType]:
    """A curriculum at a glance."""
    units = [unit for resource in curriculum.resources for unit in resource.units]
    yield line((curriculum.title, "bold"), (f"  {curriculum.id} {curriculum.version}", "cyan"))
    if curriculum.about:
        yield words(curriculum.about, indent=2)
    yield words(
        f"{count(len(curriculum.topics), 'topic')} in {count(len(curriculum.areas), 'area')}, "
        f"{count(len(curriculum.resources), 'resource')} with {count(len(units), 'unit')}, "
        f"{hours(sum(unit.minutes for unit in units))} of study in all; {curriculum.licence}",
        indent=2,
    )
    yield Text("")
    for goal in curriculum.goals:
        yield line("  ", (goal.id, "cyan"), f"  {goal.can}")
    yield Text("")
    yield rows(
        [("area", "end"), ("topics", "right")],
        ([area.title, str(sum(t.area == area.id for t in curriculum.topics))] for area in curriculum.areas),
    )
