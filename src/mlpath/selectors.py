"""Selectors: what the user types to mean many things, and which topics and units of a curriculum it stands for.

    kind:video   area:calculus   source:dair   resource:mml-book   language:en   cost:free   status:archived
    ready   done   +pca (and all it needs)   pca+ (and all it opens)   2+pca
    kind:video,area:calculus (both)   kind:video kind:book (either)

One grammar, one parser. What is ready or done is the learner's state, which the caller lends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import get_args

from mlpath.curriculum import KINDS, Cost, Resource, ResourceStatus, Unit
from mlpath.errors import UsageError
from mlpath.graph import PrerequisiteGraph
from mlpath.names import Names
from mlpath.texts import split_outcome

_VALUES: dict[str, tuple[str, ...]] = {"kind": KINDS, "cost": get_args(Cost), "status": get_args(ResourceStatus)}
"""What these may be, whether a curriculum has such resources or not."""
_GRAPHED = re.compile(r"(?P<up>\d{0,6}\+)?(?P<name>[^+]+)(?P<down>\+\d{0,6})?")


@dataclass(frozen=True)
class Selected:
    """Topics and units that a selector stands for, by id."""

    topics: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()

    def __and__(self, other: Selected) -> Selected:
        return Selected(self.topics & other.topics, self.units & other.units)

    def __or__(self, other: Selected) -> Selected:
        return Selected(self.topics | other.topics, self.units | other.units)


@dataclass
class Selectors:
    """Looks selectors up in one curriculum.

    Args:
        graph: its graph.
        names: its names.
        ready: units and topics that are ready for the learner.
        done: units done and topics known.

    """

    graph: PrerequisiteGraph
    names: Names
    ready: Selected = field(default_factory=Selected)
    done: Selected = field(default_factory=Selected)

    def select(self, text: str) -> Selected:
        """What a selector stands for; parts by spaces unite, parts by commas intersect.

        Raises:
            UsageError: for a method or value that there is not.
            UnknownIdError: for a name that nothing has.

        """
        parts = text.split()
        if not parts:
            raise UsageError("an empty selector", "write one like kind:video, area:calculus or +pca")
        found = Selected()
        for part in parts:
            terms = [self._term(term) for term in part.split(",") if term]
            if not terms:
                raise UsageError(f"'{part}' selects nothing", "write one like kind:video,area:calculus")
            both = terms[0]
            for term in terms[1:]:
                both &= term
            found |= both
        return found

    def _term(self, term: str) -> Selected:
        if term in ("ready", "done"):
            return self.ready if term == "ready" else self.done
        method, colon, value = term.partition(":")
        if colon:
            return self._by_method(method, value)
        match = _GRAPHED.fullmatch(term)
        if match is None:
            raise UsageError(f"'{term}' is not a selector", "write it like +pca, pca+ or 2+pca")
        found = self._named(match["name"])
        extended = found
        if match["up"]:
            extended |= self._walk(found, _steps(match["up"]), self._needed)
        if match["down"]:
            extended |= self._walk(found, _steps(match["down"]), self._opened)
        return extended

    def _by_method(self, method: str, value: str) -> Selected:
        by_field: dict[str, Callable[[Resource], Collection[str]]] = {
            "kind": lambda r: (r.kind,),
            "source": lambda r: r.sources,
            "language": lambda r: (r.language,),
            "cost": lambda r: (r.cost,),
            "status": lambda r: (r.status,),
        }
        if method == "area":
            return self._named(self.names.resolve(value, kinds=["area"]).id)
        if method == "resource":
            return self._named(self.names.resolve(value, kinds=("resource", "unit")).id)
        if method not in by_field:
            known = ", ".join(sorted({*by_field, "area", "resource"}))
            raise UsageError(f"no selector '{method}:'", f"use one of: {known}")
        resources = self.graph.curriculum.resources
        units = frozenset(u.id for r in resources if value in by_field[method](r) for u in r.units)
        if not units and value not in _VALUES.get(method, ()):
            values = sorted({v for r in resources for v in by_field[method](r)})
            raise UsageError(f"nothing has {method} '{value}'", f"there is: {', '.join(values)}")
        return Selected(units=units)

    def _named(self, name: str) -> Selected:
        curriculum, named = self.graph.curriculum, self.names.resolve(name)
        if named.kind == "unit":
            return Selected(units=frozenset({named.id}))
        if named.kind == "resource":
            return Selected(units=frozenset(unit.id for unit in curriculum.resource[named.id].units))
        if named.kind == "area":
            topics = frozenset(topic.id for topic in curriculum.topics if topic.area == named.id)
        elif named.kind == "goal":
            outcomes = curriculum.goal[named.id].requires
            topics = frozenset(split_outcome(outcome)[0] for outcome in outcomes)
        else:
            topics = frozenset({named.id.partition("@")[0]})
        return Selected(topics, self._teaching(topics))

    def _teaching(self, topics: Collection[str]) -> frozenset[str]:
        return frozenset(unit.id for unit in self.graph.units if _topics_of(unit) & set(topics))

    @cached_property
    def _topic_edges(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        needed: dict[str, set[str]] = {}
        opened: dict[str, set[str]] = {}
        for before, after in self.graph.outcome_edges():
            a, b = before.partition("@")[0], after.partition("@")[0]
            if a != b:
                needed.setdefault(b, set()).add(a)
                opened.setdefault(a, set()).add(b)
        return needed, opened

    def _needed(self, topic: str) -> Iterable[str]:
        return self._topic_edges[0].get(topic, ())

    def _opened(self, topic: str) -> Iterable[str]:
        return self._topic_edges[1].get(topic, ())

    def _walk(self, start: Selected, steps: int | None, edges: Callable[[str], Iterable[str]]) -> Selected:
        """All topics within so many steps of those selected (of what selected units teach), and their units."""
        by_id = self.graph.curriculum.unit
        seen = set(start.topics) or {t for unit in start.units for t in _topics_of(by_id[unit])}
        border = set(seen)
        taken = 0
        while border and (steps is None or taken < steps):
            border = {other for topic in border for other in edges(topic)} - seen
            seen |= border
            taken += 1
        return Selected(frozenset(seen), self._teaching(seen))


def _steps(text: str) -> int | None:
    digits = text.strip("+")
    return int(digits) if digits else None


def _topics_of(unit: Unit) -> set[str]:
    return {split_outcome(outcome)[0] for outcome in unit.teaches}
