"""The promises of docs/command-line.md, and the mark of the tests that hold them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

PAGE = Path(__file__).parent.parent / "docs" / "command-line.md"
PROMISES = {int(number): said for number, said in re.findall(r"^(\d+)\. (.*)$", PAGE.read_text("utf-8"), re.MULTILINE)}
HELD: dict[int, list[str]] = {}
"""The tests of each promise, as far as their files are imported."""

Test = TypeVar("Test", bound=Callable[..., None])


def promise(number: int) -> Callable[[Test], Test]:
    """Mark a test as that of a promise, whose sentence is its docstring."""

    def mark(test: Test) -> Test:
        said = " ".join((test.__doc__ or "").split())
        assert said == PROMISES[number], f"{test.__name__}: the docstring is not promise {number}"
        HELD.setdefault(number, []).append(test.__name__)
        return test

    return mark
