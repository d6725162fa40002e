"""Timing: what would have to give for a deadline."""

from __future__ import annotations

from datetime import date

from mlpath.app.desk import Desk
from mlpath.plan import Plan, Unreachable
from mlpath.planner import make_plan

MOST_TRIES = 3


class Timing(Desk):
    """The use cases about time."""

    def dropped(self, plan: Plan, *, today: date) -> tuple[Unreachable, ...]:
        """What has to be left out for a plan to meet its deadline in the hours that there are, by value.

        As much of the goal as fits is what `--max-hours` reaches. Empty where the deadline is met, or no hours were
        given.
        """
        request, deadline = plan.request, plan.deadline
        if deadline is None or deadline.met or request.week is None or request.max_hours is not None:
            return ()
        state, minutes = self.state(), deadline.minutes_there_are
        found: tuple[Unreachable, ...] = ()
        for _ in range(MOST_TRIES):
            if minutes <= 0:
                break
            less = request.model_copy(update={"max_hours": minutes / 60})
            fits = make_plan(self.graph, state, less, self.lookup.wishes(less), today=today, seconds=self.seconds)
            found = fits.unreachable
            late = sum(s.minutes for step in fits.steps for s in step.sessions if s.day > deadline.by)
            if not late:
                break
            minutes -= late  # minutes at a day's end that no step begins in are lost
        return found
