"""Random small curricula for hypothesis: any-of groups, circles, several teachers, settling-in times."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from mlpath.curriculum import Curriculum

EFFORT = float(os.environ.get("MLPATH_TEST_EFFORT", "1"))
"""How many times the usual number of random examples: `MLPATH_TEST_EFFORT=30 python -m pytest tests/test_select.py`."""

MAX_TOPICS = 6
MAX_UNITS = 9


def examples(count: int) -> settings:
    """Settings for so many random examples, more with more effort; no deadline, machines here are shared."""
    return settings(deadline=None, max_examples=round(count * EFFORT), suppress_health_check=list(HealthCheck))


@dataclass(frozen=True)
class Case:
    """A curriculum, what is known and what is wanted, all as ids."""

    curriculum: Curriculum
    known: frozenset[str]
    goals: tuple[str, ...]


@st.composite
def cases(draw: st.DrawFn, max_units: int = MAX_UNITS) -> Case:
    """A planning case that brute force can solve."""
    topics = [f"t{index}" for index in range(draw(st.integers(2, MAX_TOPICS)))]
    some = st.sampled_from(topics)

    def requirements() -> list[Any]:
        singles = draw(st.lists(some, max_size=2))
        groups = draw(st.lists(st.lists(some, min_size=2, max_size=3), max_size=1))
        return [*singles, *({"any": group} for group in groups)]

    written = []
    for topic in topics:
        needs = [need for need in requirements() if need != topic]
        levels: dict[str, Any] = {"working": {"can": "do it", "requires": needs}}
        if draw(st.booleans()):
            levels["intuition"] = {"can": "see it", "requires": []}
        written.append({"id": topic, "title": topic, "area": "a", **levels})
    depths = [(t["id"], d) for t in written for d in ("intuition", "working") if d in t]
    outcome = st.sampled_from([f"{topic}@{depth}" for topic, depth in depths])
    resources: dict[str, dict[str, Any]] = {}
    for index in range(draw(st.integers(1, max_units))):
        name = f"r{draw(st.integers(0, 3))}"
        resource = resources.setdefault(
            name,
            {
                "id": name,
                "title": name,
                "kind": "book",
                "url": f"https://example.org/{name}",
                "settling": draw(st.sampled_from([0, 0.05, 0.1, 0.5])),
                "units": [],
            },
        )
        resource["units"].append(
            {
                "id": f"{name}/u{index}",
                "title": f"u{index}",
                "url": f"https://example.org/{name}/u{index}",
                "minutes": draw(st.integers(1, 12)) * 3,
                "exercises": True,
                "teaches": draw(st.lists(outcome, min_size=1, max_size=3, unique=True)),
                "requires": draw(st.lists(some, max_size=1)),
            }
        )
    curriculum = Curriculum.model_validate(
        {
            "id": "random",
            "title": "Random",
            "version": "1",
            "licence": "CC0",
            "areas": [{"id": "a", "title": "A"}],
            "topics": written,
            "resources": list(resources.values()),
        }
    )
    known = draw(st.frozensets(outcome, max_size=2))
    goals = draw(st.lists(outcome, min_size=1, max_size=3, unique=True))
    return Case(curriculum, known, tuple(goals))
