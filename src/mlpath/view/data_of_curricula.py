"""Curricula as JSON: where they are, their rules and analysis, what a new version changes. Keys as in `data`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlpath.difference import Changes, Difference, Upgrade
from mlpath.library import Place
from mlpath.lint import Analysis, Rule
from mlpath.view.amounts import decimal_hours
from mlpath.view.data import step_fields
from mlpath.view.safe import one_line


def rule_fields(rule: Rule) -> dict[str, Any]:
    """A rule's keys."""
    return {
        "id": rule.id,
        "severity": rule.severity,
        "title": rule.title,
        "why": rule.why,
        "mend": rule.mend,
        "fixable": rule.fixed,
        "example": rule.example,
    }


def analysis_fields(found: Analysis) -> dict[str, Any]:
    """A curriculum at a glance; hours are of study."""
    return {
        "hours": decimal_hours(found.minutes),
        "hours_by_kind": {kind: decimal_hours(minutes) for kind, minutes in found.kinds.items()},
        "units": found.units,
        "units_that_teach_nothing": found.unused,
        "outcomes_by_depth": dict(found.depths),
        "topics_without_prerequisites": found.roots,
        "areas": [
            {
                "id": area.id,
                "title": area.title,
                "topics": area.topics,
                "outcomes": area.outcomes,
                "untaught": area.untaught,
                "single_provider": area.single,
                "several_providers": area.several,
                "hours": decimal_hours(area.minutes),
            }
            for area in found.areas
        ],
        "longest_chain": list(found.chain),
        "hubs": [{"outcome": h.outcome, "opens": h.opens, "providers": h.providers} for h in found.hubs],
        "bottlenecks": [{"outcome": b.outcome, "provider": b.provider, "opens": b.opens} for b in found.bottlenecks],
    }


def place_fields(place: Place, said: Mapping[str, str]) -> dict[str, Any]:
    """A curriculum that is here: `origin` is shipped, added or package."""
    return {
        "id": place.id,
        "title": one_line(said.get("title", "")),
        "version": one_line(said.get("version", "")),
        "origin": place.origin,
        "package": place.package,
        "folder": str(place.folder),
    }


def difference_fields(found: Difference) -> dict[str, Any]:
    """What differs between two versions of a curriculum."""
    return {
        **{name: _change_fields(getattr(found, name)) for name in ("topics", "resources", "units", "goals")},
        "edges": {"added": list(found.edges_added), "removed": list(found.edges_removed)},
        "hours": {"before": decimal_hours(found.minutes_before), "after": decimal_hours(found.minutes_after)},
    }


def _change_fields(changes: Changes) -> dict[str, Any]:
    return {
        "added": list(changes.added),
        "removed": list(changes.removed),
        "renamed": [{"from": old, "to": new} for old, new in changes.renamed],
        "changed": [{"id": id_, "keys": list(keys)} for id_, keys in changes.changed],
    }


def upgrade_fields(found: Upgrade) -> dict[str, Any]:
    """What a new version does to a learner's plan and progress."""
    plans = {"before": found.before, "after": found.after}
    return {
        "goal": " ".join(found.before.request.goals),
        "status": found.after.proof.status if found.after is not None else "no such goal",
        "hours": {k: None if p is None else decimal_hours(p.minutes + p.settling_minutes) for k, p in plans.items()},
        "leaving": [step_fields(step) for step in found.leaving],
        "entering": [step_fields(step) for step in found.entering],
        "orphaned": list(found.orphaned),
        "regained": list(found.regained),
    }
