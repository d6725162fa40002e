"""The screenshots in docs/screenshots: `python -m tests.web.screenshots` takes them anew.

The shipped curriculum half done, in both themes, at the widths of a desk and of a phone.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.conftest import chromium
from tests.web.conftest import ARGUMENTS
from tests.web.half_done import make
from tests.web.serving import Served, serving

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
SHOTS = [
    ("next", "/", "light", 1440, 900),
    ("plan", "/plan", "light", 1440, 900),
    ("map", "/map", "light", 1440, 1240),
    ("map-dark", "/map", "dark", 1440, 1240),
    ("goal-map", "/map?view=goal&goal=practitioner", "light", 1440, 1040),
    ("progress-dark", "/progress", "dark", 1440, 1000),
    ("phone-next-dark", "/", "dark", 390, 844),
    ("phone-map", "/map", "light", 390, 844),
    ("phone-plan", "/plan", "light", 390, 844),
]


def take(page: Page, served: Served) -> None:
    """All of them."""
    page.goto(served.link())
    page.locator("html.token").wait_for(state="attached")
    for name, path, theme, width, height in SHOTS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        page.goto(served.base + path)
        if name == "plan":
            page.locator("#wish-text").fill("kind:video")
            page.locator("#wish-text").press("Enter")
            page.locator("#difference").wait_for()
            page.wait_for_timeout(200)
        page.screenshot(path=FOLDER / f"{name}.png")


def main() -> None:
    """Take them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, serving(make(Path(home))) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page()
        page.set_default_timeout(120_000)
        take(page, served)
        browser.close()
    smaller = shutil.which("pngquant")
    if smaller is None:
        sys.stdout.write("They are large: apt-get install pngquant makes them a third as large.\n")
    else:
        files = [str(FOLDER / f"{name}.png") for name, *_ in SHOTS]
        subprocess.run([smaller, "--force", "--ext", ".png", "96", *files], check=True)


if __name__ == "__main__":
    main()
