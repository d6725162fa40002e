"""Everything else for people: why, show, list, search, log, lint."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from mlpath.curriculum import Curriculum, Goal, Resource, Topic, Unit
from mlpath.learner import Event, KnowledgeState
from mlpath.plan import Reason, Step
from mlpath.view.amounts import count, hours, listed
from mlpath.view.plan_text import why_line
from mlpath.view.screen import line, rows, words


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


def log_page(events: Sequence[Event], standing: set[str], gone: Collection[str] = ()) -> Iterator[RenderableType]:
    """The log, the latest last; what was undone, and what the curriculum no longer has, is marked."""
    if not events:
        yield line("The log is empty.")
        return
    several = len({event.data["curriculum"] for event in events if "curriculum" in event.data}) > 1
    yield rows(
        [("", "left"), ("", "left"), ("", "fill"), ("", "left")],
        (
            [
                Text(event.local_date.isoformat(), style="dim"),
                _kind(event),
                (f"{event.data.get('curriculum', '')}: " if several else "") + _about(event),
                Text(_remark(event, standing, gone), style="yellow"),
            ]
            for event in events
        ),
    )


def _kind(event: Event) -> str:
    """The word of the command that stored it."""
    if event.kind == "start" and "minutes" in event.data:
        return "time"
    return "plan" if event.kind == "request" else event.kind


def _remark(event: Event, standing: set[str], gone: Collection[str]) -> str:
    if event.kind in ("undo", "redo"):
        return ""
    if event.uid not in standing:
        return "undone"
    return "not in this curriculum" if any(id_ in gone for id_ in event.ids) else ""


def _about(event: Event) -> str:
    if event.kind == "request":
        return " ".join(event.data.get("goals", ()))
    if event.kind in ("undo", "redo"):
        return count(len(event.ids), "event")
    extra = f" ({event.data['minutes']} min)" if "minutes" in event.data else ""
    note = f": {event.data['note']}" if event.data.get("note") else ""
    return listed(list(event.ids), 6) + extra + note
