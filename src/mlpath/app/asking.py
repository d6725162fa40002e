"""Asking: what to study next, and where the learner stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mlpath.app.answers import AreaStatus, NextSteps, Status
from mlpath.app.desk import Desk
from mlpath.errors import NoPlanError
from mlpath.learner import KnowledgeState
from mlpath.plan import Plan, Step
from mlpath.selectors import Selected, Selectors
from mlpath.texts import split_outcome


class Asking(Desk):
    """The use cases that read the saved plan and the knowledge state."""

    def next_steps(self, *, today: date, count: int = 3, minutes: int | None = None) -> NextSteps:
        """The first steps of the saved plan that are ready, the one to do first.

        Args:
            today: for the plan's dates.
            count: how many at most.
            minutes: only what fits, one after the other, in so much time; the first step always.

        """
        state = self.state()
        plan = self._saved(state, today)
        if plan.proof.status == "infeasible":
            raise NoPlanError("no plan reaches this goal", "mlpath plan says why")
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
            plan = self._saved(state, today)
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
        return Selectors(self.graph, self.names, Selected(ready_topics, ready_units), done).select(text)


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
