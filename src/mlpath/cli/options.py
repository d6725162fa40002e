"""Arguments and options that several commands have, and the completion of ids."""

from __future__ import annotations

from typing import Annotated

import typer


def complete_id(incomplete: str) -> list[tuple[str, str]]:
    """Ids that begin so: goals, topics, resources, and the units of a resource once it is named."""
    try:
        return _completions(incomplete)
    except Exception:  # noqa: BLE001  # a shell that completes must never see a traceback
        return []


def _completions(incomplete: str) -> list[tuple[str, str]]:
    from mlpath.cli.session import Session
    from mlpath.library import open_curriculum
    from mlpath.view.safe import one_line

    curriculum = open_curriculum(Session().curriculum_name)
    found = [(goal.id, goal.title) for goal in curriculum.goals]
    found += [(topic.id, topic.title) for topic in curriculum.topics]
    found += [(resource.id, resource.title) for resource in curriculum.resources]
    if "/" in incomplete:
        resource = curriculum.resource.get(incomplete.partition("/")[0])
        found = [(unit.id, unit.title) for unit in resource.units] if resource else []
    return [(id_, one_line(title)) for id_, title in found if id_.startswith(incomplete)]


def complete_curriculum(incomplete: str) -> list[str]:
    """Ids of shipped curricula that begin so."""
    from mlpath.library import curriculum_ids

    return [id_ for id_ in curriculum_ids() if id_.startswith(incomplete)]


Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Save nothing; say what would change.")]
Ids = Annotated[
    list[str] | None,
    typer.Argument(metavar="ID...", help="Ids; - reads them from standard input.", autocompletion=complete_id),
]
Id = Annotated[
    str,
    typer.Argument(metavar="ID", help="A unit, resource, topic, outcome or goal.", autocompletion=complete_id),
]
