"""Curricula of one's own and of others: new, add, list, remove, and those that packages offer."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mlpath.errors import UsageError
from mlpath.library import curriculum_ids, everywhere, find_folder, load, open_curriculum
from mlpath.library.installing import add, new_folder
from mlpath.library.template import template
from mlpath.lint import check
from tests.builders import GOALS, HEADER, TOPICS, folder
from tests.conftest import CommandLine
from tests.running import Called


@pytest.fixture
def run(mlpath: CommandLine) -> Called:
    return Called(mlpath.home)


@pytest.fixture(autouse=True)
def home(mlpath: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLPATH_HOME", str(mlpath.home))
    return mlpath.home


def test_a_new_curriculum_lints_clean_and_plans(tmp_path: Path, run: Called) -> None:
    """Its id is the folder's name; lint finds only notes; a plan for its last goal is proven; each file has its schema."""
    path = tmp_path / "My Subject 2"
    made = run("curriculum", "new", str(path))
    assert (made.code, "→ mlpath curriculum lint" in made.out) == (0, True)
    loaded = load(path)
    assert loaded.curriculum is not None
    assert loaded.findings == []
    assert {finding.severity for finding in check(loaded.curriculum)} <= {"note"}
    assert loaded.curriculum.id == "my-subject-2"
    plan = run("plan", "able", "--curriculum", str(path), "--dry-run", "--json").json
    assert plan["proof"]["status"] == "optimal"
    assert [step["units"][0] for step in plan["steps"]] == ["a-book/ch1", "a-book/ch2", "your-own"]
    for file in path.rglob("*.yaml"):
        line = file.read_text("utf-8").partition("\n")[0]
        assert (file.parent / line.partition("$schema=")[2]).is_file()
    again = run("curriculum", "new", str(path))
    assert (again.code, "is there already and not empty" in again.err) == (2, True)
    assert run("curriculum", "new", str(tmp_path / "§§")).code == 2


def test_a_new_curriculum_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full half-way, nothing bears the name."""

    def refuse(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UsageError, match="no space left"):
        new_folder(tmp_path / "mine", template(tmp_path / "mine"))
    assert not (tmp_path / "mine").exists()


def test_what_was_added_is_known_by_its_id(tmp_path: Path, run: Called, home: Path) -> None:
    """What is added is its files, and nothing that lies beside them or behind a link; list, plan and remove know the id."""
    path = folder(tmp_path / "source")
    (path / "secret.txt").write_text("not a part")
    (path / "README.md").write_text("a part")
    (tmp_path / "elsewhere.yaml").write_text("id: linked\n")
    (path / "questions").mkdir()
    (path / "questions" / "linked.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    added = run("curriculum", "add", str(path))
    assert (added.code, added.err) == (0, "")
    assert "→ mlpath plan all --curriculum tiny" in added.out
    place = home / "curricula" / "tiny"
    assert sorted(p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file()) == [
        "README.md", "curriculum.yaml", "goals.yaml", "resources/the-book.yaml", "topics/a.yaml",
    ]  # fmt: skip
    assert sorted(p.name for p in place.parent.iterdir()) == ["tiny"]
    rows = {row["id"]: row for row in run("curriculum", "list", "--json").json["curricula"]}
    assert (rows["tiny"]["origin"], rows["tiny"]["version"], rows["git"]["origin"]) == ("added", "1.0.0", "shipped")
    assert run("plan", "all", "--curriculum", "tiny", "--dry-run").code == 0
    assert "tiny" in curriculum_ids()
    assert find_folder("tiny") == place
    assert run("curriculum", "remove", "tiny").code == 2
    assert run("curriculum", "remove", "tiny", "--yes").code == 0
    assert list((home / "curricula").iterdir()) == []
    assert run("plan", "all", "--curriculum", "tiny", "--dry-run").code == 3


def test_an_id_that_is_taken_is_refused(tmp_path: Path, run: Called, home: Path) -> None:
    """A shipped id never, an added one only with --force, which replaces it whole."""
    shipped = folder(tmp_path / "shipped", header=HEADER.replace("id: tiny", "id: git"))
    assert "comes with mlpath" in run("curriculum", "add", str(shipped)).err
    assert "git is here already" in run("curriculum", "add", "git").err
    first = folder(tmp_path / "first")
    assert run("curriculum", "add", str(first)).code == 0
    second = folder(tmp_path / "second", header=HEADER.replace("1.0.0", "2.0.0"), topics=TOPICS.replace("First", "New"))
    refused = run("curriculum", "add", str(second))
    assert (refused.code, "mlpath curriculum diff tiny" in refused.err) == (2, True)
    assert open_curriculum("tiny").version == "1.0.0"
    replaced = run("curriculum", "add", str(second), "--force", "--json").json
    assert (replaced["version"], replaced["replaced"]) == ("2.0.0", "1.0.0")
    assert open_curriculum("tiny").topic["first"].title == "New things"
    assert run("curriculum", "add", str(home / "curricula" / "tiny"), "--force").code == 2
    assert sorted(p.name for p in (home / "curricula").iterdir()) == ["tiny"]


def test_what_has_errors_is_not_added(tmp_path: Path, run: Called, home: Path) -> None:
    """Exit 4 with the places; the place of the user's curricula stays as it was."""
    path = folder(tmp_path / "source", goals=GOALS.replace("second", "third"))
    ran = run("curriculum", "add", str(path))
    assert (ran.code, f"{path}/goals.yaml:4:14: no outcome 'third@working'" in ran.err) == (4, True)
    assert not (home / "curricula").exists()


def test_a_failed_replacement_leaves_the_old_one(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, run: Called
) -> None:
    """Where the new folder cannot take its place, the old one is put back."""
    assert run("curriculum", "add", str(folder(tmp_path / "first"))).code == 0
    second = folder(tmp_path / "second", header=HEADER.replace("1.0.0", "2.0.0"))
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.startswith(".adding-") and not self.name.endswith("-old"):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(UsageError, match="cannot be written"):
        add(second, load(second), force=True)
    assert open_curriculum("tiny").version == "1.0.0"
    assert sorted(p.name for p in (home / "curricula").iterdir()) == ["tiny"]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A distribution with metadata, on sys.path, that offers a curriculum and must not be run."""
    site = tmp_path / "site"
    info = site / "tiny_curricula-1.2.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny-curricula\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text(
        "[mlpath.curricula]\ntiny = tiny_curricula.data.tiny\ngone = nowhere\nodd = tiny_curricula/../x\n"
    )
    (site / "tiny_curricula" / "data").mkdir(parents=True)
    (site / "tiny_curricula" / "__init__.py").write_text("raise RuntimeError('a stranger was run')\n")
    folder(site / "tiny_curricula" / "data" / "tiny")
    monkeypatch.syspath_prepend(str(site))
    return site


def test_a_package_offers_a_curriculum_and_is_not_run(package: Path, run: Called, home: Path) -> None:
    """Its id is known and shown with the package; add copies it by the package's name; remove points to pip."""
    place = everywhere()["tiny"]
    assert (place.origin, place.package, place.folder) == (
        "package", "tiny-curricula 1.2", package / "tiny_curricula" / "data" / "tiny",
    )  # fmt: skip
    assert "gone" not in everywhere()
    assert "odd" not in everywhere()
    assert run("plan", "all", "--curriculum", "tiny", "--dry-run").code == 0
    assert "tiny-curricula 1.2" in run("curriculum", "list").out
    assert "pip uninstall tiny-curricula" in run("curriculum", "remove", "tiny", "--yes").err
    assert run("curriculum", "add", "Tiny_Curricula").code == 0
    assert everywhere()["tiny"].folder == home / "curricula" / "tiny"
    assert "tiny_curricula" not in sys.modules
    assert "pip install no-such-thing" in run("curriculum", "add", "no-such-thing").err


@pytest.mark.parametrize(("name", "value"), [("gone", "nowhere"), ("odd", "tiny_curricula/../x")])
def test_a_package_that_breaks_its_promise_is_named(package: Path, run: Called, name: str, value: str) -> None:
    """An entry point to nothing, or that would lead elsewhere, is one sentence with the package; it hides no others."""
    ran = run("plan", "all", "--curriculum", name)
    assert ran.code == 3
    assert ran.err.startswith(
        f"error: tiny-curricula offers the curriculum '{name}', but has no curriculum.yaml at '{value}'\n"
    )
    assert run("plan", "all", "--curriculum", "tiny", "--dry-run").code == 0
    assert package.is_dir()


def test_curricula_that_were_imported_are_added_and_live_beside_each_other(
    tmp_path: Path, run: Called, home: Path
) -> None:
    """Two imported curricula with ids in common keep their progress apart; each plans by its id."""
    for name, hours in (("maths", 3), ("music", 5)):
        (tmp_path / f"{name}.csv").write_text(f"id,title,hours,requires\na,Basics,{hours},\nb,More,2,a\n")
        made = run("curriculum", "import", "csv", str(tmp_path / f"{name}.csv"), "--output", str(tmp_path / name))
        assert made.code == 0, made.err
        assert run("curriculum", "add", str(tmp_path / name)).code == 0
        assert (home / "curricula" / name / "curriculum.yaml").is_file()
    assert {"maths", "music", "ml-math"} <= {
        line["id"] for line in run("curriculum", "list", "--json").json["curricula"]
    }
    unit = run("plan", "everything", "--curriculum", "maths", "--json").json["steps"][0]["units"][0]
    assert run("done", unit, "--curriculum", "maths").code == 0
    assert [
        run("plan", "everything", "--curriculum", name, "--dry-run", "--json").json["hours"]
        for name in ("maths", "music")
    ] == [2, 7]


def test_a_broken_added_curriculum_does_not_hide_the_others(home: Path, run: Called) -> None:
    """The list shows it as one that cannot be read; the others are all there."""
    (home / "curricula" / "bad").mkdir(parents=True)
    (home / "curricula" / "bad" / "curriculum.yaml").write_text("id: [\n")
    (home / "curricula" / "..evil").mkdir()
    ran = run("curriculum", "list")
    assert ran.code == 0
    assert "cannot be read" in ran.out
    assert {row["id"] for row in run("curriculum", "list", "--json").json["curricula"]} >= {"bad", "git", "ml-math"}
