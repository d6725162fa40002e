"""The independent checker as a program: `python -m tests.checker CURRICULUM.json PLAN.json`.

mlpath curriculum show ml-math --json > curriculum.json && mlpath plan developer --json > plan.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mlpath.checker import Checker

__all__ = ["Checker", "main"]


def main() -> int:
    """Check a plan in a file against a curriculum in a file; 1 where something is wrong."""
    curriculum, plan = (json.loads(Path(name).read_text("utf-8")) for name in sys.argv[1:3])
    found = Checker(curriculum).problems(plan)
    sys.stdout.write("\n".join(found or ["sound, and counted right"]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
