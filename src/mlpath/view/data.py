"""Values to JSON: stable keys, the same bytes for the same value, whatever the width, locale or time zone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mlpath.curriculum import Curriculum, Requirement, Resource
from mlpath.learner import Event, KnowledgeState, Progress
from mlpath.plan import Deadline, Plan, Step, Unreachable
from mlpath.planner.compare import only_reached
from mlpath.texts import UNSAFE
from mlpath.view.amounts import decimal_hours
from mlpath.view.safe import safe

if TYPE_CHECKING:
    from mlpath.lint import Finding

SCHEMA_VERSION = 1


def document(**fields: Any) -> str:
    """One JSON document with its schema's version first."""
    return _escaped(json.dumps({"schema_version": SCHEMA_VERSION, **fields}, ensure_ascii=False, indent=2))


def _escaped(text: str) -> str:
    r"""JSON in which what could steer a terminal is written as \uXXXX: the same value, and nothing that acts."""
    return UNSAFE.sub(lambda match: match[0] if match[0] == "\n" else json.dumps(match[0])[1:-1], text)


def error_document(code: int, message: str, hint: str) -> str:
    """An error for programs."""
    error = {"code": code, "message": safe(message), "hint": safe(hint)}
    return json.dumps({"error": error}, ensure_ascii=False, indent=2)


def plan_fields(plan: Plan, dropped: Sequence[Unreachable] = ()) -> dict[str, Any]:
    """A plan's keys; `dropped` is what would have to be left out to meet its deadline."""
    return {
        "goal": " ".join(plan.request.goals),
        "curriculum": plan.curriculum,
        "request": plan.request.model_dump(mode="json"),
        "steps": [step_fields(step) for step in plan.steps],
        "hours": decimal_hours(plan.minutes),
        "settling_hours": decimal_hours(plan.settling_minutes),
        "proof": {
            "status": plan.proof.status,
            "lower_bound_hours": decimal_hours(plan.proof.lower_bound_minutes),
            "minimised_hours": decimal_hours(plan.proof.cost_minutes),
            "gap": round(plan.proof.gap, 4),
            **(
                {}
                if plan.proof.shortest_minutes is None
                else {"shortest_hours": decimal_hours(plan.proof.shortest_minutes)}
            ),
            **(
                {}
                if plan.proof.reached is None
                else {"reached": plan.proof.reached, "reached_at_most": plan.proof.reached_at_most}
            ),
        },
        "known": list(plan.known),
        "milestones": [
            {
                "goal": m.goal,
                "after_step": m.after,
                "hours": decimal_hours(m.minutes),
                **({} if m.on is None else {"on": m.on.isoformat()}),
            }
            for m in plan.milestones
        ],
        "hours_per_week": None if plan.weekly_minutes is None else decimal_hours(plan.weekly_minutes),
        "deadline": None if plan.deadline is None else _deadline(plan.deadline, dropped),
        "unreachable": [{"outcome": u.outcome, "because": "; ".join(u.because)} for u in plan.unreachable],
        "wishes_to_drop": list(plan.wishes_to_drop),
    }


def step_fields(step: Step) -> dict[str, Any]:
    """A step's keys."""
    fields: dict[str, Any] = {
        "index": step.index,
        "resource": step.resource,
        "units": list(step.units),
        "title": step.title,
        "resource_title": step.resource_title,
        "url": step.url,
        "kind": step.kind,
        "area": step.area,
        "hours": decimal_hours(step.minutes),
        "settling_hours": decimal_hours(step.settling_minutes),
        "estimate": step.estimate,
        "teaches": list(step.teaches),
        "requires": list(step.requires),
        "because": because(step),
        "helps_only": step.helps_only,
    }
    if step.starts is not None and step.ends is not None:
        fields |= {"starts": step.starts.isoformat(), "ends": step.ends.isoformat()}
        fields["sessions"] = [{"day": s.day.isoformat(), "hours": decimal_hours(s.minutes)} for s in step.sessions]
    if step.spent_minutes:
        fields["spent_hours"] = decimal_hours(step.spent_minutes)
    return fields


def _deadline(deadline: Deadline, dropped: Sequence[Unreachable]) -> dict[str, Any]:
    needed = deadline.weekly_minutes
    return {
        "by": deadline.by.isoformat(),
        "met": deadline.met,
        "hours_there_are": decimal_hours(deadline.minutes_there_are),
        "hours_per_week_needed": None if needed is None else decimal_hours(needed),
        "would_leave_out": [item.outcome for item in dropped],
    }


def because(step: Step) -> str:
    """Why a step is in the plan, in a line."""
    if step.helps_only:
        return f"helps: gives the intuition for {', '.join(step.teaches) or 'what comes next'}"
    if step.capstone_of is not None:
        return f"the capstone of {step.capstone_of}"
    parts = [
        f"{reason.outcome} for the goal {reason.needed_by}"
        if reason.is_goal and reason.outcome != reason.needed_by
        else f"{reason.outcome}, which is the goal"
        if reason.is_goal
        else f"{reason.outcome} for {reason.needed_by}" + (f": {reason.why}" if reason.why else "")
        for reason in step.reasons
    ]
    return "teaches " + "; ".join(parts) if parts else "asked for"


def comparison_fields(
    first: Plan, second: Plan, only_first: Sequence[Step], only_second: Sequence[Step], minutes: int
) -> dict[str, Any]:
    """Two plans side by side; `hours` is how much longer the second is, settling-in included."""
    return {
        "first": plan_fields(first),
        "second": plan_fields(second),
        "only_first": [step.unit for step in only_first],
        "only_second": [step.unit for step in only_second],
        "hours": decimal_hours(minutes),
        "only_first_reaches": _only_reached(first, second),
        "only_second_reaches": _only_reached(second, first),
    }


def _only_reached(plan: Plan, other: Plan) -> dict[str, list[str]]:
    """What a plan comes to and another does not: goals on the way, and outcomes, in the order of study."""
    others = {milestone.goal for milestone in other.milestones}
    return {
        "goals": [m.goal for m in plan.milestones if m.goal not in others],
        "outcomes": only_reached(plan, other),
    }


def why_not_fields(
    plan: Plan,
    other: Plan,
    chosen: Sequence[Step],
    again: Mapping[str, Step],
    kept_out_by: Sequence[str],
    useless: bool,
) -> dict[str, Any]:
    """What having something would cost."""
    possible = other.proof.status != "infeasible"
    extra = other.minutes + other.settling_minutes - plan.minutes - plan.settling_minutes
    return {
        "possible": possible,
        "extra_hours": decimal_hours(extra) if possible else None,
        "would_take": [step.unit for step in chosen],
        "taught_already_by": {outcome: step.unit for outcome, step in again.items()},
        "kept_out_by": list(kept_out_by),
        "useless": useless,
        "because": [f"{item.outcome}: {'; '.join(item.because)}" for item in other.unreachable],
    }


def next_fields(steps: Iterable[Step], opens: dict[str, tuple[str, ...]]) -> list[dict[str, Any]]:
    """The keys of the steps to do next."""
    return [step_fields(step) | {"ready": True, "opens": list(opens[step.unit])} for step in steps]


def curriculum_fields(curriculum: Curriculum) -> dict[str, Any]:
    """The whole curriculum: every outcome with its depth, every `requires` a list of any-of lists."""
    return {
        "id": curriculum.id,
        "title": curriculum.title,
        "version": curriculum.version,
        "language": curriculum.language,
        "licence": curriculum.licence,
        "areas": [{"id": area.id, "title": area.title} for area in curriculum.areas],
        "topics": [
            {
                "id": topic.id,
                "title": topic.title,
                "area": topic.area,
                "aliases": list(topic.aliases),
                "depths": {depth: level.can for depth, level in topic.levels.items()},
            }
            for topic in curriculum.topics
        ],
        "resources": [_resource(curriculum, resource) for resource in curriculum.resources],
        "goals": [
            {
                "id": goal.id,
                "title": goal.title,
                "includes": list(goal.includes),
                "can": goal.can,
                "requires": [[outcome] for outcome in goal.requires],
                "capstone": goal.capstone,
                "see_also": [{"title": link.title, "url": link.url} for link in goal.see_also],
            }
            for goal in curriculum.goals
        ],
        "sources": [source.model_dump(mode="json") for source in curriculum.sources],
        "outcomes": [
            {
                "id": outcome,
                "topic": topic.id,
                "depth": depth,
                "can": level.can,
                "requires": _any_of(level.requires),
                "reasons": {need.outcome: need.reason for r in level.requires for need in r.any_of},
                "helps": [need.outcome for need in level.helps],
            }
            for outcome, topic, depth, level in curriculum.outcomes()
        ],
    }


def _any_of(requirements: Iterable[Requirement]) -> list[list[str]]:
    return [[need.outcome for need in requirement.any_of] for requirement in requirements]


def _resource(curriculum: Curriculum, resource: Resource) -> dict[str, Any]:
    return {
        "id": resource.id,
        "title": resource.title,
        "authors": list(resource.authors),
        "kind": resource.kind,
        "url": resource.url,
        "also": list(resource.also),
        "sources": list(resource.sources),
        "language": resource.language,
        "cost": resource.cost,
        "status": resource.status,
        "published": resource.published,
        "settling_hours": decimal_hours(curriculum.settling_minutes(resource)),
        "note": resource.note,
        "checklist": list(resource.checklist),
        "units": [
            {
                "id": unit.id,
                "title": unit.title,
                "url": unit.url,
                "hours": decimal_hours(unit.minutes),
                "estimate": unit.estimate,
                "exercises": unit.exercises,
                "proves": unit.proves,
                "teaches": list(unit.teaches),
                "requires": _any_of(unit.requires),
            }
            for unit in resource.units
        ],
    }


def event_fields(event: Event) -> dict[str, Any]:
    """An event's keys."""
    return {
        "uid": event.uid,
        "kind": event.kind,
        "at": event.at.isoformat(),
        "zone": event.zone,
        "local_date": event.local_date.isoformat(),
        "ids": list(event.ids),
        "data": dict(event.data),
    }


def state_fields(state: KnowledgeState) -> dict[str, Any]:
    """A knowledge state's keys."""
    return {
        "known": sorted(state.known),
        "done": list(state.done),
        "started": list(state.started),
        "skipped": sorted(state.skipped),
        "orphans": list(state.orphans),
    }


def progress_fields(progress: Progress, opened: Iterable[Step]) -> dict[str, Any]:
    """What an event changed."""
    return {
        "event": None if progress.event is None else event_fields(progress.event),
        "gained": sorted(progress.gained),
        "lost": sorted(progress.lost),
        "now_ready": [step.unit for step in opened],
    }


def finding_fields(finding: Finding) -> dict[str, Any]:
    """A finding's keys."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "place": safe(finding.place),
        "message": safe(finding.message),
        "hint": safe(finding.hint),
    }
