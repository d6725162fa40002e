"""Edge lists: `prerequisite,dependent` a line, parted by a comma, tab, pipe, semicolon or an arrow."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from mlpath.errors import CurriculumError
from mlpath.importers.draft import Draft, Item, Need
from mlpath.importers.fields import named
from mlpath.importers.table import rows
from mlpath.importers.text import clean, decoded, plain_name, read_bytes, shown

BEFORE = named(
    "prerequisite prerequisites prerequisiteid prereq from fromid source sourceid before parent u start tail a "
    "concepta first"
)
AFTER = named(
    "dependent dependentid to toid target targetid after child course courseid topic v end head b conceptb "
    "postrequisite then id node"
)
WHY = {plain_name(n) for n in ("reason", "why", "because", "note", "comment")}
WEIGHT = {plain_name(n) for n in ("label", "is_prerequisite", "prerequisite?", "value", "weight", "y")}
_ARROW = re.compile(r"\s*(?:-+>|=+>|→|⟶|⇒)\s*")


def read(draft: Draft, path: Path) -> None:
    """Items named by their edges."""
    text = decoded(draft, read_bytes(path), draft.file)
    if _ARROW.search(text) and not re.search(r"^[^\n]*,[^\n]*$", text.split("\n", 1)[0]):
        text = _dot(text)
    table = list(rows(draft, text, ",\t|;" if any(mark in text for mark in ",\t|;") else " "))
    before, after, why, weight, body = _columns(draft, table)
    items: dict[str, Item] = {}
    for line, cells in body:
        place = f"{draft.file}:{line}"
        ends = [clean(draft, cells[at] if at < len(cells) else "", place, 200) for at in (before, after)]
        for name in filter(None, ends):
            if name not in items:
                items[name] = Item(key=name, title=name, place=place)
        if not all(ends):
            alone = "".join(ends)
            message = f"an edge with one end, '{shown(alone)}'"
            draft.report("shape", place, message, "read as an entry without prerequisites")
            continue
        if weight is not None and weight < len(cells) and cells[weight].strip() in {"0", "0.0", "false", "False", "no"}:
            draft.report(
                "left-out", place, f"'{shown(ends[0])}' is said not to come before '{shown(ends[1])}'", "left out"
            )
            continue
        reason = clean(draft, cells[why], place) if why is not None and why < len(cells) else ""
        items[ends[1]].requires.append(Need(ends[0], place, reason))
    draft.items += items.values()
    if not items:
        raise CurriculumError(f"{draft.file}:1:1: no edges", "write one a line: prerequisite,dependent")


def _dot(text: str) -> str:
    """Lines with arrows (those of Graphviz and Mermaid too) as rows: `a -> b -> c` is two."""
    found = []
    for line in text.split("\n"):
        bare = re.sub(r"\[[^\]]*\]\s*;?\s*$|;\s*$", "", line).strip()
        ends = [end.strip().strip('"') for end in _ARROW.split(bare)]
        pairs = [f'"{a}"\t"{b}"' for a, b in pairwise(ends)]
        found.append(pairs[0] if len(pairs) == 1 else "\t".join(()) if not pairs else "\n".join(pairs))
    return "\n".join(found)


def _columns(
    draft: Draft, table: list[tuple[int, list[str]]]
) -> tuple[int, int, int | None, int | None, list[tuple[int, list[str]]]]:
    """Which column is the prerequisite, the dependent, the reason, the weight; and the rows below the header."""
    if not table:
        raise CurriculumError(f"{draft.file}:1:1: no edges", "write one a line: prerequisite,dependent")
    line, cells = table[0]
    names = [plain_name(cell) for cell in cells]
    before = next((i for i, name in enumerate(names) if name in BEFORE), None)
    after = next((i for i, name in enumerate(names) if name in AFTER and i != before), None)
    if before is not None and after is not None:
        why = next((i for i, name in enumerate(names) if name in WHY), None)
        weight = next((i for i, name in enumerate(names) if name in WEIGHT), None)
        return before, after, why, weight, table[1:]
    if len(cells) < 2 and all(len(row) < 2 for _, row in table):
        raise CurriculumError(
            f"{draft.file}:{line}:1: one column only, not an edge", "write prerequisite,dependent on each line"
        )
    return 0, 1, 2 if len(cells) > 2 and not _numeric(table) else None, None, table


def _numeric(table: list[tuple[int, list[str]]]) -> bool:
    return all(re.fullmatch(r"[-\d.\s]*", row[2]) for _, row in table if len(row) > 2)
