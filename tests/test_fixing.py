"""`curriculum lint --fix`: what is mended, what is left alone, and that nothing else changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlpath.graph import PrerequisiteGraph
from mlpath.library import load
from mlpath.library.fixing import mend
from mlpath.lint import check
from mlpath.lint.edges import ancestors
from tests.builders import GOALS, HEADER, RESOURCE, TOPICS, folder
from tests.conftest import CommandLine
from tests.running import Called

THIRD = """\
- id: third   # the last
  title: Third
  working:
    can: do it
    requires:
      # first things first
      - first: it comes
          before   # over two lines
      - second: y   # stays
"""
DEPTHS = """\
- id: third
  title: Third
  # the work
  working:
    can: do it
    requires:
      - second: y
      # inside
  # the picture

  intuition: {can: see it}
  helps_nobody: x
"""
MENDED = [
    pytest.param("topics/a.yaml", {"topics": TOPICS + THIRD}, TOPICS + THIRD.replace("      - first: it comes\n          before   # over two lines\n", ""), id="an edge over two lines; comments stay"),
    pytest.param("topics/a.yaml", {"topics": TOPICS.replace("    can: picture the second thing", "    can: picture\n    requires:\n      - first: one sees it there")}, TOPICS.replace("    can: picture the second thing", "    can: picture\n    requires:\n      - first: one sees it there").replace("    requires:\n      - first: it comes before\n", ""), id="the only edge goes with its key"),
    pytest.param("topics/a.yaml", {"topics": TOPICS.replace("- first: it", "- frist: it")}, TOPICS, id="a misspelt prerequisite"),
    pytest.param("topics/a.yaml", {"topics": TOPICS.replace("- first: it", '- "frist": it')}, TOPICS.replace("- first: it", '- "first": it'), id="in quotes"),
    pytest.param("topics/a.yaml", {"topics": TOPICS.replace("- first: it", "- primary: it")}, TOPICS, id="an alias"),
    pytest.param("resources/the-book.yaml", {"resource": RESOURCE.replace("[first]", "[frist, secnd@intuition]")}, RESOURCE.replace("[first]", "[first, second@intuition]"), id="two in one line"),
    pytest.param("resources/the-book.yaml", {"resource": RESOURCE.replace("[list]", "[lists]")}, RESOURCE, id="a source"),
    pytest.param("goals.yaml", {"goals": GOALS.replace("[second]", "[secon]")}, GOALS, id="in a goal"),
    pytest.param("goals.yaml", {"goals": "# far\n- id: far\n  title: F\n  includes: [all]\n  can: x\n# near\n" + GOALS.rstrip("\n")}, "# near\n" + GOALS + "# far\n- id: far\n  title: F\n  includes: [all]\n  can: x\n", id="a goal moves with its comment"),
    pytest.param("topics/a.yaml", {"topics": (TOPICS + DEPTHS).replace("  helps_nobody: x\n", "")}, TOPICS + "- id: third\n  title: Third\n  # the picture\n\n  intuition: {can: see it}\n  # the work\n  working:\n    can: do it\n    requires:\n      - second: y\n      # inside\n", id="depths move with their comments"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "changed", "after"), MENDED)
def test_what_is_safe_is_mended(tmp_path: Path, file: str, changed: dict[str, str], after: str) -> None:
    """The file becomes what its author would have written; every other line, comments and all, stays as it was."""
    path = folder(tmp_path, **changed)
    others = {p: p.read_text("utf-8") for p in path.rglob("*.yaml") if p != path / file}
    done = mend(path, write=True)
    assert (path / file).read_text("utf-8") == after
    assert {p: p.read_text("utf-8") for p in others} == others
    assert len(done.said) >= 1
    assert f"b/{file}" in done.diff
    assert sorted(p.name for p in path.rglob(".*")) == []


LEFT = [
    pytest.param({"topics": TOPICS.replace("- first: it", "- zebra: it")}, id="nothing is like it"),
    pytest.param({"topics": TOPICS.replace("- first: it", "- second@rigorous: it")}, id="a depth that there is not"),
    pytest.param({"topics": TOPICS.replace("id: first", "id: cat").replace("- first: it", "- bat: it") + "- {id: rat, title: R, working: {can: x}}\n", "resource": RESOURCE.replace("[first]", "[cat, rat]")}, id="two could be meant"),
    pytest.param({"header": HEADER + "oops: 1\n"}, id="what lint cannot mend"),
    pytest.param({"goals": "- id: [\n"}, id="what cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize("changed", LEFT)
def test_what_is_in_doubt_is_left_alone(tmp_path: Path, changed: dict[str, str]) -> None:
    """Not a byte changes, and nothing is said to have been mended."""
    path = folder(tmp_path, **changed)
    before = {p: p.read_bytes() for p in path.rglob("*.yaml")}
    done = mend(path, write=True)
    assert (done.said, done.diff) == ((), "")
    assert {p: p.read_bytes() for p in before} == before


def test_a_rehearsal_changes_nothing_and_shows_the_change(tmp_path: Path, mlpath: CommandLine) -> None:
    """`--dry-run` prints the diff, leaves bytes and times, and exits as lint does; `--fix` then keeps the permissions."""
    path = folder(tmp_path / "tiny", topics=TOPICS.replace("- first: it", "- frist: it"))
    topics = path / "topics" / "a.yaml"
    topics.chmod(0o640)
    before = (topics.read_bytes(), topics.stat().st_mtime_ns)
    run = Called(mlpath.home)
    rehearsed = run("curriculum", "lint", str(path), "--fix", "--dry-run")
    assert "-      - frist: it comes before\n+      - first: it comes before\n" in rehearsed.out
    assert rehearsed.code == 1
    assert (topics.read_bytes(), topics.stat().st_mtime_ns) == before
    fixed = run("curriculum", "lint", str(path), "--fix", "--json")
    assert fixed.code == 0
    assert fixed.json["mended"] == [f"{topics}:13: 'frist' is now 'first'"]
    assert topics.read_text("utf-8") == TOPICS
    assert topics.stat().st_mode & 0o777 == 0o640
    assert run("curriculum", "lint", str(path), "--fix").out.startswith("0 mends.")
    assert run("curriculum", "lint", str(path), "--dry-run").code == 2


def test_a_file_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mlpath: CommandLine
) -> None:
    """Exit 2, one sentence, the file as it was, nothing left beside it."""
    path = folder(tmp_path / "tiny", topics=TOPICS.replace("- first: it", "- frist: it"))
    before = (path / "topics" / "a.yaml").read_bytes()

    def refuse(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    ran = Called(mlpath.home)("curriculum", "lint", str(path), "--fix")
    assert (ran.code, "cannot be written: no space left on device" in ran.err) == (2, True)
    assert (path / "topics" / "a.yaml").read_bytes() == before


@settings(max_examples=15, deadline=None)
@given(
    edges=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda e: e[0] < e[1]), unique=True),
    comments=st.lists(st.booleans(), min_size=30, max_size=30),
)
def test_mending_keeps_what_follows_from_what(
    tmp_path_factory: pytest.TempPathFactory, edges: list[tuple[int, int]], comments: list[bool]
) -> None:
    """In any graph: the same outcomes follow from each other, none redundantly, and only whole lines are gone."""
    lines: list[str] = []
    for topic in range(7):
        needed = [before for before, after in edges if after == topic]
        lines += [f"- id: t{topic}", f"  title: T{topic}", "  working:", "    can: do it"]
        lines += ["    requires:"] if needed else []
        for n in needed:
            lines += ["      # why" for _ in range(comments[(topic + n) % 30])] + [f"      - t{n}: reason"]
    taught = ", ".join(f"t{n}" for n in range(7))
    resource = RESOURCE.replace("[first]", f"[{taught}]").replace("[second]", "[t0]")
    text = "\n".join(lines) + "\n"
    path = folder(tmp_path_factory.mktemp("c"), topics=text, resource=resource, goals=GOALS.replace("second", "t6"))
    before = load(path).curriculum
    mend(path, write=True)
    after = load(path).curriculum
    assert before is not None
    assert after is not None
    assert ancestors(PrerequisiteGraph(before)) == ancestors(PrerequisiteGraph(after))
    assert [f for f in check(after) if f.rule == "redundant-edge"] == []
    left = iter(text.splitlines())
    assert all(line in left for line in (path / "topics" / "a.yaml").read_text("utf-8").splitlines())


def test_what_stands_in_brackets_is_named_and_left_to_its_author(tmp_path: Path, run: Called) -> None:
    """A redundant edge in a list in brackets cannot be taken out line by line: --fix says so, with its place and why."""
    third = "- id: third\n  title: Third\n  working:\n    can: do it\n    requires: [{first: x}, {second: y}]\n"
    path = folder(tmp_path / "c", topics=TOPICS + third)
    before = (path / "topics/a.yaml").read_text("utf-8")
    ran = run("curriculum", "lint", str(path), "--fix")
    assert (path / "topics/a.yaml").read_text("utf-8") == before
    said = " ".join(ran.out.split())
    assert (
        "third@working requires first@working, which follows from second@working: left alone, it stands in brackets with others; mend it by hand"
        in said
    )
    assert mend(path, write=False).left[0].startswith(f"{path}/topics/a.yaml:18: ")
