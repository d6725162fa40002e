"""How wide a text is, and where its lines break, without a screen to ask.

Widths are those of DejaVu Sans, per thousandth of the font's size: the widest of the usual sans-serif fonts, so that
in any other the text is narrower than its card.
"""

from __future__ import annotations

import unicodedata

# Advance widths of the printable ASCII characters from the space on, DejaVu Sans 2.37, rounded up.
_ASCII = (
    318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337,
    637, 637, 637, 637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 531,
    1000, 685, 687, 699, 771, 632, 576, 775, 752, 295, 295, 656, 558, 863, 749, 788,
    604, 788, 695, 635, 611, 732, 685, 989, 686, 611, 686, 391, 337, 391, 838, 500,
    500, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612,
    635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
)  # fmt: skip
BOLD = 1.13
"""How much wider the bold face is, at most."""
MOST_OF_A_WORD = 500
"""What is left of a word after as many lines as are shown: never seen, and not measured at length."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line of text in pixels, at a font size in pixels.

    >>> round(width("Vectors", 10), 1), round(width("", 10), 1)
    (39.9, 0.0)
    """
    units = sum(_unit(char) for char in text)
    return units * size / 1000 * (BOLD if bold else 1)


def _unit(char: str) -> int:
    code = ord(char) - 32
    if 0 <= code < len(_ASCII):
        return _ASCII[code]
    if unicodedata.combining(char):
        return 0
    return 1000 if unicodedata.east_asian_width(char) in "WF" else 800


def wrapped(text: str, size: float, most: float, *, bold: bool = False, lines: int = 12) -> tuple[str, ...]:
    """Text in lines of at most `most` pixels; a word that is wider is parted with a hyphen.

    A text of more than `lines` lines ends in `…`: a title that long is no title.

    >>> wrapped("Exponentials and logarithms", 13, 120)
    ('Exponentials and', 'logarithms')
    """
    found: list[str] = []
    line = ""
    for word in _pieces(text.split(), size, most, bold=bold, lines=lines):
        longer = f"{line} {word}" if line else word
        if line and width(longer, size, bold=bold) > most:
            found.append(line)
            line = word
        else:
            line = longer
        if len(found) > lines:
            break
    found.append(line)
    return tuple(found) if len(found) <= lines else (*found[: lines - 1], "…")


def _pieces(words: list[str], size: float, most: float, *, bold: bool, lines: int) -> list[str]:
    """Words, those that are too wide in pieces; after a hyphen of its own where there is one.

    Each piece of a word fills a line, so there are no more of them than lines: a word of thousands of characters costs
    no more than one of a few lines.
    """
    room = most * 1000 / size / (BOLD if bold else 1)
    found: list[str] = []
    for word in words:
        rest = word
        for _ in range(lines + 1):
            if _fitting(rest, room) == len(rest):
                break
            fits = max(_fitting(rest, room - _unit("-")), 1)
            hyphen = rest.rfind("-", 1, fits + 1)
            part = rest[: hyphen + 1] if hyphen > 0 else rest[:fits] + "-"
            found.append(part)
            rest = rest[hyphen + 1 :] if hyphen > 0 else rest[fits:]
        if rest:
            found.append(rest[:MOST_OF_A_WORD])
    return found


def _fitting(text: str, room: float) -> int:
    """How many characters of a text, from its beginning, have room; it looks no further."""
    units = 0
    for number, char in enumerate(text):
        units += _unit(char)
        if units > room:
            return number
    return len(text)
