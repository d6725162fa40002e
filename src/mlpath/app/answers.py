"""What the use cases answer with: values for views to show. And the stamp, which callers bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from mlpath.learner import KnowledgeState
from mlpath.plan import Plan, Reason, Step

if TYPE_CHECKING:
    from mlpath.history import History
    from mlpath.pace import Factor, Finish, Moved


@dataclass(frozen=True)
class Stamp:
    """Who, when: what a new event needs from outside."""

    uid: str
    at: datetime
    zone: str
    local_date: date


@dataclass(frozen=True)
class AreaStatus:
    """How much of an area the goal needs and the learner has, in topics."""

    id: str
    title: str
    known: int
    needed: int


@dataclass(frozen=True)
class Status:
    """Where the learner stands."""

    plan: Plan | None
    areas: tuple[AreaStatus, ...]
    done_minutes: int
    """Estimated study time of the units done."""
    reported_minutes: int
    state: KnowledgeState


@dataclass(frozen=True)
class GoalStatus:
    """How much of a goal the learner has, in outcomes and capstones, and how far it is still."""

    id: str
    title: str
    known: int
    needed: int
    minutes_left: int
    """Until it is reached on the way through the plan; 0 where it is."""
    on: date | None
    """The day on which the plan reaches it."""


@dataclass(frozen=True)
class WeekStudied:
    """A week from Monday to Sunday: minutes that were planned, studied, and done as estimated."""

    monday: date
    planned: int
    studied: int
    progress: int


@dataclass(frozen=True)
class Pace:
    """Time so far, and the time that is left."""

    history: History
    goals: tuple[GoalStatus, ...]
    weeks: tuple[WeekStudied, ...]
    """From the first request to this week, none left out."""
    left: int
    """Estimated minutes; time reported of units under way is not left."""
    factor: Factor
    finish: Finish | None
    moved: Moved | None


@dataclass(frozen=True)
class NextSteps:
    """What to do now, each step with the outcomes that it opens."""

    plan: Plan
    steps: tuple[Step, ...]
    opens: Mapping[str, tuple[str, ...]]
    started: tuple[str, ...] = ()


@dataclass(frozen=True)
class Why:
    """The chain of reasons from a step to a goal."""

    plan: Plan
    step: Step
    links: tuple[tuple[Step, Reason], ...]


@dataclass(frozen=True)
class WhyNot:
    """What it would cost to have something in the plan."""

    plan: Plan
    other: Plan
    """The shortest plan that has it."""
    chosen: tuple[Step, ...]
    """What of it that plan takes."""
    again: Mapping[str, Step]
    """What it teaches that the plan takes from elsewhere already, with the step that does."""
    kept_out_by: tuple[str, ...]
    """Wishes that take it away."""
    useless: bool
    """Whether it teaches nothing that the goal needs."""
