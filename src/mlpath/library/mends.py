"""The mends themselves: lines of a file, and the place of a finding, to other lines. No files here.

A mend returns None where the text is not of the form that it knows: lists in brackets, names in quotes. Then
nothing is changed, and the finding stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mlpath.lint import Finding
from mlpath.texts import DEPTHS, ID_PATTERN

MOVING = ("depth-order", "goal-order")
"""Rules whose mends move lines."""

_REFERENCE = re.compile(rf"{ID_PATTERN}(@[a-z]+)?")

Lines = list[str]
Mend = Callable[[Lines, int, int, Finding], tuple[Lines, str] | None]


def _without_edge(lines: Lines, line: int, _column: int, finding: Finding) -> tuple[Lines, str] | None:
    """Delete an item of a list, and its key where it is the only one."""
    match = re.match(r"( *)- ", lines[line])
    if match is None:
        return None  # a list in brackets, or an item that begins on another line
    indent = len(match[1])
    end = _end(lines, line, indent)
    start = line
    above = _above(lines, line)
    only = (
        above is not None
        and re.fullmatch(r" *requires: *(#.*)?\n?", lines[above]) is not None
        and not re.match(rf" {{{indent}}}- ", _next(lines, end))
    )
    if only and above is not None:
        start = above
    removed = " ".join(" ".join(lines[line:end]).split()).removeprefix("- ")
    return lines[:start] + lines[end:], f"deleted '{removed}' ({finding.message})"


def _end(lines: Lines, line: int, indent: int) -> int:
    """The line after a block that begins here: the next that is not indented further; blanks and comments stay."""
    end = line + 1
    for number in range(line + 1, len(lines)):
        text = lines[number]
        if text.strip() and not text.lstrip().startswith("#"):
            if len(text) - len(text.lstrip(" ")) <= indent:
                break
            end = number + 1
    return end


def _next(lines: Lines, start: int) -> str:
    """The next line from here on that says something; empty at the end."""
    return next((text for text in lines[start:] if text.strip() and not text.lstrip().startswith("#")), "")


def _above(lines: Lines, line: int) -> int | None:
    """The next line above that says something."""
    return next(
        (n for n in range(line - 1, -1, -1) if lines[n].strip() and not lines[n].lstrip().startswith("#")), None
    )


def _respelt(lines: Lines, line: int, column: int, finding: Finding) -> tuple[Lines, str] | None:
    """Write the one name that can be meant."""
    text = lines[line]
    match = _REFERENCE.match(text, column) or _REFERENCE.search(text, column)
    if not finding.meant or match is None:
        return None
    old = match[0]
    new = finding.meant if "@" in old else finding.meant.removesuffix("@working")
    if not finding.message.endswith((f"'{old}'", f"'{old}@working'")):
        return None  # quoted, or not where it was thought to be
    changed = text[: match.start()] + new + text[match.end() :]
    return [*lines[:line], changed, *lines[line + 1 :]], f"'{old}' is now '{new}'"


def _depths_in_order(lines: Lines, line: int, column: int, _finding: Finding) -> tuple[Lines, str] | None:
    """Put the blocks of a topic's depths in order, each with the comments above it."""
    first = line
    while first > 0 and re.match(rf" {{{column}}}#", lines[first - 1]):
        first -= 1
    blocks: dict[str, Lines] = {}
    end = first
    while end < len(lines):
        key = end
        while key < len(lines) and (not lines[key].strip() or lines[key].lstrip().startswith("#")):
            key += 1
        match = re.match(rf" {{{column}}}({'|'.join(DEPTHS)}):", lines[key]) if key < len(lines) else None
        if match is None:
            break
        start, end = end, _block_end(lines, key, column)
        blocks[match[1]] = [text if text.endswith("\n") else text + "\n" for text in lines[start:end]]
    ordered = [name for name in DEPTHS if name in blocks]
    texts = [text for name in ordered for text in blocks[name]]
    return lines[:first] + texts + lines[end:], f"the depths are now {', '.join(ordered)}"


def _block_end(lines: Lines, start: int, column: int) -> int:
    """The line after a block, comments that belong to it included: those indented further than its key."""
    end = _end(lines, start, column)
    while end < len(lines):
        text = lines[end]
        deeper = text.strip() and len(text) - len(text.lstrip(" ")) > column
        if not deeper:
            break
        end += 1
    return end


def _goals_in_order(lines: Lines, line: int, _column: int, finding: Finding) -> tuple[Lines, str] | None:
    """Move an included goal to stand right above the first goal that includes it."""
    match = re.fullmatch(r"(\S+) stands before (\S+), which it includes", finding.message)
    heads = [n for n, text in enumerate(lines) if text.startswith("- ")]
    if match is None or not heads:
        return None
    bounds = list(zip(heads, [*heads[1:], len(lines)], strict=True))
    named = {_goal_id(lines[start:end]): (start, end) for start, end in bounds}
    if match[1] not in named or match[2] not in named:
        return None
    (target, _), (start, end) = named[match[1]], named[match[2]]
    while start > 0 and lines[start - 1].startswith("#"):
        start -= 1
    while end > start and end < len(lines) and lines[end - 1].startswith("#"):
        end -= 1
    while target > 0 and lines[target - 1].startswith("#"):
        target -= 1
    block = lines[start:end]
    if not block[-1].endswith("\n"):
        block[-1] += "\n"
    return lines[:target] + block + lines[target:start] + lines[end:], f"{match[2]} now stands before {match[1]}"


def _goal_id(block: Lines) -> str:
    found = next((m for text in block if (m := re.match(r"(?:- |  )id: *([^\s#]+)", text))), None)
    return found[1] if found else ""


MENDS: dict[str, Mend] = {
    "redundant-edge": _without_edge,
    "unknown-reference": _respelt,
    "depth-order": _depths_in_order,
    "goal-order": _goals_in_order,
}
"""For each rule that can be mended how."""
