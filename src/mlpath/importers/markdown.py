"""Markdown read as study lists: tables of courses, and lists of links, under their headings.

OSSU's curricula are tables with a duration, an effort a week and prerequisites in prose; other lists are bullets with
a link. Bullets without any link are entries only where no bullet of the file has one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mlpath.errors import CurriculumError
from mlpath.importers import hours as lengths
from mlpath.importers.draft import MAX_ITEMS, Draft, Item, Need
from mlpath.importers.fields import FIELD_OF, kind_of, named
from mlpath.importers.marked import Text, line_of, outward, text_of, tokens_of
from mlpath.importers.needs import NOTHING, parted
from mlpath.importers.text import MAX_TITLE, address, clean, decoded, plain_name, read_bytes, shown, slug

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_MARKDOWN = 2_000_000
WEEKLY_HOURS = 6
"""Hours a week where a table gives weeks only: the middle of what OSSU's tables say where they say it."""
NOT_LISTS = re.compile(
    r"^(?:table of )?contents?$|licen[cs]e|contribut|code of conduct|^team$|community|acknowledg|credits?$|footnotes?|"
    r"sponsor|^related (?:lists|projects)|changelog|how to (?:use|show|collaborate|contribute)|congratulations|"
    r"translations?$|^index$",
    re.IGNORECASE,
)
_COURSES = named(
    "course courses name title resource resources book books topic topics link project projects lecture subject "
    "specialization specializations paper video tutorial"
)
_NOTES = frozenset(
    plain_name(n) for n in ("notes", "note", "comments", "comment", "additional text / assignments", "remarks")
)
_PREREQUISITES = re.compile(r"(?:pre-?req(?:uisite)?s?|requires?|needs?)\s*:\s*([^.)\]\n]+)", re.IGNORECASE)
_LENGTH = re.compile(
    r"[~≈]?\d[\d.,]*(?:\s*[-–—]\s*\d[\d.,]*)?\s*(?:hours?|hrs?|h|minutes?|mins?|weeks?|days?|months?)\b", re.IGNORECASE
)
_OTHER_LINK = re.compile(
    r"^(?:alternat\w*|alt|mirror|discord|chat|slack|forum|video|slides?|pdf|github|code)\b.{0,20}$", re.IGNORECASE
)


@dataclass
class _Page:
    draft: Draft
    headings: list[tuple[int, str]] = field(default_factory=list)
    passed: dict[str, list[str]] = field(default_factory=dict)
    """Links that were passed over, by the heading that says why."""

    def enter(self, level: int, title: str) -> None:
        self.headings = [*((n, t) for n, t in self.headings if n < level), (level, title)]

    @property
    def sections(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.headings)

    @property
    def skipped(self) -> str:
        """The heading that says that this section is no part of the list; empty where none does."""
        return next((title for title in self.sections if NOT_LISTS.search(title)), "")


def read(draft: Draft, path: Path) -> None:
    """A list of links, or tables."""
    _read(draft, path, ossu=False)


def read_ossu(draft: Draft, path: Path) -> None:
    """An OSSU curriculum: its tables."""
    _read(draft, path, ossu=True)


def _read(draft: Draft, path: Path, *, ossu: bool) -> None:
    if path.is_dir():
        path = path / "README.md"
        draft.file = path.name
    text = decoded(draft, read_bytes(path), draft.file)
    if len(text) > MAX_MARKDOWN:
        raise CurriculumError(f"{draft.file}:1:1: more than {MAX_MARKDOWN:,} characters of Markdown", "split the file")
    draft.prose = True
    _about_repository(draft, text)
    tokens = tokens_of(text)
    page = _Page(draft)
    tables = list(_from_tables(page, tokens))
    draft.items += sorted([*tables, *_linked(draft, tokens, tables, ossu=ossu)], key=_line_of)
    draft.convention = (
        f"duration times effort, ranges at their middle; {WEEKLY_HOURS} hours a week where no effort is given"
    )
    if not draft.items:
        raise CurriculumError(
            f"{draft.file}:1:1: no table of courses and no list of links",
            "give a Markdown file with bullets such as '- [Title](https://…)'",
        )
    if len(draft.items) > MAX_ITEMS:
        raise CurriculumError(f"{draft.file}: more than {MAX_ITEMS:,} entries", "split the file")


def _line_of(item: Item) -> int:
    return int(item.place.rpartition(":")[2])


def _linked(draft: Draft, tokens: list[Token], tables: list[Item], *, ossu: bool) -> list[Item]:
    """The entries of lists, or headings where there is nothing else; what is passed over is reported."""
    page = _Page(draft)
    bullets = list(_from_bullets(page, tokens))
    linked = [item for item in bullets if item.url]
    if bullets and not linked and not tables:
        linked = bullets
    elif not bullets and not tables:
        linked = list(_from_headings(_Page(draft), tokens))
    elif len(linked) < len(bullets) and not ossu:
        _left(draft, [item for item in bullets if not item.url], "entries of lists without a link")
    for section, places in page.passed.items():
        _left(draft, places, f"links in the section '{shown(section)}', which is about the list itself")
    if ossu and tables:
        _left(draft, linked, "links in lists beside the tables; import markdown reads them too")
        linked = []
    if linked or tables:
        _left(draft, _loose(page, tokens, {item.place for item in linked}), "links outside lists and tables")
    return linked


def _about_repository(draft: Draft, text: str) -> None:
    """The title, and what relative links are relative to, as far as the text itself says so."""
    named = Counter(re.findall(r"github\.com/(ossu|open-source-society)/([A-Za-z][\w-]{2,60})", text))
    repository = named.most_common(1)[0][0] if named else None
    first = re.search(r"^#{1,2}\s+(.+?)\s*#*$", text, re.MULTILINE)
    if repository is not None:
        if not draft.base_url:
            draft.base_url = f"https://github.com/{repository[0]}/{repository[1]}/blob/master/"
        draft.title = draft.title or f"OSSU {repository[1].replace('-', ' ')}"
        draft.url = f"https://github.com/{repository[0]}/{repository[1]}"
    elif first is not None and not NOT_LISTS.search(first[1]):
        bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"!\[[^\]]*\]\([^)]*\)", "", first[1]))
        draft.title = draft.title or clean(draft, re.sub(r"[*_`]|<[^>]*>", "", bare), f"{draft.file}:1", 100)


def _from_tables(page: _Page, tokens: list[Token]) -> Iterator[Item]:
    header: list[str] = []
    row: list[Text] = []
    line = 1
    for number, token in enumerate(tokens):
        match token.type:
            case "heading_open":
                page.enter(int(token.tag[1:]), text_of(tokens[number + 1]).words)
            case "table_open":
                header = []
            case "tr_open":
                row, line = [], line_of(token)
            case "inline" if number and tokens[number - 1].type in ("th_open", "td_open"):
                row.append(text_of(token))
            case "tr_close":
                if not header:
                    header = [_column(cell.words) for cell in row]
                elif "course" in header and not page.skipped:
                    item = _of_row(page, header, row, line)
                    if item is not None:
                        yield item
            case _:
                pass


def _column(words: str) -> str:
    plain = plain_name(words)
    if plain in _COURSES:
        return "course"
    if plain in _NOTES:
        return "notes"
    return FIELD_OF.get(plain, "")


def _of_row(page: _Page, header: list[str], row: list[Text], line: int) -> Item | None:
    draft = page.draft
    cells: dict[str, Text] = {}
    for name, cell in zip(header, row, strict=False):
        cells.setdefault(name, cell)
    cell = cells["course"]
    place = f"{draft.file}:{line}"
    label, url = next(((label, url) for label, url in cell.links if label), ("", ""))
    if not url and "url" in cells:
        url = next((url for _, url in cells["url"].links), cells["url"].words)
    title = clean(draft, label or cell.words, place, MAX_TITLE).strip("* ")
    if not title:
        if any(other.words for other in row):
            draft.report("left-out", place, "a row without a title", "left out")
        return None
    item = _item(page, title, url, [u for _, u in cell.links[1:]], place)
    item.authors = (
        [clean(draft, cells["authors"].words, place, 200)]
        if cells.get("authors") and cells["authors"].words.strip("- ")
        else []
    )
    duration, effort, hours = (
        clean(draft, cells[name].words, place, 200) if name in cells else "" for name in ("duration", "effort", "hours")
    )
    _length(item, duration, effort, hours)
    notes = clean(draft, cells["notes"].words, place, 500) if "notes" in cells else ""
    if notes.casefold() not in NOTHING:
        item.notes.append(f"The table notes: {notes}.")
    if "requires" in cells:
        _requires(item, clean(draft, cells["requires"].words, place, 2_000), place)
    return item


def _item(page: _Page, title: str, url: str, others: list[str], place: str) -> Item:
    draft = page.draft
    item = Item(key=_key(title), title=title, place=place, sections=page.sections)
    item.url = address(draft, url, place, draft.base_url)
    item.also = [
        found
        for other in others
        if not other.startswith("#") and (found := address(draft, other, place, draft.base_url))
    ]
    item.kind = kind_of(title if re.search(r"\bbook\b|\bvideo", title, re.IGNORECASE) else "", item.url)
    item.area = page.sections[-1] if page.sections else ""
    return item


def _key(title: str) -> str:
    return slug(title)


def _length(item: Item, duration: str, effort: str, hours: str) -> None:
    weekly = lengths.of_weeks(duration, effort)
    if weekly is not None:
        item.minutes, how = weekly
        item.how_long = f"{how}: the table says {shown(duration)}, {shown(effort)}"
    elif (found := lengths.minutes(hours)) is not None:
        item.minutes, item.how_long = found, f"the table says {shown(hours)}"
    elif (alone := lengths.of_weeks(duration, f"{WEEKLY_HOURS} hours/week")) is not None and re.search(
        r"week|month", duration, re.IGNORECASE
    ):
        item.minutes = alone[0]
        item.how_long = f"{alone[1]}: the table says {shown(duration)} and no effort"
    elif (found := lengths.minutes(duration)) is not None:
        item.minutes, item.how_long = found, f"the table says {shown(duration)}"


def _requires(item: Item, text: str, place: str) -> None:
    for words, into in zip(parted(text), (item.requires, item.helps), strict=True):
        if words.casefold() not in NOTHING:
            into.append(Need(words, place, words=True))


def _from_bullets(page: _Page, tokens: list[Token]) -> Iterator[Item]:
    depth = 0
    for number, token in enumerate(tokens):
        match token.type:
            case "heading_open":
                page.enter(int(token.tag[1:]), text_of(tokens[number + 1]).words)
            case "list_item_open":
                depth += 1
            case "list_item_close":
                depth -= 1
            case "inline" if depth and tokens[number - 1].type == "paragraph_open":
                first = number > 1 and tokens[number - 2].type == "list_item_open"
                text = text_of(token)
                if page.skipped:
                    places = [f"{page.draft.file}:{text.line}"] if first and outward(text.links) else []
                    page.passed.setdefault(page.skipped, []).extend(places)
                elif first and (item := _of_bullet(page, text, text.line)) is not None:
                    yield item
            case _:
                pass


def _of_bullet(page: _Page, text: Text, line: int) -> Item | None:
    draft = page.draft
    place = f"{draft.file}:{line}"
    links = outward(text.links)
    if text.links and not links:
        return None
    words = re.sub(r"^\[[ xX]\]\s*", "", text.words)
    label, url = links[0] if links else (re.split(r"\s+[-–—]\s+|:\s|\.\s", words, maxsplit=1)[0], "")
    if links and _OTHER_LINK.match(label):
        label = re.split(r"\s+[-–—]\s+|[:(]", words, maxsplit=1)[0].strip() or label
    title = clean(draft, label, place, MAX_TITLE).strip("*_ ")
    if not title:
        return None
    item = _item(page, title, url, [u for _, u in links[1:]], place)
    said = clean(draft, text.rest, place, 500).strip(" -–—:.,;()[]")
    item.about = said if len(said) > 2 else ""
    length = _LENGTH.search(said)
    if length is not None and (found := lengths.minutes(length[0])) is not None:
        item.minutes, item.how_long = found, f"the list says {shown(length[0])}"
    needs = _PREREQUISITES.search(words)
    if needs is not None:
        _requires(item, needs[1], place)
    return item


def _from_headings(page: _Page, tokens: list[Token]) -> Iterator[Item]:
    """Headings that are links, of a file that has no list."""
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            text = text_of(tokens[number + 1])
            if not NOT_LISTS.search(text.words):
                if outward(text.links) and (item := _of_bullet(page, text, text.line)) is not None:
                    yield item
                else:
                    page.enter(int(token.tag[1:]), text.words)


def _loose(page: _Page, tokens: list[Token], known: set[str]) -> list[str]:
    """Where links stand that no list and no table holds."""
    found: list[str] = []
    depth = 0
    page.headings = []
    for number, token in enumerate(tokens):
        depth += {"list_item_open": 1, "table_open": 1, "list_item_close": -1, "table_close": -1}.get(token.type, 0)
        if token.type == "heading_open":
            page.enter(int(token.tag[1:]), text_of(tokens[number + 1]).words)
        if token.type == "inline" and not depth and not page.skipped and outward(text_of(token).links):
            found.append(f"{page.draft.file}:{line_of(token)}")
    return [place for place in found if place not in known]


def _left(draft: Draft, places: Sequence[Item | str], what: str) -> None:
    """Report how many of something were left out, and where the first ones stand."""
    if places:
        lines = [place.place if isinstance(place, Item) else place for place in places]
        numbers = ", ".join(line.rpartition(":")[2] for line in lines[:12]) + (" …" if len(lines) > 12 else "")
        draft.report("left-out", lines[0], f"{what}: {len(lines)}, in {numbers}", "left out")
