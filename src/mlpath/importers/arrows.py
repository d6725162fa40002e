"""Graphs drawn in text: `a -> b -> c`, Graphviz, Mermaid. Each arrow runs from the prerequisite to the dependent.

    algebra[Linear algebra] --> pca & regression      two edges, and a title
    "a" -> {b c} [label="why"];                       two edges with a reason

Not here: lists of edges in columns (`edges`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

ARROW = re.compile(
    r"\s*(?:<[-=.]{1,4}(?![->=])|--\s+(?P<said>[^->\n|]{1,200}?)\s+-{1,3}>|(?:-\.->|-+>|=+>|→|⟶|⇒)(?:\s*\|(?P<label>[^|\n]*)\|)?)\s*"
)
_NO_EDGE = re.compile(
    r"^\s*(?:%%|//|#|strict\b|(?:di)?graph\b|flowchart\b|subgraph\b|end\s*$|classDef\b|class\s|style\s|linkStyle\b|click\s|"
    r"direction\b|(?:node|edge|graph)\s*\[|rankdir\b|rank\s*=|```|---+\s*$|[{}\s]*$)",
    re.IGNORECASE,
)
_ATTRIBUTES = re.compile(r"\[\s*[A-Za-z_]+\s*=.*\]\s*$")
_LABEL = re.compile(r"\blabel\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s,;\]]+))")
_NODE = re.compile(
    r"^([^\s\[({>\"]+|\"[^\"]*\")\s*(?:\[+|\(+|\{+|>)[/\\]?\s*(.*?)\s*[/\\]?(?:\]+|\)+|\}+)(?::::?\w+)?$"
)


@dataclass
class Drawn:
    """Edges (prerequisite, dependent, line, reason) and the titles of nodes that have a label."""

    edges: list[tuple[str, str, int, str]] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    alone: list[tuple[str, int]] = field(default_factory=list)
    """Nodes that a line names without an arrow."""


def drawn(text: str) -> Drawn:
    r"""A drawn graph.

    >>> drawn("flowchart TD\n a[Algebra] -->|first| b & c\n").edges
    [('a', 'b', 2, 'first'), ('a', 'c', 2, 'first')]
    """
    found = Drawn()
    for number, line in enumerate(text.split("\n"), 1):
        bare = re.sub(r"^\s*(?:strict\s+)?(?:di)?graph\b[^{]*\{", "", line) if "{" in line else line
        for statement in _statements(bare):
            if not _NO_EDGE.match(statement):
                _read(found, statement, number)
    return found


def _statements(line: str) -> list[str]:
    """Parts of a line between semicolons that stand outside quotes and brackets."""
    parts, level, quoted, start = [], 0, False, 0
    for index, char in enumerate(line):
        quoted ^= char == '"'
        level += 0 if quoted else (char in "[(") - (char in "])")
        if char == ";" and not quoted and level <= 0:
            parts.append(line[start:index])
            start = index + 1
    return [part for part in [*parts, line[start:]] if part.strip()]


def _read(found: Drawn, statement: str, number: int) -> None:
    attributes = _ATTRIBUTES.search(statement)
    label = _LABEL.search(attributes[0]) if attributes else None
    said = (label[1] or label[2] or "") if label else ""
    bare = statement[: attributes.start()] if attributes else statement
    arrows = list(ARROW.finditer(bare))
    cuts = [0, *(place for arrow in arrows for place in arrow.span()), len(bare)]
    ends = [_nodes(found, bare[a:b]) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
    if len(ends) == 1:
        for name in ends[0]:
            found.alone.append((name, number))
            if said:
                found.titles[name] = said
    for (before, after), arrow in zip(pairwise(ends), arrows, strict=True):
        if arrow[0].strip().startswith("<"):
            before, after = after, before
        reason = arrow["said"] or arrow["label"] or said
        found.edges += [(a, b, number, reason.strip(' "')) for a in before or [""] for b in after or [""]]


def _nodes(found: Drawn, text: str) -> list[str]:
    """The nodes at one end of an arrow, several parted by `&` or in braces; their labels are noted."""
    text = text.strip().rstrip(",")
    group = re.fullmatch(r"\{(.*)\}", text)
    parts = re.findall(r'"[^"]*"|[^\s,;]+', group[1]) if group else re.split(r"\s+&\s+", text)
    names = []
    for part in parts:
        node = _NODE.match(part.strip())
        name = (node[1] if node else part).strip().strip('"').strip()
        if node and node[2].strip('" '):
            found.titles.setdefault(name, re.sub(r"<br\s*/?>", " ", node[2].strip('" ')))
        if name and name not in "{}":
            names.append(re.sub(r":::\w+$", "", name))
    return names
