"""The ways through the shipped curriculum: several to each outcome, one for each wish; and hours that providers confirm."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from mlpath.app import App
from mlpath.curriculum import Curriculum, Goal, Resource
from mlpath.graph import PrerequisiteGraph
from mlpath.store import Store
from mlpath.view.data import curriculum_fields, document, plan_fields
from tests.checker import Checker
from tests.conftest import TODAY


@pytest.fixture(scope="module")
def graph(ml_math: Curriculum) -> PrerequisiteGraph:
    return PrerequisiteGraph(ml_math)


@pytest.fixture(scope="module")
def totals() -> Any:
    file = Path(__file__).parent / "data" / "stated_totals.yaml"
    return yaml.safe_load(file.read_text("utf-8"))["totals"]


def _needed(curriculum: Curriculum, graph: PrerequisiteGraph) -> frozenset[str]:
    """All that the goals require, directly or not."""
    return graph.implied(outcome for goal in curriculum.goals for outcome in goal.requires)


def test_two_ways_to_every_outcome_that_the_goals_need(ml_math: Curriculum, graph: PrerequisiteGraph) -> None:
    """Every outcome below rigorous that a goal needs is taught by two resources that have no author in common."""
    few = {}
    for outcome in _needed(ml_math, graph):
        providers = {ml_math.resource_of[graph.units[u].id] for u in graph.teachers[graph.number[outcome]]}
        authors = [set(provider.authors) for provider in providers]
        if not outcome.endswith("@rigorous") and all(a & b for a, b in combinations(authors, 2)):
            few[outcome] = sorted(provider.id for provider in providers)
    assert few == {}


def _reaches(graph: PrerequisiteGraph, goal: Goal, units: Iterable[int]) -> bool:
    """Whether somebody who knows nothing reaches the goal with these units, its capstone done."""
    known, studied = graph.carry_out(frozenset(), units)
    assert goal.capstone is not None
    return graph.numbers(goal.requires) <= known and graph.unit_number[goal.capstone] in studied


def test_no_resource_is_indispensable(ml_math: Curriculum, graph: PrerequisiteGraph) -> None:
    """Each goal is reached without any one resource, its capstones apart, rigorous outcomes included."""
    capstones = {goal.capstone for goal in ml_math.goals}
    stuck = {
        resource.id
        for resource in ml_math.resources
        if resource.id not in capstones
        and not _reaches(
            graph,
            ml_math.goal["researcher"],  # it needs all that the others need
            [u for u, unit in enumerate(graph.units) if ml_math.resource_of[unit.id] is not resource],
        )
    }
    assert stuck == set()


WISHES: dict[str, Callable[[Resource], bool]] = {
    "video only": lambda resource: resource.kind == "video",
    "books only": lambda resource: resource.kind == "book",
    "free only": lambda resource: resource.cost == "free",
    "no archived": lambda resource: resource.status != "archived",
}


@pytest.mark.parametrize("wish", WISHES)
def test_each_goal_is_reached_under_each_wish(wish: str, ml_math: Curriculum, graph: PrerequisiteGraph) -> None:
    """Video only, books only, free only, nothing archived: all three goals can be reached from nothing, capstones apart."""
    capstones = {goal.capstone for goal in ml_math.goals}
    resource = [ml_math.resource_of[unit.id] for unit in graph.units]
    units = [u for u, r in enumerate(resource) if r.id in capstones or WISHES[wish](r)]
    assert [goal.id for goal in ml_math.goals if not _reaches(graph, goal, units)] == []


@pytest.mark.parametrize("kind", ["video", "book"])
def test_a_plan_of_one_kind_holds_nothing_else(kind: str, ml_math: Curriculum) -> None:
    """The practitioner's plan by videos or by books alone is sound, proven, and of that kind but for the capstone."""
    app = App(ml_math, Store(None))
    checker = Checker(json.loads(document(**curriculum_fields(ml_math))))
    plan = app.plan(app.request(["practitioner"], only=(f"kind:{kind}",)), today=TODAY)
    assert plan.proof.status == "optimal"
    assert checker.problems(json.loads(document(**plan_fields(plan)))) == []
    assert {s.resource for s in plan.steps if ml_math.resource[s.resource].kind != kind} == {"capstone-kaggle"}


def test_hours_agree_with_what_providers_state(totals: Any, ml_math: Curriculum) -> None:
    """Our total is within a quarter of the provider's, or is listed as different and the resource says why."""
    assert len({total["resource"] for total in totals}) == len(totals) >= 25
    unexplained = {}
    for total in totals:
        resource = ml_math.resource[total["resource"]]
        ours = sum(unit.minutes for unit in resource.units) / 60
        agrees = 0.75 * total["low"] <= ours <= 1.25 * total["high"]
        told = f"{resource.note or ''} {resource.pace.why if resource.pace else ''}"
        known = "ours" in total and abs(ours - total["ours"]) <= total["ours"] / 10 and total["said"] in told
        if agrees == ("ours" in total) or not (agrees or known):
            unexplained[resource.id] = (round(ours, 1), total["said"])
    assert unexplained == {}


def test_stated_paces_have_their_total_in_the_list(totals: Any, ml_math: Curriculum) -> None:
    """A whole resource whose pace says `hours: stated` stands in the list of stated totals."""
    listed = {total["resource"] for total in totals}
    in_part = {"hf-llm-course"}  # two chapters of twelve
    stated = {r.id for r in ml_math.resources if r.pace is not None and r.pace.hours == "stated"}
    assert stated - listed == in_part
