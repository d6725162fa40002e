"""Weighing: why something is in a plan, why another is not, and two plans side by side."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mlpath.app.answers import Why, WhyNot
from mlpath.app.desk import Desk
from mlpath.errors import NoPlanError, UsageError
from mlpath.names import Named
from mlpath.plan import Plan, Request, Step
from mlpath.planner import Comparison, chain, compared, make_plan
from mlpath.texts import split_outcome


class Weighing(Desk):
    """The use cases that hold a plan against others."""

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
        plan = self._saved(state, today)
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
                    f"no plan reaches {' '.join(plan.request.goals)} with these wishes", "mlpath plan says why"
                )
        return compared(plans[0], plans[1])

    @staticmethod
    def _concerns(step: Step, named: Named) -> bool:
        if named.kind == "unit":
            return step.unit == named.id
        if named.kind == "resource":
            return step.resource == named.id
        return any(Weighing._is_known(named, outcome) for outcome in step.teaches)

    @staticmethod
    def _is_known(named: Named, outcome: str) -> bool:
        return outcome == named.id or split_outcome(outcome)[0] == named.id
