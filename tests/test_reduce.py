"""Each rule of reduction keeps the answer: the same units, not only the same cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlpath.graph import PrerequisiteGraph
from mlpath.learner import KnowledgeState
from mlpath.plan import Request, Wishes
from mlpath.planner.problem import Problem, pose
from mlpath.planner.reduce import first_achievers, forced, reduced, reduced_within, relevant, undominated
from mlpath.planner.select import select
from tests.builders import graph
from tests.strategies import Case, cases, examples

RULES = [relevant, undominated, first_achievers, forced, reduced, reduced_within]


def problem_of(case: Case, **wishes: frozenset[str]) -> Problem:
    graph_ = PrerequisiteGraph(case.curriculum)
    known = frozenset(graph_.names(graph_.numbers(case.known)))
    found = Wishes.model_validate({"outcomes": frozenset(case.goals), **wishes})
    return pose(graph_, KnowledgeState(known=known), Request(goals=case.goals), found)


@pytest.mark.parametrize("rule", RULES)
@examples(60)
@given(case=cases(), data=st.data())
def test_a_rule_keeps_the_answer(rule: Callable[[Problem], Problem], case: Case, data: st.DataObject) -> None:
    """The units chosen from what a rule leaves are those chosen from everything, wishes or not."""
    units = st.frozensets(st.sampled_from(sorted(case.curriculum.unit)), max_size=2)
    whole = problem_of(case, pinned=data.draw(units), preferred=data.draw(units), avoided=data.draw(units))
    assume(whole.carries(whole.carry_out(whole.units)[1]))
    smaller = rule(whole)
    assert len(smaller.units) <= len(whole.units)
    assert select(smaller).units == select(whole).units


def test_what_no_goal_needs_is_left_out() -> None:
    """A unit that teaches nothing on the way to the goal is not searched."""
    graph_ = graph("a -> b, c", "u: a 60, v: b 60, w: c 60")
    problem = pose(graph_, KnowledgeState(), Request(goals=("b@working",)), Wishes(outcomes=frozenset({"b@working"})))
    assert [graph_.units[u].id for u in relevant(problem).units] == ["u", "v"]


BEATEN = [
    pytest.param("r/1: a 60, r/2: a 30", ["r/2"], id="shorter in the same book"),
    pytest.param("r/1: a 60, s/1: a 50", ["r/1", "s/1"], id="shorter, but one must settle in"),
    pytest.param("r/1: a 60, s/1: a 20", ["s/1"], id="shorter even with settling in"),
    pytest.param("r/1: a 61, r/2: a b 60", ["r/2"], id="teaches more in less time"),
    pytest.param("r/1: a 60, r/2: a 30 < b", ["r/1", "r/2"], id="shorter, but requires more"),
]  # fmt: skip


@pytest.mark.parametrize(("units", "left"), BEATEN)
def test_what_another_unit_beats_is_left_out(units: str, left: list[str]) -> None:
    """Of two units for one topic the dearer is left out, unless something speaks for it."""
    graph_ = graph("a, b", units, settling=0.5)
    wishes = Wishes(outcomes=frozenset({"a@working"}))
    problem = pose(graph_, KnowledgeState(), Request(goals=("a@working",)), wishes)
    assert [graph_.units[u].id for u in undominated(problem).units] == left
