"""A disk as pessimists see it, and the trace of what a program did to it (strace).

Only what was synced is sure to be there after a power loss: a file's bytes by an fsync of the file, its name by an fsync
of the folder. Of everything else any part may be there and any other not: a write without the one before it, some
sectors of a write and not the rest, a removed name that is back, a file with a name and no bytes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

SECTOR = 512
CALLS = (
    "open,openat,creat,close,dup,dup2,dup3,lseek,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fsync,fdatasync,"
    "rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,link,linkat,copy_file_range,sendfile,fallocate"
)
IGNORED = ("-shm",)
"""Files that SQLite shares memory through, and makes anew after a crash."""


@dataclass(frozen=True)
class Call:
    """One call of the system that went well: its name, what it was given, what it gave."""

    name: str
    arguments: tuple[str, ...]
    result: int

    def text(self, place: int) -> str:
        return self.bytes(place).decode("utf-8", "surrogateescape")

    def bytes(self, place: int) -> bytes:
        return bytes.fromhex(self.arguments[place].strip('"').replace("\\x", ""))


_LINE = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)(?: .*)?$")


def absent() -> str:
    """Why programs cannot be traced here; empty where they can."""
    return "" if shutil.which("strace") else "strace was not found: apt-get install strace"


def traced(command: Sequence[str], file: Path) -> list[Call]:
    """What a command asked of the system, as far as it concerns files.

    Raises:
        RuntimeError: where it failed, or cannot be traced here.

    """
    if absent():
        raise RuntimeError(absent())
    words = [
        "strace",
        "-f",
        "-qq",
        "-xx",
        "-s",
        "1000000",
        "-e",
        f"trace={CALLS}",
        "-e",
        "signal=none",
        "-o",
        str(file),
    ]
    done = subprocess.run([*words, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the traced program failed: {done.stderr}")
    calls = [_call(line) for line in file.read_text("ascii").splitlines()]
    return [call for call in calls if call is not None and call.result >= 0]


def _call(line: str) -> Call | None:
    found = _LINE.match(line)
    if found is None:
        raise RuntimeError(f"a line of strace that is not understood: {line[:200]}")
    return Call(found[1], tuple(found[2].split(", ")), int(found[3]))


@dataclass(frozen=True)
class Write:
    file: int
    offset: int
    data: bytes


@dataclass(frozen=True)
class Cut:
    file: int
    size: int


@dataclass(frozen=True)
class Name:
    """Names of one folder that change together: from a name to a file's number, or to None where it is gone."""

    folder: str
    changes: tuple[tuple[str, int | None], ...]


Change = Write | Cut | Name
FOLDER = -1
"""The number of every folder."""
State = dict[str, bytes | None]
"""What is there: a file's bytes by its path, None for a folder."""


@dataclass
class Disk:
    """What is sure to be there, and what was done since, in order."""

    root: str
    files: dict[int, bytes] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    pending: list[Change] = field(default_factory=list)
    _now: dict[str, int] = field(default_factory=dict)
    _open: dict[int, tuple[str, int]] = field(default_factory=dict)
    _at: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> Disk:
        """A disk on which a folder is, with all that is in it."""
        disk = cls(str(folder))
        for path in sorted(folder.rglob("*")):
            number = FOLDER if path.is_dir() else len(disk.files)
            if number != FOLDER:
                disk.files[number] = path.read_bytes()
            disk.names[str(path)] = disk._now[str(path)] = number
        return disk

    def take(self, call: Call) -> bool:
        """Follow a call; whether it changed something here, or made something sure."""
        handler: Callable[[Call], bool] = getattr(self, f"_{call.name}", self._unknown)
        return handler(call)

    def _is_ours(self, path: str) -> bool:
        return path.startswith(f"{self.root}/") and not path.endswith(IGNORED)

    def _unknown(self, call: Call) -> bool:
        known = any(place.isdigit() and int(place) in self._open for place in call.arguments[:2])
        if known or any(self.root.encode().hex() in place.replace("\\x", "") for place in call.arguments):
            raise RuntimeError(f"the model of a disk does not know {call.name}")
        return False

    def _openat(self, call: Call) -> bool:
        path, flags = call.text(1), call.arguments[2]
        self._open.pop(call.result, None)
        if path == self.root:
            self._open[call.result] = path, FOLDER
        if not self._is_ours(path):
            return False
        number, fresh = self._now.get(path), False
        if number is None:
            number, fresh = len(self.files), True
            self.files[number] = b""
            self._name(path, number)
        elif "O_TRUNC" in flags:
            self.pending.append(Cut(number, 0))
        if "O_APPEND" in flags:
            raise RuntimeError("the model of a disk does not know O_APPEND")
        self._open[call.result], self._at[call.result] = (path, number), 0
        return fresh or "O_TRUNC" in flags

    def _close(self, call: Call) -> bool:
        self._open.pop(int(call.arguments[0]), None)
        return False

    def _lseek(self, call: Call) -> bool:
        self._at[int(call.arguments[0])] = call.result
        return False

    def _write(self, call: Call) -> bool:
        number = int(call.arguments[0])
        changed = self._written(number, self._at.get(number, 0), call.bytes(1)[: call.result])
        self._at[number] = self._at.get(number, 0) + call.result
        return changed

    def _pwrite64(self, call: Call) -> bool:
        return self._written(int(call.arguments[0]), int(call.arguments[3]), call.bytes(1)[: call.result])

    def _written(self, number: int, offset: int, data: bytes) -> bool:
        if number in self._open:
            self.pending.append(Write(self._open[number][1], offset, data))
        return number in self._open

    def _ftruncate(self, call: Call) -> bool:
        found = self._open.get(int(call.arguments[0]))
        if found:
            self.pending.append(Cut(found[1], int(call.arguments[1])))
        return bool(found)

    def _fsync(self, call: Call) -> bool:
        found = self._open.get(int(call.arguments[0]))
        if found is None:
            return False
        path, number = found
        for change in list(self.pending):
            if isinstance(change, Name):
                if number == FOLDER and change.folder == path:
                    self._apply_name(self.names, change)
                    self.pending.remove(change)
            elif change.file == number and number != FOLDER:
                self.files[number] = _changed(self.files[number], change)
                self.pending.remove(change)
        return True

    _fdatasync = _fsync

    def _mkdir(self, call: Call) -> bool:
        if self._is_ours(call.text(0)):
            self._name(call.text(0), FOLDER)
        return self._is_ours(call.text(0))

    def _unlink(self, call: Call) -> bool:
        if self._is_ours(call.text(0)):
            self._name(call.text(0), None)
        return self._is_ours(call.text(0))

    def _rename(self, call: Call) -> bool:
        old, new = call.text(0), call.text(1)
        if not self._is_ours(new):
            return False
        number = self._now.pop(old)
        self._now[new] = number
        self.pending.append(Name(str(Path(new).parent), ((old, None), (new, number))))
        return True

    def _name(self, path: str, number: int | None) -> None:
        self.pending.append(Name(str(Path(path).parent), ((path, number),)))
        self._apply_name(self._now, self.pending[-1])

    @staticmethod
    def _apply_name(names: dict[str, int], change: Change) -> None:
        assert isinstance(change, Name)
        for path, number in change.changes:
            if number is None:
                names.pop(path, None)
            else:
                names[path] = number

    def states(self, chance: Random, most: int) -> Iterator[State]:
        """What may be there if the power fails now: every choice of what is not sure, or some where they are many."""
        number = len(self.pending)
        whole = 2**number
        single = [1 << place for place in range(number)]
        some = [0, whole - 1, *single, *(whole - 1 - one for one in single)]
        chosen = range(whole) if whole <= most // 2 else some
        for choice in chosen:
            yield self._with([change for place, change in enumerate(self.pending) if choice >> place & 1])
        if number:
            # With few changes there are few states, and chance would find the same ones again and again.
            for _ in range(min(most - len(chosen), 8**number)):
                kept = [change for change in self.pending if chance.random() < 0.5]
                yield self._with([torn for change in kept for torn in _torn(change, chance)])

    def _with(self, changes: list[Change]) -> State:
        files, names = dict(self.files), dict(self.names)
        for change in changes:
            if isinstance(change, Name):
                self._apply_name(names, change)
            else:
                files[change.file] = _changed(files[change.file], change)
        there = [path for path in names if self._is_reachable(path, names)]
        return {path: None if names[path] == FOLDER else files[names[path]] for path in there}

    def _is_reachable(self, path: str, names: dict[str, int]) -> bool:
        """What lies in a folder whose own name is not there is not there either."""
        inside = path[len(self.root) + 1 :].split("/")[:-1]
        return all("/".join([self.root, *inside[:number]]) in names for number in range(1, len(inside) + 1))


def _changed(data: bytes, change: Change) -> bytes:
    if isinstance(change, Cut):
        return data[: change.size].ljust(change.size, b"\0")
    assert isinstance(change, Write)
    return data[: change.offset].ljust(change.offset, b"\0") + change.data + data[change.offset + len(change.data) :]


def _torn(change: Change, chance: Random) -> list[Change]:
    """A write as it was, or some of its sectors only."""
    if not isinstance(change, Write) or len(change.data) <= SECTOR or chance.random() < 0.4:
        return [change]
    places = range(0, len(change.data), SECTOR)
    kept = chance.randint(0, len(places)) if chance.random() < 0.5 else None
    return [
        Write(change.file, change.offset + place, change.data[place : place + SECTOR])
        for index, place in enumerate(places)
        if (index < kept if kept is not None else chance.random() < 0.5)
    ]
