"""`python -m tests.hostile`: every hostile curriculum through every command and sink; exit 1 where one broke through.

What is counted: each curriculum of the corpus (`tests.hostile.corpus`), by its kind; each run of a command on it, by
the exit code (`COMMANDS`: all that read a curriculum, as text at 80 columns into a pipe, with colours, as JSON, as each
format of map, export and lint); each page and JSON answer of the server, for the curricula that can be read; and what
broke through: a character that steers a terminal or disguises text, a script, an event or an address that is not the
web's, a formula cell, a second calendar entry, a bug, an exit code or an error without file:line:column, a file changed
or made outside mlpath's home. Seconds are of CPU, of the slowest run.

All of it takes about twenty minutes of CPU; `--every N` runs every Nth command on each curriculum, beginning with
another one each time, so that each command still meets many of them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.hostile.corpus import Hostile, corpus
from tests.hostile.running import COMMANDS, PAGES, Command, problems, run, snapshot, web_problems


def main() -> int:
    """Run all of it, or a part; 0 when nothing broke through."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile")
    parser.add_argument("--every", type=int, default=1, metavar="N")
    every = parser.parse_args().every
    counts: Counter[str] = Counter()
    broken = 0
    slowest = (0.0, "")
    for number, case in enumerate(corpus()):
        counts[f"{case.kind} curricula"] += 1
        with tempfile.TemporaryDirectory() as place:
            for said, seconds in _through(case, Path(place), counts, COMMANDS[number % every :: every]):
                broken += said != ""
                slowest = max(slowest, (seconds, case.name))
                if said:
                    sys.stdout.write(f"{case.name!r}: {said}\n")
                    sys.stdout.flush()
    for name, count in sorted(counts.items()):
        sys.stdout.write(f"{count:7,} {name}\n")
    sys.stdout.write(f"{len(COMMANDS)} commands; slowest {slowest[0]:.2f} s of CPU, on {slowest[1]!r}\n")
    sys.stdout.write(f"{broken:,} broke through\n")
    return 1 if broken else 0


def _through(case: Hostile, place: Path, counts: Counter[str], commands: list[Command]) -> list[tuple[str, float]]:
    """What broke through on one curriculum ("" for nothing), with the seconds of each run."""
    folder = case.write(place / "c")
    before = snapshot(folder)
    found: list[tuple[str, float]] = []
    for arguments in commands:
        outcome = run(arguments, folder, place / "home")
        counts[f"runs that end with {outcome.code}"] += 1
        said = [
            f"mlpath {' '.join(arguments)}: {what}: {outcome.err[:200]!r}"
            for what in problems(case, arguments, outcome)
        ]
        found += [(what, outcome.seconds) for what in said or [""]]
    if case.kind != "refused":
        counts["answers of the server"] += len(PAGES)
        found += [(f"mlpath serve: {what}", 0.0) for what in web_problems(folder, place / "home-of-web")]
    if snapshot(folder) != before or {path.name for path in place.iterdir()} - {"c", "home", "home-of-web"}:
        found.append(("a file outside mlpath's home was changed", 0.0))
    return found


if __name__ == "__main__":
    sys.exit(main())
