"""Folders of YAML to curricula: every mistake with its file, line, column and mend, all at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import BaseModel

from mlpath.curriculum import Curriculum, Level
from mlpath.errors import CurriculumError, UnknownIdError, UsageError
from mlpath.library import curriculum_ids, find_folder, load, open_curriculum
from mlpath.library.compiled import read_compiled, shipped_form, write_compiled
from mlpath.library.restoring import restored
from tests.builders import GOALS, HEADER, RESOURCE, TOPICS, folder

BROKEN = [
    pytest.param({"topics": TOPICS.replace("can: do the first thing", "cann: x")}, "topics/a.yaml:5:5: unknown key 'cann' (did you mean 'can'?)", id="unknown key"),
    pytest.param({"topics": TOPICS.replace("    can: do the first thing", "    requires: []")}, "topics/a.yaml:4:3: missing key 'can'", id="missing key"),
    pytest.param({"topics": TOPICS.replace("- first: it", "- frist: it")}, "topics/a.yaml:13:9: no outcome 'frist@working' (did you mean first@working", id="misspelt topic"),
    pytest.param({"topics": "\ufeff" + TOPICS.replace("- first: it", "- frist: it")}, "topics/a.yaml:13:9: no outcome 'frist@working'", id="byte order mark"),
    pytest.param({"topics": TOPICS.replace("- first: it", "- first@rigorous: it")}, "no outcome 'first@rigorous' (that topic has first@working)", id="depth that is not there"),
    pytest.param({"topics": TOPICS.replace("- first: it", "- first@deep: it")}, "has no depth 'deep'", id="no such depth"),
    pytest.param({"topics": TOPICS.replace("id: second", "id: Second_Thing")}, "topics/a.yaml:6:3: id 'Second_Thing' is not of the form", id="bad id"),
    pytest.param({"topics": TOPICS.replace("id: second", "id: con")}, "is the name of a device", id="device name"),
    pytest.param({"topics": TOPICS.replace("id: second", "id: any")}, "is a word that requirements", id="keyword"),
    pytest.param({"topics": TOPICS.replace("id: second", "id: first")}, "'first' is the id of something else too", id="duplicate id"),
    pytest.param({"resource": RESOURCE.replace("pages: 10", "pages: ten")}, "resources/the-book.yaml:9:27: pages 'ten' is not a whole number (write digits only)", id="not a number"),
    pytest.param({"resource": RESOURCE.replace("pages: 10, ", "")}, "resources/the-book.yaml:9:5: a unit without a size", id="no size"),
    pytest.param({"resource": RESOURCE.replace("pages: 10", "video: 10m")}, "video without a pace (add video_factor", id="no pace"),
    pytest.param({"resource": RESOURCE.replace("pages: 10", "hours: nan")}, "hours 'nan' is not a finite number", id="nan"),
    pytest.param({"resource": RESOURCE.replace("pages: 10", "hours: 1e999")}, "hours '1e999' is not a finite number", id="infinity"),
    pytest.param({"resource": RESOURCE.replace("pages: 10", "minutes: 10, pages: 10")}, "unknown key 'minutes' (give a size", id="minutes typed"),
    pytest.param({"resource": RESOURCE.replace("kind: book", "kind: scroll")}, "kind 'scroll' is none of the values that it may have (write one of 'book'", id="bad kind"),
    pytest.param({"resource": RESOURCE.replace("https://example.org/book", "ftp://example.org")}, "url 'ftp://example.org' is not a web address", id="ftp"),
    pytest.param({"resource": RESOURCE.replace("https://example.org/book", "http://me:pw@example.org")}, "names a user", id="password in a URL"),
    pytest.param({"resource": RESOURCE.replace("https://example.org/book", "http://127.0.0.1/x")}, "private network", id="loopback"),
    pytest.param({"resource": RESOURCE.replace("title: The Book", 'title: "a\\e[31m"')}, "a character that is not text (U+001B", id="escape code"),
    pytest.param({"resource": RESOURCE.replace("title: The Book", 'title: "a\\u202Eb"')}, "a character that is not text (U+202E", id="bidi override"),
    pytest.param({"resource": RESOURCE.replace("sources: [list]", "sources: [lits]")}, "resources/the-book.yaml:5:11: no source 'lits' (did you mean list?)", id="unknown source"),
    pytest.param({"resource": RESOURCE.replace("id: the-book", "id: a-book")}, "the id 'a-book' is not the file's name", id="id is not the file"),
    pytest.param({"resource": RESOURCE.replace("exercises: true", "exercises: maybe")}, "exercises 'maybe' is neither true nor false", id="bad bool"),
    pytest.param({"resource": "just text"}, "resources/the-book.yaml:1:1: must be a mapping", id="not a mapping"),
    pytest.param({"topics": "just text"}, "topics/a.yaml:1:1: must be a list", id="not a list"),
    pytest.param({"goals": GOALS.replace("[second]", "[secnod]")}, "goals.yaml:4:14: no outcome 'secnod@working'", id="goal to nowhere"),
    pytest.param({"header": HEADER.replace("{id: a, ", "{id: b, ")}, "no area 'a'", id="file of no area"),
    pytest.param({"header": HEADER + "topics: []\n"}, "curriculum.yaml:10:1: unknown key 'topics'", id="topics in the header"),
    pytest.param({"header": "id: [\n"}, "curriculum.yaml:2:1: not YAML", id="broken YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "said"), BROKEN)
def test_a_mistake_is_told_with_its_place_and_mend(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    """Each kind of mistake is named with file:line:column, what is wrong, and the mend."""
    with pytest.raises(CurriculumError) as told:
        open_curriculum(str(folder(tmp_path, **changed)))
    assert said in told.value.message
    assert told.value.hint == f"mlpath curriculum lint {tmp_path}"


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """Three mistakes in two files: three findings."""
    topics = TOPICS.replace("id: second", "id: B!").replace("can: do the first thing", "cann: x")
    resource = RESOURCE.replace("kind: book", "kind: scroll")
    places = [f.place for f in load(folder(tmp_path, topics=topics, resource=resource)).findings]
    assert [place.removeprefix(f"{tmp_path}/") for place in places] == [
        "topics/a.yaml:4:3", "topics/a.yaml:5:5", "topics/a.yaml:6:3", "resources/the-book.yaml:3:1",
    ]  # fmt: skip


def test_hours_follow_from_size_and_pace(tmp_path: Path) -> None:
    """Ten pages at six minutes are an hour; a length of video times its factor; a tenth of an hour is the grain."""
    resource = RESOURCE.replace("why: a guess", "video_factor: 1.5, minutes_per_problem: 5, why: a guess")
    resource += "  - {id: ch3, title: T, video: 9m51s, teaches: [second]}\n"
    resource += "  - {id: ch4, title: F, video: 1h, problems: 3, hours: 0.33, teaches: [second]}\n"
    units = open_curriculum(str(folder(tmp_path, resource=resource))).resource["the-book"].units
    assert [unit.minutes for unit in units] == [60, 120, 12, 108 + 20]


def test_a_resource_without_parts_is_one_unit_with_its_id(tmp_path: Path) -> None:
    """A whole resource bears size, `teaches` and `requires` itself; its one unit has its id and address."""
    text = RESOURCE.partition("units:")[0] + "pages: 10\nteaches: [first, second]\n"
    (unit,) = open_curriculum(str(folder(tmp_path, resource=text))).resource["the-book"].units
    assert (unit.id, unit.minutes, unit.exercises) == ("the-book", 60, True)
    assert unit.url == "https://example.org/book"


def test_a_curriculum_over_the_caps_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More units than the cap: refused with both numbers; the cap is configurable."""
    monkeypatch.setenv("MLPATH_MAX_UNITS", "1")
    with pytest.raises(CurriculumError, match="2 units, more than 1"):
        open_curriculum(str(folder(tmp_path)))
    monkeypatch.setenv("MLPATH_MAX_UNITS", "many")
    with pytest.raises(UsageError, match="MLPATH_MAX_UNITS"):
        open_curriculum(str(tmp_path))


def test_curricula_are_found_by_id_or_folder(tmp_path: Path) -> None:
    """A shipped curriculum has an id; any folder with a curriculum.yaml will do; else the shipped ones are named."""
    assert "ml-math" in curriculum_ids()
    assert find_folder(str(folder(tmp_path))) == tmp_path
    with pytest.raises(UnknownIdError, match="no curriculum 'nope'"):
        find_folder("nope")
    with pytest.raises(UnknownIdError, match=r"has no curriculum\.yaml"):
        find_folder(str(tmp_path / "topics"))


def test_the_digest_follows_the_files(tmp_path: Path) -> None:
    """The same files give the same digest, another byte another one."""
    first = open_curriculum(str(folder(tmp_path))).digest
    assert open_curriculum(str(tmp_path)).digest == first
    assert open_curriculum(str(folder(tmp_path, topics=TOPICS + "\n"))).digest != first


def test_the_compiled_form_is_the_same_curriculum(tmp_path: Path) -> None:
    """What comes from the compiled form equals what comes from the YAML; a damaged or stale one is not used."""
    path, cache = folder(tmp_path / "tiny"), tmp_path / "cache"
    first = open_curriculum(str(path), cache)
    (compiled,) = cache.iterdir()
    assert open_curriculum(str(path), cache) == first == open_curriculum(str(path))
    compiled.write_text("{")
    assert open_curriculum(str(path), cache) == first
    folder(path, topics=TOPICS.replace("First things", "Other things"))
    assert open_curriculum(str(path), cache).topic["first"].title == "Other things"
    assert len(list(cache.iterdir())) == 1


def alike(one: object, other: object, at: str = "") -> None:
    """Two values are the same in all that pydantic knows of them: classes, fields, their order, which were said."""
    assert type(one) is type(other), at
    if isinstance(one, tuple) and isinstance(other, tuple):
        for left, right in zip(one, other, strict=True):
            alike(left, right, at)
    elif isinstance(one, BaseModel) and isinstance(other, BaseModel):
        assert one.model_fields_set == other.model_fields_set, at
        assert [n for n in vars(one) if n in type(one).model_fields] == list(type(other).model_fields), at
        for name in type(one).model_fields:
            alike(getattr(one, name), getattr(other, name), f"{at}.{name}")
    else:
        assert one == other, at


def test_what_is_restored_is_what_pydantic_reads(tmp_path: Path) -> None:
    """The shipped curriculum from its compiled form is, field by field, what pydantic makes of its data."""
    compiled = open_curriculum("ml-math")
    write_compiled(tmp_path / "x.json", compiled)
    found = read_compiled(tmp_path / "x.json")
    assert found is not None
    alike(Curriculum.model_validate_json(compiled.model_dump_json(exclude_defaults=True)), found)
    assert found.model_dump_json() == compiled.model_dump_json()
    assert len(json.loads((tmp_path / "x.json").read_text("utf-8"))) == 2


@pytest.mark.parametrize("damage", [(b"The Book", b"The Bock"), (b"\n]", b""), (b'["', b'[" '), (b"\n", b"\n\n")])
def test_a_damaged_compiled_form_counts_as_not_there(damage: tuple[bytes, bytes], tmp_path: Path) -> None:
    """One other byte, and it is not used: what it holds is not checked again, so it must be what was written."""
    file = tmp_path / "x.json"
    write_compiled(file, open_curriculum(str(folder(tmp_path / "tiny"))))
    assert read_compiled(file) is not None
    file.write_bytes(file.read_bytes().replace(*damage))
    assert read_compiled(file) is None


@pytest.mark.parametrize("data", [{"can": "x", "cannot": "y"}, {"helps": []}])
def test_a_form_of_another_version_is_refused(data: dict[str, object]) -> None:
    """A field that a class does not know, or one that it must have and is missing: such a form is not used."""
    with pytest.raises(ValueError, match="Level has other fields"):
        restored(Level, data)


def test_a_form_compiled_into_the_wheel_holds_for_its_bytes_only(tmp_path: Path) -> None:
    """Beside a folder stands its compiled form: it is used while the files are those it was made from."""
    path = folder(tmp_path / "tiny")
    write_compiled(shipped_form(path), open_curriculum(str(path)).model_copy(update={"title": "Compiled"}))
    assert open_curriculum(str(path)).title == "Compiled"
    (path / "curriculum.yaml").touch()
    assert open_curriculum(str(path)).title == "Compiled"
    folder(path, topics=TOPICS.replace("First things", "Other things"))
    assert open_curriculum(str(path)).title != "Compiled"


def test_a_broken_curriculum_is_never_compiled(tmp_path: Path) -> None:
    """A mistake is told again at every reading."""
    path = folder(tmp_path / "tiny", topics=TOPICS.replace("- first: it", "- frist: it"))
    for _ in range(2):
        with pytest.raises(CurriculumError):
            open_curriculum(str(path), tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_the_compiled_form_of_one_curriculum_leaves_those_of_others(tmp_path: Path) -> None:
    """A curriculum whose id begins like another's does not throw away what is kept of that one."""
    cache = tmp_path / "cache"
    for name in ("tiny-two", "tiny"):
        open_curriculum(str(folder(tmp_path / name)), cache)
    assert sorted(file.stem[:-33] for file in cache.iterdir()) == ["tiny", "tiny-two"]


def test_the_working_folder_is_a_folder_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.` and a way up name a curriculum as its own path does, with a cache and without."""
    place = folder(tmp_path / "tiny")
    monkeypatch.chdir(place)
    for name in (".", "topics/..", "../tiny", str(place)):
        assert open_curriculum(name).id == open_curriculum(name, tmp_path / "cache").id == "tiny"
