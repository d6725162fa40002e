"""Anki's text format: a card for each outcome that the plan teaches or taught: what can you do?

    #separator:tab, #html:true, #guid column:1 …, then guid, front, back and tags, parted by tabs

The guid is the outcome's for ever, so importing again updates a card and keeps how well it was remembered.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from mlpath.curriculum import Topic
from mlpath.texts import split_outcome
from mlpath.view.exports.material import Material
from mlpath.view.safe import one_line

HEADERS = (
    "#separator:tab",
    "#html:true",
    "#guid column:1",
    "#tags column:4",
    "#notetype:Basic",
    "#deck:mlpath",
    "#columns:guid\tFront\tBack\tTags",
)


def cards(material: Material) -> str:
    """The cards, in the order of study."""
    return "\n".join([*HEADERS, *_cards(material)])


def _cards(material: Material) -> Iterator[str]:
    curriculum = material.curriculum
    units = [curriculum.unit[unit] for unit in [*material.done, *(step.unit for step in material.plan.steps)]]
    teachers: dict[str, list[str]] = {}
    for unit in units:
        for outcome in unit.teaches:
            teachers.setdefault(_full(outcome), []).append(unit.id)
    for outcome, taught_by in teachers.items():
        topic = curriculum.topic[split_outcome(outcome)[0]]
        yield "\t".join([str(material.id_of(outcome)), *_sides(topic, outcome, taught_by), _tags(topic, outcome)])


def _full(outcome: str) -> str:
    topic, depth = split_outcome(outcome)
    return f"{topic}@{depth}"


def _sides(topic: Topic, outcome: str, taught_by: list[str]) -> tuple[str, str]:
    _, depth = split_outcome(outcome)
    level = topic.levels[depth]
    also = f" <i>(also: {_html(', '.join(topic.aliases))})</i>" if topic.aliases else ""
    front = f"<b>{_html(topic.title)}</b>, {depth}{also}: what can you do?"
    needs = [need.outcome for requirement in level.requires for need in requirement.any_of]
    back = f"{_html(level.can)}."
    if needs:
        back += f"<br><small>builds on {_html(', '.join(needs))}</small>"
    return front, f"{back}<br><small>from {_html(', '.join(taught_by))}</small>"


def _tags(topic: Topic, outcome: str) -> str:
    return f"mlpath {topic.area} {split_outcome(outcome)[1]}"


def _html(text: str) -> str:
    return escape(one_line(text))
