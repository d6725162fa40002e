"""What every export is made from, and the names by which other tools know its parts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from mlpath.curriculum import Curriculum
from mlpath.plan import Plan

NAMESPACE = uuid.UUID("6f0c1d6e-6c0e-5d8e-9a5b-6d6c70617468")
"""Of the names below. It must never change: other tools know what they have by them."""


@dataclass(frozen=True)
class Material:
    """A plan with what was done toward it.

    Attributes:
        plan: the saved plan, up to date.
        curriculum: what it is a plan of.
        done: units that are done, each with its day, in order.
        skipped: units that were skipped.
        today: the day of the export.
        since: the instant of the first event.
        stamp: the instant of the last event; an export says that it is of this instant.
        revision: a number that never falls, and rises with each event and each day.

    """

    plan: Plan
    curriculum: Curriculum
    done: Mapping[str, date]
    skipped: frozenset[str]
    today: date
    since: datetime
    stamp: datetime
    revision: int

    def id_of(self, *parts: str) -> uuid.UUID:
        """The lasting name of a unit, of an outcome, or of a part of one."""
        return uuid.uuid5(NAMESPACE, "\n".join((self.curriculum.id, *parts)))

    @cached_property
    def needed(self) -> Mapping[str, tuple[str, ...]]:
        """For each step's unit the units of earlier steps that teach what it requires."""
        teacher: dict[str, str] = {}
        found = {}
        for step in self.plan.steps:
            before = (teacher[outcome] for outcome in step.requires if outcome in teacher)
            found[step.unit] = tuple(dict.fromkeys(before))
            teacher |= {outcome: step.unit for outcome in step.teaches if outcome not in teacher}
        return found

    @property
    def title(self) -> str:
        """What the plan is for."""
        titles = {goal.id: goal.title for goal in self.curriculum.goals}
        return " and ".join(titles.get(name, name) for name in self.plan.request.goals)
