"""Curricula drawn at random, with the structure of real ones: the same seed gives the same curriculum.

A *domain* is a topic graph of LAYERS layers in some areas: a topic requires up to three topics of earlier layers,
mostly of its own area, else of one of the two earlier areas that this one builds on, seldom of another domain. A unit
teaches a topic and some of its neighbours, up to 20 in all; a resource is a run of one to five units. Some units
require, of their own, what another teaches that requires theirs: a circle. Each topic has a *plain* teacher: a unit of
topics of one layer, without requirements of its own. So every topic can be reached, layer by layer.

The values are made without validation (a hundred thousand resources would take minutes); `tests/test_benchmarks.py`
validates small ones.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from mlpath.curriculum import Area, Curriculum, Kind, Level, Need, Requirement, Resource, Topic, Unit

LAYERS = 15
DOMAIN = 1_000
"""Resources of a domain, where there are many."""
TOPICS_PER_RESOURCE = 1
AREA_TOPICS = 60
MAX_TEACHERS = 8
ANY_OF = 0.1
OWN_AREA = 0.9
NEAR = 12
"""How far back in an area's list of topics a requirement looks."""
ACROSS_DOMAINS = 0.005
CIRCLES = 0.03
"""Share of the units that stand in a planted circle of two."""
SETTLING: dict[Kind, float] = {"book": 3, "course": 3, "interactive": 1, "paper": 0.5, "video": 0.5}
"""Hours, as in curricula/ml-math."""
_URL = "https://example.org/"


@dataclass(frozen=True)
class Instance:
    """A curriculum and what a learner who knows nothing wants of it: ids of outcomes."""

    curriculum: Curriculum
    goals: tuple[str, ...]


@dataclass
class _Draft:
    """A unit in the making; topics are numbers."""

    seed: int
    topics: list[int]
    plain: bool
    own: list[int] = field(default_factory=list)


class _Domain:
    """Topics `first` to `first + size - 1`, and the resources that teach them."""

    def __init__(self, random: Random, first: int, topics: int, resources: int) -> None:
        self.random = random
        self.first, self.size = first, topics
        self.areas = max(1, round(topics / AREA_TOPICS))
        self.area = [random.randrange(self.areas) for _ in range(topics)]
        self.layer = [min(LAYERS - 1, LAYERS * index // topics) for index in range(topics)]
        self.by_area: list[list[int]] = [[] for _ in range(self.areas)]
        for topic, area in enumerate(self.area):
            self.by_area[area].append(topic)
        self.bases = [[random.randrange(max(1, area)) for _ in range(2)] for area in range(self.areas)]
        self.place = {topic: at for listed in self.by_area for at, topic in enumerate(listed)}
        self.teachers = [0] * topics
        self.has_plain = [False] * topics
        self.resources = [self._resource(seed) for seed in self._seeds(resources)]
        self._teach_the_rest()
        self._plant_circles()

    def _seeds(self, count: int) -> Iterator[int]:
        """Topics to begin a resource with: first those without a plain teacher, then any that has few teachers."""
        order = self.random.sample(range(self.size), self.size)
        for _ in range(count):
            while order and self.has_plain[order[-1]]:
                order.pop()
            yield order.pop() if order else min(self._some(), key=self.teachers.__getitem__)

    def _some(self) -> list[int]:
        return [self.random.randrange(self.size) for _ in range(3)]

    def _resource(self, seed: int) -> list[_Draft]:
        """Units of an area, each beginning a little after the one before."""
        count = self.random.choices(range(1, 6), (55, 22, 12, 7, 4))[0]
        area = self.by_area[self.area[seed]]
        units = []
        for _ in range(count):
            units.append(self._unit(seed))
            further = area[self.place[seed] + self.random.randint(1, 4) :] + area
            seed = next((topic for topic in further if self.teachers[topic] < MAX_TEACHERS), seed)
        return units

    def _unit(self, seed: int) -> _Draft:
        plain = not self.has_plain[seed] or self.random.random() < 0.4
        spread = self.random.choices(((1, 1), (2, 2), (3, 3), (4, 6), (7, 20)), (40, 25, 15, 12, 8))[0]
        area, place = self.by_area[self.area[seed]], self.place[seed]
        near = [
            topic
            for topic in area[place + 1 : place + 40]
            if self.teachers[topic] < MAX_TEACHERS and (not plain or self.layer[topic] == self.layer[seed])
        ]
        wanted = self.random.randint(*spread) - 1
        picked = sorted(self.random.sample(near[: 2 * wanted], min(wanted, len(near[: 2 * wanted]))))
        return self._taught(_Draft(seed, [seed, *picked], plain))

    def _taught(self, unit: _Draft) -> _Draft:
        for topic in unit.topics:
            self.teachers[topic] += 1
            self.has_plain[topic] |= unit.plain
        return unit

    def _teach_the_rest(self) -> None:
        """A unit more for each topic without a plain teacher, in a resource that has room."""
        room = [resource for resource in self.resources if len(resource) < 5]
        for topic in range(self.size):
            if not self.has_plain[topic]:
                self.random.choice(room).append(self._taught(_Draft(topic, [topic], plain=True)))

    def _plant_circles(self) -> None:
        """Pairs of units, neither plain, of which each requires what the other teaches."""
        units = [unit for resource in self.resources for unit in resource if not unit.plain]
        units.sort(key=lambda unit: (self.area[unit.seed], self.place[unit.seed]))
        for _ in range(round(CIRCLES * sum(len(resource) for resource in self.resources) / 2)):
            if len(units) > 1:
                at = self.random.randrange(len(units) - 1)
                one, other = units[at], units[at + 1]
                one.own.append(self.random.choice(other.topics))
                other.own.append(self.random.choice(one.topics))


def synthetic(resources: int, seed: int, *, goals: int = 3, domain: int | None = None) -> Instance:
    """A curriculum of so many resources, and goals from its last layers.

    Args:
        resources: how many.
        seed: of the drawing.
        goals: how many outcomes are wanted, all of different topics.
        domain: resources of a domain; None: all is one domain.

    """
    random = Random(seed)  # noqa: S311 (no secret)
    per = domain or resources
    domains: list[_Domain] = []
    for _ in range(resources // per):
        topics = round(per * TOPICS_PER_RESOURCE)
        domains.append(_Domain(random, len(domains) * topics, topics, per))
    late = [d.first + topic for d in domains for topic in range(d.size) if d.layer[topic] >= LAYERS * 3 // 4]
    return Instance(
        curriculum=Curriculum.model_construct(
            id="synthetic",
            title="Synthetic",
            version="1",
            licence="CC0",
            settling=SETTLING,
            areas=tuple(_area(at, area) for at, d in enumerate(domains) for area in range(d.areas)),
            topics=tuple(topic for at in range(len(domains)) for topic in _topics(random, domains, at)),
            resources=tuple(resource for at in range(len(domains)) for resource in _resources(random, domains[at], at)),
        ),
        goals=tuple(sorted(_outcome(topic) for topic in random.sample(late, goals))),
    )


def _area(domain: int, area: int) -> Area:
    return Area.model_construct(id=f"a{domain:03}-{area:02}", title=f"Area {domain}.{area}")


def _outcome(topic: int) -> str:
    return f"t{topic:06}@working"


def _topics(random: Random, domains: list[_Domain], at: int) -> Iterator[Topic]:
    domain = domains[at]
    for topic in range(domain.size):
        requires = []
        for _ in range(random.choices((0, 1, 2, 3), (5, 60, 25, 10))[0] if domain.layer[topic] else 0):
            count = random.randint(2, 3) if random.random() < ANY_OF else 1
            found = {_earlier(random, domains, at, topic) for _ in range(count)}
            requires.append(_requirement(sorted(found)))
        id_ = f"t{domain.first + topic:06}"
        yield Topic.model_construct(
            id=id_,
            title=id_,
            area=_area(at, domain.area[topic]).id,
            working=Level.model_construct(can="do it", requires=tuple(requires)),
        )


def _earlier(random: Random, domains: list[_Domain], at: int, topic: int) -> int:
    """A topic of an earlier layer: mostly a near one of the same area, else of a base, seldom of another domain."""
    domain, layer = domains[at], domains[at].layer[topic]
    if len(domains) > 1 and random.random() < ACROSS_DOMAINS:
        domain, area = random.choice(domains), 0
    else:
        area = domain.area[topic] if random.random() < OWN_AREA else random.choice(domain.bases[domain.area[topic]])
    end = bisect_left(domain.by_area[area], layer, key=domain.layer.__getitem__)
    earlier = domain.by_area[area][max(0, end - NEAR) : end]
    return domain.first + random.choice(earlier or range(domain.size // LAYERS))


def _requirement(topics: list[int]) -> Requirement:
    needs = (Need.model_construct(outcome=_outcome(topic)) for topic in topics)
    return Requirement.model_construct(any_of=tuple(needs))


def _resources(random: Random, domain: _Domain, at: int) -> Iterator[Resource]:
    hours = [random.lognormvariate(0.5, 0.6) for _ in range(domain.size)]
    for index, drafts in enumerate(domain.resources):
        id_ = f"r{at:03}-{index:05}"
        kinds: tuple[Kind, ...] = (
            ("video", "paper", "article", "interactive", "book") if len(drafts) < 3 else ("book", "course")
        )
        pace = random.lognormvariate(0, 0.35)
        yield Resource.model_construct(
            id=id_,
            title=id_,
            kind=random.choice(kinds),
            url=_URL + id_,
            units=tuple(_unit(f"{id_}/u{n}", draft, hours, pace, domain.first) for n, draft in enumerate(drafts, 1)),
        )


def _unit(id_: str, draft: _Draft, hours: list[float], pace: float, first: int) -> Unit:
    """Hours grow less than the topics do: who teaches many is short on each."""
    size = len(draft.topics)
    minutes = math.ceil(60 * pace * sum(hours[topic] for topic in draft.topics) * size**-0.25)
    return Unit.model_construct(
        id=id_,
        title=id_,
        url=_URL + id_,
        minutes=minutes,
        exercises=True,
        proves=True,
        teaches=tuple(_outcome(first + topic) for topic in draft.topics),
        requires=tuple(_requirement([first + topic]) for topic in draft.own),
    )
