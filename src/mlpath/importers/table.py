"""CSV: one item a row, its columns named in the first one."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from mlpath.errors import CurriculumError
from mlpath.importers.draft import MAX_ITEMS, Draft
from mlpath.importers.fields import field_of
from mlpath.importers.records import item_of
from mlpath.importers.text import clean, decoded, read_bytes, shown

COLUMNS = ("id", "title", "hours", "requires", "url", "teaches")
"""What columns without names are taken for."""
_MARKS = ",;\t|"
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def read(draft: Draft, path: Path) -> None:
    """A table of items."""
    text = decoded(draft, read_bytes(path), draft.file)
    table = list(rows(draft, text))
    header, body = _header(draft, table)
    for line, cells in body:
        place = f"{draft.file}:{line}"
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            draft.report(
                "columns",
                place,
                f"{len(cells)} cells in a table of {len(header)} columns",
                "the last ones are left out",
            )
        item = item_of(draft, dict(zip(header, cells, strict=False)), place)
        if item is not None:
            draft.items.append(item)


def rows(draft: Draft, text: str, marks: str = _MARKS) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins; empty ones and comments are passed over.

    Raises:
        CurriculumError: for a cell or table larger than any that people write.

    """
    mark = _mark(text, marks)
    if mark == ";" and _ENTITY.search(text):
        draft.report(
            "html-entity",
            f"{draft.file}:1",
            "HTML entities in a table parted by semicolons",
            "undone before it was parted",
        )
        text = _ENTITY.sub(
            lambda match: plain if (plain := html.unescape(match[0])) not in (";", '"', "\n") else match[0], text
        )
    csv.field_size_limit(1_000_000)
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark, skipinitialspace=True)
    line, count = 1, 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
                count += 1
                if count > MAX_ITEMS:
                    raise CurriculumError(f"{draft.file}:{line}: more than {MAX_ITEMS:,} rows", "split the file")
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise CurriculumError(f"{draft.file}:{line}: not a table: {error}", "check the quotation marks there") from None


def _mark(text: str, marks: str) -> str:
    """What parts the cells: the mark that the first lines have most, quoted parts left out."""
    head = text[:20_000].split("\n")
    first = next((line for line in head if line.strip() and not line.lstrip().startswith("#")), "")
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    bare = "".join(first.split('"')[::2]) or first
    return max(marks, key=lambda mark: (bare.count(mark), -marks.index(mark)))


def _header(draft: Draft, table: list[tuple[int, list[str]]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns and the rows below them; without names, what the format's own order says."""
    if table and table[0][1][0].lower().startswith("sep="):
        table = table[1:]
    for number, (_, cells) in enumerate(table[:10]):
        named = [field_of(cell) for cell in cells]
        if ("id" in named or "title" in named) and sum(field is not None for field in named) >= min(2, len(cells)):
            return _known(draft, table[number], named), table[number + 1 :]
    if not table or len(table[0][1]) < 2:
        raise CurriculumError(
            f"{draft.file}:1:1: no table with a column 'id' or 'title'",
            "name the columns in the first row: id,title,hours,requires,url",
        )
    draft.report(
        "columns",
        f"{draft.file}:{table[0][0]}",
        "the first row does not name the columns",
        f"read as {', '.join(COLUMNS)}",
    )
    return list(COLUMNS), table


def _known(draft: Draft, row: tuple[int, list[str]], named: list[str | None]) -> list[str]:
    line, cells = row
    header = [clean(draft, cell, f"{draft.file}:{line}", 200) for cell in cells]
    for cell, field in zip(header, named, strict=True):
        if cell and field is None:
            draft.report(
                "columns", f"{draft.file}:{line}", f"a column '{shown(cell)}' that says nothing to mlpath", "left out"
            )
    return [name or f"column {number}" for number, name in enumerate(header, 1)]
