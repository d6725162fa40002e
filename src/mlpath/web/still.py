"""The map as one file of its own, to keep or to share: style and script inside, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from mlpath.chart import STANDINGS, Chart, Standing
from mlpath.view.map import board, drawn, goal_map
from mlpath.view.map.standing import WORDS
from mlpath.web.listing import listing, said
from mlpath.web.rendering import environment

STATIC = Path(__file__).parent / "static"


def still_svg(chart: Chart, standing: Mapping[str, Standing], title: str, *, goal_view: bool) -> str:
    """The map as an SVG file."""
    drawing = goal_map(chart) if goal_view else board(chart)
    return drawn(drawing, standing, title=title, style=_text("map.css"))


def still_page(chart: Chart, standing: Mapping[str, Standing], title: str, *, goal_view: bool) -> str:
    """The map as a page: the drawing with its selection, and the lists for narrow screens."""
    drawing = goal_map(chart) if goal_view else board(chart)
    style, script = _text("page.css") + _text("map.css"), _text("map.js")
    own = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    policy = f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"
    text = environment().get_template("still.html").render(
        title=title,
        policy=policy,
        style=Markup(style),  # noqa: S704  # a file of ours
        script=Markup(script),  # noqa: S704  # a file of ours
        svg=Markup(drawn(drawing, standing, title=title, link=lambda t: f"#card-{t}")),  # noqa: S704  # it escapes
        said=said(chart, standing),
        standings=[(name, WORDS[name]) for name in STANDINGS],
        list=listing(chart, standing, None),
        needs=[list(edge) for edge in chart.edges],
    )  # fmt: skip
    return text.rstrip("\n")


def _text(name: str) -> str:
    return (STATIC / name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
