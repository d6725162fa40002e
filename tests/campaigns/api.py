"""Schemathesis on the JSON interface: `python -m tests.campaigns.api [CASES]` (20,000 where nothing is said).

A server of a small curriculum on a socket; every operation of its OpenAPI description is asked with data that fit the
description and data that do not, with a token. No answer may be a 5xx, and each must be as described: its status, its
content type, its shape; wrong data must be refused and right data not be refused for their shape.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from mlpath.store import Store
from tests.web.serving import Served, serving
from tests.web.tiny import tiny_app

CASES = 20_000
PATIENCE_SECONDS = 120
"""A machine that has much else to do answers late; that is no finding."""
WITH_DATA = 13
"""Of the operations, right and wrong data counted apart, so many take data that vary."""
NAMES = ("r/a1", "r/b1", "s/b2", "s/c1", "t/d1", "r", "s", "a", "b", "c", "d", "all", "a@working")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


def run(cases: int) -> Counter[str]:
    """Ask so many cases, spread over the operations; how many there were, by operation and status.

    Raises:
        AssertionError: for a 5xx, or an answer that is not as described.

    """
    seen: Counter[str] = Counter()
    with serving(tiny_app(None)) as served, requests.Session() as session:
        schema = schemathesis.openapi.from_url(f"{served.base}/api/openapi.json")
        operations: list[Any] = list(schema.get_all_operations())
        for operation in (found.ok() for found in operations):
            for mode in GenerationMode:
                # An empty log for each: with a long one its reading would be all that is measured.
                served.office.app.store = Store(None)
                _ask(served, operation, mode, cases, session, seen)
    return seen


def _ask(
    served: Served, operation: Any, mode: GenerationMode, cases: int, session: requests.Session, seen: Counter[str]
) -> None:
    """One operation with data of one mode; none where there is nothing to get wrong."""
    label, token = operation.label, served.token()
    served.post("/api/plan", {"goals": ["all"], "hours_per_week": 2}, token)

    @settings(
        max_examples=max(1, cases // WITH_DATA), deadline=None, database=None, derandomize=True,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode), names=st.lists(st.sampled_from(NAMES), max_size=3))
    def ask(case: schemathesis.Case[Any], names: list[str]) -> None:
        if mode is GenerationMode.POSITIVE and names and isinstance(case.body, dict):
            # Names at random are never those of something; these are.
            case.body |= {key: [*names] for key in ("ids", "goals") if case.body.get(key)}
        # A header of any name at random may be a second Host, which is refused before the data are looked at.
        case.headers.pop("host", None)
        answer = case.call(session=session, headers={"authorization": f"Bearer {token}"}, timeout=PATIENCE_SECONDS)
        seen[f"{label} {mode.value} {answer.status_code}"] += 1
        case.validate_response(answer, checks=CHECKS)

    try:
        ask()
    except Unsatisfiable:
        seen[f"{label} {mode.value} has no such data"] += 0


def main() -> int:
    """Run, and print what was asked and answered."""
    seen = run(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
    for what, count in sorted(seen.items()):
        sys.stdout.write(f"{count:7,} {what}\n")
    sys.stdout.write(f"{sum(seen.values()):7,} cases, no 5xx, every answer as described\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
