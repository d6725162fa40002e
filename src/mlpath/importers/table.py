"""CSV: one item a row, its columns named in the first one."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from mlpath.errors import CurriculumError
from mlpath.importers.asked import NUMBERS, SUBJECTS
from mlpath.importers.draft import MAX_ITEMS, Draft
from mlpath.importers.fields import field_of
from mlpath.importers.records import item_of
from mlpath.importers.text import clean, decoded, plain_name, read_bytes, shown

COLUMNS = ("id", "title", "hours", "requires", "url", "teaches")
"""What columns without names are taken for."""
_MARKS = ",;\t|"
_COMMENT = re.compile(r"\s*#(?!\d)")
"""A line that says nothing; `#12` is a number."""
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def read(draft: Draft, path: Path) -> None:
    """A table of items."""
    text = decoded(draft, read_bytes(path), draft.file)
    table = list(rows(draft, text))
    header, body = _header(draft, table)
    for line, cells in _one_table(draft, header, body):
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
            if any(cell.strip() for cell in cells) and not (_COMMENT.match(cells[0]) and (count or not _names(cells))):
                cells[0] = cells[0].lstrip("# ") if not count else cells[0]
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
    first = next(
        (
            line
            for line in head
            if any(mark in line for mark in marks) and (not _COMMENT.match(line) or _names(re.split(r"[,;\t|]", line)))
        ),
        "",
    )
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    bare = "".join(first.split('"')[::2]) or first
    return max(marks, key=lambda mark: (bare.count(mark), -marks.index(mark)))


def _header(draft: Draft, table: list[tuple[int, list[str]]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns and the rows below them; without names, what the format's own order says."""
    if table and table[0][1][0].lower().startswith("sep="):
        table = table[1:]
    for number, (line, cells) in enumerate(table[:15]):
        if _names(cells):
            if number:
                _above(draft, table[:number], line)
            return _known(draft, table[number], [field_of(cell) for cell in cells]), table[number + 1 :]
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


def _names(cells: list[str]) -> bool:
    """Whether a row names the columns: an id or a title, and at least one thing more."""
    named = [field_of(cell.strip("# ")) for cell in cells if cell.strip()]
    return ("id" in named or "title" in named) and sum(field is not None for field in named) >= min(2, len(cells))


def _above(draft: Draft, table: list[tuple[int, list[str]]], header: int) -> None:
    """What stands above the names of the columns: the title of the whole, if it says so."""
    line, cells = table[0]
    said = [text for cell in cells if (text := clean(draft, cell, f"{draft.file}:{line}", 200))]
    if not draft.title and len(said) <= 2:
        draft.title = said[-1]
    draft.report(
        "columns",
        f"{draft.file}:{line}",
        f"{len(table)} rows above the names of the columns in line {header}",
        "left out",
    )


def _one_table(draft: Draft, header: list[str], body: list[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The rows that belong to the header: one that repeats it is passed over, and another table is not read."""
    for number, (line, cells) in enumerate(body):
        filled = [cell.strip() for cell in cells if cell.strip()]
        following = [cell.strip() for cell in body[number + 1][1] if cell.strip()] if number + 1 < len(body) else []
        if filled == header[: len(filled)] and len(filled) > 1:
            draft.report("columns", f"{draft.file}:{line}", "the names of the columns once more", "left out")
        elif len(filled) == 1 and len(header) > 2 and _names(following):
            if following != header[: len(following)]:
                message = f"another table, '{shown(filled[0])}', with other columns"
                draft.report("left-out", f"{draft.file}:{line}", message, "left out with all that follows")
                return
            draft.report(
                "left-out", f"{draft.file}:{line}", f"a line between two parts, '{shown(filled[0])}'", "left out"
            )
        else:
            yield line, cells


def _known(draft: Draft, row: tuple[int, list[str]], named: list[str | None]) -> list[str]:
    line, cells = row
    header = [clean(draft, cell, f"{draft.file}:{line}", 200) for cell in cells]
    for cell, field in zip(header, named, strict=True):
        if cell and field is None and plain_name(cell) not in (*SUBJECTS, *NUMBERS):
            draft.report(
                "columns", f"{draft.file}:{line}", f"a column '{shown(cell)}' that says nothing to mlpath", "left out"
            )
    return [
        f"{name} {number}" if name and name in header[: number - 1] else name or f"column {number}"
        for number, name in enumerate(header, 1)
    ]
