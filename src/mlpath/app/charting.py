"""Charting: the topics on a map with where the learner stands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from mlpath.app.asking import Asking
from mlpath.errors import UsageError
from mlpath.learner import KnowledgeState
from mlpath.plan import Plan
from mlpath.texts import split_outcome

if TYPE_CHECKING:
    from mlpath.chart import Chart, Standing


class Charting(Asking):
    """The use cases of maps."""

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
