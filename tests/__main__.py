"""`python -m tests`: everything that a developer runs (format, lint, types, imports, tests), one after the other.

Arguments are passed on to pytest. The exit code is that of the first step that failed; all steps are run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.needs import missing

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
STEPS = [
    ["ruff", "format", "--check", "."],
    ["ruff", "check", "."],
    ["mypy"],
    ["lint-imports"],
    ["pytest", "-n", "auto"],
]

BROWSER_STEP = ["python", "-m", "pytest", "-m", "browser"]
"""A step of its own, for it takes a Chromium and its time; the gate runs it after these."""


def main() -> int:
    """Run every step; 0 when all passed."""
    failed = 0
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    for step in STEPS:
        arguments = [*step, *sys.argv[1:]] if step[0] == "pytest" else step
        sys.stdout.write(f"$ {' '.join(arguments)}\n")
        sys.stdout.flush()
        code = subprocess.run(arguments, cwd=ROOT, env=environment, check=False).returncode
        failed = failed or code
    if not any(argument.startswith("-m") for argument in sys.argv[1:]):
        sys.stdout.write(f"NOT RUN here, the pages in a real browser: {' '.join(BROWSER_STEP)}\n")
    for absent in missing():
        sys.stdout.write(f"NOT RUN, some tests: {absent}\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
