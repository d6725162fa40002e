"""Pages under docs/ whose examples are run, on the tiny curriculum: `python -m tests.docs_run` writes their output anew."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tests.builders import folder
from tests.docs import DOCS
from tests.readme import run_examples

PAGES = ("time.md",)


def renewed(page: str, place: Path) -> str:
    """A page with the output of each of its examples as it is now; `place` is an empty folder."""
    before = os.environ.get("MLPATH_CURRICULUM")
    os.environ["MLPATH_CURRICULUM"] = str(folder(place / "tiny"))
    try:
        return run_examples((DOCS / page).read_text("utf-8"), place / "home")
    finally:
        os.environ.pop("MLPATH_CURRICULUM")
        if before is not None:
            os.environ["MLPATH_CURRICULUM"] = before


if __name__ == "__main__":
    for name in PAGES:
        with tempfile.TemporaryDirectory() as empty:
            (DOCS / name).write_text(renewed(name, Path(empty)), encoding="utf-8")
