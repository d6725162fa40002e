"""Every map in a real browser, for every reader: `python -m tests.campaigns.pages`.

The board of all topics, and the goal map and the board of each goal, half done, are looked at as `tests.web.eyes` says:
axe at 1440 and 390 pixels, light and dark, text sizes, the width at 320; and no point of a line in a card or a label.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import chromium
from tests.web.conftest import ARGUMENTS
from tests.web.eyes import CROSSED, looked_at
from tests.web.half_done import make
from tests.web.serving import serving


def main() -> int:
    """Look at all; 0 where nothing is wrong."""
    wrong = 0
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        app = make(Path(home))
        goals = [goal.id for goal in app.curriculum.goals]
        paths = ["/map", *(f"/map?view={view}&goal={goal}" for goal in goals for view in ("goal", "board"))]
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page()
        page.set_default_timeout(300_000)
        with serving(app) as served:
            for path in paths:
                page.set_viewport_size({"width": 1440, "height": 900})
                page.goto(served.base + path)
                found = [*page.evaluate(CROSSED), *looked_at(page, served.base + path)]
                cards = page.locator(".map .card").count()
                sys.stdout.write(f"{path}: {cards} topics, {len(found)} findings\n")
                sys.stdout.write("".join(f"  {said}\n" for said in found))
                sys.stdout.flush()
                wrong += len(found)
            page.close()
        browser.close()
    sys.stdout.write(f"{len(paths)} maps, {wrong} findings\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
