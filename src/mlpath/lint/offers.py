"""Resources and units: what they claim to teach, how long they take, who names them, where they are."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from mlpath.curriculum import Curriculum, Unit
from mlpath.graph import PrerequisiteGraph
from mlpath.lint.finding import Finding, Where
from mlpath.lint.references import places_of_units
from mlpath.texts import split_outcome

NOWHERE = (".test", ".example", ".invalid", ".localhost")
"""Names that never lead anywhere (RFC 2606, section 2)."""


def units(graph: PrerequisiteGraph, below: list[frozenset[int]]) -> Iterator[Finding]:
    """Units that claim more than they can teach, or teach nothing, or nothing new to anyone.

    Args:
        graph: where to look.
        below: the `ancestors` of its outcomes.

    """
    for resource in graph.curriculum.resources:
        project = resource.kind == "project"
        for where, unit in places_of_units(resource):
            yield from _claims(unit, where, project=project)
            if not unit.teaches and not unit.note and not resource.note and not project:
                yield Finding(
                    "teaches-nothing",
                    "warning",
                    f"{unit.id} teaches nothing",
                    "say what it teaches, or in a note why it is listed",
                    where=where,
                )
            yield from _waived(graph, unit, where)
            if unit.teaches and not project:
                yield from _nothing_new(graph, below, unit, where)


def _claims(unit: Unit, where: Where, *, project: bool) -> Iterator[Finding]:
    for i, outcome in enumerate(unit.teaches):
        depth = split_outcome(outcome)[1]
        if depth == "working" and not unit.exercises and not project:
            yield Finding(
                "working-without-exercises",
                "error",
                f"{unit.id} teaches {outcome}, but has no exercises",
                "teach it at intuition, or say exercises: true",
                where=(*where, "teaches", i),
            )
        if depth == "rigorous" and not unit.proves:
            yield Finding(
                "rigorous-without-proof",
                "error",
                f"{unit.id} teaches {outcome}, but proves nothing",
                "teach it at working, or say proves: true",
                where=(*where, "teaches", i),
            )


def _waived(graph: PrerequisiteGraph, unit: Unit, where: Where) -> Iterator[Finding]:
    """Requirements that the unit meets itself, as depths count each shallower one."""
    number = graph.unit_number[unit.id]
    taught = graph.taught[number]
    for i, group in enumerate(graph.own_groups[number]):
        if not taught.isdisjoint(group):
            name = min(graph.names(group & taught))
            message = f"{unit.id} requires {name}, which it teaches itself: the requirement never counts"
            hint = "delete it; or let it require another topic, or teach less"
            yield Finding("requires-its-own", "warning", message, hint, where=(*where, "requires", i))


def _nothing_new(graph: PrerequisiteGraph, below: list[frozenset[int]], unit: Unit, where: Where) -> Iterator[Finding]:
    """Whoever may study the unit has all that it teaches already."""
    needed = [graph.number[r.any_of[0].outcome] for r in unit.requires if len(r.any_of) == 1]
    taught = [graph.number[outcome] for outcome in unit.teaches]
    if needed and all(any(o == n or o in below[n] for n in needed) for o in taught):
        message = f"{unit.id} teaches nothing new: whoever has what it requires has all that it teaches"
        hint = "require less, or teach it at a greater depth"
        yield Finding("teaches-nothing-new", "warning", message, hint, where=(*where, "requires"))


def typed_hours(curriculum: Curriculum) -> Iterator[Finding]:
    """Hours that follow from no size and of which nobody says where they come from."""
    for resource in curriculum.resources:
        said = resource.pace is not None and resource.pace.hours is not None
        for where, unit in places_of_units(resource):
            if unit.hours is not None and not said and not unit.estimate and not unit.note and not resource.note:
                message = f"the hours of {unit.id} follow from nothing"
                hint = "give a size instead, or add pace: {hours: stated, why: …} or estimate: true"
                yield Finding("hours-from-nowhere", "warning", message, hint, where=(*where, "hours"))


def resources(curriculum: Curriculum) -> Iterator[Finding]:
    """Resources that nobody names, and addresses that are twice or nowhere."""
    addresses: dict[str, str] = {}
    for resource in curriculum.resources:
        if not resource.sources and curriculum.sources and resource.kind != "project":
            message = f"{resource.id} has no source: nobody is named who recommends it"
            yield Finding("no-source", "warning", message, "add sources: […]", where=("resource", resource.id))
        for where, url in _addresses(resource.url, resource.also):
            other = addresses.setdefault(bare(url), resource.id)
            if other != resource.id:
                message = f"{resource.id} has the same address as {other}"
                yield Finding(
                    "duplicate-link", "warning", message, "merge the two", where=("resource", resource.id, *where)
                )
            if (urlsplit(url).hostname or "").endswith(NOWHERE):
                message = f"{url} leads nowhere"
                yield Finding(
                    "dead-link", "warning", message, "give the real address", where=("resource", resource.id, *where)
                )


def _addresses(url: str, also: tuple[str, ...]) -> Iterator[tuple[Where, str]]:
    yield ("url",), url
    for i, further in enumerate(also):
        yield ("also", i), further


def bare(url: str) -> str:
    """An address without what makes no difference: http or https, www., a slash at the end."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port else ""
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}{fragment}"
