"""Recording: what was asked for, done, known, and its taking back. Each answers with what changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mlpath.app.answers import Stamp
from mlpath.app.desk import Desk
from mlpath.errors import UsageError
from mlpath.learner import Event, EventKind, KnowledgeState, Progress, about, effective, fold, redoable, undoable
from mlpath.plan import SHOWN, Plan, Request


class Recording(Desk):
    """The use cases that append to the log."""

    def save_request(self, request: Request, stamp: Stamp, plan: Plan | None = None) -> Progress:
        """Store a request; the same again changes nothing.

        With it is kept the plan that was shown for it, to stay close to, and what that promised (minutes, last day),
        so that it can be told what moved the date.
        """
        data = {**request.model_dump(mode="json", exclude_defaults=True), "curriculum": self.curriculum.id}
        shown = [] if plan is None else [step.unit for step in plan.steps if not step.helps_only]

        def decide(log: list[Event]) -> Event | None:
            standing = [event for event in effective(about(log, self.curriculum.id)) if event.kind == "request"]
            known = frozenset(outcome for id_ in request.known for outcome in self.facts.implied(id_))
            before = set(standing[-1].data.get("plan", ())) if standing else set[str]()
            asked_already = bool(standing) and _asked(standing[-1]) == data and set(shown) <= before
            if asked_already and known <= fold(log, self.facts).known:
                return None
            kept = {"plan": shown} if shown else {}
            promised = {} if plan is None else {"promised": promise(plan)}
            return Event(stamp.uid, "request", stamp.at, stamp.zone, stamp.local_date, (), data | kept | promised)

        progress = self._append(decide)
        if plan is not None and progress.event is not None:
            self._shown(plan, progress, stamp.local_date)
        return progress

    def record(self, kind: EventKind, ids: Iterable[str], stamp: Stamp, **data: Any) -> Progress:
        """Store that something was started, done, skipped, known or forgotten.

        Ids are names; a resource stands for all its units. What is so already is left out; where nothing is
        left, nothing is stored.

        Raises:
            UnknownIdError: for a name that nothing has; then nothing is stored.

        """
        wanted = tuple(dict.fromkeys(id_ for text in ids for id_ in self._recordable(kind, text)))
        if not wanted:
            raise UsageError(f"nothing to mark as {kind}", f"mlpath {kind} ID; see mlpath next")

        def decide(log: list[Event]) -> Event | None:
            state = fold(log, self.facts)
            fresh = tuple(id_ for id_ in wanted if not self._is_so(kind, id_, state))
            if kind == "start" and "minutes" in data:
                fresh = wanted  # time is added, however often
            if not fresh:
                return None
            said = {**data, "curriculum": self.curriculum.id}
            return Event(stamp.uid, kind, stamp.at, stamp.zone, stamp.local_date, fresh, said)

        return self._append(decide)

    def _recordable(self, kind: EventKind, text: str) -> tuple[str, ...]:
        if kind in ("start", "done", "skip"):
            return self.lookup.unit_ids(text)
        named = self.names.resolve(text)
        return self.lookup.unit_ids(named.id) if named.kind == "resource" and kind == "forget" else (named.id,)

    def _is_so(self, kind: EventKind, id_: str, state: KnowledgeState) -> bool:
        if kind == "done":
            return id_ in state.done and self.facts.taught(id_) <= state.known
        if kind == "start":
            return id_ in state.started or id_ in state.done
        if kind == "skip":
            return id_ in state.skipped
        if kind == "know":
            return self.facts.implied(id_) <= state.known
        known = self.facts.undone(id_) & state.known
        return not known and id_ not in state.done and id_ not in state.skipped

    def undo(self, count: int, stamp: Stamp) -> Progress:
        """Take back the last `count` events about this curriculum that stand."""

        def decide(log: list[Event]) -> Event | None:
            return self._about("undo", undoable(about(log, self.curriculum.id))[:count], stamp)

        return self._append(decide)

    def redo(self, count: int, stamp: Stamp) -> Progress:
        """Bring back the last `count` events that were undone."""

        def decide(log: list[Event]) -> Event | None:
            return self._about("redo", redoable(about(log, self.curriculum.id))[:count], stamp)

        return self._append(decide)

    def _about(self, kind: EventKind, events: list[Event], stamp: Stamp) -> Event | None:
        uids = tuple(event.uid for event in events)
        said = {"curriculum": self.curriculum.id}
        return Event(stamp.uid, kind, stamp.at, stamp.zone, stamp.local_date, uids, said) if uids else None

    def _append(self, decide: Any) -> Progress:
        before: list[KnowledgeState] = []
        logs: list[list[Event]] = []

        def seen(log: list[Event]) -> Event | None:
            before.append(fold(log, self.facts))
            logs.append(list(log))
            event: Event | None = decide(log)
            return event

        event = self.store.append(seen)
        after = before[0] if event is None else fold([*logs[0], event], self.facts)
        return Progress(before[0], after, event)


def _asked(event: Event) -> dict[str, Any]:
    """What a request asked for, without the plan that was shown and what that promised."""
    return {name: value for name, value in event.data.items() if name not in SHOWN}


def promise(plan: Plan) -> dict[str, Any]:
    """What a plan promises on the day it is made: its minutes, settling-in included, and its last day."""
    ends = plan.steps[-1].ends if plan.steps else None
    return {"minutes": plan.minutes + plan.settling_minutes, "ends": None if ends is None else ends.isoformat()}
