"""A year of study, simulated: `python -m tests.campaigns.study_year [LEARNERS]` (100 of each family: some ten minutes).

Learners of seven families study a plan day by day through the real use cases, with a log in memory. Each Monday what
mlpath says is written down: the dates of the plan, the range of the finish, and a calendar that a client takes. When
the learner is done, it shows whether the range held the true day. A learner's habits are drawn here, with numbers of
their own: nothing of `mlpath.pace` is used to make them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random

from mlpath.app import App, Stamp
from mlpath.curriculum import Curriculum
from mlpath.learner import EventKind
from mlpath.pace import Finish
from mlpath.plan import Plan, Step
from mlpath.store import Store
from mlpath.store.kept import Kept, KeptPlans
from mlpath.view.exports import Material, exported
from mlpath.week import even_week
from tests.builders import curriculum
from tests.calendar_client import Client

START = date(2026, 1, 5)
LONGEST = 4 * 365
TOPICS = 48
EXPORTING = 3
"""So many learners of each family export their calendar each month; it takes longer than all else."""
GOAL = [f"t{n}" for n in range(TOPICS - 4, TOPICS)]


def year_of_study() -> Curriculum:
    """Four chains of twelve topics, each with a unit of 50 minutes to 5 hours and a longer one: some 130 hours."""
    numbers = Random(7)  # noqa: S311 # the same curriculum each time
    edges = ", ".join(f"t{n} -> t{n + 4}" for n in range(TOPICS - 4))
    units = []
    for n in range(TOPICS):
        minutes = numbers.choice([50, 90, 120, 150, 180, 240, 300])
        units += [f"r{n // 6}/u{n}: t{n} {minutes}", f"s{n // 8}/u{n}: t{n} {minutes + 30}"]
    return curriculum(edges, ", ".join(units), settling=0.5)


@dataclass(frozen=True)
class Habits:
    """How someone studies.

    Attributes:
        factor: true minutes of a unit per estimated minute, the learner's own.
        scatter: of single units around it, in logarithms.
        week: minutes of a week, as a share of what was planned, drawn anew each week.
        reports: how often the time of a unit is reported.
        off: whether there are weeks off that mlpath is not told of, and some that it is.
        changes: whether the plan changes on the way.

    """

    factor: Callable[[Random], float]
    week: Callable[[Random], float]
    scatter: float = 0.35
    reports: float = 0.7
    off: bool = False
    changes: bool = False


FAMILIES: dict[str, Habits] = {
    "steady": Habits(lambda r: r.lognormvariate(0, 0.2), lambda r: r.uniform(0.7, 1.1)),
    "fast": Habits(lambda r: r.uniform(0.4, 0.75), lambda r: r.uniform(0.8, 1.3)),
    "slow": Habits(lambda r: r.uniform(1.4, 2.4), lambda r: r.uniform(0.6, 1.0)),
    "irregular": Habits(
        lambda r: r.lognormvariate(0, 0.3), lambda r: 0.0 if r.random() < 0.35 else r.lognormvariate(-0.1, 0.6), 0.5
    ),
    "weeks off": Habits(lambda r: r.lognormvariate(0.1, 0.2), lambda r: r.uniform(0.6, 1.1), off=True),
    "changes of plan": Habits(lambda r: r.lognormvariate(0.1, 0.2), lambda r: r.uniform(0.6, 1.1), changes=True),
    "says nothing": Habits(lambda r: r.lognormvariate(0.2, 0.3), lambda r: r.uniform(0.4, 1.1), 0.5, reports=0.0),
}


@dataclass(frozen=True)
class Said:
    """What mlpath said on a Monday."""

    day: date
    share: float
    finish: Finish | None
    changed_after: bool = False


@dataclass
class Year:
    """One learner's study from the first day to the last."""

    habits: Habits
    random: Random
    curriculum: Curriculum
    kept: KeptPlans
    exports: bool = False
    said: list[Said] = field(default_factory=list)
    changed: list[date] = field(default_factory=list)
    today: date = START
    events: int = 0
    need: dict[str, float] = field(default_factory=dict)
    calendar: str | None = None
    steps: tuple[Step, ...] | None = None
    """What is left; None where it is to be asked again."""
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.app = App(self.curriculum, Store(None), self.kept)
        self.factor = self.habits.factor(self.random)
        self.hours = self.random.choice([3.0, 4.0, 5.0, 6.0, 8.0])
        self.stretches = list(self._stretches()) if self.habits.off else []
        self.change_days = sorted(self.random.sample(range(20, 250), 4)) if self.habits.changes else []

    def _stretches(self) -> Iterator[tuple[date, date, bool]]:
        """Weeks off, some of them told."""
        for _ in range(3):
            first = START + timedelta(days=self.random.randrange(14, 300))
            yield first, first + timedelta(days=self.random.choice([6, 13, 20])), self.random.random() < 0.5

    def study(self) -> date | None:
        """Study to the end; the day of it, or None for one who never gets there."""
        self.ask(hours_per_week=self.hours)
        spent, share = 0.0, 1.0
        for number in range(LONGEST):
            self.today = START + timedelta(days=number)
            if self.today.weekday() == 0:
                share = self.habits.week(self.random)
                self.look()
            self.change(number)
            spent += self.minutes(share)
            spent, is_done = self.go_on(spent)
            if is_done:
                return self.today
        return None

    def minutes(self, share: float) -> float:
        """What is studied today: some days more, some nothing, in all the week's share."""
        if any(first <= self.today <= last for first, last, _ in self.stretches):
            return 0.0
        return self.week.on(self.today) * share * self.random.choice([0.0, 1.0, 1.0, 2.0])

    def go_on(self, spent: float) -> tuple[float, bool]:
        """Finish the steps that the time was enough for; whether all is done."""
        while spent:
            if self.steps is None:
                self.steps = self.app.saved_plan(today=self.today).steps
            if not self.steps:
                return 0.0, True
            step = self.steps[0]
            estimate = step.minutes + step.settling_minutes
            ratio = self.factor * self.random.lognormvariate(0, self.habits.scatter)
            needs = self.need.setdefault(step.unit, estimate * ratio)
            if spent < needs:
                return spent, False
            spent -= needs
            told = {"minutes": max(1, round(needs))} if self.random.random() < self.habits.reports else {}
            self.record("done", [step.unit], **told)
        return spent, False

    def change(self, day: int) -> None:
        """Changes of the plan, and weeks off that are told when they are known."""
        told = [s for s in self.stretches if s[2] and s[0] - timedelta(days=7) == self.today]
        if told:
            self.ask(
                hours_per_week=self.hours, off=tuple((first, last) for first, last, known in self.stretches if known)
            )
        if day not in self.change_days:
            return
        self.changed.append(self.today)
        steps = self.app.saved_plan(today=self.today).steps
        how = self.random.choice(["skip", "know", "hours", "goal"])
        if how == "skip" and len(steps) > 2:
            self.record("skip", [steps[1].unit])
        elif how == "know" and steps:
            self.record("know", [steps[-1].requires[0]] if steps[-1].requires else [steps[0].teaches[0]])
        elif how == "hours":
            self.hours = max(2.0, min(10.0, self.hours + self.random.choice([-1.0, 1.0, 2.0])))
            self.ask(hours_per_week=self.hours)
        else:
            self.ask(hours_per_week=self.hours, goals=GOAL[: self.random.choice([3, 4])])

    def ask(self, goals: list[str] = GOAL, **wishes: object) -> None:
        request = self.app.request(goals, **wishes)
        self.week = even_week(round(self.hours * 60))
        plan = self.app.plan(request, today=self.today)
        self.app.save_request(request, self.stamp(), plan)

    def record(self, kind: EventKind, ids: list[str], **data: int) -> None:
        self.app.record(kind, ids, self.stamp(), **data)

    def stamp(self) -> Stamp:
        self.events += 1
        self.steps = None
        at = datetime.combine(self.today, time(20), UTC) + timedelta(seconds=self.events)
        return Stamp(f"{self.events:032x}", at, "UTC", self.today)

    def look(self) -> None:
        """Write down what mlpath says today, and hold it against itself."""
        plan, state = self.app.saved_plan(today=self.today), self.app.state()
        pace = self.app.pace(plan, state, today=self.today)
        done = pace.history.progress(START, self.today)
        self.said.append(Said(self.today, done / (done + pace.left) if done + pace.left else 1.0, pace.finish))
        problems(plan, pace.finish, self.today)
        if self.exports and self.today.day <= 7:
            self.export(plan)

    def export(self, plan: Plan) -> None:
        """Once a month: the calendar is exported over the last one, and a client has just the plan's sessions."""
        events = self.app.store.events()
        made = Material(
            plan=plan, curriculum=self.curriculum, done={}, skipped=frozenset(), today=self.today,
            since=events[0].at, stamp=events[-1].at, revision=len(events) + (self.today - START).days,
        )  # fmt: skip
        self.calendar = exported("ics", made, self.calendar)
        self.client.take(self.calendar)
        assert self.client.ahead(self.today) == sorted(s.day for step in plan.steps for s in step.sessions)


def problems(plan: Plan, finish: Finish | None, today: date) -> None:
    """The dates of a plan and the range of its finish agree with each other and with what was asked."""
    sessions = [session for step in plan.steps for session in step.sessions]
    week = plan.request.week
    assert week is not None
    assert all(a.day <= b.day for a, b in pairwise(sessions))
    assert all(session.day >= today and week.on(session.day) >= session.minutes for session in sessions)
    assert sum(s.minutes for s in sessions) == plan.minutes + plan.settling_minutes - sum(
        s.spent_minutes for s in plan.steps
    )
    assert finish is not None
    assert finish.earliest is not None
    assert finish.expected is not None
    assert today <= finish.earliest <= finish.expected
    assert finish.latest is None or finish.expected <= finish.latest


class Remembered(KeptPlans):
    """Kept plans of all learners, in memory, so that each question is solved once."""

    def __init__(self) -> None:
        super().__init__(None)
        self.plans: dict[str, Kept] = {}

    def get(self, key: str) -> Kept | None:
        return self.plans.get(key)

    def put(self, kept: Kept) -> None:
        self.plans[kept.key] = kept


@dataclass
class Tally:
    """How often a range held the true day, at each tenth of the way."""

    held: dict[int, int] = field(default_factory=dict)
    asked: dict[int, int] = field(default_factory=dict)
    too_early: int = 0
    too_late: int = 0
    widths: list[float] = field(default_factory=list)

    def add(self, said: Said, finished: date) -> None:
        tenth = min(9, int(said.share * 10))
        finish = said.finish
        assert finish is not None
        assert finish.earliest is not None
        early = finished < finish.earliest
        late = finish.latest is not None and finished > finish.latest
        self.asked[tenth] = self.asked.get(tenth, 0) + 1
        self.held[tenth] = self.held.get(tenth, 0) + (not early and not late)
        self.too_early += early
        self.too_late += late
        left = max(1, (finished - said.day).days)
        if finish.latest is not None:
            self.widths.append((finish.latest - finish.earliest).days / left)

    @property
    def coverage(self) -> float:
        """The share of ranges that held, over all Mondays."""
        return sum(self.held.values()) / sum(self.asked.values())


def campaign(
    learners: int, seed: int = 1, families: Iterable[str] = tuple(FAMILIES)
) -> tuple[dict[str, Tally], list[tuple[str, int]]]:
    """So many learners of each family; their tallies, and those who never finished."""
    subject, kept = year_of_study(), Remembered()
    tallies, unfinished = {name: Tally() for name in families}, []
    for name in tallies:
        habits = FAMILIES[name]
        for number in range(learners):
            year = Year(habits, Random(f"{seed} {name} {number}"), subject, kept, number < EXPORTING)  # noqa: S311 # the same learners each time
            finished = year.study()
            if finished is None:
                unfinished.append((name, number))
                continue
            for said in year.said:
                tallies[name].add(said, finished)
    return tallies, unfinished


def main() -> int:
    """Run it and print a row for each family as it ends; 1 where a family's ranges hold less than nine of ten."""
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    say(f"{learners} learners a family; ranges that held the true day, in %, by tenth of the way")
    tenths = "".join(f"{tenth * 10:>5}" for tenth in range(10))
    say(
        f"{'family':<16}{'all':>6} |{tenths} | true day before, after; width as a share of the time left; unfinished; asked"
    )
    worst = 1.0
    for name in FAMILIES:
        tallies, unfinished = campaign(learners, families=[name])
        say(row(name, tallies[name], len(unfinished)))
        worst = min(worst, tallies[name].coverage)
    return 1 if worst < 0.9 else 0


def row(name: str, tally: Tally, unfinished: int) -> str:
    """A family's row."""
    by_tenth = "".join(f"{100 * tally.held.get(t, 0) / max(1, tally.asked.get(t, 0)):>5.0f}" for t in range(10))
    total = sum(tally.asked.values())
    sides = f"{100 * tally.too_early / total:.1f} {100 * tally.too_late / total:.1f}"
    width = sorted(tally.widths)[len(tally.widths) // 2]
    return f"{name:<16}{100 * tally.coverage:>6.1f} |{by_tenth} | {sides}; {width:.2f}; {unfinished}; {total} Mondays"


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
