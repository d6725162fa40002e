"""The benchmarks measure what they say they do."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.brute import case, least_minutes
from benchmarks.lint import write
from benchmarks.measure import problem_of
from benchmarks.rivals import Rivals
from benchmarks.synthetic import Instance, synthetic
from benchmarks.trials import plan_of
from clingo.solving import SolveHandle

from mlpath.curriculum import Curriculum
from mlpath.graph import PrerequisiteGraph
from mlpath.library import load
from mlpath.lint import check
from mlpath.planner.reduce import reduced, reduced_within
from mlpath.planner.select import select

INSTANCES = [
    pytest.param(60, 1, None, id="one domain"),
    pytest.param(60, 2, None, id="another seed"),
    pytest.param(90, 3, 30, id="three domains"),
]


@pytest.mark.parametrize(("resources", "seed", "domain"), INSTANCES)
def test_a_synthetic_curriculum_is_valid_and_the_same_each_time(resources: int, seed: int, domain: int | None) -> None:
    """The same seed gives the same curriculum; it is one that the classes accept, and all of it can be learned."""
    instance = synthetic(resources, seed, domain=domain)
    assert instance == synthetic(resources, seed, domain=domain)
    assert instance != synthetic(resources, seed + 1, domain=domain)
    assert Curriculum.model_validate(instance.curriculum.model_dump()) == instance.curriculum
    graph = PrerequisiteGraph(instance.curriculum)
    assert len(instance.curriculum.resources) == resources
    assert len(graph.reachable(frozenset(), range(len(graph.units)))) == len(graph.outcomes)


@pytest.mark.parametrize(("resources", "seed", "domain"), INSTANCES)
def test_the_rivals_are_sound_and_never_shorter(resources: int, seed: int, domain: int | None) -> None:
    """Each habit's plan can be carried out and costs at least the proven optimum."""
    instance: Instance = synthetic(resources, seed, domain=domain)
    problem = reduced_within(problem_of(PrerequisiteGraph(instance.curriculum), instance.goals))
    best = select(reduced(problem))
    assert best.status == "optimal"
    for units in Rivals(problem).plans().values():
        assert problem.carries(units)
        assert problem.total(units) >= best.cost


def test_the_brute_force_of_bits_agrees_with_the_planner() -> None:
    """On the first thirty small cases both find the same least minutes, or none."""
    for seed in range(30):
        small = case(seed)
        plan = plan_of(PrerequisiteGraph(small.curriculum), small.goals, small.known)
        found = None if plan.proof.status == "infeasible" else plan.minutes + plan.settling_minutes
        assert found == least_minutes(small), seed


def test_what_the_benchmark_of_lint_writes_is_the_curriculum(tmp_path: Path) -> None:
    """The files, read again, hold the topics, edges, units and what they teach; lint finds in them what it would say."""
    drawn = synthetic(60, 1).curriculum
    write(drawn, tmp_path / "synthetic")
    loaded = load(tmp_path / "synthetic")
    assert loaded.findings == []
    assert loaded.curriculum is not None
    levels = {outcome: {r.any_of[0].outcome for r in level.requires} for outcome, *_, level in drawn.outcomes()}
    assert {o: {r.any_of[0].outcome for r in lv.requires} for o, *_, lv in loaded.curriculum.outcomes()} == levels
    assert {u.id: u.teaches for u in loaded.curriculum.unit.values()} == {u.id: u.teaches for u in drawn.unit.values()}
    assert {f.rule for f in check(loaded.curriculum) if f.severity == "error"} == set()


def test_a_search_that_shrinks_cores_is_never_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """With too little time it comes to an end by itself: cancelled from outside, clingo crashes now and then."""

    def refuse(handle: SolveHandle) -> None:
        pytest.fail("the search was cancelled")

    monkeypatch.setattr(SolveHandle, "cancel", refuse)
    instance = synthetic(500, 1, goals=10)
    problem = reduced(problem_of(PrerequisiteGraph(instance.curriculum), instance.goals))
    best = select(problem)
    found = [select(problem, seconds) for seconds in (0.0, 0.02, 0.05)]
    assert best.status == "optimal"
    assert found[0].status == "feasible"
    for hurried in found:
        assert problem.carries(hurried.units)
        assert hurried.lower_bound <= best.cost <= hurried.cost
