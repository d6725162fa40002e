"""Settings: who wins, what a mistake says, and that a file's comments outlive every change."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpath.cli.settings import SETTINGS, Found, Settings, SettingsFile
from mlpath.errors import UsageError
from tests.builders import folder
from tests.conftest import CommandLine

VALUES: dict[str, tuple[Any, Any, Any, Any]] = {"curriculum": ("one", "two", "three", "four"), "learner": ("ann", "bob", "cem", "dia"), "hours_per_week": (1.0, 2.0, 3.0, 4.0),
          "color": ("always", "never", "always", "never"), "pager": ("one", "two", "three", "four")}  # fmt: skip
"""For each setting what flag, environment, project file and user file say."""


@pytest.mark.parametrize("key", list(SETTINGS))
@pytest.mark.parametrize("said", range(16))
def test_who_wins(key: str, said: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For every setting and every set of those that say it, the first of flag, environment, project and user wins."""
    flag, variable, project, user = VALUES[key]
    monkeypatch.setenv("MLPATH_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "work" / "deep").mkdir(parents=True)
    monkeypatch.delenv(SETTINGS[key].variable, raising=False)
    expected: tuple[Any, str] = (SETTINGS[key].default, "default")
    if said & 1:
        (tmp_path / "home" / "config.toml").write_text(f"\n{key} = {user!r}\n")
        expected = (user, f"{tmp_path / 'home' / 'config.toml'}:2")
    if said & 2 and SETTINGS[key].in_projects:
        (tmp_path / "work" / "mlpath.toml").write_text(f"{key} = {project!r}\n")
        expected = (project, f"{tmp_path / 'work' / 'mlpath.toml'}:1")
    if said & 4:
        monkeypatch.setenv(SETTINGS[key].variable, f"{variable:g}" if isinstance(variable, float) else variable)
        expected = (variable, f"environment {SETTINGS[key].variable}")
    if said & 8:
        expected = (flag, "flag")
    found = Settings({key: flag} if said & 8 else {}, tmp_path / "work" / "deep").find(key)
    assert (found.value, found.origin) == expected


MISTAKES = [
    pytest.param("\ncolour = 'never'\n", 2, "there is no setting 'colour'", "did you mean color?", id="unknown"),
    pytest.param("color = 'pink'", 1, "color is 'pink', not auto, always or never", "mlpath config set color", id="no colour"),
    pytest.param("# h\n\nhours_per_week = '6'", 3, "hours_per_week is '6', not a number of hours", "set hours", id="text for a number"),
    pytest.param("hours_per_week = true", 1, "hours_per_week is True", "set hours", id="yes for a number"),
    pytest.param("hours_per_week = nan", 1, "hours_per_week is nan", "set hours", id="no number"),
    pytest.param("hours_per_week = 200", 1, "hours_per_week is 200, not a number of hours, at most 168", "set hours", id="too many"),
    pytest.param("curriculum = ['a']", 1, "curriculum is ['a'], not an id or a folder", "set curriculum", id="a list"),
    pytest.param("[tool]\nx = 1", 1, "there is no setting 'tool'", "mlpath config lists all", id="a table"),
    pytest.param("color = 'auto'\ncolor = 'never'", 2, "this is not TOML", "mlpath config -h", id="twice"),
    pytest.param("color = \n", 1, "this is not TOML: invalid value", "mlpath config -h", id="no TOML"),
    pytest.param("pager = 'less'", 1, "pager cannot be set for a project", "mlpath config set pager", id="a pager for others"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "message", "hint"), MISTAKES)
def test_a_mistake_in_a_file(
    inside: CommandLine, tmp_path: Path, text: str, line: int, message: str, hint: str
) -> None:
    """Exit 2, and the file, the line, what is wrong and what mends it; every command that needs it says so."""
    (tmp_path / "mlpath.toml").write_text(text)
    for words in (["config"], ["next"]):
        ran = inside(*words, MLPATH_CURRICULUM="")
        assert (ran.code, ran.out) == (2, "")
        assert f"error: {tmp_path / 'mlpath.toml'}:{line}: {message}" in ran.err
        assert hint in ran.err.partition("hint: ")[2]
    assert inside("--version").code == 0
    assert inside("-h").code == 0


def test_a_mistake_in_the_environment(inside: CommandLine) -> None:
    """The variable is named, and what unsets it; an empty one says nothing."""
    ran = inside("config", MLPATH_HOURS_PER_WEEK="many")
    assert (ran.code, ran.err) == (
        2,
        "error: MLPATH_HOURS_PER_WEEK is 'many', not a number of hours, at most 168\nhint: unset MLPATH_HOURS_PER_WEEK\n",
    )
    assert inside("config", MLPATH_HOURS_PER_WEEK="").code == 0


def test_set_and_unset_keep_comments(inside: CommandLine) -> None:
    """A change touches one line; what else is in the file stays, byte for byte; the same again changes nothing."""
    file = inside.home / "config.toml"
    file.parent.mkdir(parents=True)
    text = "# mine, all mine\n\ncolor = 'never' # at night\n# hours follow\nhours_per_week = 4\n"
    file.write_text(text)
    assert "hours_per_week: 4 → 6" in inside("config", "set", "hours_per_week", "6").out
    assert file.read_text() == text.replace("= 4", "= 6")
    before = file.stat().st_mtime_ns
    assert inside("config", "set", "hours_per_week", "6").out.startswith("Nothing changed: hours_per_week is 6")
    assert file.stat().st_mtime_ns == before
    inside("config", "unset", "hours_per_week")
    assert file.read_text() == text.replace("hours_per_week = 4\n", "")
    assert inside("config", "unset", "hours_per_week").out.startswith("Nothing changed: hours_per_week is not set")


def test_set_says_who_wins_all_the_same(inside: CommandLine) -> None:
    """Where something nearer says otherwise, `set` tells it; what cannot be set is refused before anything is written."""
    ran = inside("config", "set", "color", "always", MLPATH_COLOR="never")
    assert "but environment MLPATH_COLOR says never, and that wins" in " ".join(ran.out.split())
    for words, said in (
        (["color", "pink"], "not auto, always or never"),
        (["colour", "never"], "did you mean color?"),
        (["pager", "less", "--project"], "only by you"),
    ):
        refused = inside("config", "set", *words)
        assert (refused.code, said in refused.err) == (2, True)
    assert not Path("mlpath.toml").exists()


def test_a_setting_is_obeyed(inside: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hours of a new plan, and a curriculum beside the file that names it; a change is seen at once, memo or not."""
    other = folder(tmp_path / "other")
    (other / "curriculum.yaml").write_text(
        (other / "curriculum.yaml").read_text().replace("title: Tiny", "title: The other one")
    )
    inside("config", "set", "hours_per_week", "3")
    assert "at 3 h a week" in inside("plan", "all").out
    assert "at 2 h a week" in inside("plan", "all", "--hours-per-week", "2").out
    (tmp_path / "work" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work" / "deep")
    tiny = {"MLPATH_CURRICULUM": ""}
    (tmp_path / "mlpath.toml").write_text("curriculum = 'tiny'\n")
    assert inside("curriculum", "show", **tiny).out.startswith("Tiny")
    first = inside("show", "first", **tiny).out
    (tmp_path / "work" / "mlpath.toml").write_text("curriculum = '../other'\n")
    assert inside("curriculum", "show", **tiny).out.startswith("The other one")
    (other / "topics" / "a.yaml").write_text(
        (other / "topics" / "a.yaml").read_text().replace("First things", "Other things")
    )
    assert "Other things" in inside("show", "first", **tiny).out
    (tmp_path / "work" / "mlpath.toml").unlink()
    assert inside("show", "first", **tiny).out == first


@given(st.text(alphabet="color=pager'\"\n[]#. 0né\\u", max_size=40) | st.binary(max_size=20))
def test_any_text_is_settings_or_a_mistake(text: str | bytes) -> None:
    """Whatever is in the file: settings, or an error with its place; nothing else."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "mlpath.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        try:
            keys, said, hint = set(SettingsFile(file, is_project=True).values), f"{file}:", "none"
        except UsageError as error:
            keys, said, hint = set(), error.message, error.hint
    assert keys <= set(SETTINGS)
    assert said.startswith(f"{file}:")
    assert hint


def test_found_is_a_value() -> None:
    """What was found can be compared and says its setting."""
    assert Settings({"color": "never"}, Path("/")).find("color") == Found(SETTINGS["color"], "never", "flag")
