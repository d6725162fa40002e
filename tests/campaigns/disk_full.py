"""No room on the disk, at any byte: a clear error, nothing acknowledged is lost, and once there is room all goes on.

    python -m tests.campaigns.disk_full     every byte position, then a real full file system

First a process may write no file beyond some size (RLIMIT_FSIZE), for each size in turn: an append, a backup and a
migration meet the limit wherever it is. Then a small tmpfs, with less room each time, for the store and for the command.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from mlpath.errors import StoreError
from mlpath.store import Store
from mlpath.store.backup import back_up, verified
from tests.campaigns.common import RUN_ALL, Counts, append, child, main, rest, scratch, store_at, uids
from tests.golden import DATA

EVENTS = 8
STEP, SHORT_STEP = 1, 2999
"""Bytes from one limit to the next, for the append; a backup and a migration take larger ones."""
COARSER = 16
PAGE = 4096
ROOM, ROOM_FOR_ALL = 64, 4096
"""The pages of the small file system, and of one that holds the command's other files too."""
A_HALF_PAGE = "x" * 2000
INSIDE = "--inside"


def run(short: bool) -> Counts:
    counts = Counts("disk_full", "full disks")
    step = SHORT_STEP if short else STEP
    with scratch() as folder:
        base = folder / "base.db"
        for number in range(EVENTS):
            append(store_at(base), f"{number}")
        largest = base.stat().st_size + 2 * PAGE
        for limit in range(0, largest, step):
            _limited(folder / "a", base, limit, _append, counts)
        for limit in range(0, largest, min(step * COARSER, largest // 4)):
            _limited(folder / "b", base, limit, _back_up, counts)
            _limited(folder / "c", DATA / "schema-1.db", limit, _append, counts)
    _on_a_small_disk(short, counts)
    return counts


def _append(path: Path) -> None:
    append(store_at(path), "new")


def _back_up(path: Path) -> None:
    back_up(path, path.with_name("copy.db"))


def _limited(folder: Path, base: Path, limit: int, work: Callable[[Path], None], counts: Counts) -> None:
    """One piece of work in a process that may write no file beyond a limit."""
    folder.mkdir()
    path = folder / "x.db"
    shutil.copyfile(base, path)
    before = uids(path)

    def limited(pipe: int) -> None:
        import resource  # not on Windows, where this module is read all the same

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        os.write(pipe, _tried(lambda: work(path)).encode())

    with child(limited) as (_, reader):
        said = rest(reader).decode()
    counts.add("full disks" if said != "done" else "disks with room enough")
    counts.check(said == "done" or said.startswith("StoreError"), f"at {limit} bytes: {said or 'the process died'}")
    stored = ["new"] if said == "done" and work is _append else []
    _is_whole(path, [*before, *stored], counts)
    for copy in [*folder.glob("copy.db"), *folder.glob("backups/before*.db")]:
        counts.check(verified(copy).events == len(before), "a backup under its name is not whole")
    shutil.rmtree(folder)


def _tried(work: Callable[[], None]) -> str:
    try:
        work()
    except StoreError as error:
        return f"StoreError {error.message}" if error.hint else "an error without a hint"
    except BaseException as error:  # noqa: BLE001 # told to the parent, which judges
        return f"{type(error).__name__}: {error}"
    return "done"


def _is_whole(path: Path, owed: list[str], counts: Counts) -> None:
    """With room again, all is there and more can be stored."""
    try:
        counts.check(uids(path) == owed, f"{len(owed)} events are owed, {len(uids(path))} there")
        append(store_at(path), "later")
        counts.check(uids(path) == [*owed, "later"], "what was stored later is not there")
    except StoreError as error:
        counts.wrong.append(f"afterwards: {error.message}")


@cache
def _way() -> list[str]:
    """How a command is run that may mount: as root, in a user's namespace, or by sudo; empty where none works."""
    for way in (["unshare", "-m"], ["unshare", "-rm"], ["sudo", "-n", "unshare", "-m"]):
        if shutil.which(way[0]) and subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0:
            return way
    return []


def absent() -> str:
    """Why no small file system can be mounted here; empty where one can."""
    return "" if _way() else "no small file system can be mounted to be filled: be root, or allow unshare"


def _on_a_small_disk(short: bool, counts: Counts) -> None:
    """The second part, in a process with a file system of its own."""
    if absent():
        counts.check(short and not os.environ.get(RUN_ALL), absent())
        return
    here = [sys.executable, "-m", "tests.campaigns.disk_full", INSIDE, *(["--short"] if short else [])]
    done = subprocess.run([*_way(), *here], capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        what, _, number = line.rpartition(" ")
        counts.add(what, int(number))
    counts.wrong.extend(done.stderr.splitlines()[-5:])
    counts.check(done.returncode == 0, "the part on a small disk failed")


def _inside(short: bool) -> int:
    counts = Counts("disk_full", "full disks")
    with _mounted(ROOM) as folder:
        for pages in range(0, ROOM - 8, 24 if short else 1):
            _filled(folder, pages, counts)
    if not short:
        with _mounted(ROOM_FOR_ALL) as folder:
            _command(folder, counts)
    sys.stdout.write("".join(f"{what} {number}\n" for what, number in counts.numbers.items()))
    sys.stderr.write("".join(f"{wrong}\n" for wrong in counts.wrong))
    return 1 if counts.wrong else 0


@contextmanager
def _mounted(pages: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={pages * PAGE}", "none", name], check=True)
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", name], check=True)


def _fill(folder: Path, left: int) -> None:
    """Write until so many pages are left."""
    room = os.statvfs(folder)
    (folder / "ballast").write_bytes(bytes(max(room.f_bavail * room.f_frsize - left * PAGE, 0)))


def _filled(folder: Path, left: int, counts: Counts) -> None:
    """Append with less and less room, until it is refused; then with room again."""
    path = folder / "x.db"
    owed = ["first"]
    append(store_at(path), "first")
    _fill(folder, left)
    while (said := _tried(lambda: append(store_at(path), f"{len(owed)}", A_HALF_PAGE))) == "done":
        owed.append(f"{len(owed)}")
    counts.check(said.startswith("StoreError"), f"with {left} pages left: {said}")
    counts.add("full disks")
    (folder / "ballast").unlink()
    _is_whole(path, owed, counts)
    path.unlink()


def _command(home: Path, counts: Counts) -> None:
    """The command says what is wrong in two lines, exit code 5, and works again once there is room."""
    environment = {**os.environ, "MLPATH_HOME": str(home)}

    def command(*words: str) -> subprocess.CompletedProcess[str]:
        words = (sys.executable, "-m", "mlpath", *words)
        return subprocess.run(words, env=environment, capture_output=True, text=True, check=False)

    counts.check(command("know", "counting").returncode == 0, "the first command failed")
    _fill(home, 0)
    refused = command("know", "algebra")
    counts.add("full disks")
    good = refused.returncode == 5 and refused.stderr.startswith("error: ") and "\nhint: " in refused.stderr
    counts.check(good and "Traceback" not in refused.stderr, f"exit {refused.returncode}: {refused.stderr}")
    (home / "ballast").unlink()
    counts.check(command("know", "algebra").returncode == 0, "the command after it failed")
    counts.check(len(Store(home / "mlpath.db").events()) == 2, "the log has not the two events")


if __name__ == "__main__":
    if INSIDE in sys.argv:
        sys.exit(_inside("--short" in sys.argv))
    main(run, __doc__)
