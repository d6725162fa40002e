"""What a learner asks for, looked up in a curriculum: goals, names, selectors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mlpath.app.facts import CurriculumFacts
from mlpath.curriculum import Curriculum
from mlpath.errors import MlpathError, UnknownIdError, UsageError
from mlpath.graph import PrerequisiteGraph
from mlpath.names import Names, as_outcome
from mlpath.plan import Request, Wishes
from mlpath.planner import included_goals
from mlpath.selectors import Selectors
from mlpath.texts import outcome_id


@dataclass(frozen=True)
class Lookup:
    """Makes requests from what is typed, and wishes from requests."""

    curriculum: Curriculum
    graph: PrerequisiteGraph
    names: Names
    facts: CurriculumFacts

    def request(self, goals: Iterable[str], **wishes: Any) -> Request:
        """A request whose goals and ids are looked up; selectors are tried and kept as written.

        Raises:
            UnknownIdError, UsageError: for a goal, id or selector that there is not.

        """
        found = [self.goal(goal) for goal in goals]
        if not found:
            listed = ", ".join(goal.id for goal in self.curriculum.goals)
            raise UsageError("no goal yet", f"mlpath plan GOAL, with one of: {listed}")
        for option in ("prefer", "avoid", "exclude", "only"):
            for text in wishes.get(option, ()):
                if {"ready", "done"} & set(text.replace(",", " ").split()):
                    raise UsageError(
                        f"--{option} {text} would change with every step",
                        f"mlpath plan GOAL --{option} kind:video; or area:, source: and the like",
                    )
        wishes["known"] = tuple(self.names.resolve(text).id for text in wishes.get("known", ()))
        wishes["pin"] = tuple(unit for text in wishes.get("pin", ()) for unit in self.unit_ids(text))
        request = Request(goals=tuple(dict.fromkeys(found)), **{k: v for k, v in wishes.items() if v is not None})
        self.wishes(request)
        return request

    def goal(self, text: str) -> str:
        """The goal that a name stands for, or the outcome of a topic."""
        named = self.names.resolve(text)
        if named.kind == "goal":
            return named.id
        if named.kind in ("topic", "outcome"):
            outcome = as_outcome(named)
            if outcome not in self.graph.number:
                depths = " or ".join(f"{named.id}@{d}" for d in self.curriculum.topic[named.id].levels)
                raise UnknownIdError(f"{named.id} has no working depth", f"mlpath plan {depths}")
            return outcome
        raise UsageError(
            f"{named.id} is a {named.kind}, not a goal",
            f"mlpath plan GOAL or TOPIC; see mlpath show {named.id}",
        )

    def unit_ids(self, text: str) -> tuple[str, ...]:
        """The units that a name stands for: itself, or all of a resource, in its order."""
        named = self.names.resolve(text, kinds=("unit", "resource"))
        if named.kind == "unit":
            return (named.id,)
        return tuple(unit.id for unit in self.curriculum.resource[named.id].units)

    def is_selector(self, text: str) -> bool:
        """Whether a selector still selects from this curriculum."""
        try:
            Selectors(self.graph, self.names).select(text)
        except MlpathError:
            return False
        return True

    def wishes(self, request: Request) -> Wishes:
        """A request's names and selectors, looked up in the curriculum.

        Capstones are never taken away: a goal cannot be reached without its own.
        """
        outcomes, capstones = self._targets(request)
        selectors = Selectors(self.graph, self.names)
        excluded = {f"--exclude {text}": selectors.select(text).units for text in request.exclude}
        if request.only:
            kept = self._selected(selectors, request.only)
            excluded[f"--only {' '.join(request.only)}"] = frozenset(self.curriculum.unit) - kept
        return Wishes(
            outcomes=frozenset(outcomes),
            capstones=tuple(capstones),
            known=frozenset(outcome for id_ in request.known for outcome in self.facts.implied(id_)),
            excluded={wish: units - capstones.keys() for wish, units in excluded.items()},
            preferred=self._selected(selectors, request.prefer),
            avoided=self._selected(selectors, request.avoid),
            pinned=frozenset(request.pin),
        )

    def _targets(self, request: Request) -> tuple[set[str], dict[str, None]]:
        """The outcomes to know and the capstones to do, those of included goals first."""
        goals, outcomes, capstones = self.curriculum.goal, set[str](), dict[str, None]()
        for name in request.goals:
            if name not in goals:
                outcomes.add(outcome_id(name))
                continue
            for goal in included_goals(self.graph, name):
                outcomes |= set(goals[goal].requires)
                capstones |= dict.fromkeys(filter(None, [goals[goal].capstone]))
        return outcomes, capstones

    @staticmethod
    def _selected(selectors: Selectors, texts: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(selectors.select(text).units for text in texts))
