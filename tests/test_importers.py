"""Foreign formats: what is read from which shape, what is mended and named, circles, and where each value came from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mlpath.app import App
from mlpath.errors import CurriculumError, UnknownIdError, UsageError
from mlpath.importers import EXPLAINED, FORMATS, Wishes, read_foreign
from mlpath.importers.needs import Node, Tree, clauses, parse
from mlpath.store import Store
from tests.conftest import TODAY
from tests.importing import DATA, ROOT, WHOLE, imported
from tests.strategies import examples

SHAPES = yaml.safe_load((DATA / "shapes.yaml").read_text("utf-8"))
GUESSED = {"missing-hours", "missing-address", "id"}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape['format']}: {shape['shape']}")
def test_a_shape_is_read_as_its_author_meant_it(tmp_path: Path, shape: dict[str, Any]) -> None:
    """Each shape gives every topic with exactly its prerequisites, lints without warnings, and names what was odd."""
    read = imported(
        tmp_path, shape["format"], shape["text"].encode(shape.get("encoding", "utf-8")), **shape.get("wishes", {})
    )
    assert read.needs == shape["needs"]
    assert sorted(read.rules - GUESSED) == shape["odd"]


TABLE = "id,title,hours,requires,url\n"
ODD: list[tuple[str, str, str | bytes, str, str, str]] = [
    ("byte-order-mark", "csv", "\ufeff" + TABLE + "a,A,1,,\n", "given.txt:1", "a byte order mark", "read as utf-8"),
    ("byte-order-mark", "csv", ("\ufeff" + TABLE + "a,A,1,,\n").encode("utf-16-le"), "given.txt:1", "a byte order mark", "read as utf-16"),
    ("encoding", "csv", (TABLE + "a,Café,1,,\n").encode("latin-1"), "given.txt:2", "not UTF-8", "read as cp1252"),
    ("line-ends", "csv", TABLE.replace("\n", "\r\n") + "a,A,1,,\r\n", "given.txt:1", "Windows", "read as line ends"),
    ("mojibake", "csv", TABLE + "a,CafÃ© math,1,,\n", "given.txt:2", "wrongly decoded text 'CafÃ© math'", "read as 'Café math'"),
    ("html-entity", "csv", TABLE + "a,One &amp; two,1,,\n", "given.txt:2", "HTML entities in 'One &amp; two'", "read as 'One & two'"),
    ("control-character", "csv", TABLE + "a,A\x1b[31m,1,,\n", "given.txt:2", "a character that is not text", "left out"),
    ("control-character", "csv", TABLE + "a,A\x00,1,,\n", "given.txt:2", "NUL", "left out"),
    ("long-text", "csv", TABLE + f"a,{'A' * 3_000},1,,\n", "given.txt:2", "more than 300 characters", "cut"),
    ("id", "csv", TABLE + "A B,A,1,,\n", "given.txt:2", "'A B' is not an id of ours", "written as 'a-b'"),
    ("id", "csv", TABLE + "线性 代数,A,1,,\n", "given.txt:2", "'线性 代数' is not an id", "written as 'xian-xing-dai-shu'"),
    ("id", "csv", TABLE + "con,A,1,,\n", "given.txt:2", "'con' is not an id", "written as 'con-topic'"),
    ("duplicate-id", "csv", TABLE + "a,A,1,,\na,A,2,,\n", "given.txt:3", "'a' stands twice, first at given.txt:2", "taken as one"),
    ("duplicate-id", "csv", TABLE + "a,A,1,,\na,B,2,,\n", "given.txt:3", "the id 'a' is that of 'A' too", "renamed to 'a-2'"),
    ("duplicate-key", "json", '[{"id": "a",\n "title": "A", "title": "B"}]', "given.txt:1:2", "the key 'title' stands twice", "the last one counts"),
    ("json-lines", "json", '{"id": "a"}\n{"id": "b"}\n', "given.txt:1", "one JSON value a line", "read as a list"),
    ("missing-title", "json", '[{"id": "a"}]', "given.txt:1:2 $[0]", "no title for 'a'", "its id stands in"),
    ("missing-hours", "csv", TABLE + "a,A,,,\n", "given.txt:2", "no hours for 'A'", "taken as 10 h, an estimate"),
    ("missing-address", "csv", TABLE + "a,A,1,,\n", "given.txt:2", "no address for 'A'", "a web search for its title"),
    ("same-address", "csv", TABLE + "a,A,1,,https://example.org\nb,B,1,,https://example.org\n", "given.txt:3", "'B' has the address of another", "marked as https://example.org#b"),
    ("address", "csv", TABLE + "a,A,1,,javascript:alert(1)\n", "given.txt:2", "'javascript:alert(1)' ", "left out"),
    ("address", "csv", TABLE + "a,A,1,,http://127.0.0.1/x\n", "given.txt:2", "'http://127.0.0.1/x' ", "left out"),
    ("address", "csv", TABLE + "a,A,1,,www.example.com/a\n", "given.txt:2", "not a whole web address", "read as https://www.example.com/a"),
    ("dangling-reference", "csv", TABLE + "a,A,1,zzz,\n", "given.txt:2", "'A' needs 'zzz', which is not in the file", "kept as a note"),
    ("empty-reference", "json", '[{"id": "a", "title": "A", "requires": [""]}]', "given.txt:1:2 $[0]", "an empty prerequisite of 'A'", "left out"),
    ("reference", "csv", TABLE + "a_b,A,1,,\nb,B,1,A-B,\n", "given.txt:3", "'A-B' is another spelling of its id", "read as a_b"),
    ("reference", "csv", TABLE + "a,Linear algebra,1,,\nb,B,1,linear algebra,\n", "given.txt:3", "is its title", "read as a"),
    ("reference", "csv", TABLE + "1,A,1,,\n2,B,1,1.0,\n", "given.txt:3", "'1.0' is a number written with a point", "read as 1"),
    ("self-requirement", "edges", "prerequisite|dependent\nx|y\ny|y\n", "given.txt:3", "'y' needs itself", "the edge is left out"),
    ("redundant-edge", "csv", TABLE + "a,A,1,,\nb,B,1,a,\nc,C,1,a;b,\n", "given.txt:4", "'c' needs 'a', which follows from 'b'", "left out"),
    ("ambiguous", "csv", TABLE + "a,A,1,,\nb,B,1,,\nc,C,1,,\nd,D,1,a and b or c,\n", "given.txt:5", "may be read in two ways ('and' beside 'or'", "read as a and (b or c)"),
    ("alternatives", "json", '[{"id": "a", "requires": {"or": [' + ",".join(f'{{"and": ["x{i}", "y{i}"]}}' for i in range(12)) + "]}}]", "given.txt:1:2", "more alternatives", "the first ones"),
    ("lists", "catalogue", '[{"code": "A"}, {"code": "B"}, {"code": "C", "prereqs": [["A"], ["B"]]}]', "given.txt:1:32 $[2]", "a list of lists", "read as any of all"),
    ("columns", "csv", "id,title,colour\na,A,red\n", "given.txt:1", "a column 'colour' that says nothing", "left out"),
    ("columns", "csv", TABLE + "a,A,1,,,surplus\n", "given.txt:2", "6 cells in a table of 5 columns", "the last ones are left out"),
    ("shape", "csv", TABLE + "a,A,soon,,\n", "given.txt:2", "'soon' is no number of hours", "taken as not given"),
    ("shape", "edges", "prerequisite,dependent\na,\n", "given.txt:2", "an edge with one end, 'a'", "without prerequisites"),
    ("left-out", "csv", TABLE + ",,1,,\na,A,1,,\n", "given.txt:2", "without an id and a title", "left out"),
    ("left-out", "markdown", "- [A](https://example.org)\n- B\n", "given.txt:2", "entries of lists without a link: 1", "left out"),
    ("outside-prerequisite", "ossu", "Courses | Prerequisites\n--|--\n[A](https://example.org) | maths\n", "given.txt:3", "'A' needs 'maths'", "kept as a note"),
    ("status", "exercism", '{"language": "X", "exercises": {"practice": [{"slug": "a", "status": "deprecated"}, {"slug": "b"}]}}', "given.txt:1:46 $.exercises.practice[0]", "'A' is withdrawn", "left out"),
    ("untaught-topic", "exercism", '{"language": "X", "concepts": [{"slug": "c"}], "exercises": {"practice": [{"slug": "a"}]}}', "given.txt:1", "nothing teaches 'c'", "left out"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "form", "text", "place", "message", "mend"), ODD, ids=[f"{row[0]} {n}" for n, row in enumerate(ODD)]
)
def test_an_oddity_is_reported_with_its_place_and_its_mend(
    tmp_path: Path, rule: str, form: str, text: str | bytes, place: str, message: str, mend: str
) -> None:
    """Everything that real data has wrong is named where it stands, with how it was mended; and all of it is imported."""
    read = imported(tmp_path, form, text)
    found = [oddity for oddity in read.imported.draft.oddities if oddity.rule == rule]
    assert any(o.place.startswith(place) and message in o.message and mend in o.mend for o in found), found
    assert rule in (read.folder / "README.md").read_text("utf-8")


def test_every_rule_has_a_case_and_a_sentence() -> None:
    """No oddity is reported that nobody explained, and none is explained that never comes: cuts have tests of their own."""
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src/mlpath/importers").glob("*.py"))
    reported = set(re.findall(r'report\(\s*"([a-z-]+)"', source)) | {"outside-prerequisite", "dangling-reference"}
    assert reported == set(EXPLAINED)
    assert {row[0] for row in ODD} == set(EXPLAINED) - {"cycle", "cut-edge"}


@pytest.mark.parametrize("word", ["any", "any_of", "outcome", "con"])
def test_an_entry_may_be_called_by_a_word_of_ours(tmp_path: Path, word: str) -> None:
    """A word that requirements are written with, or a device's, becomes another id, by which it is needed."""
    read = imported(tmp_path, "edges", f"prerequisite,dependent\n{word},b\n")
    (other,) = [topic.id for topic in read.curriculum.topics if topic.id != "b"]
    assert other != word
    assert read.needs in (f"{other}; b < {other}", f"b < {other}; {other}")


CIRCLE = "id,title,requires\na,A,c\nb,B,a\nc,C,b\nd,D,a\n"


def test_a_circle_is_shown_edge_by_edge_and_never_broken_silently(tmp_path: Path) -> None:
    """Each edge of a circle is named with its line, and the hint says how to cut one."""
    with pytest.raises(CurriculumError) as caught:
        imported(tmp_path, "csv", CIRCLE)
    for edge in ("'a' needs 'c' (given.txt:2)", "'b' needs 'a' (given.txt:3)", "'c' needs 'b' (given.txt:4)"):
        assert edge in str(caught.value)
    assert "'d'" not in str(caught.value)
    assert "--drop-edge" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("wishes", "cut", "needs"),
    [
        ({"drop_edges": ("c,a",)}, ("c,a",), "a; b < a; c < b; d < a"),
        ({"drop_edges": ("b,c",)}, ("b,c",), "a < c; b < a; c; d < a"),
        ({"break_cycles": True}, ("a,b",), "a < c; b; c < b; d < a"),
    ],
)
def test_a_circle_is_cut_where_the_user_says(
    tmp_path: Path, wishes: dict[str, Any], cut: tuple[str, ...], needs: str
) -> None:
    """The edge that is cut is named in the result and in the README, and the rest stays as it is."""
    read = imported(tmp_path, "csv", CIRCLE, **wishes)
    assert read.imported.cuts == cut
    assert read.needs == needs
    assert {"cycle", "cut-edge"} & read.rules
    assert cut[0] in (read.folder / "README.md").read_text("utf-8")


@pytest.mark.parametrize("edge", ["a,zzz", "nothing", "d,a", ""])
def test_an_edge_that_is_not_there_cannot_be_dropped(tmp_path: Path, edge: str) -> None:
    """A misspelt edge to drop is a mistake of the user's, not silence."""
    with pytest.raises(UsageError):
        imported(tmp_path, "csv", "id,title,requires\na,A,\nb,B,a\nd,D,b\n", drop_edges=(edge,))


def test_several_circles_are_all_shown(tmp_path: Path) -> None:
    """Two circles beside each other are both named at once."""
    with pytest.raises(CurriculumError, match=r"2 circles") as caught:
        imported(tmp_path, "edges", "a -> b\nb -> a\nc -> d\nd -> e\ne -> c\n")
    assert all(f"'{name}' needs" in str(caught.value) for name in "abcde")


def test_a_circle_through_alternatives_is_one_too(tmp_path: Path) -> None:
    """`a` needs b or c, b needs a: lint would call it a circle, so the import does, with the same edges."""
    with pytest.raises(CurriculumError, match=r"'a' needs 'b' .*'b' needs 'a'"):
        imported(tmp_path, "json", '[{"id":"a","requires":{"or":["b","c"]}},{"id":"b","requires":["a"]},{"id":"c"}]')


@pytest.mark.parametrize(
    ("form", "given", "error", "says"),
    [
        ("csv", "", CurriculumError, "given.txt:1:1: the file is empty"),
        ("csv", "only\none\ncolumn\n", CurriculumError, "given.txt:1:1: no table"),
        ("csv", b"\x00\x01\x02" * 99, CurriculumError, "given.txt:1:1: this is not text"),
        ("json", '{"a": [1, 2', CurriculumError, "given.txt:1:12: not JSON"),
        ("json", "[" * 99_999, CurriculumError, "given.txt:1:1: nested too deeply"),
        ("json", "3", CurriculumError, "given.txt:1:1: neither a list nor an object"),
        ("json", "[]", CurriculumError, "given.txt:1:1: no entries"),
        ("edges", "one\ntwo\n", CurriculumError, "one column only"),
        ("exercism", '{"language": "X"}', CurriculumError, "not an Exercism track"),
        ("ossu", "words\n", CurriculumError, "no table of courses"),
        ("markdown", "words\n", CurriculumError, "no list of links"),
        ("metacademy", "words\n", CurriculumError, "is not a folder"),
        ("catalogue", '[{"code": "A"', CurriculumError, "given.txt:1:14: not JSON"),
        ("yaml", "a: b\n", UsageError, "no format 'yaml'"),
        ("csv", Path("nowhere.csv"), UnknownIdError, "there is no file nowhere.csv"),
        ("metacademy", Path("nowhere"), UnknownIdError, "there is no folder nowhere"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, form: str, given: str | bytes | Path, error: type[Exception], says: str
) -> None:
    """Files of no use get an error with their place and a hint; never a traceback, never an empty curriculum."""
    with pytest.raises(error, match=re.escape(says)) as caught:
        imported(tmp_path, form, given)
    assert getattr(caught.value, "hint", "")


def _concept(folder: Path, name: str, **files: str) -> None:
    (folder / "concepts" / name).mkdir(parents=True)
    for stem, text in files.items():
        (folder / "concepts" / name / f"{stem}.txt").write_text(text, encoding="utf-8")


def test_a_metacademy_folder_is_read_with_its_reasons_and_sources(tmp_path: Path) -> None:
    """Titles, tags with reasons, places within sources, addresses in brackets; comments and the example folder are none."""
    home = tmp_path / "content"
    _concept(home, "sets", title="Sets\n", goals="* Know the words\n")
    _concept(
        home,
        "choice_axiom",
        title="Axiom of choice\n",
        summary="Choose from\neach set.\n",
        dependencies="# of the concept\ntag: sets\nreason: it speaks of\n  families of sets\n\ntag: gone\n\nreason: no tag\n",
        resources='source: book\nlocation: Chapter 6\nlocation: Chapter 7\n\n# see: nothing\nsource: wiki\nlocation: Article "A" [http://example.org/a]\n',
    )
    _concept(home, "ANNOTATED_EXAMPLE", title="How to\n")
    (home / "resources.txt").write_text("key: book\ntitle: Elements\nurl: http://example.org/book\n")
    (home / "concepts" / "outside").symlink_to(tmp_path)
    read = imported(tmp_path, "metacademy", home)
    assert read.needs == "choice_axiom < sets; sets"
    needs = read.curriculum.topics[0].working
    assert needs is not None
    assert needs.requires[0].any_of[0].reason == "it speaks of families of sets"
    page = next(resource for resource in read.curriculum.resources if "choice" in resource.id)
    assert (page.url, page.about) == ("http://example.org/book", "Choose from each set.")
    assert page.also == ("http://example.org/a",)
    assert "Elements: Chapter 6; Chapter 7." in (page.note or "")
    places = {(o.rule, o.place) for o in read.imported.draft.oddities}
    assert ("dangling-reference", "content/concepts/choice_axiom/dependencies.txt:6") in places
    assert ("empty-reference", "content/concepts/choice_axiom/dependencies.txt:8") in places
    assert {("left-out", "content/outside"), ("left-out", "content/ANNOTATED_EXAMPLE")} <= places


REAL = [("exercism", DATA / "elixir.json"), ("ossu", DATA / "ossu.md"), ("markdown", DATA / "ossu.md")] + (
    [
        ("exercism", WHOLE / "exercism-elixir/config.json"),
        ("ossu", WHOLE / "ossu-computer-science/curriculum-readme.md"),
    ]
    if WHOLE
    else []
)


@pytest.mark.parametrize(("form", "file"), REAL, ids=lambda part: part if isinstance(part, str) else part.name)
def test_a_real_file_imports_and_plans_and_says_where_each_value_is_from(tmp_path: Path, form: str, file: Path) -> None:
    """A real track and a real reading list give a proven plan for everything, and each value names its line."""
    read = imported(tmp_path, form, file)
    lines = file.read_text("utf-8").split("\n")
    for resource in read.curriculum.resources:
        number = re.match(rf"From {re.escape(file.name)}:(\d+)", resource.note or "")
        assert number is not None, resource.note
        near = "\n".join(lines[int(number[1]) - 1 : int(number[1]) + 3]).replace("\\u0026", "&")
        assert resource.title.partition(" (")[0][:20] in near
        assert resource.pace is not None
        assert resource.pace.why
    for topic in read.curriculum.topics:
        assert topic.working is not None
        assert all(need.reason for clause in topic.working.requires for need in clause.any_of)
    app = App(read.curriculum, Store(None))
    plan = app.plan(app.request(["everything"]), today=TODAY)
    assert plan.proof.status == "optimal"
    assert {unit for step in plan.steps for unit in step.units} == {
        u.id for r in read.curriculum.resources for u in r.units
    }


def test_a_track_teaches_what_its_file_says(tmp_path: Path) -> None:
    """Concepts come from their exercises in the file's words; a difficulty of 4 is two hours; the withdrawn are left out."""
    read = imported(tmp_path, "exercism", DATA / "elixir.json")
    assert "booleans < basics" in read.needs
    assert "cond < booleans" in read.needs
    units = {unit.id: unit for resource in read.curriculum.resources for unit in resource.units}
    assert (units["lasagna"].minutes, units["lasagna"].teaches) == (60, ("basics@working",))
    assert "status" in read.rules


def names(draw: st.DrawFn, depth: int) -> Node:
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from("ABCDE"))
    parts = draw(st.lists(st.builds(lambda: 0), min_size=2, max_size=3))
    return Tree(draw(st.sampled_from(["all", "any"])), tuple(names(draw, depth - 1) for _ in parts))


def written(node: Node, style: dict[str, str]) -> str:
    if isinstance(node, str):
        return node
    return f"({style[node.how].join(written(part, style) for part in node.parts)})"


def holds(node: Node, have: set[str]) -> bool:
    if isinstance(node, str):
        return node in have
    return (all if node.how == "all" else any)(holds(part, have) for part in node.parts)


@examples(80)
@given(
    st.data(),
    st.sampled_from([{"all": " and ", "any": " or "}, {"all": ", ", "any": "/"}, {"all": "; ", "any": " OR "}]),
)
def test_prerequisites_in_words_mean_what_their_tree_means(data: st.DataObject, style: dict[str, str]) -> None:
    """A tree written with brackets is read back as clauses that hold for exactly the same knowledge."""
    tree = data.draw(st.composite(names)(2))
    found, strict = clauses(parse(written(tree, style), lambda name: name in "ABCDE"))
    assert not strict
    for bits in range(32):
        have = {name for place, name in enumerate("ABCDE") if bits >> place & 1}
        assert holds(tree, have) == all(set(clause) & have for clause in found)


WORDS = [
    ("CS 101 and (MATH 2A or MATH 3A)", "CS 101 & MATH 2A|MATH 3A"),
    ("(A/B), C", "A|B & C"),
    ("ENGN 0490, 0720 and 0810", "ENGN 0490 & ENGN 0720 & ENGN 0810"),
    ("(CSCI 0320 or 1950N) and CSCI 1230", "CSCI 0320|CSCI 1950N & CSCI 1230"),
    ("A, B, or C", "A|B|C"),
    ("One of A, B and C", "A|B|C"),
    ("either A or B", "A|B"),
    ("A and/or B", "A|B"),
    ("Both A and B", "A & B"),
    ("Two of A, B, C", "A & B & C"),
    ("MATH 2A (may be taken concurrently)", "MATH 2A"),
    ("CS 101 with a grade of C or better", "CS 101"),
    ("ABC Prerequisites: (A or B) and C", "A|B & C"),
    ("Data Structures and Algorithms; A", "Data Structures and Algorithms & A"),
    ("((A or B) and C", "A|B & C"),
    ("None", ""),
    (" and ", ""),
]
KNOWN = {"CS 101", "MATH 2A", "MATH 3A", "ENGN 0490", "ENGN 0720", "ENGN 0810", "CSCI 0320", "CSCI 1950N", "CSCI 1230", "Data Structures and Algorithms", *"ABC"}  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), WORDS)
def test_a_catalogue_s_sentence_is_understood(text: str, meant: str) -> None:
    """The ways in which catalogues write and/or prerequisites."""
    found, _ = clauses(parse(text, KNOWN.__contains__))
    assert " & ".join("|".join(clause) for clause in found) == meant


@pytest.mark.parametrize("form", FORMATS)
def test_more_than_anybody_writes_is_refused(tmp_path: Path, form: str) -> None:
    """A file beyond 20 MB is refused before it is read (a folder of concepts has no such file)."""
    file = tmp_path / "large"
    with file.open("wb") as stream:
        stream.truncate(20_000_001)
    with pytest.raises(CurriculumError, match=r"20,000,001 bytes|is not a folder"):
        read_foreign(form, file, Wishes())


def test_an_imported_curriculum_is_the_same_to_the_byte(tmp_path: Path) -> None:
    """The same file gives the same folder twice."""
    one, two = (imported(tmp_path / place, "exercism", DATA / "elixir.json") for place in "ab")
    assert one.imported.files == two.imported.files


def test_in_order_each_entry_needs_the_one_before_it(tmp_path: Path) -> None:
    """A list that is a course of study in its order: the chain runs within each section."""
    text = "# A\n- [a1](https://example.org/1)\n- [a2](https://example.org/2)\n# B\n- [b1](https://example.org/3)\n"
    assert imported(tmp_path, "markdown", text, in_order=True).needs == "a1; a2 < a1; b1"
