"""And/or prerequisites, as trees or as text, to clauses: all of them, each one of several.

    (A/B), C   ->   [[A, B], [C]]

The clauses say exactly what the tree says (its conjunctive normal form). Where that would take more than
`MAX_CLAUSES`, the first alternative is taken, which asks for no less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

MAX_CLAUSES = 64
MAX_ALTERNATIVES = 50
MAX_DEPTH = 24
MAX_LENGTH = 8_000

NOTHING = frozenset(
    {
        "",
        "-",
        "–",
        "—",
        "none",
        "n/a",
        "na",
        "nan",
        "null",
        "nil",
        "no",
        "nothing",
        "[]",
        "{}",
        "()",
        "0",
        "none.",
        "no prerequisites",
        "keine",
        "aucun",
        "ninguno",
        "false",
        "undefined",
        "tbd",
        "not applicable",
        "open",
        "and",
        "or",
    }
)
_LEAD = re.compile(
    r"^\s*(?:[\w&]+\s+){0,3}?(?:pre-?requisites?|pre-?reqs?|requires?|recommended)\s*(?:\([^)]*\)\s*)?[:.-]\s*",
    re.IGNORECASE,
)
_COREQUISITE = re.compile(r"(?=\bco-?req(?:uisite)?s?\s*(?:\([^)]*\)\s*)?[:.-])", re.IGNORECASE)
_COREQUISITE_LEAD = re.compile(r"co-?req(?:uisite)?s?\s*(?:\([^)]*\)\s*)?[:.-]\s*", re.IGNORECASE)
_GRADE = re.compile(
    r"\b(?:with\s+)?(?:an?\s+)?(?:minimum\s+)?grade\s+(?:of\s+)?(?:at\s+least\s+)?['\"“”]?[A-F][+-]?['\"“”]?(?:\s+or\s+(?:better|higher|above))?(?:\s+in)?"
    r"|\b[A-F][+-]?\s+or\s+(?:better|higher|above)\b",
    re.IGNORECASE,
)  # fmt: skip
_ONE_OF = re.compile(
    r"^\s*(?:at\s+least\s+)?(?:one|any)\s+(?:of|from)(?:\s+(?:the\s+following|these))?\s*:?\s*", re.IGNORECASE
)
_ALL_OF = re.compile(
    r"^\s*(?:all|both|(?:at\s+least\s+)?(?:two|three|four|[2-9])(?:\s+courses)?)\s+(?:(?:of|from)\s+)?(?:the\s+following\s*)?:?\s*",
    re.IGNORECASE,
)  # fmt: skip
_SOME_OF = re.compile(r"\b(?:two|three|four|[2-9])(?:\s+courses)?\s+(?:of|from)\b", re.IGNORECASE)
_JOIN = re.compile(r"^(?:and|or|either)\s+", re.IGNORECASE)
_ASIDE = re.compile(
    r"\(?\s*(?:which\s+)?(?:may|can|must)\s+be\s+taken\s+(?:previously\s+or\s+)?concurrently\s*\)?|\(\s*concurrent\s*\)|\bor\s+concurrent(?:ly)?\b",
    re.IGNORECASE,
)  # fmt: skip
_OR_LAST = re.compile(r"[,;]\s*or\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Tree:
    """`all` or `any` of some parts, each a tree or a name."""

    how: Literal["all", "any"]
    parts: tuple[Tree | str, ...]


Node = Tree | str


def clauses(node: Node) -> tuple[list[list[str]], bool]:
    """The clauses of a tree, and whether they had to be made stricter to stay few."""
    strict = False

    def of(part: Node, depth: int) -> list[list[str]]:
        nonlocal strict
        if isinstance(part, str):
            return [[part]]
        if depth > MAX_DEPTH:
            strict = True
            return [[name] for name in _names(part)]
        inner = [of(child, depth + 1) for child in part.parts]
        if part.how == "all":
            return _distinct([clause for one in inner for clause in one])
        inner = [one for one in inner if one]
        size = 1
        for one in inner:
            size *= len(one)
        if size > MAX_CLAUSES or any(len(one) > MAX_CLAUSES for one in inner):
            strict = True
            return inner[0]
        found = _distinct(
            [list(dict.fromkeys(name for clause in combination for name in clause)) for combination in product(*inner)]
            if inner
            else []
        )
        if any(len(clause) > MAX_ALTERNATIVES for clause in found):
            strict = True
        return [clause[:MAX_ALTERNATIVES] for clause in found]

    return of(node, 0), strict


def _distinct(found: list[list[str]]) -> list[list[str]]:
    """Without clauses that another one implies."""
    kept: dict[frozenset[str], list[str]] = {}
    for clause in found:
        kept.setdefault(frozenset(clause), clause)
    if len(kept) > 4 * MAX_CLAUSES:
        return list(kept.values())
    return [clause for names, clause in kept.items() if not any(other < names for other in kept)]


def _names(tree: Tree) -> list[str]:
    """Every name in a tree, in order; without recursion, since it is called for trees that are deep."""
    found: list[str] = []
    waiting: list[Node] = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            found.append(part)
        else:
            waiting += reversed(part.parts)
    return list(dict.fromkeys(found))


def parse(text: str, known: Callable[[str], bool]) -> Tree:
    """And/or prerequisites in words.

    Args:
        text: such as `(A/B), C` or `MATH 1 or MATH 2; CS 1`.
        known: whether a name is one of the file's; such a name is never taken apart.

    >>> parse("(A/B), C", lambda name: name in "ABC")
    Tree(how='all', parts=(Tree(how='any', parts=('A', 'B')), 'C'))

    """
    text = _ASIDE.sub(" ", _GRADE.sub(" ", _LEAD.sub("", text[:MAX_LENGTH])))
    found = _parse(re.sub(r"\band\s*/\s*or\b", "or", text, flags=re.IGNORECASE), known, 0)
    if found is None:
        return Tree("all", ())
    return found if isinstance(found, Tree) and found.how == "all" else Tree("all", (found,))


def parted(text: str) -> tuple[str, str]:
    """What a text requires, and what it names as corequisites.

    >>> parted("MATH 1; Corequisites: MATH 2")
    ('MATH 1', 'MATH 2')

    """
    before, *after = _COREQUISITE.split(text)
    return before.strip(" ,;."), "; ".join(_COREQUISITE_LEAD.sub("", part, count=1).strip(" ,;.") for part in after)


def ambiguous(text: str) -> str:
    """Why a text may be read in two ways; empty where it may not.

    >>> ambiguous("A and B or C"), ambiguous("(A or B) and C"), ambiguous("A, B or C"), ambiguous("A, B, or C")
    ("'and' beside 'or' without brackets", '', "a comma beside 'or'", '')

    """
    outside = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "X", re.sub(r"\([^()]*\)", "X", _GRADE.sub(" ", text)))
    if _SOME_OF.search(outside):
        return "several of a list"
    for part in re.split(r"[;\n]", outside):
        either = re.search(r"\bor\b", part, re.IGNORECASE)
        if either and re.search(r"\band\b(?!\s*/)", _OR_LAST.sub(" ", part), re.IGNORECASE) and "," not in part:
            return "'and' beside 'or' without brackets"
        if either and "," in part and not _OR_LAST.search(part) and not _ONE_OF.match(part):
            return "a comma beside 'or'"
    return ""


def _parse(text: str, known: Callable[[str], bool], depth: int) -> Node | None:
    text = _bared(_JOIN.sub("", text.strip(" \t\n,;&")), known)
    if text.rstrip(".").strip().casefold() in NOTHING:
        return None
    if (known(text) and not _wrapped(text)) or depth > MAX_DEPTH:
        return text
    if _wrapped(text):
        return _parse(text[1:-1], known, depth + 1)
    if (match := _ONE_OF.match(text)) and match.end() < len(text):
        return _joined("any", _split(text[match.end() :], r"[,;/|\n]|\bor\b|\band\b", known), known, depth)
    if (match := _ALL_OF.match(text)) and match.end() < len(text):
        return _parse(text[match.end() :], known, depth + 1)
    if _OR_LAST.search(text) and len(_split(text, r"\band\b|&|;", known)) == 1:
        return _joined("any", _split(text, r"[,;]\s*(?:or\b)?|\bor\b", known), known, depth)
    for how, pattern in _OPERATORS:
        parts = _split(text, pattern, known)
        if len(parts) > 1:
            return _joined(how, parts, known, depth)
    return text.rstrip(".").strip() or None


def _bared(text: str, known: Callable[[str], bool]) -> str:
    """A text without brackets that do not match, and without an aside behind a known name."""
    if text.count("(") + text.count("[") != text.count(")") + text.count("]"):
        text = re.sub(r"[()\[\]]", " ", text).strip()
    aside = re.fullmatch(r"(.*\S)\s*\([^()]*\)", text)
    return aside[1] if aside and not known(text) and known(aside[1]) else text


_OPERATORS: tuple[tuple[Literal["all", "any"], str], ...] = (
    ("all", r";|\n|(?<!\|)\|(?!\|)"),
    ("all", r","),
    ("all", r"&&|&|\band\b|\bplus\b|\s\+\s"),
    ("any", r"\|\||\bor\b"),
    ("any", r"/"),
)


def _joined(how: Literal["all", "any"], parts: Sequence[str], known: Callable[[str], bool], depth: int) -> Node | None:
    found: list[Node] = []
    subject = ""
    for part in parts:
        part = _with_subject(part, subject, known) if subject else part
        node = _parse(part, known, depth + 1)
        if node is not None:
            found.append(node)
        named = re.findall(r"([A-Za-z&]{2,8})[ -]?\d", part)
        subject = named[-1] if named else subject
    if len(found) == 1:
        return found[0]
    return Tree(how, tuple(found)) if found else None


def _with_subject(part: str, subject: str, known: Callable[[str], bool]) -> str:
    """`0720 and 0810` after `ENGN 0490`: the numbers that stand alone get the subject that was named last."""

    def whole(match: re.Match[str]) -> str:
        return f"{subject} {match[0]}" if known(f"{subject} {match[0]}") and not known(match[0]) else match[0]

    return re.sub(r"(?<![\w-])(?<![A-Za-z&] )\d{1,4}[A-Za-z]{0,2}\b", whole, part)


def _wrapped(text: str) -> bool:
    """Whether one pair of brackets holds all of a text."""
    if len(text) < 2 or text[0] not in "([" or text[-1] not in ")]":
        return False
    level = 0
    for index, char in enumerate(text):
        level += (char in "([") - (char in ")]")
        if level == 0 and index < len(text) - 1:
            return False
    return level == 0


def _split(text: str, pattern: str, known: Callable[[str], bool]) -> list[str]:
    """Parts outside brackets; neighbours that together are a known name stay together."""
    depth, levels = 0, []
    for char in text:
        depth += (char in "([") - (char in ")]")
        levels.append(depth)
    parts: list[str] = []
    seams: list[str] = []
    start = 0
    for match in re.finditer(pattern, text, re.IGNORECASE):
        if levels[match.start()] <= 0:
            parts.append(text[start : match.start()])
            seams.append(match[0])
            start = match.end()
    parts.append(text[start:])
    return _rejoined(parts, seams, known) if len(parts) <= 200 else parts


def _rejoined(parts: list[str], seams: list[str], known: Callable[[str], bool]) -> list[str]:
    """`Requirements, Design, and Reuse` is one name where the file has it so."""
    found: list[str] = []
    index = 0
    while index < len(parts):
        for end in range(min(len(parts), index + 6), index + 1, -1):
            whole = parts[index] + "".join(seams[k - 1] + parts[k] for k in range(index + 1, end))
            if known(whole.strip()):
                found.append(whole)
                index = end
                break
        else:
            found.append(parts[index])
            index += 1
    return [part for part in found if part.strip()]
