"""The shipped curriculum: what it must hold, and plans that a teacher would accept."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date

import pytest

from mlpath.app import App, Stamp
from mlpath.curriculum import Curriculum
from mlpath.graph import PrerequisiteGraph
from mlpath.library import load, shipped_folder
from mlpath.lint import check, located
from mlpath.plan import Plan
from mlpath.store import Store
from mlpath.texts import split_outcome
from mlpath.view.data import curriculum_fields, document, plan_fields
from tests.checker import Checker
from tests.conftest import TODAY
from tests.seed import SEED

GOALS = ("practitioner", "developer", "researcher")
STAGES = [
    {"programming"},
    {"algebra", "analytic-geometry", "trigonometry"},
    {"linear-algebra", "calculus", "multivariable-calculus"},
    {"probability", "statistics"},
    {"machine-learning", "deep-learning", "learning-theory"},
]
"""Rules 1 and 2 of the founding lists: what comes before what. Areas that are not here stand where they are needed."""


@pytest.fixture(scope="module")
def app(ml_math: Curriculum) -> App:
    return App(ml_math, Store(None))


@pytest.fixture(scope="module")
def plans(app: App) -> dict[str, Plan]:
    return {goal: app.plan(app.request([goal]), today=TODAY) for goal in GOALS}


@pytest.fixture(scope="module")
def checker(ml_math: Curriculum) -> Checker:
    return Checker(json.loads(document(**curriculum_fields(ml_math))))


def test_lint_finds_nothing(ml_math: Curriculum) -> None:
    """No error and no warning in the shipped curriculum."""
    loaded = load(shipped_folder() / ml_math.id)
    found = located(check(ml_math), loaded.places)
    assert [f"{f.place}: {f.message}" for f in found if f.severity != "note"] == []


def _bare(url: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")


def test_the_39_seed_resources_are_there(ml_math: Curriculum) -> None:
    """Each resource of the founding lists is there, found by its identity address, citing every list that names it."""
    by_address = {_bare(url): r for r in ml_math.resources for url in (r.url, *r.also)}
    missing = [address for address, _ in SEED if _bare(address) not in by_address]
    assert missing == []
    uncited = [
        (address, s) for address, sources in SEED for s in sources if s not in by_address[_bare(address)].sources
    ]
    assert uncited == []
    assert len({by_address[_bare(address)].id for address, _ in SEED}) == 39


def test_the_books_and_courses_that_must_have_units_have_them(ml_math: Curriculum) -> None:
    """MML has its 12 chapters; D2L, 18.06, the essences, Khan's courses and Deep Learning are split into units."""
    mml = ml_math.resource["mml-book"].units
    assert [unit.id for unit in mml] == [f"mml-book/ch{number:02}" for number in range(1, 13)]
    for resource, least in (
        ("d2l", 21), ("mit-18-06", 12), ("essence-of-linear-algebra", 15), ("essence-of-calculus", 11),
        ("khan-math", 9), ("khan-calculus", 10), ("khan-statistics-probability", 14), ("deep-learning-book", 15),
    ):  # fmt: skip
        assert len(ml_math.resource[resource].units) >= least, resource


def test_every_resource_has_sources_and_every_unit_a_size(ml_math: Curriculum) -> None:
    """Nobody's recommendation, no size: not in this curriculum. (Projects of our own need no recommendation.)"""
    assert [r.id for r in ml_math.resources if not r.sources and r.kind != "project"] == []
    sizeless = [u.id for r in ml_math.resources for u in r.units if not (u.pages or u.video or u.problems or u.hours)]
    assert sizeless == []
    assert [r.id for r in ml_math.resources if r.pace is None] == []


@pytest.mark.parametrize("goal", GOALS)
def test_the_goals_are_proven_shortest_and_sound(goal: str, plans: dict[str, Plan], checker: Checker) -> None:
    """An independent checker finds no fault in the three plans; each is proven shortest."""
    plan = plans[goal]
    assert plan.proof.status == "optimal"
    assert checker.problems(json.loads(document(**plan_fields(plan)))) == []


def test_each_goal_contains_the_one_before(ml_math: Curriculum, plans: dict[str, Plan]) -> None:
    """At the end of developer's plan all that practitioner's goal requires is known, of researcher's all of developer's."""
    graph = PrerequisiteGraph(ml_math)
    for smaller, larger in (GOALS[:2], GOALS[1:]):
        end = {outcome for step in plans[larger].steps for outcome in step.teaches}
        assert set(graph.names(graph.numbers(ml_math.goal[smaller].requires))) <= end
        assert ml_math.goal[smaller].capstone in {step.unit for step in plans[larger].steps}


@pytest.mark.parametrize("goal", GOALS)
def test_milestones_come_in_their_order(goal: str, plans: dict[str, Plan]) -> None:
    """Each goal on the way is reached, the included ones first, the plan's own at its end."""
    reached = [m.goal for m in plans[goal].milestones]
    assert reached == list(GOALS[: GOALS.index(goal) + 1])
    assert plans[goal].milestones[-1].after == len(plans[goal].steps)


def _stages_out_of_order(curriculum: Curriculum, plan: Plan) -> list[str]:
    """Steps that stand after a step of a later stage."""
    found: list[str] = []
    highest, by = -1, ""
    for step in plan.steps:
        stage = next((i for i, areas in enumerate(STAGES) if step.area in areas), None)
        if stage is None:
            continue
        if stage < highest:
            found.append(f"{step.unit} ({curriculum.resource_of[step.unit].title}) stands after {by}")
        if stage > highest:
            highest, by = stage, step.unit
    return found


def _targets(curriculum: Curriculum) -> list[str]:
    """The goals, and two outcomes of each area: the one that requires most, and one from the middle."""
    graph = PrerequisiteGraph(curriculum)
    found = list(GOALS)
    for area in curriculum.areas:
        outcomes = [o for o in graph.outcomes if curriculum.topic[split_outcome(o)[0]].area == area.id]
        ordered = sorted(outcomes, key=lambda o: (len(graph.implied([o])), o))
        found += [ordered[-1], ordered[len(ordered) // 2]]
    return found


def test_stages_stand_in_their_order_in_every_plan(app: App, ml_math: Curriculum) -> None:
    """Python, then algebra and trigonometry, then linear algebra and calculus, then probability and statistics, then ML."""
    wrong = {}
    for target in _targets(ml_math):
        plan = app.plan(app.request([target]), today=TODAY)
        assert plan.proof.status == "optimal", target
        if found := _stages_out_of_order(ml_math, plan):
            wrong[target] = found
    assert wrong == {}


def _out_of_book_order(graph: PrerequisiteGraph, plan: Plan) -> list[str]:
    """Units that stand before an earlier unit of their book, though no prerequisite asks for it."""
    place = {unit.id: i for r in graph.curriculum.resources for i, unit in enumerate(r.units)}
    units = frozenset(graph.unit_number[step.unit] for step in plan.steps)
    found: list[str] = []
    for index, step in enumerate(plan.steps):
        without = units - {graph.unit_number[step.unit]}
        late = [s for s in plan.steps[index + 1 :] if s.resource == step.resource and place[s.unit] < place[step.unit]]
        if late:
            _, studied = graph.carry_out(graph.numbers(plan.known), without)
            found += [f"{step.unit} before {s.unit}" for s in late if graph.unit_number[s.unit] in studied]
    return found


@pytest.mark.parametrize("goal", GOALS)
def test_units_keep_their_books_order(goal: str, ml_math: Curriculum, plans: dict[str, Plan]) -> None:
    """A chapter stands before an earlier chapter of its book only where a prerequisite asks for it."""
    assert _out_of_book_order(PrerequisiteGraph(ml_math), plans[goal]) == []


def test_mathematics_rests_on_algebra_and_trigonometry(ml_math: Curriculum) -> None:
    """Every topic of linear algebra and calculus requires algebra at working depth; vectors and derivatives trigonometry."""
    graph = PrerequisiteGraph(ml_math)
    for outcome, topic, depth, _ in ml_math.outcomes():
        if topic.area in STAGES[2] and depth == "working":
            assert {"linear-equations@working", "functions@working"} <= graph.implied([outcome]), outcome
    for outcome in ("vectors@working", "derivatives@working"):
        assert "right-triangle-trigonometry@working" in graph.implied([outcome])


def test_eigenvalues_are_not_left_out(plans: dict[str, Plan]) -> None:
    """Rule 5: linear algebra goes on to eigenvalues; no developer without eigendecomposition, SVD and PCA."""
    taught = {outcome for step in plans["developer"].steps for outcome in step.teaches}
    assert {"eigenvalues@working", "svd@working", "pca@working"} <= taught


def test_an_overview_is_no_substitute(ml_math: Curriculum) -> None:
    """Rule 9: videos without exercises teach intuition only, the 35-minute overview above all."""
    for name in ("understand-calculus-in-35-minutes", "essence-of-linear-algebra", "essence-of-calculus"):
        taught = [o for unit in ml_math.resource[name].units for o in unit.teaches]
        assert taught
        assert all(outcome.endswith("@intuition") for outcome in taught)


def test_archived_courses_are_marked(ml_math: Curriculum) -> None:
    """The edX courses of the founding lists are archived, and not needed: every goal is reached without them."""
    for name in ("essential-math-for-ml-python", "berkeley-stat2-1x", "berkeley-stat2-2x", "iitb-signals-and-systems", "mit-6-341x"):  # fmt: skip
        assert ml_math.resource[name].status == "archived"
    app = App(ml_math, Store(None))
    plan = app.plan(app.request(["researcher"], exclude=("status:archived",)), today=TODAY)
    assert plan.proof.status == "optimal"


def test_no_topic_stands_alone(ml_math: Curriculum) -> None:
    """No orphan: each topic requires another or is required by one."""
    graph = PrerequisiteGraph(ml_math)
    pairs = ({split_outcome(outcome)[0] for outcome in edge} for edge in graph.outcome_edges())
    joined = {topic for pair in pairs if len(pair) == 2 for topic in pair}
    assert [topic.id for topic in ml_math.topics if topic.id not in joined] == []


def test_each_unit_is_there_for_something(ml_math: Curriculum) -> None:
    """A unit teaches an outcome, or its own note says why it is listed; a project is done for itself."""
    idle = [u.id for r in ml_math.resources if r.kind != "project" for u in r.units if not u.teaches and not u.note]
    assert idle == []


def test_every_unit_can_be_studied(ml_math: Curriculum) -> None:
    """With everything available, every unit's turn comes."""
    graph = PrerequisiteGraph(ml_math)
    _, studied = graph.carry_out(frozenset(), range(len(graph.units)))
    assert [graph.units[u].id for u in range(len(graph.units)) if u not in studied] == []


def test_walking_the_practitioner_plan_never_changes_the_rest(ml_math: Curriculum, plans: dict[str, Plan]) -> None:
    """Each step of the shipped plan done in turn: the plan searched anew is the rest of the plan."""
    from datetime import UTC, datetime

    app = App(ml_math, Store(None))
    order = [step.unit for step in plans["practitioner"].steps]
    stamps = (Stamp(f"{n:032x}", datetime(2026, 1, 1, tzinfo=UTC), "UTC", date(2026, 1, 1)) for n in range(1000))
    app.save_request(app.request(["practitioner"]), next(stamps))
    for number, unit in enumerate(order, start=1):
        app.record("done", [unit], next(stamps))
        assert [step.unit for step in app.saved_plan(today=TODAY).steps] == order[number:]
        assert [step.unit for step in app.next_steps(today=TODAY).steps[:1]] == order[number : number + 1]


def test_the_size_of_the_map(ml_math: Curriculum) -> None:
    """200 to 260 topics, 200 resources in 1,250 units and more; no area is empty, no kind of depth is unused."""
    assert 200 <= len(ml_math.topics) <= 260
    assert len(ml_math.resources) >= 200
    assert sum(len(resource.units) for resource in ml_math.resources) >= 1250
    areas = Counter(topic.area for topic in ml_math.topics)
    assert all(areas[area.id] for area in ml_math.areas)
    assert {depth for _, _, depth, _ in ml_math.outcomes()} == {"intuition", "working", "rigorous"}
