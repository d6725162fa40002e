"""From a draft to topics and what teaches and needs them: references found, self-loops and cycles out of the way.

A cycle is never broken silently: it is shown edge by edge, and cut only where the user says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mlpath.errors import CurriculumError, UsageError
from mlpath.importers.circles import Circle, circles
from mlpath.importers.draft import Draft, Item, Need
from mlpath.importers.names import SPELLINGS, Found, Names
from mlpath.importers.needs import Tree, ambiguous, clauses, parse
from mlpath.importers.resolved import Link, Resolved, Taught
from mlpath.importers.text import plain_name, shown, slug
from mlpath.texts import ID_PATTERN, KEYWORDS

MAX_SHOWN_CIRCLES = 12
_DEVICE = re.compile(r"^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:$|\.)")
_OPAQUE = re.compile(r"^(?:[0-9a-f]{8}-[0-9a-f]{4}-.{4}-.{4}-[0-9a-f]{12}|[0-9a-f]{24,64}|https?:.*)$", re.IGNORECASE)


def resolve(draft: Draft, drop_edges: Sequence[str] = (), *, break_cycles: bool = False) -> Resolved:
    """Give a draft's references their meaning.

    Args:
        draft: what was read; its oddities grow.
        drop_edges: edges to cut, each `PREREQUISITE,DEPENDENT` in the file's words.
        break_cycles: cut one edge of each cycle, and name it.

    Raises:
        CurriculumError: where items need each other in a circle and nobody said which edge to cut.
        UsageError: for an edge to cut that is not there.

    """
    _merge_duplicates(draft)
    names = Names(draft)
    topics, by_name = _topics(draft, names)
    teaches = [_taught_by(item, number, topics, by_name) for number, item in enumerate(draft.items)]
    found = Resolved(topics, teaches, [], [])
    for number, item in enumerate(draft.items):
        found.needs.append([c for need in item.requires for c in _clauses(draft, names, found, by_name, number, need)])
        helped = [c for need in item.helps for c in _clauses(draft, names, found, by_name, number, need)]
        found.helps.append([clause[0] for clause in helped if len(clause) == 1])
    _drop(draft, names, found, by_name, drop_edges)
    _open_circles(draft, found, break_cycles=break_cycles)
    return found


def _merge_duplicates(draft: Draft) -> None:
    """One item a key: the same thing listed twice becomes one, another thing of the same id gets an id of its own."""
    first: dict[str, Item] = {}
    used = {item.key for item in draft.items}
    kept: list[Item] = []
    for item in draft.items:
        other = first.get(item.key)
        if other is None:
            first[item.key] = item
            kept.append(item)
        elif plain_name(other.title) == plain_name(item.title) or not item.title:
            other.requires += item.requires
            other.helps += item.helps
            other.teaches += [name for name in item.teaches if name not in other.teaches]
            other.also += [url for url in (item.url, *item.also) if url]
            message = f"'{shown(item.key)}' stands twice, first at {other.place}"
            draft.report("duplicate-id", item.place, message, "taken as one")
        else:
            old = item.key
            item.key = next(f"{old}-{n}" for n in range(2, len(used) + 3) if f"{old}-{n}" not in used)
            used.add(item.key)
            first[item.key] = item
            kept.append(item)
            message = f"the id '{shown(old)}' is that of '{shown(other.title)}' too ({other.place})"
            draft.report(
                "duplicate-id", item.place, message, f"renamed to '{shown(item.key)}'; references mean the first"
            )
    draft.items[:] = kept


class Ids:
    """Hands out ids that are not taken yet."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self._last: dict[str, int] = {}

    def new(self, text: str, fallback: str = "item", suffix: str = "") -> str:
        """An id made of a name; with the suffix, then a number, where it is taken."""
        base = text if re.fullmatch(ID_PATTERN, text) and len(text) <= 48 else slug(text, fallback)
        taken = _DEVICE.match(base) or base in KEYWORDS
        base = f"{base}-{suffix or fallback}" if taken else base
        if base in self.taken and suffix:
            base = f"{base}-{suffix}"
        found = base
        while found in self.taken:
            self._last[base] = self._last.get(base, 1) + 1
            found = f"{base}-{self._last[base]}"
        self.taken.add(found)
        return found


def _topics(draft: Draft, names: Names) -> tuple[list[Taught], dict[str, int]]:
    """The topics: those that the file names, and one for each item that names none."""
    ids = Ids()
    topics: list[Taught] = []
    by_name: dict[str, int] = {}

    def add(name: str, key: str, title: str, place: str) -> None:
        by_name[name] = len(topics)
        topics.append(Taught(_id(draft, ids, key, title, place), title, place))

    places = {name: item.place for item in reversed(draft.items) for name in item.teaches}
    for name, title in names.topics.items():
        if name in places:
            add(name, name, title, places[name])
        else:
            draft.report("untaught-topic", f"{draft.file}:1", f"nothing teaches '{shown(title)}'", "left out")
    for number, item in enumerate(draft.items):
        if not item.teaches:
            add(f"\0{number}", item.own_topic or item.key, item.own_title or item.title, item.place)
    return topics, by_name


def _id(draft: Draft, ids: Ids, key: str, title: str, place: str) -> str:
    opaque = bool(_OPAQUE.match(key)) and bool(title)
    found = ids.new(title if opaque else key, "topic", "topic")
    if found != key and not draft.prose and draft.format != "markdown":
        draft.report("id", place, f"'{shown(key)}' is not an id of ours", f"written as '{found}'")
    return found


def _taught_by(item: Item, number: int, topics: list[Taught], by_name: dict[str, int]) -> list[int]:
    found = [by_name[name] for name in dict.fromkeys(item.teaches)] or [by_name[f"\0{number}"]]
    for topic in found:
        topics[topic].teachers.append(number)
    return found


def _numbers(found: Found, resolved: Resolved, by_name: dict[str, int]) -> list[int]:
    """The topics that a reference means."""
    topics = [topic for item in found.items for topic in resolved.teaches[item]]
    return list(dict.fromkeys([*topics, *(by_name[name] for name in found.topics if name in by_name)]))


def _clauses(
    draft: Draft, names: Names, found: Resolved, by_name: dict[str, int], number: int, need: Need
) -> Iterator[list[Link]]:
    node = parse(need.node, names.known) if need.words and isinstance(need.node, str) else need.node
    wanted, strict = clauses(node)
    if strict:
        draft.report("alternatives", need.place, "more alternatives than can be listed", "the first ones are asked for")
    if need.words and isinstance(need.node, str) and not names.known(need.node) and (why := ambiguous(need.node)):
        read = " and ".join(f"({' or '.join(clause)})" if len(clause) > 1 else clause[0] for clause in wanted)
        draft.report(
            "ambiguous", need.place, f"'{shown(need.node)}' may be read in two ways ({why})", f"read as {shown(read)}"
        )
    for clause in wanted:
        alternatives = [
            numbers for name in clause if (numbers := _alternative(draft, names, found, by_name, number, need, name))
        ]
        tree = Tree("any", tuple(Tree("all", tuple(str(n) for n in numbers)) for numbers in alternatives))
        for topics in clauses(tree)[0] if alternatives else []:
            yield [Link(int(topic), need.place, need.reason) for topic in topics]


def _alternative(
    draft: Draft, names: Names, found: Resolved, by_name: dict[str, int], number: int, need: Need, name: str
) -> list[int]:
    """The topics of one name; none where it is not in the file or is the item itself (reported)."""
    meant = names.find(name)
    item = draft.items[number]
    topics = _numbers(meant, found, by_name)
    if not topics:
        if name.strip():
            rule = "outside-prerequisite" if draft.prose else "dangling-reference"
            draft.report(
                rule,
                need.place,
                f"'{shown(item.title)}' needs '{shown(name)}', which is not in the file",
                "kept as a note",
            )
            item.notes.append(f"It also asks for: {shown(name)}.")
        return []
    if number in meant.items and meant.how != "a section":
        draft.report("self-requirement", need.place, f"'{shown(item.title)}' needs itself", "the edge is left out")
    topics = [topic for topic in topics if topic not in found.teaches[number]]
    if meant.how and topics and not (draft.prose and meant.how in SPELLINGS):
        target = ", ".join(found.topics[topic].id for topic in topics[:3]) + (" …" if len(topics) > 3 else "")
        draft.report("reference", need.place, f"'{shown(name)}' is {meant.how}", f"read as {target}")
    return topics


def _drop(draft: Draft, names: Names, found: Resolved, by_name: dict[str, int], edges: Sequence[str]) -> None:
    for edge in edges:
        before, after = _ends(names, edge)
        topics = set(_numbers(before, found, by_name))
        dependents = set(after.items) | {
            t for topic in after.topics if topic in by_name for t in found.topics[by_name[topic]].teachers
        }
        count = sum(_cut(found, item, topics) for item in dependents)
        if not count:
            raise UsageError(
                f"there is no edge '{edge}' to drop", "write it as PREREQUISITE,DEPENDENT, as the file names them"
            )
        found.cuts.append(edge)
        draft.report("cut-edge", draft.file, f"the edge {edge}", "cut, as --drop-edge says")


def _ends(names: Names, edge: str) -> tuple[Found, Found]:
    """The two ends of `PREREQUISITE,DEPENDENT`, of which each may have commas in its name."""
    parts = edge.split(",")
    for middle in range(1, len(parts)):
        before, after = (names.find(",".join(side)) for side in (parts[:middle], parts[middle:]))
        if before and after:
            return before, after
    raise UsageError(f"--drop-edge '{edge}' names no two things of the file", "write it as PREREQUISITE,DEPENDENT")


def _cut(found: Resolved, item: int, topics: set[int]) -> int:
    """Take topics out of what an item needs; a clause that is left empty goes. How many links went."""
    before = sum(len(clause) for clause in found.needs[item])
    kept = [[link for link in clause if link.topic not in topics] for clause in found.needs[item]]
    found.needs[item] = [clause for clause in kept if clause]
    return before - sum(len(clause) for clause in found.needs[item])


def _open_circles(draft: Draft, found: Resolved, *, break_cycles: bool) -> None:
    shown_circles = circles(found)
    if not shown_circles:
        return
    if not break_cycles:
        raise CurriculumError(_refusal(draft, found, shown_circles), _mend(draft, shown_circles))
    while shown_circles:
        for circle in shown_circles:
            item, needed = circle.cut
            _cut(found, item, set(found.teaches[needed]))
            edge = f"{draft.items[needed].key},{draft.items[item].key}"
            found.cuts.append(edge)
            draft.report(
                "cycle", circle.place, _in_words(draft, circle), f"cut the edge {edge}, as --break-cycles says"
            )
        shown_circles = circles(found)


def _in_words(draft: Draft, circle: Circle) -> str:
    edges = [
        f"'{shown(draft.items[a].key)}' needs '{shown(draft.items[b].key)}' ({place})"
        for a, b, place in circle.edges[:20]
    ]
    more = f"; … {len(circle.edges) - 20} more" if len(circle.edges) > 20 else ""
    return f"a circle of {len(circle.edges)}: {'; '.join(edges)}{more}"


def _refusal(draft: Draft, found: Resolved, all_circles: list[Circle]) -> str:
    count = "a circle" if len(all_circles) == 1 else f"{len(all_circles)} circles"
    lines = [f"{circle.place}: {_in_words(draft, circle)}" for circle in all_circles[:MAX_SHOWN_CIRCLES]]
    if len(all_circles) > MAX_SHOWN_CIRCLES:
        lines.append(f"… and {len(all_circles) - MAX_SHOWN_CIRCLES} more")
    return f"{draft.file} has {count} of prerequisites, and nothing was written:\n" + "\n".join(lines)


def _mend(draft: Draft, all_circles: list[Circle]) -> str:
    item, needed = all_circles[0].cut
    edge = f"{draft.items[needed].key},{draft.items[item].key}"
    return f"correct the file, or add --drop-edge '{edge}' for each, or --break-cycles to cut the last edge of each"
