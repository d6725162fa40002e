"""Names: ids that are used twice, and references to what there is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mlpath.curriculum import Curriculum, Requirement, Resource, Unit
from mlpath.lint.finding import Finding, Where
from mlpath.texts import DEPTHS

BEYOND_DOUBT = 0.8
"""A misspelt name means the one name that is at least so like it (difflib's ratio); one letter in five may be off."""


def duplicates(curriculum: Curriculum) -> Iterator[Finding]:
    """Ids and aliases that two things bear."""
    named: list[tuple[str, Where]] = []
    for kind, things in (
        ("area", curriculum.areas),
        ("topic", curriculum.topics),
        ("resource", curriculum.resources),
        ("goal", curriculum.goals),
    ):
        for thing in things:
            named.append((thing.id, (kind, thing.id)))
            aliases: tuple[str, ...] = getattr(thing, "aliases", ())
            named += [(alias, (kind, thing.id, "aliases", i)) for i, alias in enumerate(aliases)]
    for resource in curriculum.resources:
        named += [
            (unit.id, ("resource", resource.id, "units", i))
            for i, unit in enumerate(resource.units)
            if unit.id != resource.id
        ]
    count = Counter(name for name, _ in named)
    seen: set[str] = set()
    for name, where in named:
        if count[name] > 1 and name in seen:
            message = f"'{name}' is the id of something else too"
            yield Finding("duplicate-id", "error", message, "rename one of the two", where=where)
        seen.add(name)


@dataclass(frozen=True)
class _Known:
    """What a reference of one kind may name, and what else stands for it."""

    what: str
    ids: frozenset[str]
    aliases: dict[str, str] = field(default_factory=dict)

    def finding(self, name: str, where: Where) -> Finding:
        hint, meant = self._mend(name)
        return Finding("unknown-reference", "error", f"no {self.what} '{name}'", hint, where=where, meant=meant)

    def _mend(self, name: str) -> tuple[str, str]:
        topic, at, depth = name.partition("@")
        if topic in self.aliases:
            meant = self.aliases[topic] + at + depth
            return f"that is an alias; write {meant}", meant if meant in self.ids else ""
        depths = [f"{topic}@{depth}" for depth in DEPTHS if f"{topic}@{depth}" in self.ids]
        if at and depths:
            return f"that topic has {', '.join(depths)}", ""
        from difflib import get_close_matches  # for mistakes only

        near = get_close_matches(name, self._sorted, n=2, cutoff=0.5)
        if not near:
            return "add it, or delete the reference", ""
        meant = self._beyond_doubt(name, near)
        return f"did you mean {meant or ' or '.join(near)}?", meant

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.ids)

    @staticmethod
    def _beyond_doubt(name: str, near: list[str]) -> str:
        """The one near name, at the same depth, that is much like it; empty where two are."""
        from difflib import SequenceMatcher  # as above

        depth = name.partition("@")[2]
        base = name.partition("@")[0]
        same = [other for other in near if other.partition("@")[2] == depth]
        alike = [o for o in same if SequenceMatcher(None, base, o.partition("@")[0]).ratio() >= BEYOND_DOUBT]
        return alike[0] if len(alike) == 1 else ""


def references(curriculum: Curriculum) -> Iterator[Finding]:
    """References to areas, outcomes, sources, goals and units that there are not."""
    for name, known, where in _missing(curriculum):
        yield known.finding(name, where)


def _missing(curriculum: Curriculum) -> Iterator[tuple[str, _Known, Where]]:
    """Names that stand for nothing. Ten thousand stand for something: places are made up for the others only."""
    topics = {alias: topic.id for topic in curriculum.topics for alias in topic.aliases}
    outcomes = _Known("outcome", frozenset(outcome for outcome, *_ in curriculum.outcomes()), topics)
    areas = _Known("area", frozenset(area.id for area in curriculum.areas))
    sources = _Known("source", frozenset(source.id for source in curriculum.sources))
    for topic in curriculum.topics:
        if topic.area not in areas.ids:
            yield topic.area, areas, ("topic", topic.id)
        for depth, level in topic.levels.items():
            yield from _needs(level.requires, outcomes, ("topic", topic.id, depth, "requires"))
            helps = [need.outcome for need in level.helps]
            yield from _each(helps, outcomes, ("topic", topic.id, depth, "helps"))
    for resource in curriculum.resources:
        yield from _each(resource.sources, sources, ("resource", resource.id, "sources"))
        for where, unit in places_of_units(resource):
            yield from _needs(unit.requires, outcomes, (*where, "requires"))
            yield from _each(unit.teaches, outcomes, (*where, "teaches"))
    yield from _of_goals(curriculum, outcomes)


def _each(names: Sequence[str], known: _Known, where: Where) -> Iterator[tuple[str, _Known, Where]]:
    if not known.ids.issuperset(names):
        yield from ((name, known, (*where, i)) for i, name in enumerate(names) if name not in known.ids)


def _of_goals(curriculum: Curriculum, outcomes: _Known) -> Iterator[tuple[str, _Known, Where]]:
    aliases = {alias: goal.id for goal in curriculum.goals for alias in goal.aliases}
    goals = _Known("goal", frozenset(curriculum.goal), aliases)
    units = _Known("unit", frozenset(curriculum.unit), {a: r.id for r in curriculum.resources for a in r.aliases})
    for goal in curriculum.goals:
        yield from _each(goal.requires, outcomes, ("goal", goal.id, "requires"))
        yield from _each(goal.includes, goals, ("goal", goal.id, "includes"))
        if goal.capstone is not None and goal.capstone not in units.ids:
            yield goal.capstone, units, ("goal", goal.id, "capstone")


def _needs(requirements: Iterable[Requirement], outcomes: _Known, where: Where) -> Iterator[tuple[str, _Known, Where]]:
    for i, requirement in enumerate(requirements):
        for j, need in enumerate(requirement.any_of):
            if need.outcome not in outcomes.ids:
                several = len(requirement.any_of) > 1
                yield need.outcome, outcomes, (*where, i, "any", j) if several else (*where, i)


def places_of_units(resource: Resource) -> Iterator[tuple[Where, Unit]]:
    """Each unit of a resource and where it stands; a resource without parts is its own unit."""
    for i, unit in enumerate(resource.units):
        whole = unit.id == resource.id
        yield (("resource", resource.id) if whole else ("resource", resource.id, "units", i)), unit
