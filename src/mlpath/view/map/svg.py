"""A drawing as SVG: every mark has its colour as an attribute, for any viewer, and a class, for a page's style."""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from mlpath.chart import Standing
from mlpath.view.map.board import SIDE
from mlpath.view.map.drawing import Band, Card, Drawing, Path
from mlpath.view.map.standing import FILL, INK, LINE, SIGN_ROOM, SIGNS, WORD_FONT, WORD_LINE, WORDS
from mlpath.view.map.ways import number
from mlpath.view.safe import one_line

FONTS = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', Verdana, sans-serif"
HUES = 12


@dataclass(frozen=True)
class MapColors:
    """An area's colours in the light theme."""

    wash: str
    edge: str
    ink: str

    @staticmethod
    def of(area: int) -> MapColors:
        """The colours of the area with this number."""
        hue = hue_of(area) / HUES
        return MapColors(_hex(hue, 0.975, 0.5), _hex(hue, 0.45, 0.38), _hex(hue, 0.26, 0.55))


def hue_of(area: int) -> int:
    """The number of an area's hue: neighbours stand far apart on the wheel."""
    return area * 5 % HUES


def _hex(hue: float, lightness: float, saturation: float) -> str:
    parts = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def drawn(
    drawing: Drawing,
    standing: Mapping[str, Standing],
    *,
    title: str,
    link: Callable[[str], str] | None = None,
    style: str = "",
    goal: Collection[str] = (),
) -> str:
    """A drawing as one SVG element.

    Args:
        drawing: the layout.
        standing: where the learner stands with each topic.
        title: the name of the whole.
        link: a topic's address; none: cards are no links.
        style: CSS to carry inside, for a file of its own.
        goal: topics to mark as what is aimed at.

    """
    return "".join(_parts(drawing, standing, title, link, style, goal))


def _parts(
    drawing: Drawing,
    standing: Mapping[str, Standing],
    title: str,
    link: Callable[[str], str] | None,
    style: str,
    goal: Collection[str],
) -> Iterator[str]:
    size = f'width="{number(drawing.width)}" height="{number(drawing.height)}"'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map map-{drawing.kind}" role="group" '
        f'aria-label="{_text(title)}" {size} viewBox="0 0 {number(drawing.width)} {number(drawing.height)}" '
        f'font-family="{FONTS}" font-size="13">'
    )
    if style:
        yield f"<title>{_text(title)}</title><style>{style}</style>"
        yield f'<rect class="ground" {size} fill="#ffffff"/>'
    tally = {band.area: _tally(drawing, band, standing) for band in drawing.bands}
    for band in drawing.bands:
        yield _band_ground(band)
    yield '<g class="edges" fill="none" aria-hidden="true">'
    yield from (_edge(path) for path in drawing.paths)
    yield "</g>"
    if not drawing.bands:
        yield from (_card(card, standing[card.topic], link, goal) for card in drawing.cards)
    for band in drawing.bands:
        done, all_ = tally[band.area]
        yield f'<g class="area" role="group" aria-label="{_text(band.title)}, {done} of {all_} done">'
        yield from _band_label(band, done, all_)
        yield from (_card(card, standing[card.topic], link, goal) for card in drawing.cards if card.area == band.number)
        yield "</g>"
    yield "</svg>"


def _tally(drawing: Drawing, band: Band, standing: Mapping[str, Standing]) -> tuple[int, int]:
    here = [standing[card.topic] for card in drawing.cards if card.area == band.number]
    return here.count("done"), len(here)


def _band_ground(band: Band) -> str:
    box, colors = band.box, MapColors.of(band.number)
    place = f'y="{number(box.y)}" height="{number(box.height)}"'
    return (
        f'<g class="band hue-{hue_of(band.number)}" aria-hidden="true">'
        f'<rect class="wash" x="0" {place} width="{number(box.width)}" rx="6" fill="{colors.wash}"/>'
        f'<rect class="spine" x="0" {place} width="5" rx="2.5" fill="{colors.edge}"/></g>'
    )


def _band_label(band: Band, done: int, all_: int) -> Iterator[str]:
    colors, top = MapColors.of(band.number), band.box.y + 24
    yield f'<g class="name hue-{hue_of(band.number)}" aria-hidden="true">'
    for index, line in enumerate(band.lines):
        y = number(top + index * 18)
        look = f'font-size="14" font-weight="650" fill="{colors.ink}"'
        yield f'<text class="ink" x="16" y="{y}" {look}>{_text(line)}</text>'
    under = top + len(band.lines) * 18
    rail = f'x="16" y="{number(under + 9)}" height="4" rx="2"'
    yield f'<text class="count" x="16" y="{number(under)}" font-size="12" fill="#555a68">{done} of {all_} done</text>'
    yield f'<rect class="rail" {rail} width="112" fill="#d4d7df"/>'
    if done:
        yield f'<rect class="spine" {rail} width="{number(112 * done / all_)}" fill="{colors.edge}"/>'
    yield "</g>"


def _edge(path: Path) -> str:
    a, b = path.edge
    kind, hidden = ("far", ' display="none"') if path.far else ("near", "")
    return (
        f'<path class="{kind} hue-{hue_of(path.area)}" data-from="{a}" data-to="{b}" d="{path.d}" '
        f'stroke="{MapColors.of(path.area).edge}" stroke-width="1.2"{hidden}/>'
    )


def _card(card: Card, standing: Standing, link: Callable[[str], str] | None, goal: Collection[str]) -> str:
    box, line = card.box, LINE[standing]
    aimed = " aimed" if card.topic in goal else ""
    attributes = (
        f'class="card is-{standing}{aimed} hue-{hue_of(card.area)}" data-topic="{card.topic}" id="card-{card.topic}" '
        f'aria-label="{_text(card.title)}, {WORDS[standing]}"'
    )
    start = f'<a href="{escape(link(card.topic))}" {attributes}>' if link else f'<g role="img" {attributes}>'
    strong = standing == "ready"
    place = f'x="{number(box.x)}" y="{number(box.y)}" width="{number(box.width)}" height="{number(box.height)}"'
    left, top = box.x + SIDE, box.y + 6
    return (
        f"{start}<rect {place} "
        f'rx="7" fill="{FILL[standing]}" stroke="{line}" stroke-width="{2 if strong else 1}"/>'
        f'<path class="sign" d="{SIGNS[standing]}" transform="translate({number(left)} {number(top + 1.3)})" '
        f'fill="{line if strong else "none"}" stroke="{line}" stroke-width="1.8" stroke-linejoin="round" '
        f'stroke-linecap="round"/><text class="title" fill="#1d2130">{_label(card)}</text> '
        f'<text class="word" x="{number(left + SIGN_ROOM)}" y="{number(top + 10.5)}" font-size="{number(WORD_FONT)}" '
        f'fill="{INK[standing]}">{WORDS[standing]}</text>{"</a>" if link else "</g>"}'
    )


def _label(card: Card) -> str:
    """A card's title, line by line."""
    x, first = number(card.box.x + SIDE), card.box.y + 6 + WORD_LINE + 11.6
    return " ".join(
        f'<tspan x="{x}" y="{number(first + index * 16)}">{_text(line)}</tspan>'
        for index, line in enumerate(card.lines)
    )


def _text(text: str) -> str:
    return escape(one_line(text))
