"""Markdown read as study lists: tables of courses, and lists of links, under their headings.

OSSU's curricula are tables with a duration, an effort a week and prerequisites in prose; other lists are bullets with
a link. Bullets without any link are entries only where no bullet of the file has one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mlpath.errors import CurriculumError
from mlpath.importers import hours as lengths
from mlpath.importers.draft import MAX_ITEMS, Draft, Item, Need
from mlpath.importers.fields import FIELD_OF, kind_of, named
from mlpath.importers.needs import NOTHING, parted
from mlpath.importers.text import address, clean, decoded, plain_name, read_bytes, shown, slug

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
class _Text:
    """A cell or bullet: its words, its links (label, address), its line."""

    words: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    line: int = 1
    rest: str = ""
    """The words outside the links."""


@dataclass
class _Page:
    draft: Draft
    headings: list[tuple[int, str]] = field(default_factory=list)

    def enter(self, level: int, title: str) -> None:
        self.headings = [*((n, t) for n, t in self.headings if n < level), (level, title)]

    @property
    def sections(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.headings)

    @property
    def skipped(self) -> bool:
        return any(NOT_LISTS.search(title) for title in self.sections)


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
    tokens = _tokens(text)
    page = _Page(draft)
    tables = list(_from_tables(page, tokens))
    page = _Page(draft)
    bullets = [] if ossu and tables else list(_from_bullets(page, tokens))
    linked = [item for item in bullets if item.url]
    if bullets and not linked and not tables:
        linked = bullets
    draft.items += sorted([*tables, *linked], key=lambda item: int(item.place.rpartition(":")[2]))
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


def _tokens(text: str) -> list[Token]:
    from markdown_it import MarkdownIt  # rich brings it; only this importer needs it

    return MarkdownIt("commonmark", {"maxNesting": 20}).enable("table").parse(text)


def _from_tables(page: _Page, tokens: list[Token]) -> Iterator[Item]:
    header: list[str] = []
    row: list[_Text] = []
    line = 1
    for number, token in enumerate(tokens):
        match token.type:
            case "heading_open":
                page.enter(int(token.tag[1:]), _text(tokens[number + 1]).words)
            case "table_open":
                header = []
            case "tr_open":
                row, line = [], _line(token)
            case "inline" if number and tokens[number - 1].type in ("th_open", "td_open"):
                row.append(_text(token))
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


def _of_row(page: _Page, header: list[str], row: list[_Text], line: int) -> Item | None:
    draft = page.draft
    cells: dict[str, _Text] = {}
    for name, cell in zip(header, row, strict=False):
        cells.setdefault(name, cell)
    cell = cells["course"]
    place = f"{draft.file}:{line}"
    label, url = next(((label, url) for label, url in cell.links if label), ("", ""))
    if not url and "url" in cells:
        url = next((url for _, url in cells["url"].links), cells["url"].words)
    title = clean(draft, label or cell.words, place).strip("* ")
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
                page.enter(int(token.tag[1:]), _text(tokens[number + 1]).words)
            case "list_item_open":
                depth += 1
            case "list_item_close":
                depth -= 1
            case "inline" if depth and not page.skipped and tokens[number - 1].type == "paragraph_open":
                first = number > 1 and tokens[number - 2].type == "list_item_open"
                item = _of_bullet(page, _text(token), _line(token)) if first else None
                if item is not None:
                    yield item
            case _:
                pass


def _of_bullet(page: _Page, text: _Text, line: int) -> Item | None:
    draft = page.draft
    place = f"{draft.file}:{line}"
    links = [(label, url) for label, url in text.links if label and url and not url.startswith(("#", "mailto:"))]
    if text.links and not links:
        return None
    words = re.sub(r"^\[[ xX]\]\s*", "", text.words)
    label, url = links[0] if links else (re.split(r"\s+[-–—]\s+|:\s|\.\s", words, maxsplit=1)[0], "")
    if links and _OTHER_LINK.match(label):
        label = re.split(r"\s+[-–—]\s+|[:(]", words, maxsplit=1)[0].strip() or label
    title = clean(draft, label, place, 300).strip("*_ ")
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


def _text(token: Token) -> _Text:
    """A token's words and links, without its marks, pictures and HTML."""
    found = _Text(line=_line(token))
    label: list[str] | None = None
    url = ""
    for child in token.children or []:
        if child.type == "link_open":
            label, url = [], str(child.attrs.get("href", ""))
        elif child.type == "link_close":
            found.links.append(("".join(label or []).strip(), url))
            label = None
        else:
            word = (
                child.content
                if child.type in ("text", "code_inline")
                else " "
                if child.type in ("softbreak", "hardbreak")
                else ""
            )
            found.words += word
            if label is None:
                found.rest += word
            else:
                label.append(word)
    found.words = " ".join(found.words.split())
    return found


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1
