"""Names: what the user types, and what in a curriculum it stands for.

eigenvalues   pca@rigorous   mml-book/ch02   developer   "Singular value decomposition"   eigen
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from mlpath.curriculum import Curriculum
from mlpath.errors import UnknownIdError
from mlpath.texts import outcome_id

NamedKind = Literal["goal", "topic", "outcome", "area", "resource", "unit"]
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


def as_outcome(named: Named) -> str:
    """The outcome that a topic or outcome stands for when it is asked for: a topic at its working depth."""
    return outcome_id(named.id)
