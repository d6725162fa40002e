"""The page and the command line at once, as real processes: nothing is lost, nothing counts twice."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from mlpath.cli.serving import _tell
from mlpath.store import Store
from mlpath.web.office import Office
from mlpath.web.server import bound
from tests.builders import folder
from tests.conftest import TODAY, CommandLine
from tests.web.serving import stamp
from tests.web.tiny import tiny_app

UNITS = 6
RESOURCE = (
    "id: the-book\ntitle: The Book\nkind: book\nurl: https://example.org/book\nsources: [list]\nexercises: true\n"
    "pace: {minutes_per_page: 6, why: a guess}\nunits:\n"
    + "".join(f"  - {{id: ch{n}, title: Part {n}, pages: 10, teaches: [first, second]}}\n" for n in range(1, UNITS + 1))
)


@pytest.fixture
def environment(mlpath: CommandLine, tmp_path: Path) -> dict[str, str]:
    return mlpath.environment(MLPATH_CURRICULUM=str(folder(tmp_path / "tiny", resource=RESOURCE)))


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mlpath", *arguments]


@contextmanager
def served(environment: dict[str, str], *arguments: str) -> Iterator[tuple[int, str, subprocess.Popen[str]]]:
    """`mlpath serve` as a process: its port, the key that it printed, and itself."""
    server = subprocess.Popen(
        command("serve", "--port", "0", "--no-open", *arguments),
        env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        said = "".join(server.stdout.readline() for _ in range(4))
        found = re.search(r"http://127\.0\.0\.1:(\d+)/#key=(\S+)", said)
        assert found is not None, said
        yield int(found[1]), found[2], server
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=20)


def get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


def post(port: int, path: str, body: object, token: str = "") -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    connection.request("POST", path, json.dumps(body), headers)
    answer = connection.getresponse()
    found = answer.status, json.loads(answer.read())
    connection.close()
    return found


def test_marks_by_page_and_by_command_at_once(environment: dict[str, str], mlpath: CommandLine) -> None:
    """Parts are marked by commands and by the page at the same time, one of them by both: each is there once.

    The page shows the learner that --learner names, and no other's marks. Ctrl+C ends the server in peace, with 0.
    """
    with served(environment, "--learner", "anna") as (port, key, server):
        token = str(post(port, "/api/session", {"key": key})[1]["token"])
        answers: list[tuple[int, dict[str, object]]] = []

        def page(units: list[str]) -> None:
            answers.extend(post(port, "/api/marks", {"kind": "done", "ids": [unit]}, token) for unit in units)

        both = "the-book/ch1"
        threads = [threading.Thread(target=page, args=([f"the-book/ch{n}", both],)) for n in (2, 3)]
        commands = [
            subprocess.Popen(
                command("done", f"the-book/ch{n}", both, "--learner", "anna"),
                env=environment,
                stdout=subprocess.DEVNULL,
            )
            for n in (4, 5)
        ]
        other = subprocess.Popen(command("done", "the-book/ch6"), env=environment, stdout=subprocess.DEVNULL)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [process.wait(60) for process in (*commands, other)] == [0, 0, 0]
        status, read = get(port, "/progress")
        assert (status, "anna" in read, "Part 5" in read, "Part 6" in read) == (200, True, True, False)
    assert server.returncode == 0
    assert [status for status, _ in answers] == [200] * 4
    marked = [id_ for event in Store(mlpath.home / "mlpath.db", learner="anna").events() for id_ in event.ids]
    assert sorted(marked) == [f"the-book/ch{n}" for n in range(1, 6)]


def test_a_port_that_is_taken_is_told(inside: CommandLine) -> None:
    """In a sentence, with what to type instead."""
    with bound(0) as listening:
        port = listening.getsockname()[1]
        ran = inside("serve", "--port", str(port), "--no-open")
    assert (ran.code, ran.out) == (2, "")
    assert f"port {port} cannot be used: address already in use" in ran.err
    assert "mlpath serve --port 0" in ran.err


def test_where_there_is_no_browser_the_link_is_all(capsys: pytest.CaptureFixture[str]) -> None:
    """The server runs on, and it is said that none was opened."""
    with patch("webbrowser.open", return_value=False) as opened, patch("sys.stdin", None):
        _tell(Office(tiny_app(None), lambda: TODAY, stamp), "127.0.0.1:8731", open_it=True)
    link = opened.call_args.args[0]
    said = capsys.readouterr().out
    assert link.startswith("http://127.0.0.1:8731/#key=")
    assert link in said
    assert "There is no browser to open here" in said


def test_the_static_map_needs_nothing_else(inside: CommandLine, tmp_path: Path) -> None:
    """`map` as html and svg: one file, no address to load from, the topics and their names in it."""
    for form in ("html", "svg"):
        target = tmp_path / f"map.{form}"
        assert inside("map", "--format", form, "--output", str(target)).code == 0
        text = target.read_text("utf-8")
        assert "First things" in text
        assert not re.search(r"(src|href|url\()\s*=?\s*[\"']?https?:", text.replace("http://www.w3.org/2000/svg", ""))
    ran = inside("map")
    assert Path(ran.out.strip().removeprefix("The map is in ")).read_text("utf-8").startswith("<!doctype html>")
