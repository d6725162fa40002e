"""What a reference in a foreign file means: an item, a topic, a section, found by its id, its title or part of it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from mlpath.importers.draft import Draft, Item
from mlpath.importers.text import plain_name

_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"\b[A-Za-z&]{2,8}[ -]?\d{1,4}[A-Za-z]{0,2}\b")
SPELLINGS = ("another spelling of its id", "its title or another name")
"""How most references of prose are to be read: no oddity there."""
MIN_SHORT = 4
"""A word of fewer letters stands for no longer one."""
_SMALL = frozenset(
    {"a", "an", "and", "basic", "for", "in", "introduction", "intro", "knowledge", "of", "the", "to", "with"}
)


@dataclass(frozen=True)
class Found:
    """The items and topics that a reference means, and how it had to be read ("" as it stands)."""

    items: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    how: str = ""

    def __bool__(self) -> bool:
        return bool(self.items or self.topics)


@dataclass
class Names:
    """Every name of a draft."""

    draft: Draft
    keys: dict[str, int] = field(default_factory=dict)
    plain: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    titles: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    topics: dict[str, str] = field(default_factory=dict)
    plain_topics: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sections: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    words: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for number, item in enumerate(self.draft.items):
            self._add(number, item)
        for name, title in self.draft.topics.items():
            self._add_topic(name, title)

    def _add(self, number: int, item: Item) -> None:
        self.keys.setdefault(item.key, number)
        self.plain[plain_name(item.key)].add(number)
        for name in (item.title, *item.names):
            self.titles[plain_name(name)].add(number)
        for section in {item.area, *item.sections} - {""}:
            self.sections[plain_name(section)].append(number)
        if self.draft.prose:
            for word in _words(item.title):
                self.words[word].add(number)
        for name in item.teaches:
            self._add_topic(name, name)

    def _add_topic(self, name: str, title: str) -> None:
        self.topics.setdefault(name, title)
        self.plain_topics[plain_name(name)].add(name)
        self.plain_topics[plain_name(title)].add(name)

    def known(self, text: str) -> bool:
        """Whether a text is one name of the file, as it stands or in another spelling."""
        return bool(self.find(text, parts=False))

    def find(self, text: str, *, parts: bool = True) -> Found:
        """What a reference means; nothing where it is not in the file or could be several things.

        Args:
            text: the reference.
            parts: whether, in prose, a part of one title or a section may be meant.

        """
        text = text.strip()
        plain = plain_name(text)
        if self.draft.resource_first and text in self.topics:
            return Found(topics=(text,))
        if text in self.keys:
            return Found((self.keys[text],))
        if text in self.topics:
            return Found(topics=(text,))
        if re.fullmatch(r"\d+\.0+", text) and (whole := text.partition(".")[0]) in self.keys:
            return Found((self.keys[whole],), how="a number written with a point")
        for index, how in zip((self.plain, self.titles), SPELLINGS, strict=True):
            near = index.get(plain, set())
            if len(near) == 1:
                return Found(tuple(near), how=how)
        if len(named := self.plain_topics.get(plain, set())) == 1:
            return Found(topics=tuple(named), how="another spelling of a topic")
        if parts and self.draft.prose:
            return self._part(text, plain)
        return self._code(text) if parts and self.draft.format in ("catalogue", "csv", "json") else Found()

    def _code(self, text: str) -> Found:
        """The one course whose code stands in a sentence."""
        near = {item for code in _CODE.findall(text) for item in self.plain.get(plain_name(code), ())}
        return Found(tuple(near), how="a course code in a sentence") if len(near) == 1 else Found()

    def _part(self, text: str, plain: str) -> Found:
        if plain in self.sections:
            return Found(tuple(self.sections[plain]), how="a section")
        words = _words(text)
        if len(words) < 2:
            named = {n for n, item in enumerate(self.draft.items) if plain_name(item.title.partition(":")[0]) == plain}
            return Found(tuple(named), how="part of a title") if len(named) == 1 else Found()
        near = set.intersection(*(self._with(word) for word in words))
        near = {item for item in near if _in_order(words, _words(self.draft.items[item].title))}
        return Found(tuple(near), how="part of a title") if len(near) == 1 else Found()

    def _with(self, word: str) -> set[int]:
        """The items with a word in their title, or one that it shortens: `math` for `mathematics`."""
        exact = self.words.get(word, set())
        if exact or len(word) < MIN_SHORT:
            return exact
        return set().union(*(items for whole, items in self.words.items() if whole.startswith(word)))


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold()) if word not in _SMALL]


def _in_order(words: list[str], title: list[str]) -> bool:
    """Whether a title has these words in this order: `Scala programming` is not `Programming in Scala`."""
    rest = iter(title)
    return all(
        any(part == word or (len(word) >= MIN_SHORT and part.startswith(word)) for part in rest) for word in words
    )
