"""Graphs for other tools: Mermaid, DOT and JSON. (GraphML comes from networkx, in `mlpath.graph`.)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mlpath.view.data import document
from mlpath.view.safe import one_line

FORMATS = ("mermaid", "dot", "graphml", "json")
Node = tuple[str, dict[str, Any]]


def draw(form: str, nodes: Sequence[Node], edges: Sequence[tuple[str, str]]) -> str:
    """A graph as `mermaid`, `dot` or `json`."""
    return {"mermaid": _mermaid, "dot": _dot, "json": _json}[form](nodes, edges)


def _mermaid(nodes: Sequence[Node], edges: Sequence[tuple[str, str]]) -> str:
    number = {id_: f"n{index}" for index, (id_, _) in enumerate(nodes)}
    lines = ["flowchart LR"]
    lines += [f'  {number[id_]}["{_entities(node["title"])}"]' for id_, node in nodes]
    lines += [f"  {number[a]} --> {number[b]}" for a, b in edges]
    return "\n".join(lines)


def _entities(text: str) -> str:
    """Text in which nothing means anything to Mermaid."""
    return "".join(c if c.isalnum() or c in " .,:-'()" else f"#{ord(c)};" for c in one_line(text))


def _dot(nodes: Sequence[Node], edges: Sequence[tuple[str, str]]) -> str:
    lines = ["digraph mlpath {", "  rankdir=LR;", "  node [shape=box];"]
    lines += [f"  {_quoted(id_)} [label={_quoted(node['title'])}];" for id_, node in nodes]
    lines += [f"  {_quoted(a)} -> {_quoted(b)};" for a, b in edges]
    return "\n".join([*lines, "}"])


def _quoted(text: str) -> str:
    return '"' + one_line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _json(nodes: Sequence[Node], edges: Sequence[tuple[str, str]]) -> str:
    return document(
        nodes=[{"id": id_, **attributes} for id_, attributes in nodes],
        edges=[{"prerequisite": a, "dependent": b} for a, b in edges],
    )
