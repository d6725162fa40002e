"""What an import found and mended, as the README of the curriculum that it wrote."""

from __future__ import annotations

from collections.abc import Iterator

from mlpath.importers.draft import Draft, Oddity

EXPLAINED = {
    "address": "web addresses that were not whole or not allowed",
    "alternatives": "prerequisites with more alternatives than can be listed",
    "ambiguous": "prerequisites that may be read in two ways",
    "byte-order-mark": "a mark at the beginning of the file",
    "columns": "columns and rows that are not as the header says",
    "control-character": "characters that are not text",
    "cut-edge": "edges that you asked to cut",
    "cycle": "circles of prerequisites",
    "dangling-reference": "prerequisites that the file does not list",
    "duplicate-id": "ids that stand twice",
    "duplicate-key": "keys that stand twice in one object",
    "empty-reference": "empty prerequisites",
    "encoding": "text that is not UTF-8",
    "html-entity": "HTML entities",
    "id": "ids written in our form",
    "json-lines": "one JSON value a line",
    "left-out": "entries that are no part of the curriculum",
    "line-ends": "line ends of other systems",
    "lists": "lists of lists of prerequisites",
    "long-text": "texts that are too long",
    "missing-address": "entries without an address",
    "missing-hours": "entries without hours",
    "missing-title": "entries without a title",
    "mojibake": "text that was decoded wrongly",
    "outside-prerequisite": "prerequisites outside the file",
    "redundant-edge": "edges that follow from others",
    "reference": "references in another spelling or by title",
    "same-address": "addresses that two entries share",
    "self-requirement": "entries that need themselves",
    "shape": "values that are not of the form expected",
    "status": "entries that the file marks as unfinished or withdrawn",
    "untaught-topic": "topics that nothing teaches",
}
"""What each rule of an oddity is about; a rule that stands here has a sentence in docs/import.md."""


def readme(draft: Draft, curriculum: str) -> str:
    """The README of an imported curriculum: where it is from, by which conventions, and everything that was mended."""
    return "\n".join(_lines(draft, curriculum)) + "\n"


def _lines(draft: Draft, curriculum: str) -> Iterator[str]:
    yield f"# {_plain(draft.title or curriculum)}"
    yield ""
    yield f"Imported by `mlpath curriculum import {draft.format}` from `{_plain(draft.file)}`."
    yield "Each resource's note says from which line of the file it is."
    yield ""
    yield f"Hours: {_plain(draft.convention)}. What has no hours in the file has mlpath's guess for its kind,"
    yield "and is marked as an estimate. The file does not say how deeply it teaches: each entry is taken to teach"
    yield "its topic to `working`, with exercises."
    yield ""
    yield "## What was odd in the file, and how it was mended" if draft.oddities else "Nothing in the file was odd."
    for rule, oddities in by_rule(draft.oddities).items():
        yield from ("", f"### {len(oddities)} × {EXPLAINED[rule]} (`{rule}`)", "")
        yield from (f"- {_plain(o.place)}: {_plain(o.message)}: {_plain(o.mend)}" for o in oddities)


def by_rule(oddities: list[Oddity]) -> dict[str, list[Oddity]]:
    """Oddities by their rules, those that are rarest first."""
    found: dict[str, list[Oddity]] = {}
    for oddity in oddities:
        found.setdefault(oddity.rule, []).append(oddity)
    return dict(sorted(found.items(), key=lambda pair: (len(pair[1]), pair[0])))


def _plain(text: str) -> str:
    """Text in which nothing means anything to Markdown or HTML."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>&|" else char for char in " ".join(text.split()))
