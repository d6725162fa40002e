"""Timing: the pace so far, when all will be done, and what would have to give for a deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mlpath.app.answers import GoalStatus, Pace, WeekStudied
from mlpath.app.desk import Desk
from mlpath.learner import KnowledgeState, Progress, about, effective
from mlpath.plan import Plan, Unreachable
from mlpath.planner import included_goals, make_plan

if TYPE_CHECKING:
    from mlpath.history import History

MOST_TRIES = 3
ONE_SITTING = 240
"""Minutes: who started longer ago than this has not been studying all the time."""


class Timing(Desk):
    """The use cases about time."""

    def history(self) -> History:
        """What the log says of time."""
        from mlpath.history import history  # here and below: not for what is asked every day

        standing = effective(about(self.store.events(), self.curriculum.id))
        units, of = self.curriculum.unit, self.curriculum.resource_of
        asked = [event.data for event in standing if event.kind == "request"]
        settling = next((data.get("settling") for data in reversed(asked)), None)
        times = 1.0 if not isinstance(settling, int | float) else float(settling)

        def settle(unit: str) -> tuple[str, int]:
            resource = of[unit]
            return resource.id, round(self.curriculum.settling_minutes(resource) * times)

        minutes = {id_: unit.minutes for id_, unit in units.items()}
        return history(standing, self.curriculum.id, self.facts.unit, minutes, settle)

    def elapsed(self, progress: Progress) -> tuple[str, int] | None:
        """The one unit that was just done, and the minutes since it was started, where that may be what it took.

        None where more than one was done, where it was not started, where time of it is reported already, and where
        it was started just now or longer than ONE_SITTING ago.
        """
        done = progress.event
        if done is None or len(done.ids) != 1 or done.ids[0] in progress.after.minutes:
            return None
        unit = done.ids[0]
        standing = effective(about(self.store.events(), self.curriculum.id))
        starts = [event for event in standing if event.kind == "start" and unit in event.ids and event.at <= done.at]
        if not starts:
            return None
        minutes = round((done.at - starts[-1].at).total_seconds() / 60)
        return (unit, minutes) if 1 <= minutes <= ONE_SITTING else None

    def pace(self, plan: Plan | None, state: KnowledgeState, *, today: date) -> Pace:
        """Time so far and the time that is left.

        Args:
            plan: the saved plan, up to date; None where there is none.
            state: the knowledge state that it starts from.
            today: the day.

        """
        from mlpath.pace import factor, finish, moved

        record = self.history()
        possible = plan is not None and plan.proof.status != "infeasible"
        steps = plan.steps if plan is not None else ()
        left = [step.minutes + step.settling_minutes - step.spent_minutes for step in steps]
        under_way = sum(step.spent_minutes for step in steps)
        week = plan.request.week if plan is not None else None
        start = plan.request.start if plan is not None else None
        return Pace(
            history=record,
            goals=tuple(self._goals(plan, state)) if plan is not None and possible else (),
            weeks=tuple(_weeks(record, today)),
            left=sum(left),
            factor=factor(record.accounts),
            finish=finish(left, week, record, today, start, under_way) if possible else None,
            moved=moved(record, sum(left), today, under_way) if possible else None,
        )

    def _goals(self, plan: Plan, state: KnowledgeState) -> Iterator[GoalStatus]:
        """The goals of a plan and those inside them, the innermost first."""
        milestones = {milestone.goal: milestone for milestone in plan.milestones}
        names = (name for goal in plan.request.goals if goal in self.curriculum.goal for name in self._inside(goal))
        for name in dict.fromkeys(names):
            inside = self._inside(name)
            goals = [self.curriculum.goal[id_] for id_ in inside]
            wanted = self.graph.implied(frozenset(outcome for goal in goals for outcome in goal.requires))
            capstones = {goal.capstone for goal in goals if goal.capstone}
            known = len(wanted & state.known) + len(capstones & set(state.done))
            reached = milestones.get(name)
            yield GoalStatus(
                id=name,
                title=self.curriculum.goal[name].title,
                known=known,
                needed=len(wanted) + len(capstones),
                minutes_left=0 if reached is None else reached.minutes,
                on=None if reached is None else reached.on,
            )

    def _inside(self, goal: str) -> list[str]:
        return included_goals(self.graph, goal)

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


def _weeks(record: History, today: date) -> Iterator[WeekStudied]:
    """The weeks from the first request to the one of today; what was done before today's end counts."""
    since = record.since
    if since is None:
        return
    monday = since - timedelta(days=since.weekday())
    while monday <= today:
        sunday = monday + timedelta(days=6)
        yield WeekStudied(
            monday, record.planned(monday, sunday), record.time(monday, sunday), record.progress(monday, sunday)
        )
        monday += timedelta(days=7)
