"""What a curriculum is: areas, topics, depths, outcomes, resources, units and goals, as frozen values.

A *topic* is something to learn, a *depth* is how well, an *outcome* is a topic at a depth, written
`eigenvalues@working`; a *unit* is the smallest part of a *resource* that a plan can name. The classes read the
shapes of `curriculum-format` (a bare `eigenvalues` means `@working`; `- id: reason` is a requirement with its
reason) and refuse whatever is not in it.

Not here: reading files and naming places (`mlpath.library`), checks of meaning such as unknown references or
cycles (`mlpath.lint`), and the graph that follows from it all (`mlpath.graph`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from mlpath.texts import (
    DEPTHS,
    Count,
    Depth,
    Factor,
    Hours,
    Id,
    Minutes,
    OutcomeId,
    Remark,
    Text,
    TopicId,
    UnitId,
    Url,
)

Kind = Literal["book", "course", "video", "paper", "article", "interactive", "project", "docs"]
Cost = Literal["free", "registration", "paid"]
ResourceStatus = Literal["current", "archived"]
KINDS: tuple[Kind, ...] = ("book", "course", "video", "paper", "article", "interactive", "project", "docs")


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Need(_Value):
    """One outcome that something requires, and why."""

    outcome: OutcomeId
    reason: Remark = ""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"outcome": value}
        if isinstance(value, dict) and len(value) == 1 and "outcome" not in value:
            ((outcome, reason),) = value.items()
            return {"outcome": outcome, "reason": reason}
        return value


class Requirement(_Value):
    """A prerequisite: one of several outcomes must be there (mostly it is one of one)."""

    any_of: Annotated[tuple[Need, ...], Field(min_length=1, max_length=50)]

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        if isinstance(value, dict) and len(value) == 1:
            ((key, inner),) = value.items()
            if key == "any_of":
                return value
            if key == "any":
                return {"any_of": inner}
        return {"any_of": [value]} if isinstance(value, str | dict) else value


class Level(_Value):
    """A topic at one depth: what the learner can do, and what that takes."""

    can: Text
    requires: tuple[Requirement, ...] = ()
    helps: tuple[Need, ...] = ()


class Topic(_Value):
    """Something to learn, at up to three depths."""

    id: TopicId
    title: Text
    area: Id
    aliases: tuple[TopicId, ...] = ()
    intuition: Level | None = None
    working: Level | None = None
    rigorous: Level | None = None

    @model_validator(mode="after")
    def _has_a_depth(self) -> Self:
        if not self.levels:
            raise ValueError("has no depth; give it intuition, working or rigorous")
        return self

    @cached_property
    def levels(self) -> dict[Depth, Level]:
        """The depths that this topic has, shallowest first."""
        found = {"intuition": self.intuition, "working": self.working, "rigorous": self.rigorous}
        return {depth: level for depth in DEPTHS if (level := found[depth]) is not None}


class Pace(_Value):
    """How long a resource takes per page, per minute of video or per problem, and why one thinks so."""

    minutes_per_page: Factor | None = None
    video_factor: Factor | None = None
    minutes_per_problem: Factor | None = None
    hours: Literal["estimate", "stated"] | None = None
    why: Text


class Unit(_Value):
    """A chapter, a lecture, a module: the smallest part of a resource that a plan can name.

    `id` is the full id, `mml-book/ch02`; a resource without parts is one unit that bears the resource's id.
    `minutes` is the time of study that follows from the size and the resource's pace.
    """

    id: UnitId
    title: Text
    url: Url
    pages: Count | None = None
    video: Minutes | None = None
    problems: Count | None = None
    hours: Hours | None = None
    minutes: Annotated[int, Field(gt=0, le=200_000)]
    estimate: bool = False
    exercises: bool = False
    proves: bool = False
    teaches: tuple[OutcomeId, ...]
    requires: tuple[Requirement, ...] = ()
    note: Text | None = None


class Resource(_Value):
    """A book, course, video series, paper, page or project, in units."""

    id: Id
    title: Text
    authors: tuple[Text, ...] = ()
    kind: Kind
    about: Text | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    cost: Cost = "free"
    url: Url
    also: tuple[Url, ...] = ()
    sources: tuple[Id, ...] = ()
    status: ResourceStatus = "current"
    published: Annotated[int, Field(ge=1500, le=2100)] | None = None
    settling: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] | None = None
    aliases: tuple[Id, ...] = ()
    pace: Pace | None = None
    note: Text | None = None
    checklist: tuple[Text, ...] = ()
    units: Annotated[tuple[Unit, ...], Field(min_length=1)]


class Link(_Value):
    """An address worth a look."""

    title: Text
    url: Url


class Goal(_Value):
    """A set of outcomes to reach, with a capstone; it reaches what it includes too."""

    id: Id
    title: Text
    aliases: tuple[Id, ...] = ()
    includes: tuple[Id, ...] = ()
    can: Text
    requires: tuple[OutcomeId, ...] = ()
    capstone: Id | None = None
    see_also: tuple[Link, ...] = ()


class Area(_Value):
    """A group of topics; areas are listed in the order of study."""

    id: Id
    title: Text


class Source(_Value):
    """A document that recommends resources or states rules."""

    id: Id
    title: Text
    url: Url | None = None
    about: Text | None = None


class Curriculum(_Value):
    """Areas, topics, resources, goals and sources: everything a plan is made from."""

    id: Id
    title: Text
    version: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.+-]{0,31}$")]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    licence: Text
    about: Text | None = None
    settling: dict[Kind, Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]] = Field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    areas: tuple[Area, ...]
    topics: tuple[Topic, ...]
    resources: tuple[Resource, ...]
    goals: tuple[Goal, ...] = ()
    digest: str = ""
    """A hash of the files that it was read from."""

    @cached_property
    def topic(self) -> dict[str, Topic]:
        """Topics by id."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def resource(self) -> dict[str, Resource]:
        """Resources by id."""
        return {resource.id: resource for resource in self.resources}

    @cached_property
    def goal(self) -> dict[str, Goal]:
        """Goals by id."""
        return {goal.id: goal for goal in self.goals}

    @cached_property
    def unit(self) -> dict[str, Unit]:
        """Units by full id."""
        return {unit.id: unit for resource in self.resources for unit in resource.units}

    @cached_property
    def resource_of(self) -> dict[str, Resource]:
        """The resource of each unit, by the unit's full id."""
        return {unit.id: resource for resource in self.resources for unit in resource.units}

    def outcomes(self) -> Iterator[tuple[str, Topic, Depth, Level]]:
        """Every outcome with its topic, depth and level, in the curriculum's order."""
        for topic in self.topics:
            for depth, level in topic.levels.items():
                yield f"{topic.id}@{depth}", topic, depth, level

    def settling_minutes(self, resource: Resource) -> int:
        """Minutes to settle into a resource: its own figure, else that of its kind, else none."""
        hours = resource.settling if resource.settling is not None else self.settling.get(resource.kind, 0)
        return round(hours * 60)
