"""A million inputs through every reader of strangers' bytes: `python -m tests.campaigns.fuzz [INPUTS] [TARGET]`.

    python -m tests.campaigns.fuzz                  a million, over all targets: about half an hour of one core
    python -m tests.campaigns.fuzz 50000 loader     so many, of one target

The mutations are guided by coverage (atheris, which is libFuzzer: `pip install -e '.[fuzz]'`) and start from real
curricula, foreign files, exports and the hostile corpus. Whatever is not an error of ours is a finding; so is an input
of more than 2 seconds of CPU, a process of more than 512 MiB, a value that does not come back the same or that cannot
be linted and planned, and a message with a character that steers a terminal. `tests/fuzzing/targets.py` says what must
hold of each. Ends with exit code 1 where there is a finding; its input is kept.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tests.fuzzing.driver import MAX_MIB

INPUTS = 1_000_000
SHARES = {
    "reader": 20, "loader": 10, "csv": 4, "json": 6, "edges": 3, "exercism": 6, "ossu": 4, "markdown": 4, "metacademy": 2,
    "catalogue": 4, "log": 10, "typed": 12, "exports": 3, "sinks": 12,
}  # fmt: skip
"""Of a hundred inputs; the slow ones have fewer."""


def main(words: list[str]) -> int:
    """Fuzz; 1 where anything was found, 2 where the arguments are wrong, 3 where atheris is missing."""
    numbers = [int(word) for word in words if word.isdecimal()]
    names = [word for word in words if not word.isdecimal()] or list(SHARES)
    if not set(names) <= set(SHARES) or len(numbers) > 1:
        _say(f"targets: {', '.join(SHARES)}")
        return 2
    if find_spec("atheris") is None:
        _say("atheris is missing: pip install -e '.[fuzz]'")
        return 3
    inputs = numbers[0] if numbers else INPUTS
    whole = sum(SHARES[name] for name in names)
    kept = Path(tempfile.mkdtemp(prefix="mlpath-fuzz-"))
    _say("| target | inputs | accepted | slowest | peak | CPU | findings |", "|---|---|---|---|---|---|---|")
    results = [_fuzz(name, max(1, inputs * SHARES[name] // whole), kept / name) for name in names]
    tried, found = sum(result[0] for result in results), [line for result in results for line in result[1]]
    _say("", *found, f"{tried:,} inputs, {len(found)} findings" + (f"; their inputs are in {kept}" if found else ""))
    return 1 if found else 0


def _fuzz(target: str, inputs: int, folder: Path) -> tuple[int, list[str]]:
    """How many inputs of a target were tried, and what was found."""
    folder.mkdir()
    with (folder / "said").open("w") as said:
        command = [sys.executable, "-m", "tests.fuzzing.driver", target, str(inputs), str(folder)]
        code = subprocess.run(command, stdout=said, stderr=said, check=False).returncode
    file = folder / "result.json"
    if not file.exists():
        _say(f"| {target} | ended with {code} |")
        return 0, [
            f"{target}: the process ended with {code}: {(folder / 'said').read_text('utf-8', 'replace')[-2_000:]}"
        ]
    result = json.loads(file.read_text("utf-8"))
    found = [f"{target}: {name}: {text}" for name, text in result["findings"].items()]
    if result["peak"] > MAX_MIB:
        found.append(f"{target}: {result['peak']} MiB")
    numbers = f"{result['tried']:,} | {result['accepted']:,} | {result['slowest']:.2f} s | {result['peak']} MiB"
    _say(f"| {target} | {numbers} | {result['seconds']:.0f} s | {len(found)} |")
    return result["tried"], found


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
