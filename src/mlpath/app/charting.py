"""Charting: the topics on a map with where the learner stands, and the days on which something was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from mlpath.app.asking import Asking
from mlpath.curriculum import split_outcome
from mlpath.errors import UsageError
from mlpath.learner import KnowledgeState, effective, fold
from mlpath.plan import Plan

if TYPE_CHECKING:
    from mlpath.chart import Chart, Standing


@dataclass(frozen=True)
class DayDone:
    """What had been done by the end of a day: minutes of study as estimated."""

    day: date
    minutes: int


class Charting(Asking):
    """The use cases of maps and of progress over time."""

    @cached_property
    def chart(self) -> Chart:
        """The chart of the curriculum; the same for every learner."""
        from mlpath.chart import chart_of  # here and below: not for what is asked every day

        return chart_of(self.graph)

    def standings(self, state: KnowledgeState, plan: Plan | None) -> Mapping[str, Standing]:
        """Where a learner in this state stands with each topic, by the depths that the plan's goal needs."""
        from mlpath.chart import standings

        known = self.graph.numbers(o for o in state.known if o in self.graph.number)
        wanted = frozenset() if plan is None else self._cone(plan)
        return standings(self.graph, state.known, wanted, lambda outcome: self._outcome_ready(outcome, known))

    def needed_topics(self, name: str) -> frozenset[str]:
        """The topics that a goal, area, topic or outcome needs, itself included.

        Raises:
            UnknownIdError: for a name that nothing has.
            UsageError: for a unit or resource.

        """
        named = self.names.resolve(name)
        if named.kind in ("unit", "resource"):
            raise UsageError(f"{named.id} is a {named.kind}, not a goal or topic", f"mlpath show {named.id}")
        return frozenset(split_outcome(outcome)[0] for outcome in self.facts.implied(named.id))

    def days_done(self) -> tuple[DayDone, ...]:
        """For each day on which something was marked done, the study time of all units done by its end."""
        units = self.curriculum.unit
        events = effective(self.store.events())
        days = sorted({event.local_date for event in events if event.kind in ("done", "forget")})
        found: list[DayDone] = []
        for day in days:
            state = fold([event for event in events if event.local_date <= day], self.facts)
            found.append(DayDone(day, sum(units[unit].minutes for unit in state.done if unit in units)))
        return tuple(found)
