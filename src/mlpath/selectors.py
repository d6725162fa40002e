"""Names and selectors: what the user types, and what in a curriculum it stands for.

    name       eigenvalues   pca@rigorous   mml-book/ch02   developer   "Singular value decomposition"   eigen
    selector   kind:video   area:calculus   source:dair   resource:mml-book   language:en   cost:free
               status:archived   ready   done   +pca (and all it needs)   pca+ (and all it opens)   2+pca
               kind:video,area:calculus (both)   kind:video kind:book (either)

One grammar, one parser. What is ready or done is the learner's state, which the caller lends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from mlpath.curriculum import (
    KINDS,
    Cost,
    Curriculum,
    Resource,
    ResourceStatus,
    Unit,
    outcome_id,
    split_outcome,
)
from mlpath.errors import UnknownIdError, UsageError
from mlpath.graph import PrerequisiteGraph

NamedKind = Literal["goal", "topic", "outcome", "area", "resource", "unit"]
_VALUES: dict[str, tuple[str, ...]] = {"kind": KINDS, "cost": get_args(Cost), "status": get_args(ResourceStatus)}
"""What these may be, whether a curriculum has such resources or not."""
_GRAPHED = re.compile(r"(?P<up>\d{0,6}\+)?(?P<name>[^+]+)(?P<down>\+\d{0,6})?")
MAX_NEAR = 3
MAX_BEGUN = 8


@dataclass(frozen=True, order=True)
class Named:
    """What a name stands for."""

    kind: NamedKind
    id: str


class Names:
    """The names of a curriculum: exact ids first, then aliases and titles, then a beginning that is unique."""

    def __init__(self, curriculum: Curriculum) -> None:
        self.curriculum = curriculum

    @cached_property
    def exact(self) -> dict[str, Named]:
        """Every id and alias; a topic's id stands for the topic."""
        curriculum = self.curriculum
        found = {area.id: Named("area", area.id) for area in curriculum.areas}
        for resource in curriculum.resources:
            found |= {unit.id: Named("unit", unit.id) for unit in resource.units}
            found |= dict.fromkeys((resource.id, *resource.aliases), Named("resource", resource.id))
        for topic in curriculum.topics:
            found |= dict.fromkeys((*topic.aliases, topic.id), Named("topic", topic.id))
            found |= {f"{topic.id}@{depth}": Named("outcome", f"{topic.id}@{depth}") for depth in topic.levels}
        for goal in curriculum.goals:
            found |= dict.fromkeys((*goal.aliases, goal.id), Named("goal", goal.id))
        return found

    @cached_property
    def _by_id(self) -> dict[str, Named]:
        """Ids and aliases, folded to lower-case words with hyphens."""
        return {_folded(name): named for name, named in self.exact.items()}

    @cached_property
    def _by_title(self) -> dict[str, set[Named]]:
        """Titles, folded likewise; several things may share one."""
        curriculum = self.curriculum
        found: dict[str, set[Named]] = {}
        titles = [(area.id, area.title) for area in curriculum.areas]
        titles += [(resource.id, resource.title) for resource in curriculum.resources]
        titles += [(topic.id, topic.title) for topic in curriculum.topics]
        titles += [(goal.id, goal.title) for goal in curriculum.goals]
        for id_, title in (*titles, *((unit.id, unit.title) for unit in curriculum.unit.values())):
            found.setdefault(_folded(title), set()).add(self.exact[id_])
        return found

    def resolve(self, text: str, *, kinds: Collection[NamedKind] | None = None) -> Named:
        """What a name stands for.

        Args:
            text: an id, alias, title, or the beginning of one that only one thing has.
            kinds: what may be meant; None for anything.

        Raises:
            UnknownIdError: with up to three near names.

        """

        def fits(named: Named) -> bool:
            return kinds is None or named.kind in kinds

        folded = _folded(text)
        exact = self.exact.get(text) or self._by_id.get(folded) or self._alias_at_depth(text)
        if exact is not None and fits(exact):
            return exact
        titled = _without_parts({named for named in self._by_title.get(folded, ()) if fits(named)})
        begun = titled or {named for name, named in self._by_id.items() if name.startswith(folded) and fits(named)}
        begun = _without_parts(begun) if text else set()
        if len(begun) == 1:
            return begun.pop()
        if exact is not None and not begun:
            raise UnknownIdError(
                f"{exact.id} is {_a(exact.kind)}, not {' or '.join(_a(k) for k in kinds or ())}",
                f"mlpath show {exact.id}",
            )
        raise self._unknown(text, begun, fits)

    def _alias_at_depth(self, text: str) -> Named | None:
        """`eigenvectors@intuition`, by the alias of its topic."""
        name, at, depth = text.partition("@")
        named = self.exact.get(_folded(name)) if at else None
        if named is None or named.kind != "topic":
            return None
        return self.exact.get(f"{named.id}@{depth}")

    def _unknown(self, text: str, begun: set[Named], fits: Callable[[Named], bool]) -> UnknownIdError:
        if len(begun) > 1:
            names = sorted(named.id for named in begun)
            more = f" and {len(names) - MAX_BEGUN} more" if len(names) > MAX_BEGUN else ""
            shown = ", ".join(names[:MAX_BEGUN])
            return UnknownIdError(f"'{text}' could be any of: {shown}{more}", f"mlpath search {text}")
        near = self.near(text, fits)
        hint = f"did you mean {_or(near)}?" if near else f"mlpath search {text}"
        return UnknownIdError(f"nothing here is called '{text}'", hint)

    def near(self, text: str, fits: Callable[[Named], bool]) -> list[str]:
        """Up to three ids that are spelt nearly so."""
        from rapidfuzz import fuzz, process  # needed for mistakes only

        titles = {title: min(named) for title, named in self._by_title.items()}
        names = {name: named for name, named in (titles | self._by_id).items() if fits(named)}
        rows = process.extract(_folded(text), sorted(names), scorer=fuzz.WRatio, limit=12, score_cutoff=70)
        found = dict.fromkeys(names[name] for name, _, _ in rows)
        whole = _without_parts(set(found))
        return [named.id for named in found if named in whole][:MAX_NEAR]

    def search(self, text: str, limit: int) -> list[Named]:
        """What fits a search text best, best first: ids, titles, aliases, authors and what a topic enables."""
        from rapidfuzz import fuzz, process, utils  # only search needs it

        texts = self._search_texts()
        keys = sorted(texts)
        rows = process.extract(
            text,
            [texts[key] for key in keys],
            scorer=fuzz.WRatio,
            processor=utils.default_process,
            limit=None,
            score_cutoff=60,
        )
        words = utils.default_process(text).split()
        rank = {"goal": 0, "topic": 1, "resource": 2, "unit": 3, "area": 4, "outcome": 5}

        def order(row: tuple[str, float, int]) -> tuple[bool, int, float, str]:
            said, score, index = row
            whole = all(word in utils.default_process(said) for word in words)
            return (not whole, rank[keys[index].kind], -score, keys[index].id)

        return [keys[row[2]] for row in sorted(rows, key=order)][:limit]

    def _search_texts(self) -> dict[Named, str]:
        curriculum = self.curriculum
        found = {
            Named("topic", t.id): " ".join((t.id, t.title, *t.aliases, *(lv.can for lv in t.levels.values())))
            for t in curriculum.topics
        }
        for r in curriculum.resources:
            found[Named("resource", r.id)] = " ".join((r.id, r.title, *r.authors))
            if len(r.units) > 1:
                found |= {Named("unit", u.id): f"{u.id} {u.title}" for u in r.units}
        return found | {Named("goal", g.id): f"{g.id} {g.title} {g.can}" for g in curriculum.goals}


def _without_parts(found: set[Named]) -> set[Named]:
    """Without what belongs to something else that was found: units of a resource, outcomes of a topic."""
    ids = {named.id for named in found}
    return {
        named
        for named in found
        if not (named.kind == "unit" and named.id.partition("/")[0] in ids and "/" in named.id)
        and not (named.kind == "outcome" and named.id.partition("@")[0] in ids)
    }


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aou" and kind != "unit" else f"a {kind}"


def _or(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", "-", text.strip().casefold())


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
        ready: units and topics that are ready for the learner.
        done: units done and topics known.
        names: its names, where they are at hand.

    """

    graph: PrerequisiteGraph
    ready: Selected = field(default_factory=Selected)
    done: Selected = field(default_factory=Selected)
    names: Names = field(default=None)  # type: ignore[assignment] # made from the graph where none is given

    def __post_init__(self) -> None:
        self.names = self.names or Names(self.graph.curriculum)

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


def as_outcome(named: Named) -> str:
    """The outcome that a topic or outcome stands for when it is asked for: a topic at its working depth."""
    return outcome_id(named.id)
