"""curriculum list, show, lint."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mlpath.cli.options import Json, complete_curriculum
from mlpath.cli.program import Command, curriculum_group
from mlpath.cli.session import Session

Where = Annotated[
    str | None,
    typer.Argument(metavar="[ID|DIR]", help="A curriculum's id or folder.", autocompletion=complete_curriculum),
]


@curriculum_group.command("list", cls=Command, epilog="Example: mlpath curriculum list")
def list_command(ctx: typer.Context, json: Json = False) -> None:
    """List the curricula that are here."""
    session = ctx.ensure_object(Session)
    from mlpath.library import curriculum_ids, open_curriculum
    from mlpath.view import data, pages

    found = [open_curriculum(id_, session.compiled) for id_ in curriculum_ids()]
    if json:
        session.write(data.document(curricula=[{"id": c.id, "title": c.title, "version": c.version} for c in found]))
        return
    session.show([pages.curricula_page((c.id, c.title, c.version) for c in found)])


@curriculum_group.command("show", cls=Command, epilog="Example: mlpath curriculum show ml-math")
def show(
    ctx: typer.Context,
    where: Where = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print all of it as one page of Markdown.")] = False,
    json: Json = False,
) -> None:
    """Show a curriculum; with --json or --markdown all of it."""
    session = ctx.ensure_object(Session)
    from mlpath.library import open_curriculum
    from mlpath.view import browse, data, pages

    curriculum = open_curriculum(where or session.curriculum_name, session.compiled)
    if json:
        session.write(data.document(**data.curriculum_fields(curriculum)))
    elif markdown:
        session.write(browse.markdown_page(curriculum).rstrip("\n"))
    else:
        session.show(pages.curriculum_page(curriculum))


@curriculum_group.command("lint", cls=Command, epilog="Example: mlpath curriculum lint curricula/ml-math")
def lint(
    ctx: typer.Context,
    where: Where = None,
    notes: Annotated[bool, typer.Option("--notes", help="Show notes too, such as topics with one provider.")] = False,
    json: Json = False,
) -> None:
    """Find what is wrong with a curriculum: each finding with its place, one sentence and the mend.

    Exit code 1 where there are errors or warnings.
    """
    session = ctx.ensure_object(Session)
    from mlpath.library import find_folder, load
    from mlpath.lint import check, located
    from mlpath.view import data, pages

    folder: Path = find_folder(where or session.curriculum_name)
    loaded = load(folder)
    found = list(loaded.findings)
    if loaded.curriculum is not None:
        found += check(loaded.curriculum)
    findings = located(found, loaded.places)
    if json:
        session.write(data.document(findings=[data.finding_fields(finding) for finding in findings]))
    else:
        session.show(pages.lint_page(findings, notes=notes))
    if any(finding.severity != "note" for finding in findings):
        raise typer.Exit(1)
