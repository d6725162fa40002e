"""What a new version of a curriculum does to a learner: their plan, and the progress that would lose its place."""

from __future__ import annotations

from datetime import date

from mlpath.app.use_cases import App
from mlpath.curriculum import Curriculum
from mlpath.difference import Upgrade
from mlpath.errors import UnknownIdError
from mlpath.learner import KnowledgeState
from mlpath.plan import Plan


def upgrade(app: App, new: Curriculum, *, today: date) -> Upgrade | None:
    """What changes for the learner of an app when its curriculum is replaced; None for who has no plan."""
    state = app.state()
    if state.request is None:
        return None
    before = app.saved_plan(today=today)
    other = App(new.model_copy(update={"id": app.curriculum.id}), app.store, seconds=app.seconds)
    after, lost = _plan(other, today)
    steps = () if after is None else after.steps
    names = {step.unit: other.facts.unit(step.unit) for step in before.steps}
    then, now = set(filter(None, names.values())), {step.unit for step in steps}
    gone, back = _orphans(state, other.state())
    return Upgrade(
        before=before,
        after=after,
        lost_goal=lost,
        leaving=tuple(step for step in before.steps if names[step.unit] not in now),
        entering=tuple(step for step in steps if step.unit not in then),
        orphaned=gone,
        regained=back,
    )


def _plan(app: App, today: date) -> tuple[Plan | None, str]:
    try:
        return app.saved_plan(today=today), ""
    except UnknownIdError as error:
        return None, error.message


def _orphans(before: KnowledgeState, after: KnowledgeState) -> tuple[tuple[str, ...], tuple[str, ...]]:
    gone = tuple(id_ for id_ in after.orphans if id_ not in before.orphans)
    return gone, tuple(id_ for id_ in before.orphans if id_ not in after.orphans)
