"""Small random cases with everything that is hard in them, and the least cost of each by brute force.

Any-of groups, circles, shallower depths, several teachers, settling-in times, what is known already. The brute force
shares no code with the planner: outcomes and sets of units are bits of integers, and every set of units that can be
carried out is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from mlpath.curriculum import Curriculum, Requirement

MAX_UNITS = 12
MAX_TOPICS = 6


@dataclass(frozen=True)
class Case:
    """A curriculum, what is known (with the shallower depths) and what is wanted, as ids of outcomes."""

    curriculum: Curriculum
    known: frozenset[str]
    goals: tuple[str, ...]


def case(seed: int) -> Case:
    """A case of up to MAX_UNITS units; some cannot be solved."""
    random = Random(seed)  # noqa: S311 (no secret)
    topics = [_topic(random, f"t{index}", count) for count in [random.randint(2, MAX_TOPICS)] for index in range(count)]
    outcomes = [f"{topic['id']}@{depth}" for topic in topics for depth in ("intuition", "working") if depth in topic]
    resources: dict[str, list[dict[str, Any]]] = {}
    for index in range(random.randint(1, MAX_UNITS)):
        name = f"r{random.randrange(4)}"
        resources.setdefault(name, []).append(_unit(random, f"{name}/u{index}", outcomes))
    known = set(random.sample(outcomes, random.choice((0, 0, 1, 2))))
    known |= {o.replace("working", "intuition") for o in known} & set(outcomes)
    curriculum = Curriculum.model_validate(
        {
            "id": "random",
            "title": "Random",
            "version": "1",
            "licence": "CC0",
            "areas": [{"id": "a", "title": "A"}],
            "topics": topics,
            "resources": [_resource(random, name, units) for name, units in resources.items()],
        }
    )
    return Case(
        curriculum, frozenset(known), tuple(sorted(random.sample(outcomes, min(len(outcomes), random.randint(1, 3)))))
    )


def _topic(random: Random, id_: str, count: int) -> dict[str, Any]:
    others = [f"t{index}" for index in range(count) if f"t{index}" != id_]
    requires: list[Any] = random.sample(others, random.choice((0, 0, 1, min(2, len(others)))))
    if len(others) > 1 and random.random() < 0.3:
        requires.append({"any": random.sample(others, min(len(others), random.randint(2, 3)))})
    topic: dict[str, Any] = {"id": id_, "title": id_, "area": "a", "working": {"can": "do it", "requires": requires}}
    if random.random() < 0.4:
        topic["intuition"] = {"can": "see it"}
    return topic


def _unit(random: Random, id_: str, outcomes: list[str]) -> dict[str, Any]:
    return {
        "id": id_,
        "title": id_,
        "url": f"https://example.org/{id_}",
        "minutes": random.randint(1, 12) * 3,
        "teaches": random.sample(outcomes, min(len(outcomes), random.randint(1, 3))),
        "requires": random.sample(outcomes, random.choice((0, 0, 1))),
    }


def _resource(random: Random, name: str, units: list[dict[str, Any]]) -> dict[str, Any]:
    settling = random.choice((0, 0.05, 0.1, 0.5))
    url = f"https://example.org/{name}"
    return {"id": name, "title": name, "kind": "book", "url": url, "settling": settling, "units": units}


def least_minutes(case: Case) -> int | None:
    """The least minutes, settling-in included; None where the goals cannot be reached."""
    rules = _Rules(case)
    count = len(rules.gives)
    had: dict[int, int] = {0: rules.known}
    best: int | None = None
    for chosen in range(1 << count):
        have = had.pop(chosen, None)
        if have is None:
            continue
        if rules.goals & ~have == 0:
            cost = rules.cost(chosen)
            best = cost if best is None else min(best, cost)
            continue  # more units cost more
        for unit in range(count):
            if not chosen >> unit & 1 and all(have & group for group in rules.needs[unit]):
                had[chosen | 1 << unit] = have | rules.gives[unit]
    return best


class _Rules:
    """A case in bits: one bit an outcome, and one bit a unit."""

    def __init__(self, case: Case) -> None:
        topics = {topic.id: topic for topic in case.curriculum.topics}
        names = [f"{topic.id}@{depth}" for topic in topics.values() for depth in topic.levels]
        bit = {name: 1 << index for index, name in enumerate(names)}

        def bits(outcomes: Any) -> int:
            """With the intuition that comes with the work."""
            found = 0
            for name in outcomes:
                found |= bit[name] | (bit.get(name.replace("working", "intuition"), 0))
            return found

        def group(requirement: Requirement) -> int:
            return sum({bit[need.outcome] for need in requirement.any_of})

        self.known = bits(case.known)
        self.goals = sum(bit[goal] for goal in case.goals)
        self.gives: list[int] = []
        self.needs: list[list[int]] = []
        self.minutes: list[int] = []
        self.resources: list[tuple[int, int]] = []
        for resource in case.curriculum.resources:
            first = len(self.gives)
            for unit in resource.units:
                gives = bits(unit.teaches)
                groups = [group(requirement) for requirement in unit.requires]
                for name in names:
                    topic, _, depth = name.partition("@")
                    if gives & bit[name] & ~self.known:
                        level = topics[topic].working if depth == "working" else topics[topic].intuition
                        groups += [group(requirement) for requirement in (level.requires if level else ())]
                self.gives.append(gives)
                self.needs.append([members for members in groups if not members & gives])
                self.minutes.append(unit.minutes)
            mask = (1 << len(self.gives)) - (1 << first)
            self.resources.append((mask, round((resource.settling or 0) * 60)))

    def cost(self, chosen: int) -> int:
        """Minutes of study and of settling into each resource that is used."""
        study = sum(minutes for unit, minutes in enumerate(self.minutes) if chosen >> unit & 1)
        return study + sum(settling for mask, settling in self.resources if chosen & mask)
