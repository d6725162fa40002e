"""`python -m benchmarks.lint`: what lint takes, beside `python -c pass` and beside PyYAML plus pydantic.

    python -m benchmarks.lint                            # all of it: some minutes
    python -m benchmarks.lint --units 1000 --compiled 0  # the shipped curricula and one of a thousand units
    python -m benchmarks.lint --runs 5                   # medians of five instead of three

Seconds are of CPU (user and system) of whole processes that run in turn, A B C A B C; what is printed are medians, and
ratios are medians of the ratios of each turn. The rival reads the same files with yaml.CSafeLoader and builds the same
values with pydantic, and finds nothing. *first*: nothing is kept, every file is read. *again*: no file has changed, and
the memo answers. *compiled*: the compiled form is read, beside yaml.CSafeLoader on the same curriculum as files (which
makes dicts only); a size of 0 leaves it out. Ends with exit code 1 where lint did not say what it should; a bar that is
not reached is said and is no fault.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.synthetic import synthetic
from mlpath.curriculum import Curriculum, Requirement
from mlpath.library import curriculum_ids, shipped_folder
from mlpath.library.compiled import write_compiled

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
LOADER = """
import sys, yaml
from pathlib import Path

kept = [yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) for path in sorted(Path(sys.argv[1]).rglob("*.yaml"))]
"""
COMPILED = """
import sys
from pathlib import Path
from mlpath.library.compiled import read_compiled
from mlpath.uncollected import uncollected

with uncollected():
    assert read_compiled(Path(sys.argv[1])) is not None
"""
UNITS = (5_000, 10_000)
RESOURCES = 100_000
PER_RESOURCE = 1.95
"""Units of a synthetic resource, on the average."""
SMALL, SMALL_BAR, LARGE_BAR, COMPILED_BAR = "ml-math", 17.0, 0.25, 0.5
"""What may be taken at most: by lint of the small one, of `pass`, of a large one, of the rival; compiled, of YAML."""
LINT = (sys.executable, "-m", "mlpath", "curriculum", "lint")


@dataclass(frozen=True)
class Taken:
    """What a command took in each turn: seconds of CPU, MiB at most; and how it ended."""

    seconds: list[float]
    mib: list[float]
    code: int

    @property
    def median(self) -> float:
        """Of the seconds."""
        return statistics.median(self.seconds)

    def of(self, other: Taken) -> float:
        """The ratio of the seconds, turn by turn."""
        return statistics.median(a / b for a, b in zip(self.seconds, other.seconds, strict=True))


def main() -> int:
    """Measure what the arguments ask for; 1 when lint said something unexpected."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lint", description="Measure lint.")
    parser.add_argument("--units", type=int, nargs="*", default=UNITS, help="sizes of synthetic curricula")
    parser.add_argument("--compiled", type=int, default=RESOURCES, help="resources of a compiled form")
    parser.add_argument("--runs", type=int, default=3, help="turns, of which the median counts")
    arguments = parser.parse_args()
    faults, bars = list[str](), list[str]()
    _say(
        "| curriculum | units | first | x pass | again | x pass | PyYAML and pydantic | first of it |", f"|{'---|' * 8}"
    )
    for id_ in curriculum_ids():
        faults += _row(id_, shipped_folder() / id_, arguments.runs, 0, bars)
    for units in arguments.units:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "synthetic"
            write(synthetic(round(units / PER_RESOURCE), seed=1).curriculum, folder)
            faults += _row("synthetic", folder, arguments.runs, 1, bars)
    if arguments.compiled:
        faults += _compiled(arguments.compiled, arguments.runs, bars)
    _say("", *bars, *(f"FAULT {fault}" for fault in faults), "" if faults else "No fault found.")
    return 1 if faults else 0


def _row(name: str, folder: Path, runs: int, expected: int, bars: list[str]) -> list[str]:
    lint, rival = [*LINT, str(folder)], [sys.executable, "-c", RIVAL, str(folder)]
    with tempfile.TemporaryDirectory() as home:
        kept = {"MLPATH_HOME": home}
        taken(lint, kept)  # what is said again was said before
        turns = [
            (
                taken([sys.executable, "-c", "pass"]),
                taken(lint, {"MLPATH_NO_MEMO": "1"}),
                taken(lint, kept),
                taken(rival),
            )
            for _ in range(runs)
        ]
    floor, first, again, other = (_together(part) for part in zip(*turns, strict=True))
    units = sum(path.read_text("utf-8").count("teaches:") for path in (folder / "resources").glob("*.yaml"))
    _say(
        f"| {name} | {units:,} | {first.median:.2f} s | {first.of(floor):.0f} | {again.median:.3f} s "
        f"| {again.of(floor):.1f} | {other.median:.2f} s | {first.of(other):.2f} |"
    )
    if name == SMALL:
        bars.append(_bar(f"lint of {name}, of python -c pass", first.of(floor), SMALL_BAR))
    elif units > UNITS[0] * 1.5:
        bars.append(_bar(f"lint of {units:,} units, of PyYAML and pydantic", first.of(other), LARGE_BAR))
    told = {"lint": (first.code, expected), "lint again": (again.code, expected), "the rival": (other.code, 0)}
    return [f"{name}: {who} ended with {got}" for who, (got, wanted) in told.items() if got != wanted]


def _draw(resources: int, folder: Path, file: Path) -> None:
    """A curriculum of so many resources, as files and compiled."""
    curriculum = synthetic(resources, seed=1).curriculum
    write(curriculum, folder)
    write_compiled(file, curriculum)


def _compiled(resources: int, runs: int, bars: list[str]) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        folder, file = Path(name) / "synthetic", Path(name) / "synthetic.json"
        # Drawn by another process: what this one ever held would count as its children's memory.
        drawing = get_context("spawn").Process(target=_draw, args=(resources, folder, file))
        drawing.start()
        drawing.join()
        commands = ([sys.executable, "-c", COMPILED, str(file)], [sys.executable, "-c", LOADER, str(folder)])
        ours, theirs = (
            _together(part) for part in zip(*[[taken(c) for c in commands] for _ in range(runs)], strict=True)
        )
    memory = statistics.median(ours.mib) / statistics.median(theirs.mib)
    _say(
        "", f"{resources:,} resources compiled: {ours.median:.1f} s, {statistics.median(ours.mib):.0f} MiB; as YAML by "
        f"CSafeLoader: {theirs.median:.1f} s, {statistics.median(theirs.mib):.0f} MiB",
    )  # fmt: skip
    bars.append(_bar(f"{resources:,} resources compiled, of CSafeLoader's time", ours.of(theirs), COMPILED_BAR))
    bars.append(_bar(f"{resources:,} resources compiled, of CSafeLoader's memory", memory, COMPILED_BAR))
    return [f"compiled: ended with {part.code}" for part in (ours, theirs) if part.code]


def _bar(what: str, found: float, most: float) -> str:
    return f"{what}: {found:.2g}; at most {most:g} is asked for: {'reached' if found <= most else 'NOT REACHED'}"


def _together(turns: tuple[Taken, ...]) -> Taken:
    return Taken([s for turn in turns for s in turn.seconds], [m for turn in turns for m in turn.mib], turns[-1].code)


def taken(command: list[str], more: Mapping[str, str] | None = None) -> Taken:
    """What one run of a command takes, its children included."""
    environment = os.environ | {"MLPATH_MAX_UNITS": "1000000", "MLPATH_MAX_EDGES": "10000000"} | dict(more or {})
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Taken([used.ru_utime + used.ru_stime], [used.ru_maxrss / 1024], process.returncode)


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
