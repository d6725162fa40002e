"""What differs between two versions of a curriculum: topics, resources, units, goals, edges, hours.

A thing is *renamed* where the new version gives the old id as an alias; a unit is renamed with its resource.

Not here: how it is found what that does to a learner (`mlpath.app.upgrading`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from mlpath.curriculum import Curriculum, Goal, Requirement, Resource, Topic, Unit
from mlpath.plan import Plan, Step

T = TypeVar("T", Topic, Resource, Unit, Goal)


@dataclass(frozen=True)
class Changes:
    """What happened to the things of one kind, by id."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    """Old and new id."""
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    """The new id, and the keys that say something else."""

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.renamed or self.changed)


@dataclass(frozen=True)
class Difference:
    """All of it; edges are `dependent requires prerequisite`, minutes are of study."""

    topics: Changes
    resources: Changes
    units: Changes
    goals: Changes
    edges_added: tuple[str, ...]
    edges_removed: tuple[str, ...]
    minutes_before: int
    minutes_after: int

    def __bool__(self) -> bool:
        kinds = (self.topics, self.resources, self.units, self.goals)
        return any(kinds) or bool(self.edges_added or self.edges_removed)


@dataclass(frozen=True)
class Upgrade:
    """What changes for the learner; the log itself is never changed."""

    before: Plan
    after: Plan | None
    """None where the new version has no such goal."""
    lost_goal: str
    """What is said of that goal then."""
    leaving: tuple[Step, ...]
    """Steps of the plan that are in it no more."""
    entering: tuple[Step, ...]
    orphaned: tuple[str, ...]
    """What was done or known and would count for nothing."""
    regained: tuple[str, ...]
    """What counted for nothing and would count again."""


def difference(old: Curriculum, new: Curriculum) -> Difference:
    """What the new version has, lacks and says otherwise."""
    topics = _renamed(old.topic, new.topic, {alias: t.id for t in new.topics for alias in t.aliases})
    resources = _renamed(old.resource, new.resource, {alias: r.id for r in new.resources for alias in r.aliases})
    goals = _renamed(old.goal, new.goal, {alias: g.id for g in new.goals for alias in g.aliases})
    units = {
        unit: moved
        for unit in old.unit
        if unit not in new.unit and (moved := _moved_unit(unit, resources)) is not None and moved in new.unit
    }

    def now(outcome: str) -> str:
        topic, _, depth = outcome.partition("@")
        return f"{topics.get(topic, topic)}@{depth}"

    before = {_edge(now(dependent), r, now) for dependent, r in _edges(old)}
    after = {_edge(dependent, r, str) for dependent, r in _edges(new)}
    return Difference(
        topics=_changes(old.topic, new.topic, topics, lambda t: _topic(t, now), lambda t: _topic(t, str)),
        resources=_changes(old.resource, new.resource, resources, _resource, _resource),
        units=_changes(old.unit, new.unit, units, lambda u: _unit(u, now), lambda u: _unit(u, str)),
        goals=_changes(
            old.goal, new.goal, goals, lambda g: _goal(g, now, lambda i: goals.get(i, i)), lambda g: _goal(g, str, str)
        ),
        edges_added=tuple(sorted(after - before)),
        edges_removed=tuple(sorted(before - after)),
        minutes_before=sum(unit.minutes for unit in old.unit.values()),
        minutes_after=sum(unit.minutes for unit in new.unit.values()),
    )


def _renamed(old: Iterable[str], new: Mapping[str, Any], aliases: Mapping[str, str]) -> dict[str, str]:
    return {id_: aliases[id_] for id_ in old if id_ not in new and id_ in aliases}


def _moved_unit(unit: str, resources: Mapping[str, str]) -> str | None:
    resource, slash, part = unit.partition("/")
    return None if resource not in resources else resources[resource] + slash + part


def _changes(
    old: Mapping[str, T],
    new: Mapping[str, T],
    renamed: Mapping[str, str],
    say_old: Callable[[T], dict[str, Any]],
    say_new: Callable[[T], dict[str, Any]],
) -> Changes:
    changed: list[tuple[str, tuple[str, ...]]] = []
    for id_, thing in old.items():
        other = new.get(renamed.get(id_, id_))
        if other is not None:
            before, after = say_old(thing), say_new(other)
            keys = tuple(key for key in before if before[key] != after[key])
            if keys:
                changed.append((renamed.get(id_, id_), keys))
    return Changes(
        added=tuple(id_ for id_ in new if id_ not in old and id_ not in set(renamed.values())),
        removed=tuple(id_ for id_ in old if id_ not in new and id_ not in renamed),
        renamed=tuple(renamed.items()),
        changed=tuple(changed),
    )


def _topic(topic: Topic, _now: Callable[[str], str]) -> dict[str, Any]:
    """What is compared of a topic; its edges are told apart from it."""
    return {"title": topic.title, "area": topic.area, "depths": {d: level.can for d, level in topic.levels.items()}}


def _resource(resource: Resource) -> dict[str, Any]:
    return resource.model_dump(include={"title", "kind", "url", "cost", "language", "status", "settling"})


def _unit(unit: Unit, now: Callable[[str], str]) -> dict[str, Any]:
    return {
        "title": unit.title,
        "url": unit.url,
        "hours": unit.minutes,
        "teaches": sorted(now(outcome) for outcome in unit.teaches),
        "requires": sorted(_any_of(requirement, now) for requirement in unit.requires),
    }


def _goal(goal: Goal, now: Callable[[str], str], name: Callable[[str], str]) -> dict[str, Any]:
    return {
        "title": goal.title,
        "can": goal.can,
        "includes": sorted(map(name, goal.includes)),
        "requires": sorted(map(now, goal.requires)),
        "capstone": goal.capstone,
    }


def _edges(curriculum: Curriculum) -> Iterable[tuple[str, Requirement]]:
    return ((outcome, requirement) for outcome, *_, level in curriculum.outcomes() for requirement in level.requires)


def _edge(dependent: str, requirement: Requirement, now: Callable[[str], str]) -> str:
    return f"{dependent} requires {_any_of(requirement, now)}"


def _any_of(requirement: Requirement, now: Callable[[str], str]) -> str:
    return " or ".join(sorted(now(need.outcome) for need in requirement.any_of))
