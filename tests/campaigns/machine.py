"""Any sequence of uses, against a plain model: two devices, three learners each, recording, undoing, carrying, restoring.

    python -m tests.campaigns.machine    300 sequences of up to 50 steps

The model is a list of events for each learner, sorted, and two stacks of what stands and what was undone. After each step
what the program reads from its files is compared with it, for every learner of the device.
"""

from __future__ import annotations

import copy
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, multiple, rule, run_state_machine_as_test

from mlpath.app import App, Stamp
from mlpath.errors import UsageError
from mlpath.learner import Event, EventKind, effective, redoable
from mlpath.store import Store
from mlpath.store.backup import back_up, restore
from mlpath.store.transfer import from_bytes, to_text
from tests.builders import curriculum
from tests.campaigns.common import IN_MEMORY, START, Counts, main

FULL, SHORT = (300, 50), (6, 20)
"""Sequences, and steps in each at most."""
CURRICULUM = curriculum("a -> b, b -> c", "r/1: a 60, r/2: b 60, c: c 60")
STEPS: Counter[str] = Counter()

DEVICES = st.sampled_from(["desk", "lap"])
LEARNERS = st.sampled_from(["me", "ann", "b-1"])
IDS = st.lists(st.sampled_from(["r/1", "r/2", "c", "gone/1"]), min_size=1, max_size=3).map(tuple)
KINDS: st.SearchStrategy[EventKind] = st.sampled_from(["start", "done", "skip", "know", "forget"])
CLOCK = st.integers(-3, 10)


@dataclass
class Log:
    """A learner's log as a plain list, and what undo and redo have to do while nothing was imported."""

    events: dict[str, Event] = field(default_factory=dict)
    standing: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    merged: bool = False

    def sorted(self) -> list[Event]:
        return sorted(self.events.values(), key=lambda event: (event.at, event.uid))

    def append(self, event: Event) -> None:
        last = max((other.at for other in self.events.values()), default=None)
        at = (
            event.at
            if last is None or (event.at, event.uid) > (last, self.sorted()[-1].uid)
            else last + timedelta(milliseconds=1)
        )
        self.events[event.uid] = Event(event.uid, event.kind, at, event.zone, event.local_date, event.ids, event.data)


Device = dict[str, Log]


class Machine(RuleBasedStateMachine):
    """See the module."""

    exports: Bundle[bytes] = Bundle("exports")
    backups: Bundle[tuple[str, Path, Device]] = Bundle("backups")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="mlpath-machine-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
        self.model: dict[str, Device] = {"desk": {}, "lap": {}}
        self.number = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)
        STEPS["sequences"] += 1

    def path(self, device: str) -> Path:
        return self.folder / device / "mlpath.db"

    def store(self, device: str, learner: str) -> Store:
        return Store(self.path(device), learner=learner)

    def log(self, device: str, learner: str) -> Log:
        return self.model[device].setdefault(learner, Log())

    def stamp(self, clock: int) -> Stamp:
        self.number += 1
        return Stamp(f"{self.number:04}", START + timedelta(seconds=self.number + clock), "UTC", date(2026, 1, 1))

    def compare(self, device: str) -> None:
        """Every learner of a device has what the model says, and no one else is there."""
        STEPS["steps"] += 1
        there = {learner: log for learner, log in self.model[device].items() if log.events}
        assert self.store(device, "me").learners() == {name: len(log.events) for name, log in sorted(there.items())}
        for learner, log in there.items():
            found = self.store(device, learner).events()
            assert found == log.sorted()
            if not log.merged:
                assert [event.uid for event in effective(found)] == log.standing
                assert [event.uid for event in redoable(found)] == log.undone[::-1]

    @rule(device=DEVICES, learner=LEARNERS, kind=KINDS, ids=IDS, clock=CLOCK)
    def record(self, device: str, learner: str, kind: EventKind, ids: tuple[str, ...], clock: int) -> None:
        stamp, log = self.stamp(clock), self.log(device, learner)
        event = Event(stamp.uid, kind, stamp.at, stamp.zone, stamp.local_date, ids, {"note": "ä\n"})
        self.store(device, learner).append(lambda _log: event)
        log.append(event)
        log.standing.append(event.uid)
        log.undone.clear()
        self.compare(device)

    @rule(device=DEVICES, learner=LEARNERS, count=st.integers(1, 3), back=st.booleans())
    def travel(self, device: str, learner: str, count: int, back: bool) -> None:
        stamp, log = self.stamp(0), self.log(device, learner)
        app = App(CURRICULUM, self.store(device, learner))
        progress = app.undo(count, stamp) if back else app.redo(count, stamp)
        source, target = (log.standing, log.undone) if back else (log.undone, log.standing)
        moved = source[-count:][::-1]
        if not log.merged:
            assert (progress.event.ids if progress.event else ()) == tuple(moved)
            del source[len(source) - len(moved) :]
            target.extend(moved)
            log.standing.sort()  # uids count up: a redo puts an event back in its place
        if progress.event is not None:
            log.append(progress.event)
        self.compare(device)

    @rule(target=exports, device=DEVICES, learner=LEARNERS)
    def export(self, device: str, learner: str) -> bytes:
        text = to_text(self.store(device, learner).events())
        assert text == to_text(self.log(device, learner).sorted())
        return text.encode()

    @rule(device=DEVICES, learner=LEARNERS, text=exports, cut=st.integers(0, 3))
    def bring(self, device: str, learner: str, text: bytes, cut: int) -> None:
        """Import an export, or refuse it where it is cut short or says something else of an event that is here."""
        log = self.log(device, learner)
        if cut:
            with pytest.raises(UsageError):
                from_bytes(text[:-cut])
            return
        events = from_bytes(text)
        if any(log.events.get(event.uid, event) != event for event in events):
            with pytest.raises(UsageError):
                self.store(device, learner).add(events)
        else:
            added = self.store(device, learner).add(events)
            assert {event.uid for event in added} == {event.uid for event in events} - log.events.keys()
            log.merged |= bool(added)
            log.events.update({event.uid: event for event in events})
        self.compare(device)

    @rule(target=backups, device=DEVICES)
    def back_up(self, device: str) -> Any:
        if not self.path(device).exists():
            return multiple()
        self.number += 1
        target = self.folder / "backups" / f"{self.number}.db"
        back_up(self.path(device), target)
        return device, target, copy.deepcopy(self.model[device])

    @rule(backup=consumes(backups), device=DEVICES)
    def put_back(self, backup: tuple[str, Path, Device], device: str) -> None:
        """A backup in the place of a device's log, its own or the other one's."""
        self.number += 1
        (self.folder / device).mkdir(exist_ok=True)
        restore(backup[1], self.path(device), self.folder / "kept", datetime.fromtimestamp(self.number, UTC))
        self.model[device] = backup[2]
        self.compare(device)


def run(short: bool) -> Counts:
    counts = Counts("machine", "steps")
    STEPS.clear()
    sequences, steps = SHORT if short else FULL
    every = settings(
        max_examples=sequences,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=short,
        database=None,
    )
    try:
        # Newer releases of hypothesis state its types.
        run_state_machine_as_test(Machine, settings=every)  # type: ignore[no-untyped-call, unused-ignore]
    except AssertionError as error:
        counts.wrong.append(f"the program and the model differ: {error}")
    counts.numbers.update(STEPS)
    return counts


if __name__ == "__main__":
    main(run, __doc__)
