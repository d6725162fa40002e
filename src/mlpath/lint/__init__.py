"""What is wrong with a curriculum: findings as sorted values; it never prints and never raises.

Two passes: references first (`broken`: nothing can be planned while one is off), then meaning, which takes a
graph. The shape of files is the library's to check, with findings of the same kind. Every rule stands in
`RULES`, with why it matters and an example that breaks it.
"""

from __future__ import annotations

from mlpath.curriculum import Curriculum
from mlpath.graph import PrerequisiteGraph
from mlpath.lint.analysis import Analysis, analysed
from mlpath.lint.edges import ancestors, cycles, depths, order, reasons, redundant
from mlpath.lint.finding import Finding, Places, Severity, Where, located
from mlpath.lint.offers import resources, typed_hours, units
from mlpath.lint.reach import goals, teachers, unstudied
from mlpath.lint.references import duplicates, references
from mlpath.lint.rules import RULES, Rule, rule

__all__ = [
    "RULES", "Analysis", "Finding", "Places", "Rule", "Severity", "Where", "analysed", "broken", "check", "located",
    "rule",
]  # fmt: skip


def check(curriculum: Curriculum) -> list[Finding]:
    """Every finding of references and meaning, in no particular order.

    What follows from a graver finding is left out until that is mended: redundancy in a graph with circles, units
    whose turn never comes where a goal is out of reach for it.
    """
    findings = broken(curriculum)
    if findings:
        return findings
    graph = PrerequisiteGraph(curriculum)
    circles = list(cycles(graph))
    reached = graph.carry_out((), range(len(graph.units)))
    missed = list(goals(graph, reached))
    below = ancestors(graph)
    return [
        *circles,
        *([] if circles else redundant(graph, below)),
        *depths(curriculum),
        *reasons(curriculum),
        *order(curriculum),
        *units(graph, below),
        *typed_hours(curriculum),
        *resources(curriculum),
        *teachers(graph),
        *missed,
        *([] if missed else unstudied(graph, reached)),
    ]


def broken(curriculum: Curriculum) -> list[Finding]:
    """The findings that make planning impossible: ids used twice and references to nothing."""
    return [*duplicates(curriculum), *references(curriculum)]
