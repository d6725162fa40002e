"""What a fold of the log asks of a curriculum: what a unit teaches, what knowing or forgetting something means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mlpath.graph import PrerequisiteGraph
from mlpath.names import Named, Names
from mlpath.planner import included_goals
from mlpath.texts import DEPTHS, split_outcome


@dataclass(frozen=True)
class CurriculumFacts:
    """What a fold asks, answered from a graph."""

    graph: PrerequisiteGraph
    names: Names

    @property
    def curriculum(self) -> str:
        """The curriculum's id."""
        return self.graph.curriculum.id

    def thing(self, id_: str) -> str | None:
        """The id of what an id or alias stands for; through the alias of a topic or resource too."""
        named = self.names.exact.get(id_)
        if named is not None:
            return named.id
        for sign, kind in (("@", "topic"), ("/", "resource")):
            whole, _, part = id_.partition(sign)
            renamed = self.names.exact.get(whole)
            if renamed is not None and renamed.kind == kind and f"{renamed.id}{sign}{part}" in self.names.exact:
                return f"{renamed.id}{sign}{part}"
        return None

    def unit(self, id_: str) -> str | None:
        """The unit that an id or alias stands for; a resource without parts is its own."""
        found = self.thing(id_)
        return found if found in self.graph.unit_number else None

    def taught(self, unit: str) -> frozenset[str]:
        """The outcomes that a unit teaches."""
        return frozenset(self.graph.names(self.graph.taught[self.graph.unit_number[unit]]))

    def implied(self, id_: str) -> frozenset[str]:
        """What knowing something means."""
        return self.graph.implied(self._outcomes(self.names.exact[id_]))

    def undone(self, id_: str) -> frozenset[str]:
        """What forgetting something takes away: it and its deeper forms."""
        named = self.names.exact[id_]
        found: set[str] = set()
        for outcome in self._shallowest(named):
            topic, depth = split_outcome(outcome)
            deeper = DEPTHS[DEPTHS.index(depth) :]
            found |= {f"{topic}@{d}" for d in deeper}
        return frozenset(found) & frozenset(self.graph.outcomes)

    def _shallowest(self, named: Named) -> Iterable[str]:
        topics = self.graph.curriculum.topic
        if named.kind == "topic":
            return [f"{named.id}@{next(iter(topics[named.id].levels))}"]
        if named.kind == "area":
            return [f"{t.id}@{next(iter(t.levels))}" for t in topics.values() if t.area == named.id]
        return self._outcomes(named)

    def _outcomes(self, named: Named) -> list[str]:
        curriculum = self.graph.curriculum
        if named.kind == "unit":
            return list(curriculum.unit[named.id].teaches)
        if named.kind == "resource":
            return [outcome for unit in curriculum.resource[named.id].units for outcome in unit.teaches]
        if named.kind == "goal":
            return [o for g in included_goals(self.graph, named.id) for o in curriculum.goal[g].requires]
        if named.kind == "outcome":
            return [named.id]
        topics = [curriculum.topic[named.id]] if named.kind == "topic" else curriculum.topics
        return [
            f"{topic.id}@{_known_depth(list(topic.levels))}"
            for topic in topics
            if named.kind == "topic" or topic.area == named.id
        ]


def _known_depth(depths: list[str]) -> str:
    """The depth that knowing a topic means: working, else its deepest below, else its only one."""
    return "working" if "working" in depths else depths[0]
