"""The promises of the command line, 33 to 40: places, settings, doctor, waiting, dates, start-up, network, bugs."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import platformdirs
import pytest

from mlpath.app import App
from mlpath.cli import mishaps
from tests.conftest import CommandLine
from tests.expecting import promise
from tests.person import at_terminal

SOURCE = Path(__file__).parent.parent / "src" / "mlpath"
HEAVY = {"rich", "pydantic", "sqlalchemy", "networkx", "clingo", "yaml", "rapidfuzz", "sqlite3", "tomlkit"}


@promise(33)
def test_places(inside: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files only where platformdirs says; `MLPATH_HOME` and XDG variables honoured."""
    person = tmp_path / "person"
    person.mkdir()
    xdg = {f"XDG_{name}_HOME": str(person / "x" / name.lower()) for name in ("DATA", "CACHE", "CONFIG", "STATE")}
    for extra in ({}, xdg):
        env = {"HOME": str(person), "MLPATH_HOME": "", **dict.fromkeys(xdg, ""), **extra}
        for words in (["plan", "all"], ["done", "the-book/ch1"], ["backup"], ["config", "set", "color", "never"]):
            assert inside(*words, **env).code == 0, words
        with monkeypatch.context() as world:
            for name, value in env.items():
                world.setenv(name, value)
            places = [platformdirs.user_data_path("mlpath", appauthor=False), platformdirs.user_cache_path("mlpath", appauthor=False),
                      platformdirs.user_config_path("mlpath", appauthor=False)]  # fmt: skip
        assert (places[0] / "mlpath.db").is_file()
        assert (places[2] / "config.toml").is_file()
        written = [file for file in person.rglob("*") if file.is_file()]
        assert all(any(file.is_relative_to(place) for place in places) for file in written), written
        assert all(any(file.is_relative_to(place) for file in written) for place in places)
        for file in written:
            file.unlink()
    before = {*tmp_path.iterdir()}
    home = tmp_path / "elsewhere"
    for words in (["plan", "all"], ["done", "the-book/ch1"], ["config", "set", "color", "never"]):
        inside(*words, MLPATH_HOME=str(home), HOME=str(person))
    assert {*tmp_path.iterdir()} == before | {home}
    assert [file for file in person.rglob("*") if file.is_file()] == []


@promise(34)
def test_precedence(inside: CommandLine, tmp_path: Path) -> None:
    """Precedence: flag, environment, project file, user file; `mlpath config --show-origin`."""
    project, user = tmp_path / "mlpath.toml", inside.home / "config.toml"
    user.parent.mkdir(parents=True)

    def told(*words: str, **env: str) -> tuple[str, str]:
        found = {one["key"]: one for one in inside("config", *words, "--json", **env).json["settings"]}["color"]
        return found["value"], found["origin"]

    assert told() == ("auto", "default")
    user.write_text("# mine\ncolor = 'never'\n")
    assert told() == ("never", f"{user}:2")
    project.write_text("color = 'always'\n")
    assert told() == ("always", f"{project}:1")
    assert told(MLPATH_COLOR="never") == ("never", "environment MLPATH_COLOR")
    assert told("--color", "auto", MLPATH_COLOR="never") == ("auto", "flag")
    inside("plan", "all")
    assert "\x1b" in inside("next").out
    assert "\x1b" not in inside("next", NO_COLOR="1").out
    assert "\x1b" not in inside("next", "--color", "never").out
    shown = "".join(inside("config", "--show-origin", "--color", "never").out.split())
    assert f"curriculum{inside.variables['MLPATH_CURRICULUM']}" in shown or "environmentMLPATH_CURRICULUM" in shown
    assert "colorneverflag" in shown


@promise(35)
def test_doctor(inside: CommandLine) -> None:
    """`mlpath doctor` prints places, versions, and checks integrity."""
    inside("plan", "all")
    said = inside("doctor").out
    for part in (
        str(inside.home),
        "Python",
        "SQLite",
        "clingo",
        "cache",
        "integrity",
        "chain",
        "backups",
        "All is well.",
    ):
        assert part in said, part
    database = inside.home / "mlpath.db"
    database.write_bytes(database.read_bytes()[:-100])
    broken = inside("doctor")
    assert (broken.code, "error" in broken.out) == (1, True)


@promise(36)
def test_waiting(inside: CommandLine) -> None:
    """A progress bar only on a terminal's stderr, and only after half a second."""
    script = "import sys\nfrom mlpath.cli import waiting\nassert waiting.PATIENCE_SECONDS == 0.5\nwaiting.PATIENCE_SECONDS = {patience}\nimport time\nwith waiting.waiting('working'): time.sleep(0.4)\nprint('ready')"
    slow = at_terminal(inside, script=script.format(patience=0.01)).out
    assert slow == "working …\r         \rready\n"
    assert at_terminal(inside, script=script.format(patience=60)).out == "ready\n"
    piped = subprocess.run(
        [sys.executable, "-c", script.format(patience=0.01)], capture_output=True, encoding="utf-8", check=True
    )
    assert (piped.stdout, piped.stderr) == ("ready\n", "")


@promise(37)
def test_dates(inside: CommandLine) -> None:
    """ISO 8601 dates for machines; `--today` and `MLPATH_TODAY` for tests and for planning ahead; human dates in text."""
    inside("plan", "all", "--hours-per-week", "7")
    for ran in (inside("plan", "--json", MLPATH_TODAY="2027-01-01"), inside("plan", "--json", "--today", "2027-01-01")):
        assert ran.json["steps"][0]["starts"] == "2027-01-01"
    found = re.findall(r'"(?:starts|ends)": "([^"]*)"', inside("plan", "--json").out)
    assert found
    assert all(date.fromisoformat(day) for day in found)
    text = inside("plan", "--today", "2027-01-01").out
    assert re.search(r"\d{1,2} Jan 2027", text)
    assert not re.search(r"\d{4}-\d\d-\d\d", text)
    assert inside("next", "--today", "soon").code == 2


@promise(38)
def test_instant(run: CommandLine) -> None:
    """Everyday commands feel instant: the figures are in [performance.md](performance.md), never in timed tests."""
    script = "import sys; sys.argv = ['mlpath', *sys.argv[1:]]\nfrom mlpath.cli import main\ntry: main()\nexcept SystemExit: pass\nprint(*sys.modules, sep=' ', file=sys.stderr)"
    for words, unwanted in ((["--version"], HEAVY | {"typer"}), (["-h"], HEAVY), (["next", "-h"], HEAVY)):
        done = subprocess.run(
            [sys.executable, "-c", script, *words],
            env=run.environment(),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert not unwanted & set(done.stderr.split()), words


NETWORKED = {
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "urllib3",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "smtplib",
    "webbrowser",
}


@promise(39)
def test_no_network(run: CommandLine, tmp_path: Path) -> None:
    """Every command works with sockets blocked; no telemetry, no update check."""
    # Each command's example is run so too, in test_examples.
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(
        "import socket\ndef refuse(*a, **k): raise RuntimeError('network')\n"
        "socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refuse\n"
    )
    for words in (["plan", "all"], ["next"]):
        assert run(*words, PYTHONPATH=str(tmp_path / "site")).code == 0, words
    for file in SOURCE.rglob("*.py"):
        if "web" in file.parts or file.name == "serving.py":
            continue  # a server on this machine, which asks nobody
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not NETWORKED & {*names, *(name.partition(".")[0] for name in names)} - {"webbrowser"}, file


@promise(40)
def test_a_bug(inside: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected error is one line, the log's path and where to report it, exit 70; a traceback only with `--debug`."""
    inside("plan", "all")
    inside.variables["MLPATH_NO_MEMO"] = "1"

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no such\nthing")

    monkeypatch.setattr(App, "next_steps", broken)
    ran = inside("next")
    log = inside.home / "logs" / "mlpath.log"
    assert (ran.code, ran.out) == (70, "")
    assert ran.err == (
        f"error: a bug of ours: RuntimeError: no such thing; the whole story is in {log}\nhint: report it at {mishaps.tracker()}\n"
    )
    story = log.read_text("utf-8")
    assert "$ mlpath next" in story
    assert "Traceback (most recent call last)" in story
    assert json.loads(inside("next", "--json").out)["error"]["code"] == 70
    debugged = inside("next", "--debug")
    assert (debugged.code, "Traceback (most recent call last)" in debugged.err) == (70, True)
    monkeypatch.setattr(mishaps, "MOST_BYTES", 10)
    inside("next")
    assert log.with_name("mlpath.log.1").exists()
    unwritable = inside("next", MLPATH_HOME="/dev/null/home", MLPATH_TODAY="2026-11-21")
    assert (unwritable.code, "Traceback" in unwritable.err) == (70, False)
    assert "run it again with --debug" in unwritable.err


def test_an_error_of_the_system(inside: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be read or written is told with its name, exit 5, no traceback; --debug shows it."""
    inside("plan", "all")
    inside.variables["MLPATH_NO_MEMO"] = "1"

    def broken(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "/some/file")

    monkeypatch.setattr(App, "next_steps", broken)
    ran = inside("next")
    assert (ran.code, ran.err) == (
        5,
        "error: the system refused to read or write: /some/file: permission denied\nhint: mlpath doctor\n",
    )
    assert "Traceback" in inside("next", "--debug").err
