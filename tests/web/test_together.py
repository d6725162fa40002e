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

import pytest

from mlpath.store import Store
from tests.builders import folder
from tests.conftest import CommandLine

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


def post(port: int, path: str, body: object, token: str = "") -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    connection.request("POST", path, json.dumps(body), headers)
    answer = connection.getresponse()
    found = answer.status, json.loads(answer.read())
    connection.close()
    return found


def test_marks_by_page_and_by_command_at_once(environment: dict[str, str], mlpath: CommandLine) -> None:
    """Half the parts are marked by commands, half by the page, all at the same time, and one by both: each is there once.

    A second server on the same port is told why not; Ctrl+C ends the first in peace.
    """
    with served(environment) as (port, key, server):
        token = str(post(port, "/api/session", {"key": key})[1]["token"])
        answers: list[tuple[int, dict[str, object]]] = []

        def page(units: list[str]) -> None:
            answers.extend(post(port, "/api/marks", {"kind": "done", "ids": [unit]}, token) for unit in units)

        both = "the-book/ch1"
        by_page = [f"the-book/ch{n}" for n in range(2, 4)]
        by_command = [f"the-book/ch{n}" for n in range(4, UNITS + 1)]
        threads = [threading.Thread(target=page, args=([unit, both],)) for unit in by_page]
        commands = [
            subprocess.Popen(command("done", unit, both), env=environment, stdout=subprocess.DEVNULL)
            for unit in by_command
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [process.wait(60) for process in commands] == [0] * len(commands)
        taken = subprocess.run(
            command("serve", "--port", str(port), "--no-open"),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (taken.returncode, "Traceback" in taken.stderr) == (2, False)
    assert f"port {port} cannot be used" in taken.stderr
    assert server.returncode in (0, 130)
    assert [status for status, _ in answers] == [200] * 2 * len(by_page)
    marked = [id_ for event in Store(mlpath.home / "mlpath.db").events() for id_ in event.ids]
    assert sorted(marked) == [f"the-book/ch{n}" for n in range(1, UNITS + 1)]


def test_the_static_map_needs_nothing_else(environment: dict[str, str], tmp_path: Path) -> None:
    """`map` as html and svg: one file, no address to load from, the topics and their names in it."""
    for form in ("html", "svg"):
        target = tmp_path / f"map.{form}"
        subprocess.run(command("map", "--format", form, "--output", str(target)), env=environment, check=True)
        text = target.read_text("utf-8")
        assert "First things" in text
        assert not re.search(r"(src|href|url\()\s*=?\s*[\"']?https?:", text.replace("http://www.w3.org/2000/svg", ""))
    ran = subprocess.run(command("map"), env=environment, capture_output=True, text=True, check=True)
    assert Path(ran.stdout.strip().removeprefix("The map is in ")).read_text("utf-8").startswith("<!doctype html>")
