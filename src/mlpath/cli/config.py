"""config: what holds for every command unless said otherwise, who says so, and saying it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlpath.cli import places
from mlpath.cli.options import Json
from mlpath.cli.places import PROJECT_FILE
from mlpath.cli.program import Command, config_group
from mlpath.cli.session import Session
from mlpath.errors import UsageError, reason_of

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

    from mlpath.cli.settings import Found, SettingsFile, Value


def complete_key(incomplete: str) -> list[tuple[str, str]]:
    """Settings that begin so."""
    from mlpath.cli.settings import SETTINGS

    return [(key, found.about) for key, found in SETTINGS.items() if key.startswith(incomplete)]


Key = Annotated[
    str, typer.Argument(metavar="KEY", help="A setting; mlpath config lists all.", autocompletion=complete_key)
]
Project = Annotated[bool, typer.Option("--project", help=f"In {PROJECT_FILE} of this folder, for all who work in it.")]
ShowOrigin = Annotated[bool, typer.Option("--show-origin", help="Say where each value comes from.")]


@config_group.callback()
def config(ctx: typer.Context, show_origin: ShowOrigin = False, json: Json = False) -> None:
    """Show and change settings: what holds for every command unless said otherwise.

    A flag wins over the environment (MLPATH_COLOR and so on), that over the project's mlpath.toml, that over your own
    config.toml.
    """
    if ctx.invoked_subcommand is None:
        _list(ctx, show_origin=show_origin, json=json)
    elif show_origin or json:
        option = "--show-origin" if show_origin else "--json"
        raise UsageError(f"{option} goes after the command", f"mlpath config {ctx.invoked_subcommand} {option}")


@config_group.command("list", cls=Command, epilog="Example: mlpath config list --show-origin")
def list_command(ctx: typer.Context, show_origin: ShowOrigin = False, json: Json = False) -> None:
    """List every setting with its value."""
    _list(ctx, show_origin=show_origin, json=json)


def _list(ctx: typer.Context, *, show_origin: bool, json: bool) -> None:
    session = ctx.ensure_object(Session)
    from mlpath.cli.settings import SETTINGS
    from mlpath.view import data, pages_of_settings

    found = [session.settings.find(key) for key in SETTINGS]
    if json:
        session.write(data.document(settings=[_fields(one) for one in found]))
        return
    shown = [(one.setting.key, _shown(one.value), one.origin, one.setting.about) for one in found]
    session.show(pages_of_settings.settings_page(shown, origins=show_origin))


def _fields(found: Found) -> dict[str, Value | None]:
    return {"key": found.setting.key, "value": found.value, "origin": found.origin}


def _shown(value: Value | None) -> str:
    if value is None:
        return "not set"
    return f"{value:g}" if isinstance(value, float) else value or '""'


@config_group.command("get", cls=Command, epilog="Example: mlpath config get curriculum")
def get(ctx: typer.Context, key: Key, show_origin: ShowOrigin = False, json: Json = False) -> None:
    """Print a setting's value; nothing where it is not set."""
    session = ctx.ensure_object(Session)
    from mlpath.view import data
    from mlpath.view.safe import one_line

    found = session.settings.find(key)
    if json:
        session.write(data.document(**_fields(found)))
        return
    origin = f"{found.origin}\t" if show_origin else ""
    session.write(one_line(origin + ("" if found.value is None else _shown(found.value).strip('"'))))


@config_group.command("set", cls=Command, epilog="Example: mlpath config set hours_per_week 6")
def set_command(
    ctx: typer.Context,
    key: Key,
    value: Annotated[str, typer.Argument(metavar="VALUE", help="Its value.")],
    project: Project = False,
) -> None:
    """Set a value in your own file, or the project's."""
    from mlpath.cli.settings import setting

    wanted = setting(key)
    read = wanted.check(value)
    if read is None:
        raise UsageError(f"{key} is '{value}', not {wanted.wanted}", f"mlpath config set {key} VALUE")
    _change(ctx, key, read, project=project)


@config_group.command("unset", cls=Command, epilog="Example: mlpath config unset hours_per_week")
def unset(ctx: typer.Context, key: Key, project: Project = False) -> None:
    """Take a value out of your own file, or the project's."""
    from mlpath.cli.settings import setting

    setting(key)
    _change(ctx, key, None, project=project)


def _change(ctx: typer.Context, key: str, value: Value | None, *, project: bool) -> None:
    session = ctx.ensure_object(Session)
    from mlpath.cli.settings import SettingsFile, setting
    from mlpath.view import pages_of_settings

    if project and not setting(key).in_projects:
        raise UsageError(f"{key} cannot be set for a project, only by you", f"mlpath config set {key} VALUE")
    path = Path.cwd() / PROJECT_FILE if project else places.config_file()
    there = SettingsFile(path, is_project=project) if path.is_file() else None
    before = None if there is None else there.values.get(key)
    if before != value:
        _write(path, there, key, value)
    now = session.settings.find(key)
    stands = now.value == value or now.origin == "default" or now.origin.startswith(f"{path}:")
    wins = "" if stands else f"{now.origin} says {_shown(now.value)}"
    session.show(pages_of_settings.changed_page(key, _shown(before), _shown(value), str(path), wins))


def _write(path: Path, there: SettingsFile | None, key: str, value: Value | None) -> None:
    """Change one line of a file of settings; comments and order stay.

    Raises:
        UsageError: where it cannot be written.

    """
    import tomlkit  # only where something is written

    from mlpath.cli.output import write_file

    document: TOMLDocument = tomlkit.parse(there.text if there else "")
    if value is None:
        document.pop(key, None)
    else:
        document[key] = int(value) if isinstance(value, float) and value.is_integer() else value
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, tomlkit.dumps(document), force=True)
    except OSError as error:
        reason = reason_of(error)
        raise UsageError(f"{path} cannot be written: {reason}", "mlpath doctor") from None
    except UsageError as error:
        raise UsageError(error.message, "mlpath doctor") from None
