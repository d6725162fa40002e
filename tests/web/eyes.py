"""What a page is looked at for, in a real browser: axe's findings, text sizes, width, the lines of maps against labels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SMALLEST = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let least = 99, where = '';
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !e.checkVisibility() || e.closest('.unseen, script, style, title')) continue;
    const svg = e.closest('svg');
    const scale = svg && svg.viewBox.baseVal.width ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    const size = Math.round(parseFloat(getComputedStyle(e).fontSize) * scale * 100) / 100;
    if (size < least) { least = size; where = e.textContent.trim().slice(0, 40); }
  }
  return [least, where];
}"""
# Points every eight pixels along each line, against the boxes of cards and labels near it; and labels against their cards.
CROSSED = """() => {
  const map = document.querySelector('svg.map');
  const marks = [...map.querySelectorAll('.card'), ...map.querySelectorAll('.name text')].map((one) => {
    const box = (one.querySelector('rect') || one).getBBox();
    return {name: one.dataset.topic || one.textContent, left: box.x + 1, top: box.y + 1, right: box.x + box.width - 1, bottom: box.y + box.height - 1};
  });
  const found = new Set();
  for (const path of map.querySelectorAll('.edges path')) {
    const length = path.getTotalLength();
    const points = [];
    for (let at = 0; at <= length; at += 8) { const p = path.getPointAtLength(at); points.push([p.x, p.y]); }
    const xs = points.map((p) => p[0]), ys = points.map((p) => p[1]);
    const left = Math.min(...xs), right = Math.max(...xs), top = Math.min(...ys), bottom = Math.max(...ys);
    for (const m of marks) {
      if (m.right < left || m.left > right || m.bottom < top || m.top > bottom) continue;
      if (points.some(([x, y]) => x > m.left && x < m.right && y > m.top && y < m.bottom)) found.add(`${path.dataset.from} ${path.dataset.to} through ${m.name}`);
    }
  }
  for (const card of map.querySelectorAll('.card')) {
    const box = card.querySelector('rect').getBBox();
    for (const text of card.querySelectorAll('text')) {
      const t = text.getBBox();
      if (t.x < box.x || t.x + t.width > box.x + box.width + 0.5 || t.y < box.y - 0.5 || t.y + t.height > box.y + box.height + 0.5)
        found.add(`${text.textContent} out of its card`);
    }
  }
  return [...found];
}"""


def findings(page: Page, only: list[str] | None = None) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its own good practice."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    how: dict[str, Any] = {"runOnly": {"type": "rule", "values": only} if only else {"type": "tag", "values": RULES}}
    found = page.evaluate("how => axe.run(document, {...how, resultTypes: ['violations'], elementRef: false})", how)
    return [
        f"{v['id']}: {n['html'][:160]} {n.get('failureSummary', '')}" for v in found["violations"] for n in v["nodes"]
    ]


def looked_at(page: Page, address: str) -> Iterator[str]:
    """All that is wrong with a page at 1440, 390 and 320 pixels, light and dark; it is loaded once.

    Structure is the same in both themes, so that the dark one is asked for contrast only.
    """
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            only = None if theme == "light" else ["color-contrast"]
            yield from (f"{width} {theme}: {said}" for said in findings(page, only))
        least, where = page.evaluate(SMALLEST)
        if least < 12:
            yield f"{width}: {least:.1f} pixels: {where}"
    page.set_viewport_size({"width": 320, "height": 700})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > 320:
        yield f"{wide} pixels wide where there are 320"
    least, where = page.evaluate(SMALLEST)
    if least < 12:
        yield f"320: {least:.1f} pixels: {where}"
