"""Foreign formats: what is read, what is mended and named, and that what is written lints and can be planned with."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlpath.errors import CurriculumError
from mlpath.importers import Wishes, read_foreign
from mlpath.library import load
from mlpath.lint import check

DIRTY = "﻿id;Course Name;Est. Hours;Prereqs;Link\r\n1;One &amp; two;10;;www.example.com/a\r\n2;CafÃ© math;5–10;1.0;javascript:x\r\n2;Other;;1|99;http://127.0.0.1/x\r\n线性 代数;线性代数;8;线性代数;https://example.com/b\r\n"
CASES = [
    pytest.param("csv", DIRTY, {"byte-order-mark", "line-ends", "html-entity", "mojibake", "duplicate-id", "dangling-reference", "self-requirement", "address", "id", "missing-hours"}, 4, id="dirty csv"),
    pytest.param("json", '{"nodes":[{"id":"a_b","label":"A"},{"id":"c","title":"C","requires":["a-b",""]}],"links":[{"source":"c","target":"d"}]}', {"reference", "empty-reference", "missing-title"}, 3, id="json"),
    pytest.param("edges", "prerequisite|dependent\nx|y\ny|y\n", {"self-requirement"}, 2, id="edges"),
    pytest.param("catalogue", '[{"code":"A 1","title":"A","prereqs":"none"},{"code":"B 1","title":"B","prereqs":["and",["or","A 1","Z 9"]]}]', {"dangling-reference", "id"}, 2, id="catalogue"),
    pytest.param("markdown", "# L\n\n## Basics\n\n- [One](https://example.org/1) - 3 hours\n- [Two](https://example.org/2). Prerequisites: One, Foo\n", {"outside-prerequisite"}, 2, id="markdown"),
    pytest.param("ossu", "# C\n\nCourses | Duration | Effort | Prerequisites\n:-- | :--: | :--: | :--:\n[Alpha](https://example.org/a) | 10 weeks | 4–6 hours/week | none\n[Beta](https://example.org/b) | 2 weeks | - | Alpha, maths\n", {"outside-prerequisite"}, 2, id="ossu"),
    pytest.param("exercism", '{"language":"X","slug":"x","concepts":[{"slug":"b","name":"B"}],"exercises":{"concept":[{"slug":"e","name":"E","concepts":["b"],"prerequisites":[]}],"practice":[{"slug":"p","name":"P","prerequisites":["b"],"difficulty":4}]}}', set(), 2, id="exercism"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "text", "rules", "units"), CASES)
def test_a_format_imports_and_lints(tmp_path: Path, form: str, text: str, rules: set[str], units: int) -> None:
    """Each format gives a curriculum without lint errors or warnings, and names each oddity with its place."""
    file = tmp_path / "given.txt"
    file.write_text(text, encoding="utf-8", newline="")
    found = read_foreign(form, file)
    assert rules <= set(found.draft.counts())
    assert all(oddity.place.startswith("given.txt") for oddity in found.draft.oddities)
    assert found.units == units
    for name, content in found.files.items():
        path = tmp_path / "c" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    loaded = load(tmp_path / "c")
    assert loaded.curriculum is not None, loaded.findings
    assert {finding.severity for finding in check(loaded.curriculum)} <= {"note"}


CIRCLE = "id,title,requires\na,A,c\nb,B,a\nc,C,b\n"


def test_a_circle_is_shown_and_not_broken(tmp_path: Path) -> None:
    """A circle is refused edge by edge; it is cut only where the user names the edge or asks for it."""
    file = tmp_path / "c.csv"
    file.write_text(CIRCLE, encoding="utf-8")
    with pytest.raises(CurriculumError, match=r"'a' needs 'c' \(c\.csv:2\).*'c' needs 'b'"):
        read_foreign("csv", file)
    assert read_foreign("csv", file, Wishes(drop_edges=("c,a",))).cuts == ("c,a",)
    assert len(read_foreign("csv", file, Wishes(break_cycles=True)).cuts) == 1
