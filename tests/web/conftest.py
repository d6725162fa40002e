"""Servers and a browser for the tests of the pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from mlpath.app import App
from mlpath.curriculum import Curriculum
from mlpath.store import Store
from tests.conftest import chromium
from tests.needs import NO_CHROMIUM, need
from tests.web.half_done import make
from tests.web.serving import Served, serving
from tests.web.tiny import tiny_app

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP rebound.example 127.0.0.1",
]  # fmt: skip


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Served]:
    """A server of a curriculum of four topics, with a plan."""
    with serving(tiny_app(tmp_path)) as served:
        yield served


@pytest.fixture(scope="session")
def half_done_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the shipped curriculum is half done. Not to be written to: copy it."""
    home = tmp_path_factory.mktemp("half-done")
    make(home)
    return home


def _copied(home: Path, to: Path, ml_math_app: App) -> App:
    shutil.copy(home / "mlpath.db", to / "mlpath.db")
    app = App(ml_math_app.curriculum, Store(to / "mlpath.db"))
    app.__dict__ |= {name: getattr(ml_math_app, name) for name in ("graph", "names", "facts", "lookup", "chart")}
    return app


@pytest.fixture(scope="session")
def half_done(half_done_home: Path, tmp_path_factory: pytest.TempPathFactory, ml_math_app: App) -> Iterator[Served]:
    """A server of the shipped curriculum, half done, for all tests that only read."""
    with serving(_copied(half_done_home, tmp_path_factory.mktemp("read"), ml_math_app)) as served:
        yield served


@pytest.fixture
def own_half_done(half_done_home: Path, tmp_path: Path, ml_math_app: App) -> Iterator[Served]:
    """The same for one test that changes it."""
    with serving(_copied(half_done_home, tmp_path, ml_math_app)) as served:
        yield served


@pytest.fixture(scope="session")
def ml_math_app(ml_math: Curriculum) -> App:
    """The use cases of the shipped curriculum, for what is made once."""
    return App(ml_math, Store(None))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium."""
    need("" if chromium() else NO_CHROMIUM)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of its own context, 1440 pixels wide; what goes wrong in its scripts fails the test."""
    # The page goes before its server does: an icon that is asked for last would find nobody, which fails the test.
    for server in {"tiny", "own_half_done"} & {*request.fixturenames}:
        request.getfixturevalue(server)
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    found = context.new_page()
    wrong: list[str] = []
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield found
    context.close()
    assert wrong == []
