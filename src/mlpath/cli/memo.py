"""The memo: the rendered answer of a command that reads, kept until something that it depends on changes.

    mlpath next  ──▶  recall: same question, same world?  ──yes──▶  print, end
                                      │ no
                                      ▼
                      the command runs, its output copied  ──▶  remember

*Question*: the arguments, mlpath's version, the day, the terminal, and the environment variables that change an
answer. *World*: the database (its change counter, which SQLite raises with every transaction in journal modes other
than WAL) and the files that the answer was made from, by size and time of change. An answer holds only while both are
the same, byte for byte; whatever cannot be read counts as not there. The folder may be thrown away at any time.

This file is all that a repeated question runs: it imports `os`, `sys` and `time`. What an answer is, it does not know.
"""

from __future__ import annotations

import os
import sys
import time
from zlib import crc32

from mlpath import __version__

VARIABLES = (
    "COLORTERM", "COLUMNS", "FORCE_COLOR", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LINES", "NO_COLOR",
    "PAGER", "PYTHONIOENCODING", "PYTHONUTF8", "TERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "TZ",
)  # fmt: skip
"""Environment variables that change how an answer looks."""
VARIABLES_OF_PLACES = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
"""Environment variables that change where things are, besides all that begin with MLPATH_."""
FOLDERS_OF_A_CURRICULUM = ("", "topics", "resources", "questions")
COUNTER = slice(24, 28)
"""The file change counter in the header of a SQLite file (https://sqlite.org/fileformat.html, 1.3.7)."""
MAX_ANSWER = 1_000_000
MAX_ENTRIES = 200


def cache() -> str:
    """The folder for what may be thrown away, as `places.cache` says, without platformdirs where it can be."""
    chosen = os.environ.get("MLPATH_HOME", "")
    if chosen:
        return os.path.expanduser(chosen) + "/cache"  # noqa: PTH111  # pathlib costs more than all the rest
    platform: str = sys.platform
    if platform.startswith("linux"):
        base = os.environ.get("XDG_CACHE_HOME", "").strip() or os.path.expanduser("~/.cache")  # noqa: PTH111
        return f"{base}/mlpath"
    from platformdirs import user_cache_dir

    return user_cache_dir("mlpath", appauthor=False)


class Memo:
    """One question, and the place of its answer.

    Args:
        arguments: those of the command line; none: what is asked is the same on every day, terminal and place.
        folder: where answers are kept.

    """

    def __init__(self, arguments: list[str] | None, folder: str) -> None:
        self.question = repr((_here(), None if arguments is None else (arguments, _now()))).encode(
            "utf-8", "backslashreplace"
        )
        self.folder = folder
        self.path = f"{folder}/{crc32(self.question):08x}"

    def recall(self) -> bytes | None:
        """The answer, where it still holds."""
        try:
            with open(self.path, "rb") as file:  # noqa: PTH123  # pathlib costs more than all the rest
                question, files, world = (file.readline().rstrip(b"\n") for _ in range(3))
                if question == self.question and world == seen(files.decode().split("\0") if files else []).encode():
                    return file.read()
        except (OSError, ValueError):
            pass
        return None

    def remember(self, answer: bytes, files: list[str], world: str) -> None:
        """Keep an answer; where it cannot be kept, it is not.

        Args:
            answer: what was printed.
            files: what it was made from (see `seen`).
            world: what was seen of them before the answer was made.

        """
        head = "\0".join(files)
        if len(answer) > MAX_ANSWER or "\n" in head or "\n" in world:
            return
        temporary = f"{self.path}.{os.getpid()}"
        try:
            os.makedirs(self.folder, exist_ok=True)  # noqa: PTH103  # as above
            self._make_room()
            with open(temporary, "wb") as file:  # noqa: PTH123  # as above
                file.write(b"\n".join((self.question, head.encode(), world.encode(), answer)))
            os.replace(temporary, self.path)  # noqa: PTH105  # as above
        except (OSError, ValueError):
            return

    def _make_room(self) -> None:
        """Throw the answers away where there are too many: those of other days and widths are of no more use."""
        with os.scandir(self.folder) as entries:
            paths = [entry.path for entry in entries]
        for path in paths if len(paths) >= MAX_ENTRIES else ():
            os.unlink(path)  # noqa: PTH108  # as above


def _here() -> tuple[object, ...]:
    """What every answer of this installation and home depends on."""
    environment = os.environ
    said = [f"{name}={environment[name]}" for name in VARIABLES_OF_PLACES if name in environment]
    said += sorted(f"{name}={value}" for name, value in environment.items() if name.startswith("MLPATH_"))
    folder = environment.get("MLPATH_CURRICULUM", "")
    is_relative = not os.path.isabs(folder) and os.path.isdir(folder)  # noqa: PTH112, PTH117  # as above
    where = os.getcwd()  # noqa: PTH109  # as above
    return __version__, sys.version, sys.prefix, said, where if is_relative else "", _project(where)


def _project(folder: str) -> str:
    """The nearest mlpath.toml, in a folder or above it; it may name another curriculum."""
    while not os.path.exists(f"{folder}/mlpath.toml"):  # noqa: PTH110  # as above
        above = os.path.dirname(folder)  # noqa: PTH120  # as above
        if above == folder:
            return ""
        folder = above
    return folder


def _now() -> tuple[object, ...]:
    """What an answer for a person depends on besides: the day, the working folder, the terminal."""
    environment, out = os.environ, sys.stdout
    said = [f"{name}={environment[name]}" for name in VARIABLES if name in environment]
    terminal: tuple[object, ...] = (getattr(out, "encoding", ""), False)
    if out.isatty():
        terminal = (terminal[0], tuple(os.get_terminal_size(out.fileno())), sys.stderr.isatty(), sys.stdin.isatty())
    return time.strftime("%Y-%m-%d"), time.tzname, os.getcwd(), terminal, said  # noqa: PTH109  # as above


def seen(files: list[str]) -> str:
    """What is seen of files, in one line: a database's counter, a file's size and time of change, a folder's files.

    A name that ends in `.db` is a database, one that ends in `/` the folder of a curriculum. What is not there is
    seen too: it may come.
    """
    return "|".join(_seen_database(f) if f.endswith(".db") else _seen_place(f) for f in files)


def _seen_database(path: str) -> str:
    journal = os.path.exists(f"{path}-journal")  # noqa: PTH110  # as above
    try:
        with open(path, "rb") as file:  # noqa: PTH123  # as above
            counter = file.read(COUNTER.stop)[COUNTER]
            status = os.fstat(file.fileno())
    except OSError:
        return f"none{journal}"
    return f"{counter.hex()} {status.st_ino} {status.st_size} {status.st_mtime_ns} {journal}"


def _seen_place(path: str) -> str:
    if not path.endswith("/"):
        return _seen_file(path)
    found: list[str] = []
    for name in FOLDERS_OF_A_CURRICULUM:
        try:
            with os.scandir(path + name) as entries:
                for entry in entries:
                    status = entry.stat()
                    found.append(f"{entry.name} {status.st_size} {status.st_mtime_ns}")
        except OSError:
            found.append("none")
    return repr(sorted(found))


def _seen_file(path: str) -> str:
    try:
        status = os.stat(path)  # noqa: PTH116  # as above
    except OSError:
        return "none"
    return f"{status.st_size} {status.st_mtime_ns}"


def for_this_process() -> Memo | None:
    """The memo of this process's question; None where answers are not kept.

    A database on a server has no counter that could be read here.
    """
    if os.environ.get("MLPATH_DATABASE_URL") or os.environ.get("MLPATH_NO_MEMO"):
        return None
    try:
        return Memo(sys.argv[1:], f"{cache()}/memo")
    except (OSError, ValueError):
        return None


def say(answer: bytes) -> None:
    """Print an answer as it was printed before."""
    sys.stdout.flush()
    sys.stdout.buffer.write(answer)
    sys.stdout.flush()
