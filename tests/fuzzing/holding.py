"""What must hold of every input, whichever reader takes it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from mlpath.curriculum import Curriculum
from mlpath.errors import MlpathError
from mlpath.graph import PrerequisiteGraph
from mlpath.learner import KnowledgeState
from mlpath.lint import RULES, Finding
from mlpath.plan import Plan, Request, Wishes
from mlpath.planner import make_plan
from mlpath.view import data, findings
from mlpath.view.safe import one_line, safe
from tests.campaigns.common import IN_MEMORY
from tests.hostile.sinks import dirt

TODAY = date(2026, 11, 21)
MAX_MESSAGE = 20_000
"""Characters of an error: it may list places, not repeat a file."""
MOST_PLANNED = 40
"""Outcomes of a curriculum that are planned for at once."""


@cache
def scratch() -> Path:
    """A folder of this process, in memory where there is such a place; gone when the process ends as it should."""
    folder = Path(tempfile.mkdtemp(prefix="mlpath-fuzz-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def check_text(text: str) -> None:
    """Text at the border of the terminal holds nothing that steers it."""
    assert not dirt(safe(text)), (dirt(safe(text)), text)
    assert one_line(text).isprintable() or not text.isprintable(), text


def check_error(error: MlpathError) -> None:
    """An error is a sentence of bounded length, and a hint, both fit to be printed."""
    assert error.message.strip(), error
    assert len(error.message) + len(error.hint) < MAX_MESSAGE, len(error.message)
    check_text(error.message)
    check_text(error.hint)


def check_findings(found: Iterable[Finding]) -> None:
    """A finding has a rule, a sentence and a place, and can be said in every format."""
    said = list(found)
    for finding in said[:20]:
        assert finding.rule in RULES, finding
        assert finding.message, finding
        assert finding.position[1] >= 1, finding
        assert finding.position[2] >= 1, finding
        check_text(f"{finding.place}: {finding.message} → {finding.hint}")
    written = data.document(findings=[data.finding_fields(finding) for finding in said[:5]])
    assert not dirt(written), written
    assert not dirt(findings.github(said[:5]))


def planned(curriculum: Curriculum) -> Plan:
    """A plan for all that a curriculum has to teach, or for its first part; it is sound.

    Raises:
        AssertionError: for a step that stands before what it requires.

    """
    graph = PrerequisiteGraph(curriculum)
    goals = tuple(graph.outcomes[:MOST_PLANNED])
    wishes = Wishes(outcomes=frozenset(goals))
    plan = make_plan(graph, KnowledgeState(), Request(goals=goals), wishes, today=TODAY, seconds=1.0)
    have: set[int] = set()
    for step in plan.steps:
        for unit in step.units:
            number = graph.unit_number[unit]
            assert all(not have.isdisjoint(group) for group in graph.needs(number, have)), unit
            have |= graph.taught[number]
    return plan
