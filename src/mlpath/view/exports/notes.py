"""Markdown, as for Obsidian: one note with a box for each step, or a folder with a note for each.

What is written between our comments is ours (see `blocks`); all else is the user's and stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlpath.plan import Step
from mlpath.view.amounts import count, day, hours
from mlpath.view.dates import stretch
from mlpath.view.exports.blocks import escaped, keys, link, merged
from mlpath.view.exports.material import Material
from mlpath.view.plan_text import why_line
from mlpath.view.safe import one_line

INDEX = "_plan.md"
"""The folder's first note; no id begins so, so no unit's note is called so."""
_GONE = "- not in the plan any more"


def one_note(material: Material, previous: str | None) -> str:
    """The plan as one note, without its last line feed.

    Raises:
        UsageError: where the blocks in `previous` cannot be told from the user's text.

    """
    wanted = {"(plan)": [f"# {escaped(one_line(material.title))}", "", *_summary(material)]}
    for step in material.plan.steps:
        wanted[step.unit] = [_heading(step), "", *_step(material, step, folder=False)]
    units = material.curriculum.unit
    for unit, when in material.done.items():
        if unit in units:
            wanted[unit] = [f"- [x] {_linked(material, unit)}, done on {day(when)}"]
    gone = {key: [f"- [ ] {_linked(material, key)}", _GONE] for key in keys(previous or "") if key in units}
    return merged(previous, wanted, gone)


def folder(material: Material, previous: Mapping[str, str]) -> dict[str, str]:
    """A note for each step and for each unit done, and one for the plan: the text of each file, by its name.

    Args:
        material: what is exported.
        previous: the notes in the folder, by name; those without a block of ours are left alone.

    Raises:
        UsageError: where the blocks in a note cannot be told from the user's text.

    """
    units = material.curriculum.unit
    blocks = {
        INDEX: ("(plan)", [f"# {escaped(one_line(material.title))}", "", *_summary(material), "", *_list(material)])
    }
    for step in material.plan.steps:
        lines = [f"# {escaped(one_line(step.title))}", "", *_step(material, step, folder=True)]
        blocks[file_name(step.unit)] = (step.unit, lines)
    for unit, when in material.done.items():
        if unit in units:
            title = escaped(one_line(units[unit].title))
            lines = [f"# {title}", "", f"- [x] {_linked(material, unit)}, done on {day(when)}"]
            blocks[file_name(unit)] = (unit, lines)
    for name, text in previous.items():
        for key in keys(text):
            if name not in blocks and key in units:
                title = escaped(one_line(units[key].title))
                blocks[name] = (key, [f"# {title}", "", f"- [ ] {_linked(material, key)}", _GONE])
    return {name: merged(previous.get(name), {key: lines}) for name, (key, lines) in blocks.items()}


def file_name(unit: str) -> str:
    """The name of a unit's note. Ids have no double dash, so no two units have one name.

    >>> file_name("the-book/ch1")
    'the-book--ch1.md'
    """
    return unit.replace("/", "--") + ".md"


def _summary(material: Material) -> Iterator[str]:
    plan = material.plan
    minutes = plan.minutes + plan.settling_minutes
    said = f"{hours(minutes)} in {count(len(plan.steps), 'step')}"
    end = plan.steps[-1].ends if plan.steps else None
    yield said + (f", done by {day(end)}." if end else ".")
    for milestone in plan.milestones:
        when = f", {day(milestone.on)}" if milestone.on else ""
        yield f"- {escaped(one_line(milestone.title))}: after {hours(milestone.minutes)}{when}"


def _list(material: Material) -> Iterator[str]:
    for step in material.plan.steps:
        yield f"{step.index}. {link(one_line(step.title), file_name(step.unit))}, {_amount(step)}"
    for unit, when in material.done.items():
        if unit in material.curriculum.unit:
            title = one_line(material.curriculum.unit[unit].title)
            yield f"- ✓ {link(title, file_name(unit))}, {day(when)}"


def _heading(step: Step) -> str:
    return f"## {step.index}. {escaped(one_line(step.title))}"


def _step(material: Material, step: Step, *, folder: bool) -> Iterator[str]:
    yield f"- [ ] {_linked(material, step.unit)}, {_amount(step)}"
    if step.teaches:
        yield f"- teaches {escaped(', '.join(step.teaches))}"
    yield f"- {escaped(one_line(why_line(step)))}"
    needed = material.needed[step.unit]
    if needed:
        titles = {other.unit: one_line(other.title) for other in material.plan.steps}
        named = (link(titles[u], file_name(u)) if folder else escaped(titles[u]) for u in needed)
        yield f"- after {', '.join(named)}"


def _linked(material: Material, unit: str) -> str:
    about = material.curriculum.unit[unit]
    resource = material.curriculum.resource_of[unit]
    of = "" if about.title == resource.title else f" ({escaped(one_line(resource.title))})"
    return f"{link(one_line(about.title), about.url)}{of}"


def _amount(step: Step) -> str:
    amount = hours(step.minutes + step.settling_minutes)
    if step.starts is None or step.ends is None:
        return amount
    return f"{amount}, {stretch(step.starts, step.ends)}"
