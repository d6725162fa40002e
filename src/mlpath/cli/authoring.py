"""curriculum new, schema, add, remove, diff."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from mlpath.cli.options import Json, complete_curriculum
from mlpath.cli.output import write_output
from mlpath.cli.program import Command, curriculum_group
from mlpath.cli.prompting import confirm
from mlpath.cli.session import Session
from mlpath.errors import CurriculumError, UnknownIdError

if TYPE_CHECKING:
    from mlpath.curriculum import Curriculum
    from mlpath.difference import Upgrade

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet, or is empty.")]
Version = Annotated[
    str, typer.Argument(metavar="ID|DIR", help="A curriculum's id or folder.", autocompletion=complete_curriculum)
]


@curriculum_group.command("new", cls=Command, epilog="Example: mlpath curriculum new my-subject")
def new(ctx: typer.Context, folder: Folder, json: Json = False) -> None:
    """Write a small curriculum to begin with; it lints clean and plans."""
    session = ctx.ensure_object(Session)
    from mlpath.library.installing import new_folder
    from mlpath.library.template import template
    from mlpath.view import data, pages_of_curricula

    files = template(folder)
    new_folder(folder, files)
    if json:
        session.write(data.document(folder=str(folder), files=sorted(files)))
        return
    session.show(pages_of_curricula.new_page(quote(folder.as_posix()), list(files)))


@curriculum_group.command("schema", cls=Command, epilog="Example: mlpath curriculum schema --output schema")
def schema(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="curriculum, topics, resource or goals; none: all.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Write one file a schema into this folder.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files.")] = False,
    json: Json = False,
) -> None:
    """The JSON Schema of a curriculum's files, for editors that complete and check YAML."""
    session = ctx.ensure_object(Session)
    from json import loads

    from mlpath.library.schema import NAMES, file_name, schemas
    from mlpath.view import data

    if name is not None and name not in NAMES:
        raise UnknownIdError(f"no schema '{name}'", f"give one of: {', '.join(NAMES)}")
    found = {file: text for file, text in schemas().items() if name is None or file == file_name(name)}
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
        for file, text in found.items():
            write_output(session, text.rstrip("\n"), str(output / file), force=force)
        if json:
            session.write(data.document(files=[str(output / file) for file in found]))
            return
        session.write("\n".join(str(output / file) for file in found))
    elif name is not None:
        session.write(found[file_name(name)].rstrip("\n"))
    else:
        session.write(data.document(schemas={file: loads(text) for file, text in found.items()}))


@curriculum_group.command("add", cls=Command, epilog="Example: mlpath curriculum add ./my-subject")
def add(
    ctx: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="DIR|PACKAGE", help="A folder, or an installed package's curriculum.")
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace the one that you added under this id.")] = False,
    json: Json = False,
) -> None:
    """Copy a curriculum to your place, after lint, so that its id is known everywhere."""
    session = ctx.ensure_object(Session)
    from mlpath.library import installing, load, open_curriculum
    from mlpath.library.places import added_folder
    from mlpath.view import data, pages_of_curricula

    folder = installing.source_of(source)
    loaded = load(folder)
    before = None
    if loaded.curriculum is not None and (added_folder() / loaded.curriculum.id).is_dir():
        try:
            before = open_curriculum(str(added_folder() / loaded.curriculum.id))
        except (CurriculumError, UnknownIdError):
            before = None
    done = installing.add(folder, loaded, force=force, before=before)
    curriculum = done.curriculum
    if json:
        fields = {"id": curriculum.id, "version": curriculum.version, "folder": str(done.folder)}
        replaced = None if done.before is None else done.before.version
        session.write(data.document(**fields, replaced=replaced, warnings=done.warnings))
        return
    session.show(pages_of_curricula.added_page(curriculum, str(done.folder), done.before, done.warnings))


@curriculum_group.command("remove", cls=Command, epilog="Example: mlpath curriculum remove my-subject --yes")
def remove(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="One that you added.", autocompletion=complete_curriculum)],
    json: Json = False,
) -> None:
    """Take a curriculum that you added away; your progress in it is kept."""
    session = ctx.ensure_object(Session)
    from mlpath.library import installing

    place = installing.removable(id_)
    if not confirm(session, f"Delete {place.folder}?"):
        session.write("Nothing changed.")
        return
    installing.remove(place)
    if json:
        from mlpath.view import data

        session.write(data.document(removed=place.id))
        return
    session.write(f"removed: {place.id}; your progress in it is kept, and counts again once it is added again")


@curriculum_group.command("diff", cls=Command, epilog="Example: mlpath curriculum diff git ./git-next")
def diff(ctx: typer.Context, old: Version, new: Version, json: Json = False) -> None:
    """What a new version of a curriculum changes, and what that does to your plan and progress."""
    session = ctx.ensure_object(Session)
    from mlpath.difference import difference
    from mlpath.library import open_curriculum
    from mlpath.view import data, data_of_curricula, pages_of_curricula

    first, second = open_curriculum(old), open_curriculum(new)
    found = difference(first, second)
    learner = _upgrade(session, first, second)
    if json:
        fields = None if learner is None else data_of_curricula.upgrade_fields(learner)
        versions = {
            "old": {"id": first.id, "version": first.version},
            "new": {"id": second.id, "version": second.version},
        }
        session.write(data.document(**versions, **data_of_curricula.difference_fields(found), learner=fields))
        return
    session.show(pages_of_curricula.difference_page(first, second, found))
    if learner is not None:
        session.show(pages_of_curricula.upgrade_page(learner))


def _upgrade(session: Session, old: Curriculum, new: Curriculum) -> Upgrade | None:
    from mlpath.app import App
    from mlpath.app.upgrading import upgrade

    return upgrade(App(old, session.store), new, today=session.today)
