"""What each sink must not let through, whatever texts a curriculum holds.

A *sink* is a place where the texts of a curriculum come out: a terminal, a pipe, JSON, HTML, SVG, Mermaid, Graphviz,
GraphML, a calendar, Markdown, a spreadsheet, cards, tasks. Each check gives one sentence for what is wrong, or "".
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import icalendar
from markdown_it import MarkdownIt

MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
COLOURS = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b\x07]*\x1b\\")
"""What rich writes with --color always: colours, and links whose address it has checked."""
OWN_HTML = re.compile(r"<!--(?:(?!-->).)*-->|(?:<a id=\"[a-z0-9._@/-]+\">)?(?:</a>)?", re.DOTALL)
"""HTML of ours in Markdown: comments that mark blocks, and anchors."""
PAYLOAD = re.compile(r"alert\(1\)|/C calc|DROP TABLE")
"""What the corpus would run if it could."""


def dirt(text: str, allowed: str = "\n") -> str:
    """A character that could steer a terminal or disguise text; empty where there is none."""
    for char in text:
        if char in allowed or " " <= char <= "~":
            continue
        kind = unicodedata.category(char)
        if kind in ("Cc", "Cs", "Co", "Zl", "Zp") or char in MARKS or 0xE0000 <= ord(char) <= 0xE0FFF:
            return f"U+{ord(char):04X}"
    return ""


def plain(text: str) -> str:
    """A terminal or a pipe without colours."""
    return dirt(text)


def coloured(text: str) -> str:
    """A terminal with colours: nothing but colours and whole links steers it, and links lead to the web."""
    links = re.findall(r"\x1b\]8;[^;]*;([^\x1b\x07]*)", text)
    bad = next((link for link in links if link and not link.startswith(("https://", "http://"))), "")
    return f"a link to {bad!r}" if bad else dirt(COLOURS.sub("", text))


def one_document(text: str) -> str:
    """JSON: one document; its strings are clean once they are read."""
    try:
        value = json.loads(text)
    except ValueError:
        return "not one JSON document"
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str) and (found := dirt(part)):
            return found
        waiting += [*part, *part.values()] if isinstance(part, dict) else part if isinstance(part, list) else []
    return ""


class _Reading(HTMLParser):
    """What a browser would take for a script."""

    def __init__(self) -> None:
        super().__init__()
        self.found = ""
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        for name, value in attrs:
            address = re.sub(r"[\s\x00-\x20]", "", value or "").casefold()
            if name.startswith("on") or name == "srcdoc":
                self.found = self.found or f"an attribute {name} of <{tag}>"
            elif name in ("href", "src", "action", "xlink:href", "formaction") and re.match(
                r"(?!https?:|data:image/)[a-z][a-z0-9+.-]*:", address
            ):
                self.found = self.found or f"an address {address[:40]}"

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside in ("script", "style") and PAYLOAD.search(data):
            self.found = self.found or f"text of the curriculum in <{self.inside}>"


def page(text: str) -> str:
    """HTML: no script, no event, no address but those of the web."""
    reader = _Reading()
    reader.feed(text)
    return reader.found or dirt(text)


def drawing(text: str) -> str:
    """SVG and GraphML: well-formed, with no script, event or foreign address."""
    try:
        ET.fromstring(text)  # noqa: S314  our own output; entities would be a finding
    except ET.ParseError as error:
        return f"not XML: {error}"
    return "a document type" if "<!ENTITY" in text else page(text)


def spreadsheet(text: str) -> str:
    """CSV: no cell begins as a formula does."""
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    bad = next((cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _number(cell)), "")
    return f"a formula cell {bad[:30]!r}" if bad else dirt(text, "\r\n")


def _number(text: str) -> bool:
    return re.fullmatch(r"[-+]?\d+(\.\d+)?", text) is not None


def calendar(text: str) -> str:
    """A calendar: it can be read, and no text begins an entry of its own."""
    try:
        found = icalendar.Calendar.from_ical(text)
    except ValueError as error:
        return f"not a calendar: {error}"
    begun = len(re.findall(r"^BEGIN:V(?:EVENT|TODO)", text, re.MULTILINE))
    read = len([part for part in found.walk() if part.name in ("VEVENT", "VTODO")])
    return dirt(text, "\r\n") if begun == read else f"{begun} entries begin, {read} are read"


def notes(text: str) -> str:
    """Markdown: no HTML but comments of ours, no address but those of the web."""
    reader = MarkdownIt("commonmark").enable("table")
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # other readers make links of anything
    tokens = reader.parse(text)
    flat = [child for token in tokens for child in [token, *(token.children or [])]]
    for token in flat:
        if token.type in ("html_inline", "html_block") and not OWN_HTML.fullmatch(token.content.strip()):
            return f"HTML {token.content[:40]!r}"
        address = str(token.attrs.get("href") or token.attrs.get("src") or "")
        if address and re.match(r"(?!https?:)[a-z][a-z0-9+.-]*:", address.casefold()):
            return f"an address {address[:40]}"
    return dirt(text)


def cards(text: str) -> str:
    """Anki's text: one card a line, each field HTML without script."""
    return page(text.replace("\t", " ")) or dirt(text, "\n\t")


def mermaid(text: str) -> str:
    """Mermaid: no line clicks, calls or styles by a text's wish, and labels close their quotes."""
    for line in text.split("\n"):
        if re.match(r"\s*(?:click|call|href)\b", line) or line.count('"') % 2:
            return f"a line {line[:50]!r}"
    return page(text) if "<" in text else dirt(text)


def graphviz(text: str) -> str:
    """DOT: each label closes its quotes on its line."""
    for line in text.split("\n"):
        if len(re.findall(r'(?<!\\)(?:\\\\)*"', line)) % 2:
            return f"a line {line[:50]!r}"
    return dirt(text)


FORMATS: dict[str, Callable[[str], str]] = {
    "html": page, "svg": drawing, "graphml": drawing, "mermaid": mermaid, "dot": graphviz, "json": one_document,
    "ics": calendar, "markdown": notes, "csv": spreadsheet, "anki": cards, "taskwarrior": one_document, "sarif": one_document,
    "jsonl": plain, "github": plain,
}  # fmt: skip


def sink_of(arguments: list[str]) -> Callable[[str], str]:
    """The check of what a command prints."""
    if "--format" in arguments:
        return FORMATS[arguments[arguments.index("--format") + 1]]
    if "--json" in arguments:
        return one_document
    if "--markdown" in arguments:
        return notes
    return coloured if "always" in arguments else plain
