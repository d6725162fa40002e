"""`python -m tests.hostile`: every hostile curriculum through every command; prints counts, exit 1 where one broke through."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.hostile.corpus import corpus
from tests.hostile.running import COMMANDS, LINT, problems, run


def main() -> int:
    """Run all of it; 0 when nothing broke through."""
    counts: Counter[str] = Counter()
    broken = 0
    for case in corpus():
        counts[case.kind] += 1
        with tempfile.TemporaryDirectory() as place:
            folder = case.write(Path(place) / "c")
            for arguments in [*COMMANDS, *LINT]:
                counts["runs"] += 1
                outcome = run(arguments, folder, Path(place) / "home")
                for problem in problems(case, arguments, outcome):
                    broken += 1
                    sys.stdout.write(
                        f"{case.name!r}: mlpath {' '.join(arguments)}: {problem}\n  {outcome.err[:300]!r}\n"
                    )
    sys.stdout.write(f"{dict(counts)}, broken: {broken}\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
