"""`python -m benchmarks.lint`: what lint takes, beside `python -c pass` and beside PyYAML plus pydantic.

    python -m benchmarks.lint                  # the shipped curricula, 5,000 and 10,000 units: a few minutes
    python -m benchmarks.lint --units 1000     # that size only

Seconds are of CPU (user and system) of whole processes, the least of some runs. The rival reads the same files with
yaml.CSafeLoader and builds the same values with pydantic, and finds nothing. Lint is measured without the memo, which
answers at once while no file has changed. Ends with exit code 1 where lint did
not say what it should.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.synthetic import synthetic
from mlpath.curriculum import Curriculum, Requirement
from mlpath.library import curriculum_ids, shipped_folder

RIVAL = """
import sys, yaml
from pathlib import Path
from mlpath.curriculum import Area, Curriculum, Goal, Resource, Topic
from mlpath.library.document import full_resource

def read(path):
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)

folder = Path(sys.argv[1])
header = read(folder / "curriculum.yaml")
topics = [t | {"area": p.stem} for p in sorted((folder / "topics").glob("*.yaml")) for t in read(p)]
resources = [full_resource(read(p))[0] for p in sorted((folder / "resources").glob("*.yaml"))]
goals = read(folder / "goals.yaml") if (folder / "goals.yaml").exists() else []
Curriculum.model_validate(header | {"topics": topics, "resources": resources, "goals": goals})
"""
UNITS = (5_000, 10_000)
PER_RESOURCE = 1.95
"""Units of a synthetic resource, on the average."""


def main() -> int:
    """Measure what the arguments ask for; 1 when lint said something unexpected."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lint", description="Measure lint.")
    parser.add_argument("--units", type=int, nargs="*", default=UNITS, help="sizes of synthetic curricula")
    parser.add_argument("--runs", type=int, default=3, help="runs of each, of which the least counts")
    arguments = parser.parse_args()
    floor = seconds([sys.executable, "-c", "pass"], 9)[0]
    _say(f"python -c pass: {floor * 1000:.0f} ms", "")
    _say("| curriculum | units | lint | x pass | PyYAML and pydantic | of it |", "|---|---|---|---|---|---|")
    faults = []
    for id_ in curriculum_ids():
        faults += _row(id_, shipped_folder() / id_, floor, arguments.runs, 0)
    for units in arguments.units:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "synthetic"
            write(synthetic(round(units / PER_RESOURCE), seed=1).curriculum, folder)
            faults += _row("synthetic", folder, floor, arguments.runs, 1)
    _say("", *(f"FAULT {fault}" for fault in faults), "" if faults else "No fault found.")
    return 1 if faults else 0


def _row(name: str, folder: Path, floor: float, runs: int, expected: int) -> list[str]:
    lint, code = seconds([sys.executable, "-m", "mlpath", "curriculum", "lint", str(folder)], runs)
    rival, rival_code = seconds([sys.executable, "-c", RIVAL, str(folder)], runs)
    units = sum(path.read_text("utf-8").count("teaches:") for path in (folder / "resources").glob("*.yaml"))
    _say(f"| {name} | {units:,} | {lint:.2f} s | {lint / floor:.0f} | {rival:.2f} s | {lint / rival:.2f} |")
    told = {"lint": (code, expected), "the rival": (rival_code, 0)}
    return [f"{name}: {who} ended with {got}" for who, (got, wanted) in told.items() if got != wanted]


def seconds(command: list[str], runs: int) -> tuple[float, int]:
    """The least CPU seconds of some runs of a command, and its last exit code."""
    least, code = float("inf"), 0
    environment = os.environ | {"MLPATH_MAX_UNITS": "1000000", "MLPATH_MAX_EDGES": "10000000", "MLPATH_NO_MEMO": "1"}
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        code = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return least, code


def write(curriculum: Curriculum, folder: Path) -> None:
    """A curriculum as the files that an author would write."""
    (folder / "topics").mkdir(parents=True)
    (folder / "resources").mkdir()
    areas = "".join(f"  - {{id: {area.id}, title: {area.title}}}\n" for area in curriculum.areas)
    head = f"id: {curriculum.id}\ntitle: Synthetic\nversion: 1.0.0\nlicence: CC0\nareas:\n{areas}"
    (folder / "curriculum.yaml").write_text(head, encoding="utf-8")
    by_area: dict[str, list[str]] = {}
    for topic in curriculum.topics:
        level = topic.levels["working"]
        lines = [f"- id: {topic.id}", f"  title: {topic.title}", "  working:", f"    can: {level.can}"]
        if level.requires:
            lines += ["    requires:", *(f"      {line}" for r in level.requires for line in _edge(r))]
        by_area.setdefault(topic.area, []).extend(lines)
    for area, lines in by_area.items():
        (folder / "topics" / f"{area}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for found in curriculum.resources:
        (folder / "resources" / f"{found.id}.yaml").write_text("\n".join(_resource(found)) + "\n", encoding="utf-8")


def _edge(requirement: Requirement) -> Iterator[str]:
    names = [need.outcome.removesuffix("@working") for need in requirement.any_of]
    if len(names) == 1:
        yield f"- {names[0]}: it comes before"
    else:
        yield "- any:"
        yield from (f"    - {name}: one way" for name in names)


def _resource(found: Any) -> Iterator[str]:
    yield from (f"id: {found.id}", f"title: {found.title}", f"kind: {found.kind}", f"url: {found.url}")
    yield from ("exercises: true", "proves: true", "pace: {hours: stated, why: drawn}", "units:")
    for unit in found.units:
        taught = ", ".join(outcome.removesuffix("@working") for outcome in unit.teaches)
        needed = ", ".join(need.outcome.removesuffix("@working") for r in unit.requires for need in r.any_of)
        own = f", requires: [{needed}]" if needed else ""
        hours = f"{max(unit.minutes / 60, 0.02):.2f}"
        yield f"  - {{id: {unit.id.partition('/')[2]}, title: A part, hours: {hours}, teaches: [{taught}]{own}}}"


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
