"""What pages and JSON work with: the use cases, the day, stamps for events, and the last plan kept in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from threading import Lock
from typing import TypeVar, cast

from mlpath.app import App, Stamp
from mlpath.app.answers import NextSteps, Pace, Status
from mlpath.chart import Standing
from mlpath.errors import MlpathError, UsageError
from mlpath.learner import KnowledgeState
from mlpath.plan import Plan, Step, Unreachable
from mlpath.store import DEFAULT_LEARNER
from mlpath.web.keys import Keys

T = TypeVar("T")


@dataclass(frozen=True)
class Situation:
    """Where the learner stands: the state, the saved plan brought up to date, and why there is none."""

    state: KnowledgeState
    plan: Plan | None
    standing: Mapping[str, Standing]
    trouble: MlpathError | None = None
    """What stops the saved request, where something does (a goal that is gone)."""
    _answers: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    def once(self, question: object, answer: Callable[[], T]) -> T:
        """The answer to a question about this situation, asked once."""
        if question not in self._answers:
            self._answers[question] = answer()
        return cast("T", self._answers[question])

    @cached_property
    def step_of(self) -> Mapping[str, Step]:
        """The plan's step of each unit."""
        return {} if self.plan is None else {step.unit: step for step in self.plan.steps}

    @property
    def feasible(self) -> bool:
        """Whether there is a plan that reaches its goal."""
        return self.plan is not None and self.plan.proof.status != "infeasible"


@dataclass
class Office:
    """One learner's use cases for the pages.

    Args:
        app: the use cases.
        today: says what day it is, asked anew at every request.
        stamp: gives a new event's identity and time.
        keys: who may change things.

    """

    app: App
    today: Callable[[], date]
    stamp: Callable[[], Stamp]
    keys: Keys = field(default_factory=Keys)
    _lock: Lock = field(default_factory=Lock)
    _last: tuple[KnowledgeState, date, Situation] | None = None

    def situation(self) -> Situation:
        """Where the learner stands now; the log is read each time, so that what another program stored counts."""
        state, today = self.app.state(), self.today()
        last = self._last
        if last is not None and last[:2] == (state, today):
            return last[2]
        with self._lock:
            found = self._situation(state, today)
            self._last = (state, today, found)
        return found

    def _situation(self, state: KnowledgeState, today: date) -> Situation:
        plan, trouble = None, None
        if state.request is not None:
            try:
                plan = self.app.saved_plan(today=today)
            except MlpathError as error:
                trouble = error
        return Situation(state, plan, self.app.standings(state, plan), trouble)

    def next_steps(self, count: int, minutes: int | None = None) -> NextSteps:
        """The steps that are ready.

        Raises:
            UsageError: where there is no plan.
            NoPlanError: where none reaches the goal.

        """
        return self.situation().once(
            ("next", count, minutes), lambda: self.app.next_steps(today=self.today(), count=count, minutes=minutes)
        )

    def status(self) -> Status:
        """Where the learner stands, in figures."""
        return self.situation().once("status", lambda: self.app.status(today=self.today()))

    def pace(self) -> Pace:
        """Time so far, and the time that is left."""
        status = self.status()
        return self.situation().once("pace", lambda: self.app.pace(status.plan, status.state, today=self.today()))

    def dropped(self) -> tuple[Unreachable, ...]:
        """What would have to be left out for the plan to meet its deadline."""
        plan = self.need_plan()
        return self.situation().once("dropped", lambda: self.app.dropped(plan, today=self.today()))

    @property
    def learner(self) -> str:
        """Whose log it is, by name; empty for the one learner that is not named."""
        learner = self.app.store.learner
        return "" if learner == DEFAULT_LEARNER else learner

    def now_ready(self, before: Situation, after: Situation) -> list[str]:
        """The topics that are ready now and were not before, by title."""
        titles = self.app.curriculum.topic
        return [titles[t].title for t, s in after.standing.items() if s == "ready" and before.standing[t] == "later"]

    def title(self, id_: str) -> str:
        """The title of anything that has a name; the id of what is gone."""
        curriculum = self.app.curriculum
        topic, at, depth = id_.partition("@")
        if at and topic in curriculum.topic:
            return f"{curriculum.topic[topic].title} ({depth})"
        tables: Iterable[Mapping[str, object]] = (
            curriculum.goal,
            curriculum.topic,
            curriculum.resource,
            curriculum.unit,
        )
        for table in tables:
            if id_ in table:
                return str(getattr(table[id_], "title", id_))
        return next((area.title for area in curriculum.areas if area.id == id_), id_)

    def need_plan(self) -> Plan:
        """The saved plan.

        Raises:
            UsageError: where there is none.
            MlpathError: where the saved request cannot be planned.

        """
        found = self.situation()
        if found.trouble is not None:
            raise found.trouble
        if found.plan is None:
            raise UsageError("no plan yet", "choose a goal on the page Next")
        return found.plan
