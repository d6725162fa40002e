"""The plan out to other tools: read back by parsers that are not ours, brought up to date in place, never doubled."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpath.app import App, Stamp
from mlpath.curriculum import Curriculum
from mlpath.errors import UsageError
from mlpath.view.exports import Material, exported
from mlpath.view.exports.blocks import ticked_by_user
from mlpath.view.exports.notes import INDEX, file_name, folder
from tests.builders import curriculum
from tests.calendar_client import Client, events_of
from tests.conftest import TODAY, CommandLine
from tests.needs import need, program
from tests.strategies import examples

HOSTILE = (
    '=HYPERLINK("http://example.org","x")', "+1; DROP, TABLE", "tab\there\nand a line", "<b>bold</b> & --> <!-- mlpath x -->",
    "[x](y) `code` **strong** | cell", "\x1b[2Jclear\u202eback", "a\\,b;c:d\"e'f", "ends with a backslash\\",
)  # fmt: skip
EDGES = "a -> b, b -> c, a -> d, c -> e"
UNITS = "r/1: a 90, r/2: b 60, s/1: c 100, s/2: d 30, t: e 200"


def made_of(app: App, today: date = TODAY, *, at: time | None = None) -> Material:
    """What the command exports."""
    plan, events = app.saved_plan(today=today), app.store.events()
    request = plan.request.model_copy(update={"at": at})
    return Material(
        plan=plan.model_copy(update={"request": request}),
        curriculum=app.curriculum,
        done={unit: day for day, unit, _ in app.history().done},
        skipped=app.state().skipped,
        today=today,
        since=events[0].at,
        stamp=events[-1].at,
        revision=len(events) + (today - events[0].local_date).days,
    )


@pytest.fixture
def app(app_of: Callable[[Curriculum], App], stamps: Iterator[Stamp]) -> App:
    """A learner with an hour a day."""
    app = app_of(curriculum(EDGES, UNITS, settling=0.25))
    app.save_request(app.request(["d", "e"], hours_per_week=7), next(stamps))
    return app


@pytest.fixture
def hostile(app_of: Callable[[Curriculum], App], stamps: Iterator[Stamp]) -> App:
    """A plan whose titles mean something in each format."""
    number = len(HOSTILE)
    good = curriculum(", ".join(f"t{n}" for n in range(number)))
    fields = good.model_dump()
    for n, resource in enumerate(fields["resources"]):
        unit = resource["units"][0].copy()
        resource |= {"title": HOSTILE[n], "units": [unit | {"title": HOSTILE[n], "requires": [], "teaches": [f"t{n}"]}]}
    for n, topic in enumerate(fields["topics"]):
        topic |= {"title": HOSTILE[n], "working": {"can": HOSTILE[n]}, "requires": []}
        topic.pop("requires")
    app = app_of(good.model_copy(update=_titled(good)))
    app.save_request(app.request([f"t{n}" for n in range(number)], hours_per_week=7), next(stamps))
    return app


def _titled(good: Curriculum) -> dict[str, Any]:
    """The same with hostile titles, past the checks that a curriculum goes through when it is read."""
    resources = tuple(
        resource.model_copy(
            update={
                "title": HOSTILE[n],
                "units": tuple(u.model_copy(update={"title": HOSTILE[n]}) for u in resource.units),
            }
        )
        for n, resource in enumerate(good.resources)
    )
    topics = tuple(topic.model_copy(update={"title": HOSTILE[n]}) for n, topic in enumerate(good.topics))
    return {"resources": resources, "topics": topics}


# Calendar


def test_a_calendar_has_each_session_once(app: App) -> None:
    """Read by another parser: one event a session, all day, on its day; names are unique."""
    made = made_of(app)
    events = events_of(exported("ics", made))
    assert [e.dtstart.value for e in events] == [s.day for step in made.plan.steps for s in step.sessions]
    assert len({e.uid.value for e in events}) == len(events)
    assert exported("ics", made).replace("\r\n", "").count("\n") == 0


def test_timed_sessions_follow_one_another_and_have_no_zone(app: App) -> None:
    """At 19:00 by the wall: floating times, back to back, their minutes those of the plan."""
    made = made_of(app, at=time(19))
    text = exported("ics", made)
    events = events_of(text)
    assert "TZID" not in text
    assert not re.search(r"DTSTART:\d+T\d+Z", text)
    minutes = sum(e.duration.value.total_seconds() / 60 for e in events)
    assert minutes == made.plan.minutes + made.plan.settling_minutes
    ends: dict[date, datetime] = {}
    for event in events:
        start = event.dtstart.value
        assert start == ends.get(start.date(), datetime.combine(start.date(), time(19)))
        ends[start.date()] = start + event.duration.value


DOING = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["done", "time", "skip", "more", "fewer", "nothing"])), max_size=8
)


@examples(6)
@given(DOING)
def test_a_calendar_is_brought_up_to_date(doing: list[tuple[int, str]]) -> None:
    """Whatever is done, skipped or changed between exports, a client that takes each has just the plan's sessions."""
    app = App(curriculum(EDGES, UNITS, settling=0.25), _memory())
    today, number, text, client = TODAY, 0, None, Client()

    def stamp() -> Stamp:
        return Stamp(f"{number:032x}", datetime(2026, 11, 21, tzinfo=UTC) + timedelta(minutes=number), "UTC", today)

    app.save_request(app.request(["d", "e"], hours_per_week=7), stamp())
    for days, what in [(0, "nothing"), *doing]:
        today, number = today + timedelta(days=days), number + 1
        steps = app.saved_plan(today=today).steps
        if what in ("done", "skip") and steps:
            app.record("done", [steps[0].unit], stamp())
        elif what == "time" and steps:
            app.record("start", [steps[0].unit], stamp(), minutes=25)
        elif what in ("more", "fewer"):
            app.save_request(app.request(["e"], hours_per_week=14 if what == "more" else 3), stamp())
        made = made_of(app, today)
        text = exported("ics", made, text)
        client.take(text)
        assert exported("ics", made, text) == text
        assert client.ahead(today) == sorted(s.day for step in made.plan.steps for s in step.sessions)


def _memory() -> Any:
    from mlpath.store import Store

    return Store(None)


def test_what_was_studied_stays_in_the_calendar(app_of: Callable[[Curriculum], App], stamps: Iterator[Stamp]) -> None:
    """A session whose time was reported keeps its day; the sessions after it keep their names and days."""
    app = app_of(curriculum(EDGES, UNITS))
    app.save_request(app.request(["d", "e"], hours_per_week=7), next(stamps))
    before = {e.uid.value: e.dtstart.value for e in events_of(exported("ics", made_of(app)))}
    app.record("start", [made_of(app).plan.steps[0].unit], next(stamps), minutes=60)
    after = {e.uid.value: e.dtstart.value for e in events_of(exported("ics", made_of(app, TODAY + timedelta(days=1))))}
    gone = before.keys() - after.keys()
    assert {before[uid] for uid in gone} == {TODAY}
    assert after.items() <= before.items()


# Notes


def test_notes_exported_again_are_the_same_bytes(app: App) -> None:
    """Nothing changed: nothing changes, in one note and in a folder."""
    made = made_of(app)
    text = exported("markdown", made)
    assert exported("markdown", made, text + "\n") == text
    notes = folder(made, {})
    assert folder(made, {name: note + "\n" for name, note in notes.items()}) == notes
    assert notes.keys() == {INDEX, *(file_name(step.unit) for step in made.plan.steps)}


LINES = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), min_size=1).filter(
    lambda line: line.strip() and "mlpath" not in line
)


@examples(12)
@given(st.lists(st.tuples(st.floats(0, 1), LINES), max_size=6), st.integers(0, 5))
def test_what_the_user_wrote_is_never_lost(written: list[tuple[float, str]], done: int) -> None:
    """Lines put anywhere, inside our blocks too, are all there after the next export, whatever was done meanwhile."""
    app = App(curriculum(EDGES, UNITS), _memory())
    stamps = (Stamp(f"{n:032x}", datetime(2026, 11, 21, tzinfo=UTC), "UTC", TODAY) for n in range(9))
    app.save_request(app.request(["d", "e"], hours_per_week=7), next(stamps))
    lines = exported("markdown", made_of(app)).split("\n")
    for place, line in sorted(written, reverse=True):
        lines.insert(round(place * len(lines)), line)
    for step in app.saved_plan(today=TODAY).steps[:done]:
        app.record("done", [step.unit], next(stamps))
    found = exported("markdown", made_of(app), "\n".join(lines))
    assert exported("markdown", made_of(app), found) == found
    there = found.split("\n")
    for _, line in written:
        assert there.count(line) >= sum(line == other for _, other in written), line


def test_the_users_text_stays_below_its_step(app: App, stamps: Iterator[Stamp]) -> None:
    """What was written under a step, or into it, is under that step when it is done, and the file is ours no more than before."""
    text = exported("markdown", made_of(app))
    first = made_of(app).plan.steps[0].unit
    edited = text.replace(f"\n<!-- /mlpath {first}", f"\na thought\n<!-- /mlpath {first}").replace(
        "<!-- mlpath (plan) -->", "My year\n\n<!-- mlpath (plan) -->"
    )
    app.record("done", [first], next(stamps))
    found = exported("markdown", made_of(app), edited)
    assert found.startswith("My year\n\n<!-- mlpath (plan) -->\n# ")
    block = re.search(rf"<!-- mlpath {first} -->\n- \[x\] .*\n<!-- /mlpath {first} \S+ -->\na thought", found)
    assert block is not None


def test_a_tick_stays_and_is_told(app: App) -> None:
    """A box that the user ticked stays ticked, and its unit is named as not recorded; our own ticks are not."""
    made = made_of(app)
    text = exported("markdown", made)
    assert ticked_by_user(text) == []
    ticked = text.replace("- [ ] [r/1]", "- [X] [r/1]")
    assert ticked_by_user(ticked) == ["r/1"]
    again = exported("markdown", made, ticked)
    assert "- [x] [r/1]" in again
    assert ticked_by_user(again) == ["r/1"]


def test_a_step_that_is_planned_no_more_keeps_the_users_text(app: App, stamps: Iterator[Stamp]) -> None:
    """With notes it says so and stays; without it goes."""
    text = exported("markdown", made_of(app)) + "\nwhat I thought of t\n"
    app.save_request(app.request(["d"], hours_per_week=7), next(stamps))
    found = exported("markdown", made_of(app), text)
    assert "- not in the plan any more" in found
    assert found.rstrip().endswith("what I thought of t")
    assert "mlpath s/1" not in found


BROKEN = [
    pytest.param(
        lambda text: text.replace("<!-- /mlpath r/1", "<!-- mlpath r/1"),
        "r/1 has no end|r/1 is there twice",
        id="no end",
    ),
    pytest.param(lambda text: text.replace("<!-- mlpath r/1 -->\n", ""), "r/1 has no beginning", id="no beginning"),
    pytest.param(lambda text: text + "\n" + text, "is there twice", id="twice"),
    pytest.param(lambda text: text + "\n<!-- mlpath r/9 -->", "r/9 has no end", id="an end that is missing at the end"),
]


@pytest.mark.parametrize(("broken", "said"), BROKEN)
def test_notes_that_are_unclear_are_refused(app: App, broken: Callable[[str], str], said: str) -> None:
    """Where our text cannot be told from the user's, nothing is written, and the block is named."""
    made = made_of(app)
    with pytest.raises(UsageError, match=said):
        exported("markdown", made, broken(exported("markdown", made)))


# Tables, cards, tasks


def test_the_table_is_read_by_another_reader(hostile: App) -> None:
    """Strict CSV: every row as long as the header, hours that add up, and no cell that a spreadsheet would run."""
    made = made_of(hostile)
    rows = list(csv.DictReader(StringIO(exported("csv", made), newline=""), strict=True))
    assert [row["unit"] for row in rows] == [step.unit for step in made.plan.steps]
    assert float(rows[-1]["total_hours"]) * 60 == pytest.approx(made.plan.minutes + made.plan.settling_minutes)
    for row in rows:
        assert None not in row
        assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in row.values())
    assert any(row["title"].startswith("'=HYPERLINK") for row in rows)


def test_cards_are_four_columns_and_their_names_last(hostile: App, stamps: Iterator[Stamp]) -> None:
    """Each line has guid, front, back and tags; doing a unit changes no guid and loses no card."""
    before = cards_of(exported("anki", made_of(hostile)))
    assert len(before) == len(HOSTILE)
    assert all(len(card) == 4 for card in before)
    hostile.record("done", [made_of(hostile).plan.steps[0].unit], next(stamps))
    assert {card[0] for card in cards_of(exported("anki", made_of(hostile)))} == {card[0] for card in before}
    assert "<b>bold" not in "".join(card[1] for card in before)


def cards_of(text: str) -> list[list[str]]:
    lines = text.split("\n")
    assert lines[0] == "#separator:tab"
    return [line.split("\t") for line in lines if not line.startswith("#")]


def test_tasks_depend_as_the_plan_does(app: App, stamps: Iterator[Stamp]) -> None:
    """Every task depends on tasks before it that teach what it requires; done is completed, planned no more deleted."""
    first = exported("taskwarrior", made_of(app))
    tasks = {task["uuid"]: task for task in json.loads(first)}
    assert len(tasks) == 5
    seen: set[str] = set()
    for task in json.loads(first):
        assert set(task.get("depends", [])) <= seen
        seen.add(task["uuid"])
    assert sum(len(task.get("depends", [])) for task in tasks.values()) == 4
    app.record("done", ["r/1"], next(stamps))
    app.save_request(app.request(["d"], hours_per_week=7), next(stamps))
    later = json.loads(exported("taskwarrior", made_of(app), first))
    assert sorted(task["status"] for task in later) == ["completed", "deleted", "deleted", "deleted", "pending"]
    assert {task["uuid"] for task in later} == tasks.keys()


def test_taskwarrior_takes_them(app: App, hostile: App, stamps: Iterator[Stamp], tmp_path: Path) -> None:
    """The real `task import`, twice: the second changes tasks and adds none; due at the day's end, local time."""
    need(program("task"))
    (tmp_path / "rc").write_text(f"data.location={tmp_path}\nconfirmation=no\nverbose=nothing\n")

    def task(*arguments: str, stdin: str = "") -> str:
        env = {"TASKRC": str(tmp_path / "rc"), "HOME": str(tmp_path), "TZ": "America/New_York"}
        done = subprocess.run(
            [str(shutil.which("task")), *arguments],
            input=stdin,
            env=env,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return done.stdout

    text = exported("taskwarrior", made_of(app))
    task("import", "-", stdin=text)
    app.record("done", ["r/1"], next(stamps))
    task("import", "-", stdin=exported("taskwarrior", made_of(app), text))
    tasks = json.loads(task("export"))
    assert sorted(found["status"] for found in tasks) == ["completed"] + ["pending"] * 4
    last = made_of(app).plan.steps[-1]
    ends = last.ends
    assert ends is not None
    local = datetime.combine(ends, time(23, 59, 59)) + timedelta(hours=5)
    assert max(found["due"] for found in tasks if "due" in found) == f"{local:%Y%m%dT%H%M%SZ}"
    task("import", "-", stdin=exported("taskwarrior", made_of(hostile)))
    assert len(json.loads(task("export"))) == 5 + len(HOSTILE)


@pytest.mark.parametrize("form", ["ics", "markdown", "csv", "anki", "taskwarrior"])
def test_no_format_lets_control_characters_through(form: str, hostile: App) -> None:
    """Escape codes, bidi overrides and line breaks of a title reach no file; the same plan is the same bytes."""
    text = exported(form, made_of(hostile))
    assert not set(text) & {"\x1b", "\u202e"}
    assert text == exported(form, made_of(hostile))
    if form == "ics":
        assert {len(line.encode()) <= 75 for line in text.split("\r\n")} == {True}
        titles = [event.summary.value for event in events_of(text)]
        assert any("<!-- mlpath x -->" in title for title in titles)
    if form == "markdown":
        assert exported(form, made_of(hostile), text) == text


def test_the_command(inside: CommandLine, tmp_path: Path) -> None:
    """To a file, not over another without --force, in place with it; a folder of notes beside the user's own."""
    inside("plan", "all", "--hours-per-week", "2")
    file = tmp_path / "plan.ics"
    assert inside("export", "--format", "ics", "--at", "19:00", "-o", str(file)).code == 0
    whole = file.read_bytes()
    assert whole.endswith(b"END:VCALENDAR\r\n")
    assert inside("export", "--format", "ics", "-o", str(file)).code == 2
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "mine.md").write_text("mine\n")
    assert inside("export", "--format", "markdown", "-o", str(vault)).code == 0
    assert sorted(path.name for path in vault.iterdir()) == [
        "_plan.md",
        "mine.md",
        "the-book--ch1.md",
        "the-book--ch2.md",
    ]
    note = vault / "the-book--ch1.md"
    note.write_text(note.read_text("utf-8").replace("- [ ]", "- [x]") + "a thought\n", encoding="utf-8")
    assert inside("export", "--format", "markdown", "-o", str(vault)).code == 2
    again = inside("export", "--format", "markdown", "-o", str(vault), "--force")
    assert "not recorded: mlpath done the-book/ch1" in again.err
    assert note.read_text("utf-8").endswith("a thought\n")
    assert (vault / "mine.md").read_text() == "mine\n"
