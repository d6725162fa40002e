"""A PostgreSQL server for tests: the one that MLPATH_TEST_DATABASE_URL names, else one of our own, started and stopped.

A server refuses to run as root, so there it is run as the user `postgres`, whom its package makes. It keeps its
files in a temporary folder and listens there alone, on a socket.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

PACKAGES = Path("/usr/lib/postgresql")
"""Where Debian and Ubuntu put the servers, by version."""
OURS = "mlpath"
GIVEN = "MLPATH_TEST_DATABASE_URL"


def absent() -> str:
    """Why there is no server to test with; empty where there is one."""
    if os.environ.get(GIVEN) or _programs() is not None:
        return ""
    return f"no PostgreSQL server was found: apt-get install postgresql, or set {GIVEN}"


@contextmanager
def running() -> Iterator[str]:
    """The address of an empty database."""
    given = os.environ.get(GIVEN)
    programs = _programs()
    if given:
        yield given
        return
    if programs is None:
        raise RuntimeError(absent())
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path may not be long
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _run(programs / "initdb", "-D", folder / "data", "-U", OURS, "-A", "trust", "--no-sync", "-E", "UTF8")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder}"
        _run(programs / "pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start")
        try:
            yield f"postgresql+psycopg://{OURS}@/postgres?host={folder}"
        finally:
            _run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _programs() -> Path | None:
    """The folder of the newest server that is installed."""
    found = [path.parent for path in PACKAGES.glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if found:
        return max(found, key=lambda folder: float(folder.parent.name))
    return Path(on_path).resolve().parent if on_path else None


def _run(*command: object) -> None:
    as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    words = [*as_other, *map(str, command)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd="/", stdin=subprocess.DEVNULL)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr}")
