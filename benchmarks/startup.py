"""Start-up, as a user feels it: whole processes, in turn, beside `python -c pass` and beside other programs.

    benchmarks/peers.sh FOLDER                            once: installs the peers and gives them a little data
    python -m benchmarks.startup [--peers FOLDER] [--large] [--rounds N] [--mlpath COMMAND]

Each round runs every command once, one after the other, so that what else the machine does falls on all alike. CPU
is user and system time as the operating system accounts it to the finished process. × is the median over the rounds of
CPU over that of `python -c pass` in the same round. Give `--mlpath` the command of an installed wheel: a checkout that
is installed for editing starts slower. `--large` adds `next`, asked before, with curricula of 10,000 units, in as many
files as the shipped one has and in one file for every two units.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlpath.curriculum import Curriculum

NOTHING = "python -c pass"
LARGE = 10_000
"""Units."""
FEW_FILES = 225
"""Resources, as many as the shipped curriculum has."""


@dataclass
class Command:
    """A command to measure; `before` is run first each time, unmeasured, to put things as they must be."""

    words: list[str]
    environment: Mapping[str, str]
    before: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Run it once and note its CPU seconds."""
        if self.before:
            subprocess.run(self.before, env=self.environment, stdout=subprocess.DEVNULL, check=True)
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  # not a path
            process = subprocess.Popen(
                self.words, env=self.environment, stdin=subprocess.DEVNULL, stdout=nowhere, stderr=nowhere
            )
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{shlex.join(self.words)} ended with {process.returncode}")
        self.seconds.append(usage.ru_utime + usage.ru_stime)


def _mlpath_commands(mlpath: str, home: Path) -> dict[str, Command]:
    """The commands of mlpath, each with a home of its own where it must not meet the others' memo."""
    base = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "COLUMNS": "80"}
    environment = base | {"MLPATH_HOME": str(home / "mlpath")}
    words = shlex.split(mlpath)
    for arguments in (["plan", "practitioner"], ["next"]):
        subprocess.run([*words, *arguments], env=environment, stdout=subprocess.DEVNULL, check=True)
    completing = environment | {"_MLPATH_COMPLETE": "complete_bash", "COMP_WORDS": "mlpath why eig", "COMP_CWORD": "2"}
    subprocess.run(words, env=completing, stdout=subprocess.DEVNULL, check=True)
    fresh, unit = base | {"MLPATH_HOME": str(home / "fresh")}, _first_unit(words, environment)
    return {
        "mlpath --version": Command([*words, "--version"], environment),
        "mlpath next, asked before": Command([*words, "next"], environment),
        "completion of an id": Command(words, completing),
        "mlpath next, not asked before": Command([*words, "next"], environment | {"MLPATH_NO_MEMO": "1"}),
        "mlpath done": Command([*words, "done", unit], environment, before=[*words, "undo"]),
        "mlpath plan developer, nothing kept": Command(
            [*words, "plan", "developer"], fresh, before=["rm", "-rf", str(home / "fresh")]
        ),
    }


def _first_unit(words: list[str], environment: Mapping[str, str]) -> str:
    """The unit to do first, marked as done once, so that there is something to undo."""
    import json

    found = subprocess.run([*words, "next", "--json"], env=environment, capture_output=True, check=True).stdout
    unit = str(json.loads(found)["steps"][0]["units"][0])
    subprocess.run([*words, "done", unit], env=environment, stdout=subprocess.DEVNULL, check=True)
    return unit


def _large_commands(mlpath: str, home: Path) -> dict[str, Command]:
    """`next`, asked before, of curricula with LARGE units."""
    from benchmarks.lint import PER_RESOURCE, write
    from benchmarks.synthetic import synthetic

    words, commands = shlex.split(mlpath), {}
    drawn = synthetic(round(LARGE / PER_RESOURCE), seed=1)
    goal = drawn.goals[0]
    for files in (FEW_FILES, len(drawn.curriculum.resources)):
        folder = home / f"units-{files}"
        write(gathered(drawn.curriculum, files), folder)
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "COLUMNS": "80",
            "MLPATH_HOME": str(home / f"large-{files}"), "MLPATH_CURRICULUM": str(folder),
            "MLPATH_MAX_UNITS": "1000000", "MLPATH_MAX_EDGES": "10000000",
        }  # fmt: skip
        for arguments in (["plan", goal], ["next"]):
            subprocess.run([*words, *arguments], env=environment, stdout=subprocess.DEVNULL, check=True)
        name = f"mlpath next, asked before, {LARGE:,} units in {files:,} files"
        commands[name] = Command([*words, "next"], environment)
    return commands


def gathered(curriculum: Curriculum, files: int) -> Curriculum:
    """The same units in so many resources."""
    every = -(-len(curriculum.resources) // files)
    found = []
    for at in range(0, len(curriculum.resources), every):
        first, *_ = some = curriculum.resources[at : at + every]
        units = [unit for resource in some for unit in resource.units]
        named = [unit.model_copy(update={"id": f"{first.id}/u{number}"}) for number, unit in enumerate(units)]
        found.append(first.model_copy(update={"units": tuple(named)}))
    return curriculum.model_copy(update={"resources": tuple(found)})


def _peers(folder: Path) -> dict[str, Command]:
    home, binaries = folder / "home", folder / "venv" / "bin"
    environment = {
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}", "HOME": str(home), "LANG": "C.UTF-8",
        "XDG_CONFIG_HOME": str(home / ".config"), "XDG_DATA_HOME": str(home / ".local/share"),
        "TASKRC": str(home / ".taskrc"),
    }  # fmt: skip
    return {
        "todo list (todoman)": Command([str(binaries / "todo"), "list"], environment),
        "khal list": Command([str(binaries / "khal"), "list"], environment),
        "buku -p": Command([str(binaries / "buku"), "--nostdin", "--np", "--nc", "-p"], environment),
        "sqlite-utils rows": Command(
            [str(binaries / "sqlite-utils"), "rows", str(folder / "chapters.db"), "chapters"], environment
        ),
        "task list (taskwarrior, 100 tasks)": Command(["task", "list"], environment),
    }


def table(commands: Mapping[str, Command]) -> str:
    """The figures as Markdown: median CPU in milliseconds, and × with its smallest and largest."""
    lines = ["| command | CPU ms | × `python -c pass` |", "|---|---:|---:|"]
    unit = commands[NOTHING].seconds
    for name, command in commands.items():
        ratios = sorted(a / b for a, b in zip(command.seconds, unit, strict=True))
        median = statistics.median(ratios)
        spread = f"{median:.1f} ({ratios[0]:.1f}–{ratios[-1]:.1f})"
        lines.append(f"| {name} | {statistics.median(command.seconds) * 1000:.0f} | {spread} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Start-up beside python and peers.")
    parser.add_argument("--peers", type=Path, help="the folder that benchmarks/peers.sh made")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--mlpath", default=shutil.which("mlpath") or f"{sys.executable} -m mlpath")
    parser.add_argument("--large", action="store_true", help="curricula of 10,000 units, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        python = Path(shlex.split(options.mlpath)[0]).with_name("python")
        python_pass = Command([str(python) if python.exists() else sys.executable, "-c", "pass"], dict(os.environ))
        commands = {NOTHING: python_pass, **_mlpath_commands(options.mlpath, home)}
        if options.large:
            commands |= _large_commands(options.mlpath, home)
        if options.peers:
            commands |= _peers(options.peers)
        for _ in range(options.rounds):
            for command in commands.values():
                command.run()
        sys.stdout.write(table(commands) + "\n")


if __name__ == "__main__":
    main()
