"""The pages and the JSON interface without a browser: what they say, and what they change."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mlpath.app import App
from mlpath.planner.compare import total
from mlpath.store import Store
from tests.builders import curriculum
from tests.web.serving import Served, serving, stamp


class _Text(HTMLParser):
    """The text of a page, and its links and buttons' data."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.links: list[str] = []
        self.data: list[dict[str, str | None]] = []
        self._quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._quiet += tag in ("script", "style")
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        self.data.append({"tag": tag, **found})

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.text.append(data)


def read(served: Served, path: str) -> _Text:
    """A page that is there."""
    answer = served.get(path)
    assert answer.status == 200, (path, answer.text[:300])
    found = _Text()
    found.feed(answer.text)
    return found


def words(served: Served, path: str) -> str:
    return " ".join(" ".join(read(served, path).text).split())


def planned(served: Served) -> str:
    """Save a plan for `all`; gives the token."""
    token = served.token()
    assert served.post("/api/plan", {"goals": ["all"], "hours_per_week": 2}, token).status == 200
    return token


def test_what_a_curriculum_says_stays_text(tmp_path: Path) -> None:
    """Markup, templates and characters that steer, in every title: shown as text on every page, none of it obeyed."""
    nasty = "<img src=x onerror=alert(1)>\"'{{7*7}}\u202e</script>&"
    made = curriculum(
        "a -> b", "r/u1: a 60, s/u2: b 60", goals=[{"id": "all", "title": "x", "can": "x", "requires": ["b"]}]
    )
    dirty = made.model_copy(
        update={
            "goals": tuple(g.model_copy(update={"title": nasty, "can": nasty}) for g in made.goals),
            "areas": tuple(a.model_copy(update={"title": nasty}) for a in made.areas),
            "topics": tuple(t.model_copy(update={"title": nasty}) for t in made.topics),
            "resources": tuple(
                r.model_copy(
                    update={"title": nasty, "units": tuple(u.model_copy(update={"title": nasty}) for u in r.units)}
                )
                for r in made.resources
            ),
        }
    )
    with serving(App(dirty, Store(tmp_path / "mlpath.db"))) as served:
        for saved in (False, True):
            if saved:
                planned(served)
                served.post(
                    "/api/marks", {"kind": "done", "ids": ["r/u1"], "note": nasty.replace("\u202e", "")}, served.token()
                )
            for path in (
                "/",
                "/plan",
                "/map",
                "/map?view=goal",
                "/progress",
                "/topic/a",
                "/resource/s",
                "/unit/s/u2",
                "/alternatives/s/u2",
                "/search?q=a",
                "/search?q=" + "%3Cimg%20onerror%3E",
            ):
                answer = served.get(path)
                if answer.status == 400:  # no plan yet, no alternatives
                    assert not saved
                    continue
                found = _Text()
                found.feed(answer.text)
                assert not any(d["tag"] == "img" or "onerror" in d for d in found.data), path
                assert "\u202e" not in answer.text
                assert "49" not in " ".join(found.text)


def test_alternatives_say_what_they_cost(tiny: Served) -> None:
    """The next best without a step, and what another costs, as the planner says it."""
    planned(tiny)
    said = words(tiny, "/alternatives/r/b1?cost=s/b2")
    assert "The next best plan without it It is 30 min longer ." in said
    assert "It takes s/b2" in said
    assert "With it the plan is 30 min longer." in said
    found = tiny.office.app.why_not("s/b2", today=tiny.office.today())
    assert total(found.other) - total(found.plan) == 30


def test_a_wish_changes_the_plan_and_the_difference_is_told(tiny: Served) -> None:
    """Excluding, telling without saving, dropping again; what cannot be is refused, and nothing is stored of it."""
    token = planned(tiny)
    before = tiny.get("/api/plan").json
    tried = tiny.post("/api/plan", {"avoid": ["resource:r"], "dry_run": True}, token)
    assert tried.json["saved"] is False
    assert tiny.get("/api/plan").json == before
    done = tiny.post("/api/plan", {"pin": ["s/b2"]}, token).json
    assert done["saved"] is True
    assert done["hours"] - done["hours_before"] == pytest.approx(
        tiny.get("/api/plan").json["hours"]
        + tiny.get("/api/plan").json["settling_hours"]
        - before["hours"]
        - before["settling_hours"]
    )
    assert [step["unit"] for step in done["added"]] == ["s/b2"]
    assert "pin" in words(tiny, "/plan")
    events = len(tiny.office.app.store.events())
    refused = tiny.post("/api/plan", {"exclude": ["resource:s"]}, token)
    assert refused.status in (400, 409)
    assert len(tiny.office.app.store.events()) == events
    dropped = tiny.post("/api/plan", {"pin": []}, token).json
    assert [step["unit"] for step in dropped["removed"]] == ["s/b2"]


def test_dates_are_those_of_the_time_room(tiny: Served) -> None:
    """Minutes by weekday, a deadline and days off: the weeks, the sessions and whether it is met, on every page."""
    token = planned(tiny)
    body = {"days": [90, 0, 0, 0, 0, 0, 0], "by": "2026-11-30"}
    assert tiny.post("/api/plan", body, token).status == 200
    plan = words(tiny, "/plan")
    assert "4 weeks at 1.5 h a week: done by 14 Dec 2026." in plan
    assert "Asked for: mon 1.5 h · by 30 Nov 2026." in plan
    assert "Too late for 30 Nov 2026." in plan
    assert "When: 3 sessions of at most 1.5 h, 30 Nov to 14 Dec 2026" in plan
    assert "When 23 Nov 2026, 1.5 h" in words(tiny, "/")
    # Hours a week take the place of the weekdays, and the other way round.
    tiny.post("/api/plan", {"hours_per_week": 3}, token)
    request = tiny.get("/api/plan").json["request"]
    assert (request["hours_per_week"], request.get("days")) == (3, None)
    assert tiny.post("/api/plan", {"days": [0] * 7}, token).status == 422


def test_what_the_page_shows_is_what_the_command_line_shows(tiny: Served) -> None:
    """The plan stays close to the one that was shown: the page asks in the same way as `mlpath plan` and `next`."""
    planned(tiny)
    office = tiny.office
    assert office.situation().plan == office.app.saved_plan(today=office.today())
    event = office.app.store.events()[-1]
    assert event.data["plan"] == [step["units"][0] for step in tiny.get("/api/plan").json["steps"]]
    assert event.data["promised"]


def test_marks_are_told_as_people_say_it(tiny: Served) -> None:
    """Done, again, undone, redone; and what became ready."""
    token = planned(tiny)

    def said(path: str, body: object) -> str:
        return str(tiny.post(path, body, token).json["message"])

    assert said("/api/marks", {"kind": "done", "ids": ["r/a1"]}) == "r/a1 done; 1 topic is now ready."
    assert said("/api/marks", {"kind": "done", "ids": ["r/a1"]}) == "Nothing changed: it is done already."
    assert said("/api/undo", {}) == "1 change taken back."
    assert said("/api/redo", {}) == "1 change brought back; 1 topic is now ready."
    assert said("/api/redo", {}) == "There is nothing to redo."
    known = tiny.post("/api/marks", {"kind": "know", "ids": ["b"]}, token).json
    assert known["message"] == "b known; 1 topic is now ready."
    assert [step["unit"] for step in known["difference"]["removed"]] == ["r/b1"]
    assert known["difference"]["message"].startswith("The plan is 1 h shorter: 0 steps new, 1 gone")
    assert "done r/a1" in words(tiny, "/progress")


ERRORS = [
    ("no such topic", "GET", "/topic/nothing", None, 404),
    ("a resource of two parts is no unit", "GET", "/unit/r", None, 404),
    ("not in the plan", "GET", "/alternatives/t/d1", None, 400),
    ("no such view", "GET", "/map?view=globe", None, 400),
    ("no such area", "GET", "/map?area=nowhere", None, 404),
    ("no such goal", "GET", "/map?goal=nowhere", None, 404),
    ("no such page", "GET", "/nowhere", None, 404),
    ("no way out of the static files", "GET", "/static/../server.py", None, 404),
    ("a page is not written to", "POST", "/", {}, 405),
    ("no such unit", "POST", "/api/marks", {"kind": "done", "ids": ["nothing"]}, 404),
    ("no such mark", "POST", "/api/marks", {"kind": "burn", "ids": ["r/a1"]}, 422),
    ("half a character", "POST", "/api/marks", {"kind": "done", "ids": ["\ud800"]}, 422),
    ("no such goal to plan", "POST", "/api/plan", {"goals": ["nothing"]}, 404),
    ("no such selector", "POST", "/api/plan", {"prefer": ["mood:calm"]}, 400),
    ("no hours", "POST", "/api/plan", {"hours_per_week": 0}, 422),
    ("true is no number", "POST", "/api/plan", {"max_hours": True}, 422),
    ("yes is not true", "POST", "/api/plan", {"dry_run": "yes"}, 422),
    ("a wish that leaves no plan", "POST", "/api/plan", {"exclude": ["resource:r", "resource:s"]}, 409),
]  # fmt: skip


def test_errors(tiny: Served) -> None:
    """Each has its status, one sentence and no traceback, as a page or as JSON; nothing is stored."""
    token = planned(tiny)
    events = len(tiny.office.app.store.events())
    for name, method, path, body, status in ERRORS:
        answer = tiny.get(path) if method == "GET" else tiny.post(path, body, token)
        assert answer.status == status, (name, answer.text)
        assert "Traceback" not in answer.text
        if path.startswith("/api/"):
            assert answer.json["error"]["message"]
    assert len(tiny.office.app.store.events()) == events


def test_a_learner_without_a_plan_is_offered_the_goals(tiny: Served) -> None:
    """On every page that needs one, and the map shows all the same."""
    for path in ("/", "/plan", "/progress"):
        assert "You can do it all." in words(tiny, path)
    assert "4 topics: 0 done" in words(tiny, "/map")
    assert tiny.post("/api/marks", {"kind": "done", "ids": ["r/a1"]}, tiny.token()).status == 200
    assert "done r/a1" in words(tiny, "/progress")
    assert tiny.get("/api/plan").status == 400


def test_where_no_plan_is_left_the_pages_say_so(tiny: Served) -> None:
    """What was skipped stops the plan: named on each page, and Undo mends it."""
    token = planned(tiny)
    assert (
        "Now no plan reaches your goal"
        in tiny.post("/api/marks", {"kind": "skip", "ids": ["s/c1"]}, token).json["message"]
    )
    for path in ("/", "/plan", "/progress"):
        assert "No plan reaches your goal any more." in words(tiny, path)
    assert tiny.get("/api/next").status == 409
    tiny.post("/api/undo", {}, token)
    assert "Study next" in words(tiny, "/")


def test_the_map_filters(ml_math_app: App) -> None:
    """By goal, area and standing, in both views; each shows what it says and no more."""
    app = App(ml_math_app.curriculum, Store(None))
    app.__dict__ |= {name: getattr(ml_math_app, name) for name in ("graph", "names", "facts", "lookup", "chart")}
    app.record("know", ["algebra", "linear-algebra"], stamp())
    with serving(app) as served:
        whole = served.get("/api/map").json
        assert len(whole["topics"]) == len(app.curriculum.topics)
        done = {t["id"] for t in whole["topics"] if t["standing"] == "done"}
        for query, expected in (
            ("area=probability", {t.id for t in app.chart.topics if t.area == "probability"}),
            ("status=ready", {t["id"] for t in whole["topics"] if t["standing"] == "ready"}),
            ("goal=practitioner", set(app.needed_topics("practitioner"))),
            ("view=goal&goal=pca&status=done", done & app.needed_topics("pca")),
        ):
            shown = {str(d["data-topic"]) for d in read(served, f"/map?{query}").data if "data-topic" in d}
            assert shown == expected, query
            assert shown


def test_the_description_names_every_path_and_refusal(tiny: Served) -> None:
    """OpenAPI 3.1 at its own path, with the paths that the pages' script uses."""
    found = tiny.get("/api/openapi.json").json
    assert found["openapi"].startswith("3.1")
    script = (Path(__file__).parents[2] / "src/mlpath/web/static/page.js").read_text("utf-8")
    pages = "".join(
        f.read_text("utf-8") for f in (Path(__file__).parents[2] / "src/mlpath/web/templates").glob("*.html")
    )
    used = set(re.findall(r"/api/[a-z]+", script + pages))
    assert used <= found["paths"].keys()
    assert {"/api/marks", "/api/plan", "/api/undo", "/api/redo", "/api/session"} <= used
    for path, methods in found["paths"].items():
        for method in methods:
            assert {"401", "403", "415", "421"} <= methods[method]["responses"].keys(), path


def test_a_log_that_another_program_writes_counts_at_once(tiny: Served, tmp_path: Path) -> None:
    """What the command line stored shows on the next page; nothing is kept that would be stale."""
    planned(tiny)
    assert "a1" in words(tiny, "/")
    other = App(tiny.office.app.curriculum, Store(tmp_path / "mlpath.db"))
    other.record("done", ["r/a1"], tiny.office.stamp())
    assert "r/b1" in words(tiny, "/").partition("Also ready")[0]
