"""What a new version of a curriculum changes, and what it does to a learner."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlpath.curriculum import Curriculum
from mlpath.difference import difference
from mlpath.library import open_curriculum
from tests.builders import GOALS, HEADER, RESOURCE, TOPICS, folder
from tests.conftest import CommandLine
from tests.running import Called


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return folder(tmp_path / "old")


def changed(tmp_path: Path, **files: str) -> Curriculum:
    return open_curriculum(str(folder(tmp_path / "new", **files)))


def test_the_same_is_the_same(tmp_path: Path, old: Path) -> None:
    """Another version number and other comments make no difference."""
    new = changed(tmp_path, header=HEADER.replace("1.0.0", "1.0.1"), topics="# hello\n" + TOPICS)
    assert not difference(open_curriculum(str(old)), new)


def test_what_was_renamed_is_not_gone(tmp_path: Path, old: Path) -> None:
    """Through aliases: a topic, a resource with its units, a goal; edges and lists that name them are the same."""
    topics = (
        TOPICS.replace("id: first", "id: start").replace("[primary]", "[first]").replace("- first: it", "- start: it")
    )
    resource = RESOURCE.replace("id: the-book", "id: a-book\naliases: [the-book]").replace("[first]", "[start]")
    goals = GOALS.replace("id: all", "id: both").replace("  can:", "  aliases: [all]\n  can:")
    path = folder(tmp_path / "new", topics=topics, resource=resource, goals=goals)
    (path / "resources" / "the-book.yaml").rename(path / "resources" / "a-book.yaml")
    found = difference(open_curriculum(str(old)), open_curriculum(str(path)))
    assert found.topics.renamed == (("first", "start"),)
    assert found.resources.renamed == (("the-book", "a-book"),)
    assert found.units.renamed == (("the-book/ch1", "a-book/ch1"), ("the-book/ch2", "a-book/ch2"))
    assert found.goals.renamed == (("all", "both"),)
    kinds = (found.topics, found.resources, found.units, found.goals)
    assert [(c.added, c.removed, c.changed) for c in kinds] == [((), (), ())] * 4
    assert (found.edges_added, found.edges_removed) == ((), ())


def test_what_was_added_removed_and_changed(tmp_path: Path, old: Path) -> None:
    """By kind, with the keys that say something else; hours before and after; edges as sentences."""
    topics = TOPICS.replace("      - first: it comes before\n", "      - third: now this\n")
    topics += "- {id: third, title: Third, working: {can: do it}}\n"
    resource = (
        RESOURCE.replace("pages: 20", "pages: 40").replace("id: ch1", "id: ch0").replace("[first]", "[first, third]")
    )
    new = changed(tmp_path, topics=topics, resource=resource, goals=GOALS.replace("do both", "do all"))
    found = difference(open_curriculum(str(old)), new)
    assert found.topics.added == ("third",)
    assert (found.units.added, found.units.removed) == (("the-book/ch0",), ("the-book/ch1",))
    assert found.units.changed == (("the-book/ch2", ("hours",)),)
    assert found.goals.changed == (("all", ("can",)),)
    assert found.edges_added == ("second@working requires third@working",)
    assert found.edges_removed == ("second@working requires first@working",)
    assert (found.minutes_before, found.minutes_after) == (180, 300)


def test_what_it_does_to_the_learner(tmp_path: Path, old: Path, mlpath: CommandLine) -> None:
    """Steps that leave and enter, hours, progress that would count for nothing; the log is not touched."""
    run = Called(mlpath.home)
    run("plan", "all", "--curriculum", str(old))
    run("done", "the-book/ch1", "--curriculum", str(old))
    before = (mlpath.home / "mlpath.db").read_bytes()
    resource = RESOURCE.replace("id: ch1", "id: ch0").replace("id: ch2", "id: ch3")
    new = folder(tmp_path / "new", resource=resource)
    said = run("curriculum", "diff", str(old), str(new), "--json").json["learner"]
    assert said["goal"] == "all"
    assert [step["units"] for step in said["leaving"]] == [["the-book/ch2"]]
    assert [step["units"] for step in said["entering"]] == [["the-book/ch0"], ["the-book/ch3"]]
    assert said["hours"] == {"before": 2.0, "after": 3.5}
    assert said["orphaned"] == ["the-book/ch1"]
    page = run("curriculum", "diff", str(old), str(new)).out
    assert "Your progress on the-book/ch1 would be kept, but count for nothing." in " ".join(page.split())
    assert max(map(len, page.splitlines())) <= 80
    back = run("curriculum", "diff", str(new), str(old), "--json").json["learner"]
    assert (back["orphaned"], back["regained"]) == ([], ["the-book/ch1"])
    assert (mlpath.home / "mlpath.db").read_bytes() == before


def test_a_goal_that_is_gone_is_told(tmp_path: Path, old: Path, mlpath: CommandLine) -> None:
    """No traceback: the page says that there would be no such goal. Who has no plan reads nothing of one."""
    run = Called(mlpath.home)
    new = folder(tmp_path / "new", goals=GOALS.replace("id: all", "id: other"))
    assert "Your plan" not in run("curriculum", "diff", str(old), str(new)).out
    run("plan", "all", "--curriculum", str(old))
    assert "There would be no such goal" in run("curriculum", "diff", str(old), str(new)).out
    assert run("curriculum", "diff", str(old), str(new), "--json").json["learner"]["status"] == "no such goal"
