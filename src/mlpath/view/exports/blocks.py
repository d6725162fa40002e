"""Text of ours among text of the user's: blocks between two comments, and how they are brought up to date.

    <!-- mlpath the-book/ch1 -->
    - [ ] One
    <!-- /mlpath the-book/ch1 3f2a9c01 -->

The second comment has a number for each of our lines, made from the line. So what the user wrote into a block is told
from what we wrote: on the next export it is put below the block. What stands below a block stays with it. A box that
the user ticked stays ticked. Nothing of the user's is lost; what cannot be understood is refused, and left as it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mlpath.errors import UsageError

_BEGIN = re.compile(r"<!-- mlpath (\S+) -->")
_END = re.compile(r"<!-- /mlpath (\S+)((?: [0-9a-f]{8}x?)*) -->")
_TICKED = re.compile(r"^(\s*- )\[[xX]\]")
_OPEN = re.compile(r"^(\s*- )\[ \]")
MARK = "<!-- mlpath "


@dataclass
class Block:
    """A block as it stands in a text, and the user's lines below it.

    Attributes:
        key: what it is about: a unit, or a word in brackets.
        lines: what stands in it.
        numbers: of our lines, an `x` after those that we ticked.
        below: the user's lines up to the next block.

    """

    key: str
    lines: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)

    def users_lines(self) -> Iterator[str]:
        """The lines in it that we did not write."""
        ours = [number.removesuffix("x") for number in self.numbers]
        for line in self.lines:
            number = _number(line)
            if number in ours:
                ours.remove(number)
            elif line.strip():
                yield line

    @property
    def is_ticked_by_user(self) -> bool:
        """Whether a box of ours is ticked that we had left open."""
        return any(_TICKED.match(line) and _number(line) in self.numbers for line in self.lines)


def parsed(text: str) -> tuple[list[str], list[Block]]:
    """The user's lines before the first block, and the blocks.

    Raises:
        UsageError: where a block has no end or no beginning, or is there twice.

    """
    before: list[str] = []
    blocks: list[Block] = []
    inside: Block | None = None
    for line in text.split("\n"):
        begin, end = _BEGIN.fullmatch(line.strip()), _END.fullmatch(line.strip())
        if begin and inside:
            raise _unclear(inside.key, "has no end")
        if begin and any(block.key == begin[1] for block in blocks):
            raise _unclear(begin[1], "is there twice")
        if begin:
            inside = Block(begin[1])
        elif end:
            if inside is None or inside.key != end[1]:
                raise _unclear(end[1], "has no beginning")
            inside.numbers = end[2].split()
            blocks.append(inside)
            inside = None
        elif inside is not None:
            inside.lines.append(line)
        else:
            (blocks[-1].below if blocks else before).append(line)
    if inside is not None:
        raise _unclear(inside.key, "has no end")
    return before, blocks


def _unclear(key: str, what: str) -> UsageError:
    return UsageError(
        f"the notes there cannot be brought up to date: the block of {key} {what}",
        "mend its two comments, or choose another --output; nothing was changed",
    )


def merged(previous: str | None, wanted: Mapping[str, list[str]], gone: Mapping[str, list[str]] | None = None) -> str:
    """A text with the wanted blocks in their order, and all that the user wrote.

    Args:
        previous: the text as it stands; none where there is none.
        wanted: the lines of each block.
        gone: the lines of blocks that are wanted no more and have the user's text with them; blocks that are not
            even there are dropped, their text kept.

    """
    before, blocks = parsed(previous) if previous is not None else ([], [])
    there = {block.key: block for block in blocks}
    lines = [*before]
    for key, new in wanted.items():
        lines += _block(key, new, there.get(key))
    for block in blocks:
        if block.key not in wanted:
            users = [*block.users_lines(), *block.below]
            if any(line.strip() for line in users) or block.is_ticked_by_user:
                lines += _block(block.key, (gone or {}).get(block.key, []), block)
    return "\n".join(lines).rstrip("\n")


def _block(key: str, lines: list[str], old: Block | None) -> list[str]:
    """A block with the user's lines below it; one that is new has an empty line below."""
    if old is not None and old.is_ticked_by_user:
        lines = [_OPEN.sub(r"\1[x]", line) for line in lines]
        numbers = [_number(line) for line in lines if line]
    else:
        numbers = [_number(line) + ("x" if _TICKED.match(line) else "") for line in lines if line]
    end = " ".join(["<!-- /mlpath", key, *numbers, "-->"])
    below = [""] if old is None else [*old.users_lines(), *(old.below or [""])]
    return [f"{MARK}{key} -->", *lines, end, *below]


def ticked_by_user(previous: str) -> list[str]:
    """The keys of blocks with a box that the user ticked.

    Raises:
        UsageError: see `parsed`.

    """
    return [block.key for block in parsed(previous)[1] if block.is_ticked_by_user]


def _number(line: str) -> str:
    """A line's number, the same whether its box is ticked or not."""
    return hashlib.sha256(_TICKED.sub(r"\1[ ]", line.rstrip()).encode()).hexdigest()[:8]


def escaped(text: str) -> str:
    """Text in which nothing means anything to Markdown or HTML."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{char}" if char in "\\`*_[]|" else char for char in plain)


def link(text: str, target: str) -> str:
    """A link whose text and target can hold anything."""
    safe_target = "".join(f"%{ord(char):02X}" if char in "<>\\ \n" else char for char in target)
    return f"[{escaped(text)}](<{safe_target}>)"


def keys(text: str) -> Iterable[str]:
    """The keys of the blocks that begin in a text, whatever else is wrong with it."""
    return (found[1] for line in text.split("\n") if (found := _BEGIN.fullmatch(line.strip())))
