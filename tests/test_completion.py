"""Completion from the index: what typer would answer, without loading it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer._completion_classes import BashComplete, FishComplete, ZshComplete
from typer.main import get_command

from mlpath.cli.commands import program
from mlpath.cli.completing import completed
from mlpath.cli.completion_index import refresh
from mlpath.cli.memo import Memo
from tests.builders import folder
from tests.conftest import CommandLine

SHELLS = ("bash", "zsh", "fish")
LINES = (
    "mlpath ", "mlpath p", "mlpath zzz", "mlpath why", "mlpath why ", "mlpath why fir", "mlpath why first ",
    "mlpath done the-book", "mlpath done the-book/", "mlpath done the-book/ch1 the-book/c", "mlpath done nothing/",
    "mlpath plan --p", "mlpath plan --pin ", "mlpath plan --pin the-book/", "mlpath plan all --know fi",
    "mlpath plan --json --js", "mlpath plan --prefer x --pr", "mlpath -", "mlpath --color never ne", "mlpath next -",
    "mlpath curriculum ", "mlpath curriculum li", "mlpath curriculum lint --", "mlpath curriculum show ",
    "mlpath curriculum show ml", "mlpath compare all ", "mlpath plan -- ", "mlpath plan --pin=the",
    "mlpath nonsense x", "mlpath plan --nonsense x", "mlpath why 'fir", "mlpath search ", "mlpath export --output ",
)  # fmt: skip
LEFT_TO_TYPER = {
    "mlpath plan -- ", "mlpath plan --pin=the", "mlpath nonsense x", "mlpath plan --nonsense x", "mlpath why 'fir",
}  # fmt: skip


@pytest.fixture
def memo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Memo:
    monkeypatch.setenv("MLPATH_CURRICULUM", str(folder(tmp_path / "tiny")))
    monkeypatch.setenv("MLPATH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "1000")  # where a screen ends, typer breaks a help, which zsh does not understand
    found = Memo(None, str(tmp_path / "home" / "cache" / "memo"))
    refresh(found)
    return found


def _ask(shell: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = line.split(" ")
    monkeypatch.setenv("_MLPATH_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")


def _typer_says(shell: str) -> str:
    classes: dict[str, Any] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
    return str(classes[shell](get_command(program), {}, "mlpath", "_MLPATH_COMPLETE").complete())


def _items(said: str) -> list[str]:
    """What is offered; typer draws the order of `-h` and `--help` anew for each process."""
    if said.startswith("_arguments"):
        return sorted(re.split(r'(?<=") (?=")', " ".join(said.removeprefix("_arguments '*: :((")[:-4].split())))
    return sorted(" ".join(line.split()) for line in said.rstrip("\n").split("\n"))


@pytest.mark.parametrize("shell", SHELLS)
def test_the_index_answers_what_typer_answers(
    shell: str, memo: Memo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """For every line the index gives typer's answer byte for byte, or leaves the line to typer."""
    for line in LINES:
        _ask(shell, line, monkeypatch)
        answered = completed(memo)
        said = capsys.readouterr().out
        assert answered == (line not in LEFT_TO_TYPER), line
        if answered:
            assert _items(said) == _items(f"{_typer_says(shell)}\n"), line
            assert said.startswith("_arguments '*: :((") == (shell == "zsh" and said != "_files\n"), line


def test_fish_is_told_whether_there_is_something(memo: Memo, monkeypatch: pytest.MonkeyPatch) -> None:
    """`is-args` ends with 0 where something completes and with 1 where files should."""
    for line, code in (("mlpath pl", 0), ("mlpath zzz", 1)):
        _ask("fish", line, monkeypatch)
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "is-args")
        with pytest.raises(SystemExit) as end:
            completed(memo)
        assert end.value.code == code


def test_a_changed_curriculum_is_indexed_anew(memo: Memo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index made from other files than there are now answers nothing."""
    _ask("bash", "mlpath why fir", monkeypatch)
    (tmp_path / "tiny" / "resources" / "new.yaml").write_text("", "utf-8")
    assert not completed(memo)


def test_the_second_completion_of_a_shell_loads_next_to_nothing(mlpath: CommandLine, tmp_path: Path) -> None:
    """The first completion makes the index; from then on neither typer nor a curriculum is loaded."""
    report = "import sys; from mlpath.cli import main\ntry: main()\nfinally: sys.stderr.write(' '.join(sys.modules))"
    tiny = folder(tmp_path / "tiny")
    environment = mlpath.environment(
        MLPATH_CURRICULUM=str(tiny), _MLPATH_COMPLETE="complete_bash", COMP_WORDS="mlpath why fir", COMP_CWORD="2"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", report], env=environment, capture_output=True, text=True, check=False, cwd=place
        )
        for place in (tmp_path, os.path.sep)
    ]
    assert [run.stdout for run in runs] == ["first\n"] * 2
    assert "typer" in runs[0].stderr.split()
    assert not {"typer", "pydantic", "rich"} & set(runs[1].stderr.split())
