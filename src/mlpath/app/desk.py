"""What every use case works at: one learner's log, one curriculum, and the saved request.

No clock is read here: who calls says what day it is, and stamps each event.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from mlpath import __version__
from mlpath.app.facts import CurriculumFacts
from mlpath.app.lookup import Lookup
from mlpath.curriculum import Curriculum
from mlpath.errors import UsageError
from mlpath.graph import PrerequisiteGraph
from mlpath.learner import KnowledgeState, Progress, fold
from mlpath.names import Names
from mlpath.plan import TIME_FIELDS, Plan, Request
from mlpath.planner import Known, make_plan, still_holds
from mlpath.store import Store
from mlpath.store.kept import Kept, KeptPlans

SECONDS_TO_PROVE = 20.0

_Asked = tuple[Request, KnowledgeState, date, frozenset[str]]


@dataclass
class Desk:
    """One learner, one curriculum: what is looked up, what is known, and the plan that follows."""

    curriculum: Curriculum
    store: Store
    kept: KeptPlans = field(default_factory=lambda: KeptPlans(None))
    seconds: float | None = SECONDS_TO_PROVE
    _answered: tuple[_Asked, Plan] | None = field(default=None, init=False, repr=False, compare=False)
    """The plan that was computed last, where it is proven, and from what."""

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

    def plan(self, request: Request, *, today: date) -> Plan:
        """The plan for a request from where the learner stands. Nothing is saved but the kept plan."""
        return self._plan(request, self.state(), today)

    def asked_plan(self, request: Request, *, today: date) -> Plan:
        """The plan for a request that may differ from the saved one: where it does not, but in dates, what is saved."""
        state = self.state()
        same = state.request is not None and self._lasting(request) == self._lasting(self.saved_request(state))
        return self._plan(request, state, today, self._baseline(state) if same else frozenset())

    def saved_request(self, state: KnowledgeState | None = None) -> Request:
        """The request that was saved last; what it declared known is in the knowledge state.

        Raises:
            UsageError: where there is none, or one that another mlpath wrote.

        """
        saved = (state or self.state()).request
        if saved is None:
            listed = ", ".join(goal.id for goal in self.curriculum.goals)
            raise UsageError("no plan yet", f"mlpath plan GOAL, with one of: {listed}")
        try:
            request = Request.stored(saved)
        except ValueError:  # pydantic's is one
            raise UsageError("the saved plan was asked for in words of another version", "mlpath plan GOAL") from None
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
        return self._saved(state, today)

    def _saved(self, state: KnowledgeState, today: date) -> Plan:
        return self._plan(self.saved_request(state), state, today, self._baseline(state))

    def _baseline(self, state: KnowledgeState) -> frozenset[str]:
        """The units that the learner was shown when the request was saved: the plan to stay close to."""
        shown = (state.request or {}).get("plan", ())
        return frozenset(filter(None, (self.facts.unit(unit) for unit in shown)))

    def _plan(
        self, request: Request, state: KnowledgeState, today: date, baseline: frozenset[str] = frozenset()
    ) -> Plan:
        asked = (request, state, today, baseline)
        if self._answered is not None and self._answered[0] == asked:
            return self._answered[1]  # a change asks twice for where it leads: to tell, and for the next question
        wishes = self.lookup.wishes(request)
        state = replace(state, known=state.known | wishes.known)
        key = self._key(request)
        kept = self.kept.get(key)
        known = None if kept is None else self._still_chosen(kept, state, baseline)
        plan = make_plan(
            self.graph, state, request, wishes, today=today, seconds=self.seconds, kept=known, stay=baseline
        )
        proven = plan.proof.status == "optimal" or plan.proof.shortest_minutes is not None
        # What fits in so many hours from now is another question after each step.
        if known is None and proven and request.max_hours is None:
            self._keep(key, plan, state, baseline)
        if proven:
            self._answered = (asked, plan)
        return plan

    def _shown(self, plan: Plan, progress: Progress, today: date) -> None:
        """A plan was saved as it was shown: it answers what comes next, and need not be made again for it.

        Only where it was made here, for what was saved, and from the state that it was saved in: another program may
        have written since.
        """
        if self._answered is None or self._answered[1] is not plan or self._answered[0][1] != progress.before:
            return
        state = progress.after
        request = self.saved_request(state)
        if request.model_copy(update={"known": ()}) != plan.request.model_copy(update={"known": ()}):
            return
        stays = self._baseline(state) == {step.unit for step in plan.steps if not step.helps_only}
        if stays and plan.proof.status == "optimal" and plan.proof.shortest_minutes is None:
            asked = (request, state, today, self._baseline(state))
            self._answered = (asked, plan.model_copy(update={"request": request}))

    def _key(self, request: Request) -> str:
        """What a kept plan depends on, besides the knowledge state."""
        parts = (self.curriculum.digest, self._lasting(request), __version__)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    @staticmethod
    def _lasting(request: Request) -> str:
        """What of a request decides which units are chosen; what is known has its place in the knowledge state."""
        return request.model_dump_json(exclude={*TIME_FIELDS, "known"})

    def _still_chosen(self, kept: Kept, state: KnowledgeState, baseline: frozenset[str]) -> Known | None:
        """What is kept, where it would be found again: a shortest plan, or one that stays as close as can be."""
        of = self.curriculum.resource_of
        if not set(kept.units) <= set(of) or set(kept.skipped) != state.skipped:
            return None
        begun = {of[unit].id for unit in state.begun if unit in of}
        if not set(kept.begun) <= begun <= set(kept.begun) | {of[unit].id for unit in kept.units}:
            return None
        if kept.shortest is not None:
            same = set(kept.known) == state.known and set(kept.baseline) == baseline
            return Known(frozenset(kept.units), kept.shortest) if same else None
        left = still_holds(self.graph, frozenset(kept.known), kept.units, state)
        near = left is not None and (not baseline or left <= baseline or set(kept.baseline) == baseline)
        return Known(left) if left is not None and near else None

    def _keep(self, key: str, plan: Plan, state: KnowledgeState, baseline: frozenset[str]) -> None:
        of = self.curriculum.resource_of
        begun = sorted({of[unit].id for unit in state.begun if unit in of})
        units = tuple(step.unit for step in plan.steps if not step.helps_only)
        known = tuple(sorted(state.known))
        self.kept.put(
            Kept(
                key=key,
                known=known,
                begun=tuple(begun),
                skipped=tuple(sorted(state.skipped)),
                units=units,
                baseline=tuple(sorted(baseline)),
                shortest=plan.proof.shortest_minutes,
            )
        )
