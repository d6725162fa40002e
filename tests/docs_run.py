"""Pages under docs/ whose examples are run, on the tiny curriculum: `python -m tests.docs_run` writes their output anew."""

from __future__ import annotations

import os
import re
import shlex
import tempfile
from contextlib import chdir
from pathlib import Path

from tests.builders import folder
from tests.docs import DOCS
from tests.readme import BLOCK, run_examples
from tests.running import Called

PAGES = ("time.md", "import.md")
FILE = re.compile(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)```", re.MULTILINE | re.DOTALL)


def renewed(page: str, place: Path) -> str:
    """A page with the output of each of its examples as it is now; `place` is an empty folder."""
    text = (DOCS / page).read_text("utf-8")
    return with_files(text, place) if FILE.search(text) else with_tiny(text, place)


def with_files(text: str, place: Path) -> str:
    """A page that shows the files which its commands read: they are written, and the commands are called there."""
    mlpath = Called(place / "home")
    for name, content in FILE.findall(text):
        (place / "work" / name).parent.mkdir(parents=True, exist_ok=True)
        (place / "work" / name).write_text(content, encoding="utf-8")

    def block(found: re.Match[str]) -> str:
        said = ""
        for command in re.findall(r"^\$ mlpath (.*)$", found[1], flags=re.MULTILINE):
            ran = mlpath(*shlex.split(command), NO_COLOR="1")
            assert ran.code == 0, ran.err
            said += f"$ mlpath {command}\n{ran.out}"
        return f"```console\n{said}```"

    with chdir(place / "work"):
        return BLOCK.sub(block, text)


def with_tiny(text: str, place: Path) -> str:
    """A page whose commands are processes of their own, on the tiny curriculum."""
    before = os.environ.get("MLPATH_CURRICULUM")
    os.environ["MLPATH_CURRICULUM"] = str(folder(place / "tiny"))
    try:
        return run_examples(text, place / "home")
    finally:
        os.environ.pop("MLPATH_CURRICULUM")
        if before is not None:
            os.environ["MLPATH_CURRICULUM"] = before


if __name__ == "__main__":
    for name in PAGES:
        with tempfile.TemporaryDirectory() as empty:
            (DOCS / name).write_text(renewed(name, Path(empty)), encoding="utf-8")
