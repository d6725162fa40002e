"""Several campaigns, one after the other: `python -m tests.campaigns [NAME…] [--short]`; without names all of them."""

from __future__ import annotations

import importlib
import sys

from tests.campaigns.common import Counts

NAMES = ("kills", "power_loss", "writers", "disk_full", "damage", "migrations", "machine")


def main(words: list[str]) -> int:
    """Run them; 1 where anything was lost."""
    failed = 0
    for name in [word for word in words if word != "--short"] or NAMES:
        counts: Counts = importlib.import_module(f"tests.campaigns.{name}").run("--short" in words)
        sys.stdout.write(f"{counts.line()}\n")
        sys.stdout.flush()
        failed |= counts.failed
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
