"""`mlpath curriculum import` as a user runs it: options, exit codes, and that a refusal writes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlpath.library import load, open_curriculum
from tests.conftest import CommandLine
from tests.console import DOCS
from tests.hostile.running import snapshot
from tests.hostile.sinks import dirt
from tests.importing import DATA
from tests.running import Called

CIRCLE = "id,title,requires\na,Chicken,b\nb,Egg,a\n"
TABLE = "id,title,hours,requires,url\na,A,1,,one.html\nb,B,,a;zzz,two.html\nb2,B2,,,\nb3,B3,,,\nb4,B4,,,\n"


@pytest.fixture
def run(mlpath: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Called:
    work = tmp_path / "work"
    work.mkdir()
    (work / "circle.csv").write_text(CIRCLE)
    (work / "table.csv").write_text(TABLE)
    monkeypatch.chdir(work)
    return Called(mlpath.home)


def test_a_track_is_imported_linted_and_planned_by_real_processes(mlpath: CommandLine, tmp_path: Path) -> None:
    """From a file to a proven plan in three commands, each the one that the last one names."""
    folder = tmp_path / "elixir"
    made = mlpath("curriculum", "import", "exercism", str(DATA / "elixir.json"), "--output", str(folder))
    assert (made.code, made.err) == (0, "")
    assert made.out.rstrip().endswith(f"→ mlpath plan everything --curriculum {folder}")
    assert "without errors" in made.out
    assert max(map(len, made.out.replace(str(folder), "").splitlines())) <= 80
    assert mlpath("curriculum", "lint", str(folder)).code == 0
    plan = mlpath("plan", "everything", "--curriculum", str(folder), "--dry-run", "--json").json
    assert plan["proof"]["status"] == "optimal"
    assert len(plan["steps"]) == len(open_curriculum(str(folder)).resources)


def test_json_says_all_and_a_dry_run_writes_nothing(run: Called) -> None:
    """Every oddity with its rule, place, message and mend; the counts are theirs; no folder appears."""
    before = snapshot(Path())
    ran = run("curriculum", "import", "csv", "table.csv", "--dry-run", "--json")
    said = ran.json
    assert ran.code == 0
    assert snapshot(Path()) == before
    assert said["schema_version"] >= 1
    assert (said["format"], said["written"], said["resources"], said["topics"], said["edges"]) == (
        "csv",
        False,
        5,
        5,
        1,
    )
    assert said["counts"]["dangling-reference"] == 1
    assert sum(said["counts"].values()) == len(said["oddities"])
    assert {"rule": "dangling-reference", "place": "table.csv:3", "message": "'B' needs 'zzz', which is not in the file", "mend": "kept as a note"} in said["oddities"]  # fmt: skip
    assert "Nothing was written" in run("curriculum", "import", "csv", "table.csv", "--dry-run").out


def test_all_shows_every_oddity(run: Called) -> None:
    """Three of each kind by default, with how many more; all of them with --all."""
    short = run("curriculum", "import", "csv", "table.csv", "--dry-run").out
    assert "… and 1 more" in short
    assert "--all shows all of them" in short
    everything = run("curriculum", "import", "csv", "table.csv", "--dry-run", "--all").out
    assert "more" not in everything
    assert everything.count("missing-hours") == 1
    assert everything.count("taken as 10") == 4


def test_a_folder_that_is_there_is_kept(run: Called) -> None:
    """It is replaced with --force where it is a curriculum, and never where it is something else."""
    first = ["curriculum", "import", "csv", "table.csv", "--output", "mine"]
    assert run(*first).code == 0
    Path("mine/own-note.txt").write_text("mine")
    before = snapshot(Path())
    again = run(*first)
    assert (again.code, again.err) == (
        2,
        "error: mine is there already\nhint: add --force to replace it, or choose another --output\n",
    )
    assert snapshot(Path()) == before
    assert run(*first, "--force", "--title", "Anew").code == 0
    assert open_curriculum("./mine").title == "Anew"
    Path("other").mkdir()
    Path("other/thesis.txt").write_text("years of work")
    refused = run("curriculum", "import", "csv", "table.csv", "--output", "other", "--force")
    assert (refused.code, Path("other/thesis.txt").read_text()) == (2, "years of work")
    assert run("curriculum", "import", "csv", "table.csv", "--output", "table.csv", "--force").code == 2
    assert Path("table.csv").read_text() == TABLE


def test_a_circle_is_refused_with_nothing_written_as_the_page_says(run: Called) -> None:
    """Exit 4; each edge; the hint cuts one; what docs/import.md shows is what is printed."""
    before = snapshot(Path())
    ran = run("curriculum", "import", "csv", "circle.csv", "--output", "circle")
    assert (ran.code, ran.out, snapshot(Path()) == before) == (4, "", True)
    assert ran.err.partition("\nhint:")[0] in (DOCS / "import.md").read_text("utf-8")
    assert "--drop-edge 'a,b'" in ran.err
    cut = run("curriculum", "import", "csv", "circle.csv", "--output", "circle", "--drop-edge", "a,b", "--json")
    assert (cut.code, cut.json["cut_edges"]) == (0, ["a,b"])
    broken = run("curriculum", "import", "csv", "circle.csv", "--output", "broken", "--break-cycles", "--json")
    assert broken.json["cut_edges"] == ["a,b"]
    assert run("curriculum", "import", "csv", "circle.csv", "--output", "x", "--drop-edge", "a,zzz").code == 2
    assert not Path("x").exists()


def test_what_a_user_says_stands_in_the_curriculum(run: Called) -> None:
    """Title, licence, what relative links start from, the order of a list."""
    ran = run(
        "curriculum", "import", "csv", "table.csv", "--output", "said", "--title", "Said", "--licence", "CC BY 4.0",
        "--base-url", "https://example.org/course/", "--in-order",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    made = open_curriculum("./said")
    assert (made.id, made.title, made.licence) == ("said", "Said", "CC BY 4.0")
    assert made.resource["a-course"].url == "https://example.org/course/one.html"
    assert [need.outcome for need in made.topic["b2"].levels["working"].requires[0].any_of] == ["b@working"]


def test_pairs_and_lists_are_read_as_the_user_says(run: Called) -> None:
    """--reverse turns pairs round; --lists says what lists of lists mean."""
    Path("pairs.txt").write_text("Derivative,Limit\n")
    assert run("curriculum", "import", "edges", "pairs.txt", "--output", "pairs", "--reverse").code == 0
    assert (
        open_curriculum("./pairs").topic["derivative"].levels["working"].requires[0].any_of[0].outcome
        == "limit@working"
    )
    Path("lists.json").write_text('[{"code": "A"}, {"code": "B"}, {"code": "C", "prereqs": [["A"], ["B"]]}]')
    for how, clauses in (("any-of-all", 1), ("all-of-any", 2)):
        assert run("curriculum", "import", "catalogue", "lists.json", "--output", how, "--lists", how).code == 0
        assert len(open_curriculum(f"./{how}").topic["c"].levels["working"].requires) == clauses


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["csv", "table.csv"], 2, "no folder to write to"),
        (["xls", "table.csv", "--dry-run"], 2, "no format 'xls'"),
        (["csv", "table.csv", "--dry-run", "--lists", "both"], 2, "--lists is 'both'"),
        (["csv", "nowhere.csv", "--dry-run"], 3, "there is no file nowhere.csv"),
        (["csv", ".", "--dry-run"], 4, "is not a file"),
        (["metacademy", ".", "--dry-run"], 4, "no concepts"),
        (["json", "table.csv", "--dry-run"], 4, "table.csv:1:1: not JSON"),
        (["exercism", ".", "--dry-run"], 3, "there is no file config.json"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence_with_a_hint_and_writes_nothing(
    run: Called, arguments: list[str], code: int, says: str
) -> None:
    """The exit code of the contract; the error begins with the sentence; the hint is there; no file is touched."""
    before = snapshot(Path())
    ran = run("curriculum", "import", *arguments)
    assert ran.code == code
    assert ran.out == ""
    assert ran.err.startswith("error: ")
    assert says in ran.err.partition("\nhint: ")[0]
    assert "\nhint: " in ran.err
    assert snapshot(Path()) == before


def test_more_than_a_curriculum_may_hold_is_refused(run: Called) -> None:
    """5,001 entries are refused by their number, before anything is written; the cap can be raised."""
    Path("many.csv").write_text("id,title\n" + "".join(f"t{n},T{n}\n" for n in range(5_001)))
    ran = run("curriculum", "import", "csv", "many.csv", "--output", "many")
    assert (ran.code, Path("many").exists()) == (4, False)
    assert "5,001 resources, more than 5,000" in ran.err


def test_hostile_texts_of_a_file_are_clean_wherever_they_come_out(run: Called) -> None:
    """Escapes, directions and addresses that run: out of the report, the errors, the folder and its README."""
    evil = "\x1b]52;c;x\x07\u202e[/b]<script>alert(1)</script>"
    Path("evil.csv").write_text(
        f'id,title,requires,url\n"{evil}","{evil}","{evil}",javascript:alert(1)\nb,B,"{evil}z",\n'
    )
    for arguments in (["--output", "evil"], ["--dry-run", "--all"], ["--dry-run", "--json"]):
        ran = run("curriculum", "import", "csv", "evil.csv", *arguments)
        assert ran.code == 0, ran.err
        assert not dirt(ran.out + ran.err)
    for file in Path("evil").rglob("*"):
        assert not dirt(file.name)
        assert file.is_dir() or not dirt(file.read_text("utf-8"))
    assert "<script>" not in Path("evil/README.md").read_text("utf-8")
    assert load(Path("evil")).findings == []
