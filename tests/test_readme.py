"""The README is true: its examples print what it says, and its two commands work from a clean copy."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.readme import README, ROOT, run_examples, shell_commands


def test_the_examples_print_what_the_readme_says(tmp_path: Path) -> None:
    """Each example, run, prints what stands below it. (`python -m tests.readme` renews it.)"""
    text = README.read_text("utf-8")
    assert run_examples(text, tmp_path) == text


def test_the_first_command_sets_up_and_plans(tmp_path: Path) -> None:
    """In a copy of the project's files, with a new environment, the README's first command ends in a proven plan."""
    files = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.split(b"\0")
    for name in (os.fsdecode(file) for file in files if file):
        if (ROOT / name).is_file():
            target = tmp_path / "copy" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    command = shell_commands(README.read_text("utf-8"))[0]
    assert command.endswith("mlpath plan developer")
    clean = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=tmp_path / "copy",
        env=clean | {"MLPATH_HOME": str(tmp_path / "home"), "MLPATH_CURRICULUM": "ml-math"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Shortest: proven." in done.stdout
    installed = list((tmp_path / "copy" / ".venv").glob("lib/python*/site-packages/mlpath/curricula/ml-math"))
    assert installed, "the curricula are not in the wheel"


def test_the_second_command_is_what_the_gate_runs() -> None:
    """The gate runs the README's test command, found there by its form, and that command runs every check."""
    commands = shell_commands(README.read_text("utf-8"))
    assert [c for c in commands if c.startswith("python3 -m venv ") and c.endswith(" python -m tests")] == commands[1:]
    assert "README.md" in (ROOT / ".ci" / "run").read_text("utf-8")
