"""`python -m benchmarks.planner`: every figure of docs/planner.md, as Markdown on standard output.

    pip install -e '.[bench]' && python -m benchmarks.planner            # about twenty minutes
    python -m benchmarks.planner --quick                                 # a minute or two

Seconds are of CPU. Ends with exit code 1 and a list when anything is untrue: a plan that is unsound or differs from
brute force or HiGHS, a bound above the optimum.
"""

from __future__ import annotations

import argparse
import platform
import sys
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from statistics import median

from benchmarks.measure import Run, peak_gib, problem_of, run, timed
from benchmarks.order import large_order, order_of
from benchmarks.rules import worth
from benchmarks.staying import learner
from benchmarks.synthetic import DOMAIN, synthetic
from benchmarks.trials import brute_force, deadlines
from mlpath.app import App
from mlpath.graph import PrerequisiteGraph
from mlpath.learner import KnowledgeState
from mlpath.library import open_curriculum
from mlpath.planner.problem import SCALE, pose
from mlpath.planner.reduce import reduced
from mlpath.planner.select import select
from mlpath.store import Store

SEEDS = {200: 10, 1_000: 10, 5_000: 5, 100_000: 3}
QUICK_SEEDS = {200: 3, 1_000: 3, 5_000: 1}
HIGHS_SECONDS = 60.0
IN_DOMAINS = 20_000
"""From so many resources on, a curriculum is in domains."""
SHIPPED = ("practitioner", "developer", "researcher")
HEAD = (
    "resources (units)", "relevant, reduced", "hours", "graph", "pose", "reduction", "solver", "pose to proof",
    "HiGHS", "first-listed", "shortest", "density", "peak GiB",
)  # fmt: skip


def main() -> int:
    """Measure what the arguments ask for; 1 when anything was untrue."""
    arguments = _arguments()
    _say(_versions())
    faults = _shipped()
    faults += _sizes(arguments.sizes, QUICK_SEEDS if arguments.quick else SEEDS)
    _orders()
    _rules(quick=arguments.quick)
    _staying(quick=arguments.quick)
    faults += _deadlines(min(60, arguments.deadlines) if arguments.quick else arguments.deadlines)
    faults += _brute(min(500, arguments.brute) if arguments.quick else arguments.brute)
    _say("", *(f"FAULT {fault}" for fault in faults), "" if faults else "No fault found.")
    return 1 if faults else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planner", description="Measure the planner.")
    parser.add_argument("--quick", action="store_true", help="few seeds and cases, at most 5,000 resources")
    parser.add_argument("--sizes", type=int, nargs="*", help="resources; 0 or none of them: no synthetic curricula")
    parser.add_argument("--brute", type=int, default=10_000, metavar="N", help="small cases for brute force")
    parser.add_argument("--deadlines", type=int, default=1_000, metavar="N", help="instances planned in 0.1 s")
    return parser.parse_args()


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _versions() -> str:
    names = [name for name in ("clingo", "highspy") if find_spec(name)]
    return ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in names)])


def _shipped() -> list[str]:
    """The shipped goals, from nothing."""
    app = App(open_curriculum("ml-math"), Store(None))
    _say("", "| shipped goal | units | reduced | hours | pose | reduction | solver | all |", "|---" * 8 + "|")
    faults = []
    for goal in SHIPPED:
        rows = [_shipped_goal(app, goal) for _ in range(5)]
        if not rows[0].proven:
            faults.append(f"{goal} is not proven optimal")
        cells = [goal, str(rows[0].units), str(rows[0].reduced), f"{rows[0].hours:.0f}"]
        columns = zip(*((*row.seconds, sum(row.seconds)) for row in rows), strict=True)
        _say("| " + " | ".join([*cells, *(f"{median(column):.3f}" for column in columns)]) + " |")
    return faults


@dataclass(frozen=True)
class _Shipped:
    """One plan for a shipped goal; seconds of pose, reduction and solver."""

    units: int
    reduced: int
    hours: float
    proven: bool
    seconds: tuple[float, float, float]


def _shipped_goal(app: App, goal: str) -> _Shipped:
    request = app.request([goal])
    wishes = app.lookup.wishes(request)
    problem, posing = timed(lambda: pose(app.graph, KnowledgeState(), request, wishes))
    smaller, reducing = timed(lambda: reduced(problem))
    selection, selecting = timed(lambda: select(smaller))
    return _Shipped(
        units=len(app.graph.units),
        reduced=len(smaller.units),
        hours=selection.cost / SCALE / 60,
        proven=selection.status == "optimal",
        seconds=(posing, reducing, selecting),
    )


def _orders() -> None:
    """Changes of area, beside the fewest there could be."""
    app = App(open_curriculum("ml-math"), Store(None))
    _say("", "| order of | units | areas | areas gone into | at least | seconds |", "|---" * 6 + "|")
    for goal in SHIPPED:
        found = order_of(app, goal)
        least = f"{found.least}" + ("" if found.proven else " (or more)")
        _say(f"| {goal} | {found.units} | {found.areas} | {found.visits} | {least} | {found.seconds:.3f} |")
    units, seconds = large_order()
    _say(f"| all of a synthetic curriculum | {units:,} | | | | {seconds:.3f} |")


def _rules(*, quick: bool) -> None:
    """What each rule of reduction is worth."""
    app = App(open_curriculum("ml-math"), Store(None))
    request = app.request(["researcher"])
    problems = {"researcher": pose(app.graph, KnowledgeState(), request, app.lookup.wishes(request))}
    for size in () if quick else (1_000, 5_000):
        instance = synthetic(size, 0)
        problems[f"{size:,} resources"] = problem_of(PrerequisiteGraph(instance.curriculum), instance.goals)
    head = ("rules", "units", "taught", "groups", "musts", "reduction", "solver")
    for name, problem in problems.items():
        _say("", f"| {name}: " + " | ".join(head) + " |", "|---" * len(head) + "|")
        for w in worth(problem):
            counts = f"{w.units:,} | {w.taught:,} | {w.groups:,} | {w.must}"
            _say(f"| {w.rule} | {counts} | {w.reducing:.3f} | {w.solving:.3f} |")


def _staying(*, quick: bool) -> None:
    """Learners who leave the plan now and then: what moves."""
    app = App(open_curriculum("ml-math"), Store(None))
    head = ("off the plan on the way to", "events", "new units, free", "staying", "most above", "seconds, worst")
    _say("", "| " + " | ".join(head) + " |", "|---" * len(head) + "|")
    for goal in SHIPPED:
        moves = [move for seed in range(1 if quick else 5) for move in learner(app, goal, seed)]
        free, close = sum(move.free for move in moves), sum(move.close for move in moves)
        above, seconds = max(move.above for move in moves), max(move.seconds for move in moves)
        _say(f"| {goal} | {len(moves)} | {free} | {close} | {above:.2%} | {seconds:.2f} |")


def _sizes(sizes: list[int] | None, seeds: dict[int, int]) -> list[str]:
    """The synthetic curricula, a line for each size: medians, the worst in brackets."""
    wanted = list(seeds) if sizes is None else [size for size in sizes if size]
    if wanted:
        _say("", "| " + " | ".join(HEAD) + " |", "|---" * len(HEAD) + "|")
    faults = []
    for size in wanted:
        runs = []
        for seed in range(seeds.get(size, 3)):
            instance = synthetic(size, seed, domain=DOMAIN if size >= IN_DOMAINS else None)
            runs.append(run(instance, highs_seconds=HIGHS_SECONDS if find_spec("highspy") else 0.0))
        _say(_row(size, runs))
        found = [f"{size} resources, seed {seed}: {fault}" for seed, r in enumerate(runs) for fault in r.faults]
        sys.stderr.write("".join(f"{fault}\n" for fault in found))  # at once: a long run may be broken off
        faults += found
    return faults


def _row(size: int, runs: list[Run]) -> str:
    def middle(name: str) -> str:
        return f"{median(getattr(r, name) for r in runs):,.0f}"

    def spread(values: list[float]) -> str:
        return f"{median(values):.2f} ({max(values):.2f})"

    seconds = [spread([getattr(r, name) for r in runs]) for name in ("graph", "pose", "reduce", "select", "total")]
    rival = [r.highs for r in runs if r.highs is not None]
    late = sum(value >= HIGHS_SECONDS for value in rival)
    highs = (spread(rival) if rival else "-") + (f", {late} not in {HIGHS_SECONDS:.0f} s" if late else "")
    habits = [spread([r.ratios[name] for r in runs]) for name in ("first-listed", "shortest", "density")]
    first = [f"{size:,} ({middle('units')})", f"{middle('relevant')}, {middle('reduced')}", middle("hours")]
    return "| " + " | ".join([*first, *seconds, highs, *habits, f"{peak_gib():.2f}"]) + " |"


def _deadlines(count: int) -> list[str]:
    if not count:
        return []
    medium = count * 2 // 5
    counts, faults, seconds = deadlines(count - medium, medium)
    _say(
        "",
        f"Deadline of 0.1 s: {count} instances, {dict(counts)}, {len(faults)} untrue;"
        f" by the clock, order and reasons included: median {median(seconds):.3f} s, worst {max(seconds):.3f} s.",
    )
    return faults


def _brute(count: int) -> list[str]:
    if not count:
        return []
    counts, faults = brute_force(count)
    _say("", f"Brute force: {count - len(faults)} of {count} equal ({dict(counts)}).")
    return faults


if __name__ == "__main__":
    sys.exit(main())
