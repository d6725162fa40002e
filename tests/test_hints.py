"""Every command that a message names can be typed: it is a command of the program, with options that it has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import commands, options

SOURCE = Path(__file__).parent.parent / "src" / "mlpath"
HOLE = "HOLE"
PROSE = {"and", "database", "from", "is", "finds", "as", "itself", "works", "writes", "may", "itself:"}
"""Words that follow mlpath where a sentence is about it."""


def texts() -> Iterator[tuple[str, str]]:
    """Every string of the program that is no docstring, with its place; what is filled in is HOLE."""
    for file in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        parts = {id(value) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for value in node.values}
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            place = f"{file.relative_to(SOURCE)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.JoinedStr):
                yield place, "".join(str(v.value) if isinstance(v, ast.Constant) else HOLE for v in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts | docs:
                yield place, node.value


def named(text: str) -> Iterator[list[str]]:
    """The words of each command that a text names, as far as they can belong to it."""
    for found in re.finditer(
        r"(?<![\w./-])mlpath (?=[a-zH-])(.*?)(?=[;:,?()\n]| and | or | says | shows | lists | takes |$)", text
    ):
        yield found.group(1).split()


def wrong(words: list[str]) -> str | None:
    """What is wrong with a command; None where it can be typed."""
    path: tuple[str, ...] = ()
    for word in words:
        if (*path, word) not in commands():
            break
        path = (*path, word)
    rest = words[len(path) :]
    if not path and rest and rest[0] != HOLE and not rest[0].startswith("-"):
        return f"there is no command {rest[0]}"
    known = options(commands()[path])
    unknown = [word for word in rest if re.fullmatch(r"--?[a-z][a-z-]*", word) and word not in known]
    return f"{' '.join(path)} has no option {unknown[0]}" if unknown and HOLE not in rest[:1] else None


NAMED = [(place, words) for place, text in texts() for words in named(text) if words[0].rstrip(".") not in PROSE]


@pytest.mark.parametrize(("place", "words"), [pytest.param(p, w, id=f"{p}-{' '.join(w)}"[:90]) for p, w in NAMED])
def test_a_command_that_is_named_can_be_typed(place: str, words: list[str]) -> None:
    """Its words are a command's, its options are that command's own."""
    assert wrong(words) is None, place


def test_the_check_can_fail() -> None:
    """A command that there is not, and an option that it has not, are found; and many messages name commands."""
    assert wrong(["nxt"]) == "there is no command nxt"
    assert wrong(["plan", "GOAL", "--hours"]) == "plan has no option --hours"
    assert wrong(["curriculum", "lint", HOLE]) is None
    assert len(NAMED) > 60


def hints() -> Iterator[tuple[str, str]]:
    """The hint of each error and each check that is written out in the program."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "") if isinstance(node, ast.Call) else ""
            place = {"Check": 3}.get(name, 1) if name.endswith("Error") or name == "Check" else None
            if isinstance(node, ast.Call) and place is not None and len(node.args) > place:
                hint = node.args[place]
                values = hint.values if isinstance(hint, ast.JoinedStr) else [hint]
                said = "".join(str(v.value) if isinstance(v, ast.Constant) else HOLE for v in values)
                if said != HOLE and name not in ("ValueError", "ReadError"):
                    yield f"{file.relative_to(SOURCE)}:{node.lineno}", said


def test_a_hint_says_what_to_do() -> None:
    """Each hint is a command, names an option, or begins with what to do; none is a sentence with a full stop."""
    does = ("add", "choose", "close", "correct", "did you mean", "df", "give", "leave out", "ls", "nothing", "pip", "report", "run",
            "set", "shipped", "there is", "try", "unset", "use", "write", "it takes", "say", "split", "name", "check", "ask", "mend", "send", "see", "keep", "put", "wait", "delete", "install")  # fmt: skip
    found = list(hints())
    assert len(found) > 50
    for place, hint in found:
        assert hint.startswith(("mlpath", HOLE, *does)), (place, hint)
        assert not hint.endswith("."), (place, hint)
