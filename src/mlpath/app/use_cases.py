"""The use cases themselves, one method each.

No clock is read here: who calls says what day it is, and stamps each event.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from mlpath import __version__
from mlpath.app.answers import AreaStatus, NextSteps, Stamp, Status, Why, WhyNot
from mlpath.app.facts import CurriculumFacts
from mlpath.app.lookup import Lookup
from mlpath.curriculum import Curriculum, split_outcome
from mlpath.errors import NoPlanError, UsageError
from mlpath.graph import PrerequisiteGraph
from mlpath.learner import (
    Event,
    EventKind,
    KnowledgeState,
    Progress,
    effective,
    fold,
    redoable,
    undoable,
)
from mlpath.plan import Plan, Request, Step
from mlpath.planner import Comparison, chain, compared, make_plan, still_holds
from mlpath.selectors import Named, Names, Selected, Selectors
from mlpath.store import Store
from mlpath.store.kept import Kept, KeptPlans

SECONDS_TO_PROVE = 20.0


@dataclass
class App:
    """One learner, one curriculum."""

    curriculum: Curriculum
    store: Store
    kept: KeptPlans = field(default_factory=lambda: KeptPlans(None))
    seconds: float | None = SECONDS_TO_PROVE

    @cached_property
    def graph(self) -> PrerequisiteGraph:
        """The prerequisite graph."""
        return PrerequisiteGraph(self.curriculum)

    @cached_property
    def names(self) -> Names:
        """Everything that has a name."""
        return Names(self.curriculum)

    @cached_property
    def facts(self) -> CurriculumFacts:
        """What the fold of the log asks."""
        return CurriculumFacts(self.graph, self.names)

    @cached_property
    def lookup(self) -> Lookup:
        """What turns typed words into requests, and requests into wishes."""
        return Lookup(self.curriculum, self.graph, self.names, self.facts)

    def request(self, goals: Iterable[str], **wishes: Any) -> Request:
        """A request whose goals and ids are looked up (see `Lookup.request`)."""
        return self.lookup.request(goals, **wishes)

    def state(self) -> KnowledgeState:
        """What the learner has, from the log."""
        return fold(self.store.events(), self.facts)

    # -- planning ---------------------------------------------------------------------------------------------

    def plan(self, request: Request, *, today: date) -> Plan:
        """The plan for a request from where the learner stands. Nothing is saved but the kept plan."""
        return self._plan(request, self.state(), today)

    def saved_request(self, state: KnowledgeState | None = None) -> Request:
        """The request that was saved last; what it declared known is in the knowledge state.

        Raises:
            UsageError: where there is none.

        """
        saved = (state or self.state()).request
        if saved is None:
            listed = ", ".join(goal.id for goal in self.curriculum.goals)
            raise UsageError("no plan yet", f"mlpath plan GOAL, with one of: {listed}")
        request = Request.model_validate({k: v for k, v in saved.items() if k not in ("known", "curriculum")})
        return self._still_there(request)

    def _still_there(self, request: Request) -> Request:
        """The request by the names that things have now; pins and selectors of what is gone are dropped.

        Raises:
            UnknownIdError: for a goal that the curriculum no longer has.

        """
        pins = (self.facts.unit(pin) for pin in request.pin)
        wishes = {
            name: tuple(text for text in getattr(request, name) if self.lookup.is_selector(text))
            for name in ("prefer", "avoid", "exclude", "only")
        }
        goals = tuple(self.lookup.goal(goal) for goal in request.goals)
        return request.model_copy(update={"goals": goals, "pin": tuple(filter(None, pins)), **wishes})

    def saved_plan(self, *, today: date) -> Plan:
        """The plan of the saved request, brought up to date."""
        state = self.state()
        return self._plan(self.saved_request(state), state, today)

    def _plan(self, request: Request, state: KnowledgeState, today: date) -> Plan:
        wishes = self.lookup.wishes(request)
        key = self._key(request)
        kept = self.kept.get(key)
        units = None if kept is None else self._still_chosen(kept, state)
        plan = make_plan(self.graph, state, request, wishes, today=today, seconds=self.seconds, kept=units)
        # What fits in so many hours from now is another question after each step.
        if units is None and plan.proof.status == "optimal" and request.max_hours is None:
            self._keep(key, plan, state)
        return plan

    def _key(self, request: Request) -> str:
        """What a kept plan depends on, besides the knowledge state."""
        lasting = request.model_dump_json(exclude={"hours_per_week", "start"})
        parts = (self.curriculum.digest, lasting, __version__)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _still_chosen(self, kept: Kept, state: KnowledgeState) -> frozenset[str] | None:
        of = self.curriculum.resource_of
        if not set(kept.units) <= set(of) or set(kept.skipped) != state.skipped:
            return None
        begun = {of[unit].id for unit in state.begun if unit in of}
        if not set(kept.begun) <= begun <= set(kept.begun) | {of[unit].id for unit in kept.units}:
            return None
        return still_holds(self.graph, frozenset(kept.known), kept.units, state)

    def _keep(self, key: str, plan: Plan, state: KnowledgeState) -> None:
        of = self.curriculum.resource_of
        begun = sorted({of[unit].id for unit in state.begun if unit in of})
        units = tuple(step.unit for step in plan.steps if not step.helps_only)
        known = tuple(sorted(state.known))
        self.kept.put(Kept(key, known, tuple(begun), tuple(sorted(state.skipped)), units))

    def save_request(self, request: Request, stamp: Stamp) -> Progress:
        """Store a request; the same again changes nothing."""
        data = {**request.model_dump(mode="json", exclude_defaults=True), "curriculum": self.curriculum.id}

        def decide(log: list[Event]) -> Event | None:
            standing = [event for event in effective(log) if event.kind == "request"]
            known = frozenset(outcome for id_ in request.known for outcome in self.facts.implied(id_))
            if standing and dict(standing[-1].data) == data and known <= fold(log, self.facts).known:
                return None
            return Event(stamp.uid, "request", stamp.at, stamp.zone, stamp.local_date, (), data)

        return self._append(decide)

    # -- recording --------------------------------------------------------------------------------------------

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
            if not fresh:
                return None
            return Event(stamp.uid, kind, stamp.at, stamp.zone, stamp.local_date, fresh, data)

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
        """Take back the last `count` events that stand."""

        def decide(log: list[Event]) -> Event | None:
            last = undoable(log)[:count]
            return self._about("undo", last, stamp)

        return self._append(decide)

    def redo(self, count: int, stamp: Stamp) -> Progress:
        """Bring back the last `count` events that were undone."""

        def decide(log: list[Event]) -> Event | None:
            return self._about("redo", redoable(log)[:count], stamp)

        return self._append(decide)

    @staticmethod
    def _about(kind: EventKind, events: list[Event], stamp: Stamp) -> Event | None:
        uids = tuple(event.uid for event in events)
        return Event(stamp.uid, kind, stamp.at, stamp.zone, stamp.local_date, uids) if uids else None

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

    # -- asking -----------------------------------------------------------------------------------------------

    def next_steps(self, *, today: date, count: int = 3, minutes: int | None = None) -> NextSteps:
        """The first steps of the saved plan that are ready, the one to do first.

        Args:
            today: for the plan's dates.
            count: how many at most.
            minutes: only what fits, one after the other, in so much time; the first step always.

        """
        state = self.state()
        plan = self._plan(self.saved_request(state), state, today)
        if plan.proof.status == "infeasible":
            raise NoPlanError("no plan reaches this goal", "mlpath plan")
        known = self.graph.numbers(o for o in plan.known if o in self.graph.number)
        ready = [step for step in plan.steps if self._is_ready(step, known)]
        if minutes is not None:
            ready = _fitting(ready, minutes)
        steps = tuple(ready[:count])
        wanted = frozenset(outcome for step in plan.steps for outcome in step.teaches)
        opens = {step.unit: self._opens(step, known, wanted) for step in steps}
        return NextSteps(plan, steps, opens, tuple(u for u in state.started if u not in state.done))

    def _is_ready(self, step: Step, known: frozenset[int]) -> bool:
        needs = self.graph.needs(self.graph.unit_number[step.unit], known)
        return all(not known.isdisjoint(group) for group in needs)

    def _opens(self, step: Step, known: frozenset[int], wanted: frozenset[str]) -> tuple[str, ...]:
        """The outcomes of the plan whose prerequisites are all there once the step is done, and were not before."""
        after = known | self.graph.taught[self.graph.unit_number[step.unit]]
        return tuple(
            outcome
            for outcome in self.graph.names(self.graph.number[o] for o in wanted)
            if self.graph.number[outcome] not in after
            and self._outcome_ready(outcome, after)
            and not self._outcome_ready(outcome, known)
        )

    def _outcome_ready(self, outcome: str, known: frozenset[int]) -> bool:
        number = self.graph.number[outcome]
        groups = [g for o in self.graph.included[number] if o not in known for g in self.graph.outcome_groups[o]]
        included = self.graph.included[number]
        return all(not group.isdisjoint(included) or not known.isdisjoint(group) for group in groups)

    def status(self, *, today: date) -> Status:
        """Where the learner stands: per area, in hours, and on the way to the goal."""
        state = self.state()
        plan = None
        needed: frozenset[str] = state.known
        if state.request is not None:
            plan = self._plan(self.saved_request(state), state, today)
            needed = self._cone(plan) | (state.known & self._cone(plan))
        units = self.curriculum.unit
        return Status(
            plan=plan,
            areas=tuple(self._areas(state, needed)),
            done_minutes=sum(units[unit].minutes for unit in state.done if unit in units),
            reported_minutes=sum(state.minutes.values()),
            state=state,
        )

    def _cone(self, plan: Plan) -> frozenset[str]:
        """The goal's outcomes, what they require, and what the plan's steps teach."""
        wishes = self.lookup.wishes(plan.request)
        taught = frozenset(outcome for step in plan.steps for outcome in step.teaches)
        return self.graph.implied(wishes.outcomes) | taught

    def _areas(self, state: KnowledgeState, needed: frozenset[str]) -> Iterable[AreaStatus]:
        for area in self.curriculum.areas:
            topics = {topic.id for topic in self.curriculum.topics if topic.area == area.id}
            wanted = {split_outcome(outcome)[0] for outcome in needed} & topics
            missing = {split_outcome(outcome)[0] for outcome in needed - state.known} & topics
            if wanted:
                yield AreaStatus(area.id, area.title, len(wanted - missing), len(wanted))

    def why(self, text: str, *, today: date) -> Why:
        """Why something is in the saved plan.

        Raises:
            UnknownIdError: for a name that nothing has.
            UsageError: for what is not in the plan.

        """
        plan = self.saved_plan(today=today)
        named = self.names.resolve(text)
        step = next((step for step in plan.steps if self._concerns(step, named)), None)
        if step is None:
            done = any(self._is_known(named, outcome) for outcome in plan.known)
            said = "is known already" if done else "is not in the plan"
            raise UsageError(f"{named.id} {said}", f"mlpath show {named.id}")
        return Why(plan, step, tuple(chain(plan, step.unit)))

    def why_not(self, text: str, *, today: date) -> WhyNot:
        """What it would cost to have a resource or unit in the saved plan, and what stops it where nothing helps.

        Raises:
            UnknownIdError: for a name that nothing has.
            UsageError: for what is in the plan, or is done.

        """
        state = self.state()
        request = self.saved_request(state)
        plan = self._plan(request, state, today)
        units = self.lookup.unit_ids(text)
        inside = [step for step in plan.steps if step.unit in units]
        if inside:
            raise UsageError(
                f"{inside[0].unit} is in the plan, as step {inside[0].index}", f"mlpath why {inside[0].unit}"
            )
        open_units = frozenset(unit for unit in units if unit not in state.done)
        if not open_units:
            raise UsageError(f"{text} is done", f"mlpath show {units[0]}")
        wishes = self.lookup.wishes(request)
        kept_out = sorted(wish for wish, gone in wishes.excluded.items() if open_units <= gone)
        if open_units <= state.skipped:
            kept_out.append("skip")
        asked = wishes.model_copy(update={"at_least_one_of": open_units})
        other = make_plan(self.graph, state, request, asked, today=today, seconds=self.seconds)
        taken = {outcome: step for step in plan.steps for outcome in step.teaches}
        chosen = [step for step in other.steps if step.unit in open_units]
        again = {o: taken[o] for step in chosen for o in self.curriculum.unit[step.unit].teaches if o in taken}
        return WhyNot(plan, other, tuple(chosen), again, tuple(kept_out), self._useless(open_units, plan))

    def _useless(self, units: Iterable[str], plan: Plan) -> bool:
        """Whether units teach nothing that the plan's goals need."""
        wanted = {outcome for step in plan.steps for outcome in step.teaches}
        return not any(set(self.facts.taught(unit)) & wanted for unit in units)

    def without(self, why: Why, *, today: date) -> Comparison | None:
        """The plan against the next best one without a step; None where nothing replaces it."""
        if why.step.capstone_of is not None:
            return None
        state = self.state()
        wishes = self.lookup.wishes(why.plan.request)
        excluded = {**wishes.excluded, "without": frozenset({why.step.unit})}
        pinned = wishes.pinned - {why.step.unit}
        changed = wishes.model_copy(update={"excluded": excluded, "pinned": pinned})
        other = make_plan(self.graph, state, why.plan.request, changed, today=today, seconds=self.seconds)
        return None if other.proof.status == "infeasible" else compared(why.plan, other)

    def compare(self, first: Request, second: Request, *, today: date) -> Comparison:
        """The plans of two requests side by side; neither is saved.

        Raises:
            NoPlanError: where one of them has no plan.

        """
        state = self.state()
        plans = [
            make_plan(self.graph, state, r, self.lookup.wishes(r), today=today, seconds=self.seconds)
            for r in (first, second)
        ]
        for plan in plans:
            if plan.proof.status == "infeasible":
                raise NoPlanError(
                    f"no plan reaches {' '.join(plan.request.goals)} with these wishes", "mlpath plan shows why"
                )
        return compared(plans[0], plans[1])

    @staticmethod
    def _concerns(step: Step, named: Named) -> bool:
        if named.kind == "unit":
            return step.unit == named.id
        if named.kind == "resource":
            return step.resource == named.id
        return any(App._is_known(named, outcome) for outcome in step.teaches)

    @staticmethod
    def _is_known(named: Named, outcome: str) -> bool:
        return outcome == named.id or split_outcome(outcome)[0] == named.id

    def selected(self, text: str, *, today: date) -> Selected:
        """The topics and units of a selector, with what is ready and done."""
        state = self.state()
        known = self.graph.numbers(o for o in state.known if o in self.graph.number)
        ready_units = frozenset(
            unit.id
            for number, unit in enumerate(self.graph.units)
            if not self.graph.taught[number] <= known
            and all(not known.isdisjoint(group) for group in self.graph.needs(number, known))
        )
        ready_topics = frozenset(
            split_outcome(o)[0]
            for o in self.graph.outcomes
            if self.graph.number[o] not in known and self._outcome_ready(o, known)
        )
        done = Selected(frozenset(split_outcome(o)[0] for o in state.known), frozenset(state.done))
        return Selectors(self.graph, Selected(ready_topics, ready_units), done).select(text)


def _fitting(steps: list[Step], minutes: int) -> list[Step]:
    """The steps that fit one after the other; the first one even where it does not."""
    fitting: list[Step] = []
    spent = 0
    for step in steps:
        spent += step.minutes + step.settling_minutes
        if fitting and spent > minutes:
            break
        fitting.append(step)
    return fitting
