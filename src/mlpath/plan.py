"""What is asked for and what is answered: the values that planner, views and exports share.

A *request* is the learner's decision and is stored; a *plan* follows from curriculum, request and knowledge
state, and can be thrown away at any time. Hours are hours of study; a step is one unit.

Not here: how a plan is found (`mlpath.planner`), how it is shown (`mlpath.view`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

from mlpath.week import Off, Week, even_week

Status = Literal["optimal", "feasible", "infeasible"]
TIME_FIELDS = frozenset({"hours_per_week", "days", "start", "by", "off", "at"})
"""The fields of a request that say when: they change the dates of a plan, never its steps."""

SHOWN = frozenset({"plan", "promised"})
"""What the event of a request says of the answer: the units that were shown, and the minutes and last day."""
BESIDE = frozenset({"known", "curriculum"}) | SHOWN
"""What it says besides the request: what is known then (it is in the state), of which curriculum, and the answer."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Request(_Value):
    """What a plan is asked for.

    Selectors (`kind:video`, `resource:mml-book` …) are kept as written, so that they follow the curriculum.
    """

    goals: tuple[str, ...]
    """Goals, topics or outcomes, by id."""
    known: tuple[str, ...] = ()
    """What the learner knows besides the log: ids of areas, topics, outcomes, units."""
    prefer: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    pin: tuple[str, ...] = ()
    """Units that the plan must hold."""
    settling: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] | None = None
    """Factor on the settling-in times of the curriculum; none is 1."""
    max_hours: Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)] | None = None
    """Reach as much as can be within these hours, settling-in included."""
    gentle: bool = False
    """Add the short resources that only help: the intuition before the work."""
    hours_per_week: Annotated[float, Field(gt=0, le=168, allow_inf_nan=False)] | None = None
    days: tuple[Annotated[int, Field(ge=0, le=24 * 60)], ...] | None = None
    """Minutes of study on Monday to Sunday; they win over hours per week."""
    start: date | None = None
    by: date | None = None
    """The day by which all of it shall be done."""
    off: Off = ()
    """Days off: the first and last day of each stretch."""
    at: time | None = None
    """When sessions begin, by the clock on the learner's wall."""

    @classmethod
    def stored(cls, data: Mapping[str, Any]) -> Self:
        """The request in the event that stored it; raises ValidationError for one that another mlpath wrote."""
        return cls.model_validate({name: value for name, value in data.items() if name not in BESIDE})

    @field_validator("days")
    @classmethod
    def _seven(cls, days: tuple[int, ...] | None) -> tuple[int, ...] | None:
        if days is not None and (len(days) != 7 or not any(days)):
            raise ValueError("seven numbers of minutes, Monday first, not all 0")
        return days

    @property
    def week(self) -> Week | None:
        """When there is time to study; None where nothing was said of it."""
        if self.days is not None:
            return Week(self.days, self.off)
        if self.hours_per_week is not None:
            return even_week(max(1, round(self.hours_per_week * 60)), self.off)
        return None


class Reason(_Value):
    """Why a step is in the plan: it teaches `outcome`, which `needed_by` requires."""

    outcome: str
    needed_by: str
    """A unit of the plan, or a goal."""
    is_goal: bool
    why: str = ""
    """The curriculum's own reason on the edge, where it gives one."""


class StudySession(_Value):
    """The part of a step that is studied on one day, in one go."""

    day: date
    minutes: int


class Step(_Value):
    """One unit of a plan, at its place in the order."""

    index: int
    resource: str
    resource_title: str
    units: tuple[str, ...]
    title: str
    url: str
    kind: str
    area: str
    minutes: int
    settling_minutes: int
    """Time to settle into the resource, where this step is its first."""
    estimate: bool
    teaches: tuple[str, ...]
    """What is new to the learner at this step."""
    requires: tuple[str, ...]
    """The outcomes by which what it requires is met."""
    reasons: tuple[Reason, ...]
    providers: int
    """How many units could teach the first of its reasons' outcomes (1: the only source)."""
    capstone_of: str | None = None
    helps_only: bool = False
    """Not needed: it gives the intuition before the work."""
    spent_minutes: int = 0
    """What of its time was studied already, as reported; the rest is scheduled."""
    sessions: tuple[StudySession, ...] = ()
    """When it is studied: one session a day, in order; their minutes are those that are left."""

    @property
    def starts(self) -> date | None:
        """The day of its first session."""
        return self.sessions[0].day if self.sessions else None

    @property
    def ends(self) -> date | None:
        """The day of its last session."""
        return self.sessions[-1].day if self.sessions else None

    @property
    def unit(self) -> str:
        """The unit's full id."""
        return self.units[0]


class Proof(_Value):
    """What is known of the plan's cost against the least possible."""

    status: Status
    cost_minutes: int
    """What was minimised: study and settling-in, weighed by prefer and avoid."""
    lower_bound_minutes: float
    reached: int | None = None
    """Within `max_hours`: how many outcomes and capstones of the goals are reached."""
    reached_at_most: int | None = None
    """The proven bound of it."""
    shortest_minutes: float | None = None
    """The proven least cost, where the plan stays close to the one before instead (within a hundredth)."""

    @property
    def gap(self) -> float:
        """How far the cost may be above the least, as a share of the cost."""
        if self.reached is not None and self.reached_at_most:
            return 1 - self.reached / self.reached_at_most
        if self.status != "feasible" or not self.cost_minutes:
            return 0.0
        return max(0.0, (self.cost_minutes - self.lower_bound_minutes) / self.cost_minutes)


class Unreachable(_Value):
    """An outcome that no plan reaches, and what stops it."""

    outcome: str
    because: tuple[str, ...]
    skipped: tuple[str, ...] = ()
    """Units that would help, but were skipped."""


class Milestone(_Value):
    """A goal that is reached on the way, after the step with this index (0: before the first)."""

    goal: str
    title: str
    after: int
    minutes: int
    """Study and settling-in up to there."""
    on: date | None = None
    """The day on which it is reached."""


class Deadline(_Value):
    """The day by which a plan shall be done, and what that takes."""

    by: date
    met: bool
    minutes_there_are: int
    """Until then, in the week that was asked for; 0 where none was."""
    weekly_minutes: int | None
    """The least quarter hours a week by which it is met, in minutes; None: no week has so many."""


class Plan(_Value):
    """The ordered answer to a request, with its proof, or what makes it impossible."""

    request: Request
    curriculum: str
    steps: tuple[Step, ...]
    known: tuple[str, ...]
    proof: Proof
    milestones: tuple[Milestone, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()
    wishes_to_drop: tuple[str, ...] = ()
    """Where wishes make it impossible: a smallest set whose dropping makes it possible."""
    weekly_minutes: int | None = None
    """Minutes of a week without days off, where steps have dates."""
    deadline: Deadline | None = None

    @property
    def minutes(self) -> int:
        """Study time."""
        return sum(step.minutes for step in self.steps)

    @property
    def settling_minutes(self) -> int:
        """Settling-in time."""
        return sum(step.settling_minutes for step in self.steps)


class Wishes(_Value):
    """A request whose names and selectors have been looked up in a curriculum."""

    outcomes: frozenset[str]
    """Outcomes to know at the end."""
    capstones: tuple[str, ...] = ()
    """Units of kind project to be done, those of included goals first."""
    known: frozenset[str] = frozenset()
    """Outcomes that the request declares known, with what they imply."""
    excluded: Mapping[str, frozenset[str]] = Field(default_factory=dict)
    """For each wish that takes units away, as written, those units."""
    preferred: frozenset[str] = frozenset()
    avoided: frozenset[str] = frozenset()
    pinned: frozenset[str] = frozenset()
    at_least_one_of: frozenset[str] = frozenset()
    """Units of which one must be in the plan (what `why-not` asks)."""
