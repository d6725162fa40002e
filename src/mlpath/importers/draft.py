"""What every importer reads into: items with their names, needs and places, and the oddities of the file.

An *item* is one entry of a foreign file: a course, an exercise, a node. A *need* names another item (or a topic)
in the file's own words, or is an and/or tree of such names.
An *oddity* is something in the file that is not as it should be: where it stands, what it is, and how it was mended.

Not here: how a format is read (one file each), what a reference means (`resolve`), and the curriculum (`build`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from mlpath.curriculum import Cost, Kind
from mlpath.importers.needs import Node

MAX_ITEMS = 50_000
"""An importer reads no more: ten times what a curriculum may have, so that the message can still name the count."""


@dataclass(frozen=True)
class Oddity:
    """One thing in a foreign file that is not as it should be, and how it was mended."""

    rule: str
    place: str
    message: str
    mend: str


@dataclass(frozen=True)
class Need:
    """What an item needs: a name in the file's words or an and/or tree of names, and where the file says so."""

    node: Node
    place: str
    reason: str = ""
    words: bool = False
    """Whether a name may be several in one text, such as `(A/B), C`."""


@dataclass
class Item:
    """One entry of a foreign file."""

    key: str
    title: str
    place: str
    url: str = ""
    also: list[str] = field(default_factory=list)
    minutes: float | None = None
    stated: bool = False
    """Whether the file itself gives the hours; else they follow from a convention and are an estimate."""
    how_long: str = ""
    kind: Kind = "course"
    area: str = ""
    sections: tuple[str, ...] = ()
    about: str = ""
    notes: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """Other names by which the file may refer to it."""
    teaches: list[str] = field(default_factory=list)
    """Topics that it teaches, in the file's words; none: it is itself the topic."""
    own_topic: str = ""
    own_title: str = ""
    """The name and title of its own topic where they are not its key and title."""
    requires: list[Need] = field(default_factory=list)
    helps: list[Need] = field(default_factory=list)
    archived: bool = False
    cost: Cost = "free"


@dataclass
class Draft:
    """A foreign file as read: its items in the file's order, and its oddities."""

    format: str
    file: str
    title: str = ""
    about: str = ""
    url: str = ""
    licence: str = "as the original; see sources"
    convention: str = "the file's own hours"
    resource_first: bool = False
    """Whether an item's resource gets its plain id (where its topics have names of their own)."""
    prose: bool = False
    """Whether references are prose, in which a part of a title may stand for it."""
    base_url: str = ""
    lists: str = ""
    """What a list of lists means: any-of-all, all-of-any, or told from the file."""
    graph: bool = False
    """Whether the file itself says what comes before what."""
    reverse: bool = False
    """Whether the first of two names that have no column or key is the dependent."""
    items: list[Item] = field(default_factory=list)
    topics: dict[str, str] = field(default_factory=dict)
    """Titles of topics that the file itself lists, by their names there."""
    oddities: list[Oddity] = field(default_factory=list)

    def report(self, rule: str, place: str, message: str, mend: str) -> None:
        """Note an oddity."""
        self.oddities.append(Oddity(rule, place, message, mend))

    def counts(self) -> dict[str, int]:
        """How many oddities of each rule there are."""
        return dict(sorted(Counter(oddity.rule for oddity in self.oddities).items()))
