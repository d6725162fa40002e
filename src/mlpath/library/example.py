"""The example of a rule as files, and what lint says of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from mlpath.library.loading import load_folder
from mlpath.lint import Finding, Rule, check, located


def findings_of_example(rule: Rule) -> list[Finding]:
    """The rule's own findings in its example, by lint itself."""
    with tempfile.TemporaryDirectory(prefix="mlpath-example-") as name:
        folder = Path(name)
        write_files(folder, rule.example)
        loaded = load_folder(folder)
        more = check(loaded.curriculum) if loaded.curriculum is not None else []
        return [f for f in located([*loaded.findings, *more], loaded.places) if f.rule == rule.id]


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Write texts by name below a folder, which may not be there yet."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
