"""curriculum list, show."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from mlpath.cli.options import Json, complete_curriculum
from mlpath.cli.program import Command, Reading, curriculum_group
from mlpath.cli.session import Session

Where = Annotated[
    str | None,
    typer.Argument(metavar="[ID|DIR]", help="A curriculum's id or folder.", autocompletion=complete_curriculum),
]


class ReadingCurriculum(Reading):
    """A command whose argument is the curriculum that it reads: its answer is kept until a file of that changes."""

    def invoke(self, ctx: Any) -> Any:
        """Run it; what mends files has to mend them again."""
        if ctx.params.get("fix"):
            return Command.invoke(self, ctx)
        session = ctx.ensure_object(Session)
        session.curriculum = ctx.params.get("where") or session.curriculum
        return super().invoke(ctx)


@curriculum_group.command("list", cls=Command, epilog="Example: mlpath curriculum list")
def list_command(ctx: typer.Context, json: Json = False) -> None:
    """List the curricula that are here: with mlpath, added, and of other packages."""
    session = ctx.ensure_object(Session)
    from mlpath.library import everywhere
    from mlpath.library.headers import header
    from mlpath.view import data, data_of_curricula, pages_of_curricula

    found = [(place, header(place.folder)) for place in everywhere().values()]
    if json:
        session.write(data.document(curricula=[data_of_curricula.place_fields(place, said) for place, said in found]))
        return
    session.show(pages_of_curricula.curricula_page(found))


@curriculum_group.command("show", cls=ReadingCurriculum, epilog="Example: mlpath curriculum show ml-math")
def show(
    ctx: typer.Context,
    where: Where = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print all of it as one page of Markdown.")] = False,
    json: Json = False,
) -> None:
    """Show a curriculum; with --json or --markdown all of it."""
    session = ctx.ensure_object(Session)
    from mlpath.library import open_curriculum
    from mlpath.view import browse, data, pages_of_curricula

    curriculum = open_curriculum(where or session.curriculum_name, session.compiled)
    if json:
        session.write(data.document(**data.curriculum_fields(curriculum)))
    elif markdown:
        session.write(browse.markdown_page(curriculum).rstrip("\n"))
    else:
        session.show(pages_of_curricula.curriculum_page(curriculum))
