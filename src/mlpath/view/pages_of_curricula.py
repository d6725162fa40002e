"""Curricula for people: which there are, one at a glance, what a new version changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from mlpath.curriculum import Curriculum
from mlpath.view.amounts import count, hours
from mlpath.view.screen import line, rows, words


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
