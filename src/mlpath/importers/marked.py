"""Markdown's parts: the tokens of a text, and the words and links of one of them, without marks, pictures and HTML.

Not here: which of them are entries (`markdown`).
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_HREF = re.compile(r"<a\s[^>]*?href\s*=\s*[\"']([^\"'<>]+)[\"']", re.IGNORECASE)
_BARE = re.compile(r"https?://[^\s<>|)\]]+[^\s<>|)\].,;:!?]")


@dataclass
class Text:
    """A cell or bullet: its words, its links (label, address), its line."""

    words: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    line: int = 1
    rest: str = ""
    """The words outside the links."""


def tokens_of(text: str) -> list[Token]:
    """The tokens of CommonMark with tables."""
    from markdown_it import MarkdownIt  # rich brings it; only this importer needs it

    return MarkdownIt("commonmark", {"maxNesting": 20}).enable("table").parse(text)


def outward(links: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The links of a text that lead out of its page."""
    return [(label, url) for label, url in links if label and url and not url.startswith(("#", "mailto:"))]


def text_of(token: Token) -> Text:
    """A token's words and links, without its marks, pictures and HTML."""
    found = Text(line=line_of(token))
    label: list[str] | None = None
    url = ""
    for child in token.children or []:
        if child.type == "link_open":
            label, url = [], str(child.attrs.get("href", ""))
        elif child.type == "html_inline" and (href := _HREF.match(child.content)):
            label, url = [], html.unescape(href[1])
        elif child.type == "link_close" or (child.content == "</a>" and label is not None):
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
    if not found.links and (bare := _BARE.search(found.words)):
        said = _BARE.sub(" ", found.words)
        found.links.append(
            (re.split(r"\s+[-–—]\s+|:\s|\.\s", said.strip(" :-–—"), maxsplit=1)[0].strip() or bare[0], bare[0])
        )
        found.words, found.rest = said, said.replace(found.links[0][0], " ", 1)
    found.words = " ".join(found.words.split())
    return found


def line_of(token: Token) -> int:
    """The line on which a token begins, from 1."""
    return token.map[0] + 1 if token.map else 1
