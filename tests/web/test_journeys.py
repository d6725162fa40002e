"""The pages in a real Chromium: by keyboard only, for every reader, at every width, in both themes."""

from __future__ import annotations

import html
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mlpath.view.map import board
from mlpath.web.still import still_page
from tests.web.eyes import CROSSED, SMALLEST, findings, looked_at
from tests.web.serving import Served

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
PAGES = {
    "next": "/", "plan": "/plan", "progress": "/progress", "topic": "/topic/eigenvalues", "resource": "/resource/mml-book",
    "unit": "/unit/mit-18-06/lec29", "search": "/search?q=eigen", "no search": "/search", "map": "/map?goal=practitioner",
    "goal map": "/map?view=goal&goal=practitioner",
}  # fmt: skip


def tab_to(page: Page, name: str, *, most: int = 80) -> None:
    """Press Tab until what has the focus has this accessible name, or text."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "() => { const e = document.activeElement; return e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent }"
        )
        if re.fullmatch(name, " ".join(said.split())):
            return
    raise AssertionError(f"Tab does not come to {name}")


def opened(page: Page, served: Served) -> None:
    """The page Next, by the link that the terminal shows."""
    page.goto(served.link())
    page.locator("html.token").wait_for(state="attached")


def test_a_day_by_keyboard(page: Page, own_half_done: Served) -> None:
    """Skip to the content, mark done, hear what is ready, undo; wish and see the difference; search. No mouse."""
    opened(page, own_half_done)
    assert "key" not in page.url
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    first = page.locator("#first").inner_text()
    tab_to(page, f"Done: {re.escape(first)}")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text(
        re.compile(rf"{re.escape(first)} done; \d+ topics? (is|are) now ready\.")
    )
    expect(page.locator("#first")).not_to_have_text(first)
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.goto(own_half_done.base + "/plan")
    tab_to(page, "Undo")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text(re.compile(r"1 change taken back(; 1 topic is now ready)?\."))
    tab_to(page, f"Why, and instead: {re.escape(first)}")
    page.keyboard.press("Enter")
    expect(page.locator("details[open]")).to_contain_text("Alternatives and what they cost")
    tab_to(page, "what", most=300)
    page.keyboard.type("kind:video")
    page.keyboard.press("Enter")
    expect(page.locator("#difference")).to_contain_text(
        re.compile(r"The plan (is .* (longer|shorter|as long)|stays)"), timeout=30_000
    )
    expect(page.locator(".wishes .name")).to_have_text("kind:video")
    tab_to(page, "Drop: prefer kind:video", most=300)
    page.keyboard.press("Enter")
    expect(page.locator(".wishes .name")).to_have_count(0, timeout=30_000)
    tab_to(page, "Search topics and resources", most=300)
    page.keyboard.type("eigenvectors")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Search: eigenvectors")
    kinds = [event.kind for event in own_half_done.office.app.store.events()][-4:]
    assert kinds == ["done", "undo", "request", "request"]


def test_the_map_by_keyboard(page: Page, half_done: Served) -> None:
    """One stop for Tab, arrows from card to card, Enter selects and tells, Escape goes back; below 900 pixels a list."""
    page.goto(half_done.base + "/map?goal=practitioner")
    tab_to(page, "Python basics: values, variables, expressions, done")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.topic") == "python-control-flow"
    page.keyboard.press("Enter")
    panel = page.locator("#chosen")
    expect(panel).to_contain_text("Needs at once: Python basics: values, variables, expressions")
    expect(panel).to_contain_text("Opens: ")
    expect(page.locator(".map .selected")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.map') === null")
    expect(page.locator(".map-list")).to_be_hidden()
    page.set_viewport_size({"width": 899, "height": 800})
    expect(page.locator(".map-list")).to_be_visible()
    expect(page.locator(".map-figure")).to_be_hidden()


def test_every_page_for_every_reader(page: Page, half_done: Served) -> None:
    """Each page at 1440 and 390 pixels, light and dark: nothing for axe to find, no text under 12 pixels, nothing wider
    than the page down to 320 pixels, and not one request to another address. (`python -m tests.campaigns.pages`: all
    maps of all goals.)
    """
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    opened(page, half_done)
    for name, path in PAGES.items():
        assert list(looked_at(page, half_done.base + path)) == [], name
    assert {re.sub(r"^(http://[^/]+)/.*", r"\1", url) for url in requests} == {half_done.base}


@pytest.mark.parametrize("path", ["/map", "/map?view=goal&goal=practitioner"])
def test_no_line_through_a_label(path: str, page: Page, half_done: Served) -> None:
    """As the browser draws it: no point of any line in a card or a label, no label out of its card, none under 12 pixels."""
    page.goto(half_done.base + path)
    assert page.evaluate(CROSSED) == []
    least, where = page.evaluate(SMALLEST)
    assert least >= 12, where
    # The red control: a line across the whole map is seen.
    page.evaluate("document.querySelector('.edges path').setAttribute('d', 'M0 0L1200 1000')")
    assert page.evaluate(CROSSED) != []


def test_a_selected_topic_stays_legible(page: Page, half_done: Served) -> None:
    """Contrast of what steps back and of what stands out, in both themes; lines shown touch no card of another topic."""
    page.goto(half_done.base + "/map?goal=practitioner")
    page.locator('[data-topic="gradient-descent"]').click()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert findings(page) == [], theme
    app = half_done.office.app
    drawing = board(app.chart.only(app.needed_topics("practitioner")))
    far = {f"{a} {b}" for a, b in (path.edge for path in drawing.paths if path.far)}
    lit = set(
        page.evaluate("[...document.querySelectorAll('.edges .far.lit')].map(p => p.dataset.from + ' ' + p.dataset.to)")
    )
    assert lit == {edge for edge in far if "gradient-descent" in edge.split()}
    assert lit


WITHOUT_SCRIPT = {
    "/": "Probability", "/plan": "Shortest: proven.", "/progress": "Hours of study", "/map": "ready to start",
    "/topic/eigenvalues": "You can find the eigenvalues", "/search?q=eigenvalues": "Eigenvalues and eigenvectors",
    "/map?view=goal&goal=practitioner": "What leads to Practitioner", "/resource/mml-book": "Recommended by",
}  # fmt: skip


def test_reading_needs_neither_script_nor_token(browser: Browser, half_done: Served) -> None:
    """Without JavaScript every page reads, every kind of link leads on, and no button is there that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    kinds: dict[str, dict[str, None]] = {}
    for path, said in WITHOUT_SCRIPT.items():
        page.goto(half_done.base + path)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("main")).to_contain_text(said)
        expect(page.locator("button.can-change:visible")).to_have_count(0)
        expect(page.locator("footer .reading")).to_be_visible()
        for link in re.findall(r'href="(/[^"]*)"', page.content()):
            kinds.setdefault(link.split("/")[1].partition("?")[0], {})[html.unescape(link)] = None
    assert {"topic", "unit", "resource", "map", "alternatives"} <= kinds.keys()
    for links in kinds.values():
        for link in [*links][:2]:
            assert half_done.get(link).status in (200, 307), link
    page.goto(half_done.base + "/map")
    page.locator('[data-topic="eigenvalues"]').click()
    expect(page.locator("h1")).to_have_text("Eigenvalues and eigenvectors")
    context.close()


def test_a_link_that_was_used_reads_only(browser: Browser, tiny: Served) -> None:
    """The second tab that opens it may read; it is told why it may not change, and how to."""
    link = tiny.link()
    for again in (False, True):
        context = browser.new_context()
        page = context.new_page()
        page.goto(link)
        if again:
            expect(page.locator("#gone-wrong")).to_contain_text("used already")
            expect(page.locator("footer .reading")).to_be_visible()
        else:
            page.get_by_role("button", name="Plan this").click()
            expect(page.locator("#said")).to_contain_text("Your plan is ready: ")
        context.close()


@pytest.mark.parametrize("name", ["next", "plan", "map", "progress", "topic"])
def test_the_tree_that_a_screen_reader_has(name: str, page: Page, tiny: Served) -> None:
    """Names, roles and states of each page, whole, as in snapshots/. (MLPATH_SNAPSHOTS=renew writes them anew.)"""
    tiny.office.app.save_request(
        tiny.office.app.request(["all"], hours_per_week=2.0, prefer=("kind:book",)), tiny.office.stamp()
    )
    tiny.office.app.record("done", ["r/a1"], tiny.office.stamp())
    opened(page, tiny)
    page.goto(tiny.base + {"next": "/", "topic": "/topic/b"}.get(name, f"/{name}"))
    found = page.locator("body").aria_snapshot() + "\n"
    file = HERE / "snapshots" / f"{name}.yaml"
    if os.environ.get("MLPATH_SNAPSHOTS") == "renew":
        file.parent.mkdir(exist_ok=True)
        file.write_text(found, "utf-8")
    assert found == file.read_text("utf-8")


def test_the_static_map_works_by_itself(page: Page, half_done: Served, tmp_path: Path) -> None:
    """From a file, under its own policy: a card selects and tells, and nothing is asked of anybody."""
    app = half_done.office.app
    target = tmp_path / "map.html"
    target.write_text(still_page(app.chart, half_done.office.situation().standing, "A map", goal_view=False), "utf-8")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(target.as_uri())
    page.locator('[data-topic="pca"]').click()
    expect(page.locator("#chosen")).to_contain_text("Principal component analysis: not ready yet")
    assert requests == [target.as_uri()]


def test_paper(page: Page, half_done: Served) -> None:
    """Printed, a plan is its steps: no bars, no buttons."""
    opened(page, half_done)
    page.goto(half_done.base + "/plan")
    page.emulate_media(media="print")
    for gone in (".top", "footer", "button:visible >> nth=0"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".steps > li").first).to_be_visible()
