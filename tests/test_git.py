"""The second shipped curriculum: small, real, not of mathematics; its plans are sound and start with the pictures."""

from __future__ import annotations

import json

import pytest

from mlpath.app import App
from mlpath.curriculum import Curriculum
from mlpath.graph import PrerequisiteGraph
from mlpath.library import load, open_curriculum, shipped_folder
from mlpath.lint import check
from mlpath.plan import Plan
from mlpath.store import Store
from mlpath.view.data import curriculum_fields, document, plan_fields
from tests.checker import Checker
from tests.conftest import TODAY


@pytest.fixture(scope="module")
def git() -> Curriculum:
    return open_curriculum("git")


@pytest.fixture(scope="module")
def plans(git: Curriculum) -> dict[str, Plan]:
    app = App(git, Store(None))
    return {goal.id: app.plan(app.request([goal.id]), today=TODAY) for goal in git.goals}


def test_lint_finds_only_notes(git: Curriculum) -> None:
    """No error and no warning."""
    assert load(shipped_folder() / "git").findings == []
    assert {finding.severity for finding in check(git)} == {"note"}


def test_it_is_of_the_size_that_was_asked_for(git: Curriculum) -> None:
    """15 to 30 topics, at least 8 resources in several units, two goals, a source for each resource but projects."""
    assert 15 <= len(git.topics) <= 30
    assert sum(len(resource.units) > 1 for resource in git.resources) >= 8
    assert len(git.goals) == 2
    assert all(resource.sources or resource.kind == "project" for resource in git.resources)


def test_its_plans_are_sound_and_proven(git: Curriculum, plans: dict[str, Plan]) -> None:
    """The checker, which does not know the planner, finds no fault; the proof stands; the smaller goal comes first."""
    checker = Checker(json.loads(document(**curriculum_fields(git))))
    for goal, plan in plans.items():
        assert plan.proof.status == "optimal"
        assert checker.problems(json.loads(document(**plan_fields(plan)))) == [], goal
    assert [m.goal for m in plans["team"].milestones] == ["solo", "team"]


def test_nobody_is_sent_to_an_exercise_without_its_picture(git: Curriculum) -> None:
    """Every command of the command line but setting up rests on a picture, which a book, video or course gives."""
    graph = PrerequisiteGraph(git)
    for outcome, topic, depth, _ in git.outcomes():
        if depth == "working" and topic.id != "git-setup":
            assert {"why-version-control@intuition", "three-places@intuition"} <= graph.implied([outcome]), outcome
    pictures = [o for o, _, depth, _ in git.outcomes() if depth == "intuition"]
    for outcome in pictures:
        kinds = {git.resource_of[graph.units[u].id].kind for u in graph.teachers[graph.number[outcome]]}
        assert kinds & {"book", "video", "course"}, outcome
