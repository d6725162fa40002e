"""Mending what lint finds where the mend is safe: edges that follow from others, references misspelt, order.

The text is changed line by line, so comments and the form of every other line stay. A mend that would make a
new error is not kept. Nothing is written before all of it is known; then each file is replaced at once.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mlpath.errors import UsageError, reason_of
from mlpath.library import load
from mlpath.library.mends import MENDS, MOVING
from mlpath.lint import Finding, check, located

ROUNDS = 50
"""Mending one thing can bring another to light; no curriculum needs so many rounds."""


@dataclass(frozen=True)
class Mended:
    """What was (or would be) changed."""

    said: tuple[str, ...]
    """One line a mend: its file and line as they were at the time, and what was done."""
    diff: str
    """All of it, as a unified diff."""
    left: tuple[str, ...] = ()
    """One line a finding that a mend is made for and that is left alone here, with why."""


def mend(folder: Path, *, write: bool) -> Mended:
    """Mend a curriculum's files.

    Args:
        folder: the curriculum.
        write: whether the files are changed; else it is only said what would be.

    Raises:
        UsageError: where a file cannot be written; those before it in the alphabet are.

    """
    if any(finding.rule == "too-large" for finding in load(folder).findings):
        return Mended((), "")  # what a stranger made huge is not copied
    with tempfile.TemporaryDirectory(prefix="mlpath-mend-") as name:
        copy = Path(name) / "copy"
        files = _copied(folder, copy)
        done, left_alone = _mended(copy, folder)
        said, left = tuple(done), tuple(_left(copy, folder, left_alone))
        after = {file: (copy / file).read_bytes().decode("utf-8", "surrogateescape") for file in files}
    changed = {file: text for file, text in after.items() if text != files[file]}
    if write:
        for file, text in changed.items():
            _replace(folder / file, text)
    return Mended(said, "".join(_diff(file, files[file], text) for file, text in changed.items()), left)


def _copied(folder: Path, copy: Path) -> dict[str, str]:
    """The curriculum's files in a folder of our own: their texts by name."""
    found: dict[str, str] = {}
    for pattern in ("*.yaml", "topics/*.yaml", "resources/*.yaml"):
        for path in sorted(folder.glob(pattern)):
            if path.is_file():
                name = path.relative_to(folder).as_posix()
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy / name)
                found[name] = path.read_bytes().decode("utf-8", "surrogateescape")
    return found


def _findings(folder: Path) -> list[Finding]:
    loaded = load(folder)
    more = check(loaded.curriculum) if loaded.curriculum is not None else []
    return located([*loaded.findings, *more], loaded.places)


def _left(copy: Path, shown: Path, left_alone: set[tuple[str, str]]) -> Iterable[str]:
    """What stays, and why: lists in brackets are one line for several things, and lines are what is mended."""
    for finding in _findings(copy):
        if (finding.rule, finding.message) in left_alone:
            name, line, _ = finding.position
            text = Path(name).read_bytes().decode("utf-8", "surrogateescape").splitlines()[line - 1]
            why = "it stands in brackets with others" if re.search(r"[\[{]", text) else "no mend of it is safe"
            place = (shown / Path(name).relative_to(copy)).as_posix()
            yield f"{place}:{line}: {finding.message}: left alone, {why}; mend it by hand"


def _mended(copy: Path, shown: Path) -> tuple[list[str], set[tuple[str, str]]]:
    said: list[str] = []
    left_alone: set[tuple[str, str]] = set()
    findings = _findings(copy)
    for _ in range(ROUNDS):
        todo = [f for f in findings if f.rule in MENDS and (f.rule, f.message) not in left_alone]
        if not todo:
            break
        before = {Path(f.position[0]): Path(f.position[0]).read_bytes() for f in todo}
        done = _apply(todo, left_alone)
        after = _findings(copy) if done else findings
        if _errors(after) > _errors(findings):
            # One of these mends does harm: take all back, and leave the first alone from now on.
            for file, data in before.items():
                file.write_bytes(data)
            left_alone.add((todo[0].rule, todo[0].message))
            continue
        findings = after
        said += [f"{(shown / Path(name).relative_to(copy)).as_posix()}:{line}: {text}" for name, line, text in done]
    return said, left_alone


def _errors(findings: Iterable[Finding]) -> int:
    return sum(finding.severity == "error" for finding in findings)


def _apply(todo: list[Finding], left_alone: set[tuple[str, str]]) -> list[tuple[str, int, str]]:
    """Mend from the bottom up, so that the places of what is still to be mended stay right; what moves, alone."""
    moving = [finding for finding in todo if finding.rule in MOVING]
    done: list[tuple[str, int, str]] = []
    for finding in moving[:1] or reversed(todo):
        name, line, column = finding.position
        before = Path(name).read_bytes().decode("utf-8", "surrogateescape")
        found = MENDS[finding.rule](before.splitlines(keepends=True), line - 1, column - 1, finding)
        if found is None or "".join(found[0]) == before:
            left_alone.add((finding.rule, finding.message))
            continue
        Path(name).write_bytes("".join(found[0]).encode("utf-8", "surrogateescape"))
        done.append((name, line, found[1]))
    return done[::-1]


def _diff(file: str, before: str, after: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{file}", f"b/{file}"
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _replace(path: Path, text: str) -> None:
    """Write a file at once or not at all, with the permissions that it had."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, name)
        Path(name).replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {reason_of(error)}", "check its permissions") from None
