"""Curricula for people: which there are, one at a glance, what a new version changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from mlpath.curriculum import Curriculum
from mlpath.difference import Changes, Difference, Upgrade
from mlpath.library import Place
from mlpath.view.amounts import count, hours, listed
from mlpath.view.screen import line, rows, words

MOST = 8
"""Names in a list before it is cut; --json has all."""


def curricula_page(found: Sequence[tuple[Place, Mapping[str, str]]]) -> Iterator[RenderableType]:
    """Each curriculum with its title, its version and where it is from."""
    cells: list[list[Text | str]] = []
    for place, said in found:
        title = said.get("title", "cannot be read: see mlpath curriculum lint")
        cells.append([Text(place.id, style="cyan"), title, said.get("version", ""), place.package or place.origin])
    yield rows([("", "left"), ("", "end"), ("", "left"), ("", "left")], cells)
    yield line(
        ("→ mlpath plan --curriculum ID GOAL", "cyan"), "  plans with one; ", ("mlpath curriculum show ID", "cyan")
    )


def added_page(
    curriculum: Curriculum, folder: str, before: Curriculum | None, warnings: int
) -> Iterator[RenderableType]:
    """What was added, in place of what, and how to plan with it."""
    yield line(
        ("✓ ", "green"), ("replaced: " if before else "added: ", "bold"), f"{curriculum.id} {curriculum.version}"
    )
    if before is not None:
        yield line("  before: ", before.version)
    yield words(f"{curriculum.title}; {count(len(curriculum.topics), 'topic')}, "
                f"{count(len(curriculum.resources), 'resource')}; in {folder}", indent=2)  # fmt: skip
    if warnings:
        yield line("  ", (count(warnings, "warning"), "yellow"), f": mlpath curriculum lint {curriculum.id}")
    goal = curriculum.goals[0].id if curriculum.goals else curriculum.topics[-1].id
    yield line((f"→ mlpath plan {goal} --curriculum {curriculum.id}", "cyan"))


def new_page(folder: str, files: Sequence[str]) -> Iterator[RenderableType]:
    """What was written, and what to do with it."""
    yield line(("✓ ", "green"), ("new: ", "bold"), f"{folder}, a curriculum to change")
    yield words(", ".join(file for file in files if file.endswith(".yaml")), indent=2)
    yield line((f"→ mlpath curriculum lint {folder}", "cyan"))
    yield line((f"→ mlpath plan able --curriculum {folder} --dry-run", "cyan"))


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
    yield rows([("", "left"), ("", "fill")], ([Text(goal.id, style="cyan"), goal.can] for goal in curriculum.goals))
    yield Text("")
    yield rows(
        [("area", "end"), ("topics", "right")],
        ([area.title, str(sum(t.area == area.id for t in curriculum.topics))] for area in curriculum.areas),
    )


def difference_page(old: Curriculum, new: Curriculum, found: Difference) -> Iterator[RenderableType]:
    """What a new version has, lacks and says otherwise."""
    yield line((f"{old.id} {old.version} → {new.id} {new.version}", "bold"))
    if not found:
        yield line("  No topic, resource, unit, goal or edge differs.")
        return
    for name in ("topics", "resources", "units", "goals"):
        yield from _changes(name, getattr(found, name))
    for sign, edges in (("+", found.edges_added), ("-", found.edges_removed)):
        for edge in edges[:MOST]:
            yield words(f"{sign} {edge}", "green" if sign == "+" else "red", indent=2)
        if len(edges) > MOST:
            yield line((f"  {sign} {len(edges) - MOST} edges more: --json", "dim"))
    yield line(f"  hours of study in all: {hours(found.minutes_before)} → {hours(found.minutes_after)}")


def _changes(name: str, changes: Changes) -> Iterator[RenderableType]:
    if not changes:
        return
    yield line(("  " + name, "bold"))
    for sign, ids, style in (("+", changes.added, "green"), ("-", changes.removed, "red")):
        if ids:
            yield words(f"{sign} {listed(list(ids), MOST)}", style, indent=4)
    if changes.renamed:
        yield words("= " + listed([f"{old} is now {new}" for old, new in changes.renamed], MOST), indent=4)
    if changes.changed:
        said = [f"{id_} ({', '.join(keys)})" for id_, keys in changes.changed]
        yield words(f"~ {listed(said, MOST)}", "yellow", indent=4)


def upgrade_page(found: Upgrade) -> Iterator[RenderableType]:
    """What a new version does to the learner's plan and progress."""
    before, after, orphaned = found.before, found.after, list(found.orphaned)
    yield Text("")
    yield line((f"Your plan for {' '.join(before.request.goals)}", "bold"))
    if after is None:
        yield words(f"There would be no such goal: {found.lost_goal}.", "bold red", indent=2)
    elif after.proof.status == "infeasible":
        yield line("  ", ("no plan would reach it", "bold red"))
    else:
        total = [hours(plan.minutes + plan.settling_minutes) for plan in (before, after)]
        yield line(f"  {count(len(before.steps), 'step')}, {total[0]} → {count(len(after.steps), 'step')}, {total[1]}")
        for sign, steps, style in (("-", found.leaving, "red"), ("+", found.entering, "green")):
            for step in steps[:MOST]:
                yield words(f"{sign} {step.unit}  {step.title}  {hours(step.minutes)}", style, indent=2)
            if len(steps) > MOST:
                yield line((f"  {sign} {len(steps) - MOST} steps more: --json", "dim"))
    if orphaned:
        said = f"Your progress on {listed(orphaned, MOST)} would be kept, but count for nothing."
        yield words(said, "yellow", indent=2)
    if found.regained:
        yield words(f"Your progress on {listed(list(found.regained), MOST)} would count again.", "green", indent=2)
    if not orphaned:
        yield line("  ", ("✓ ", "green"), "None of your progress would be lost.")
