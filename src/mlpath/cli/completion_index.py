"""The index from which a shell's completion is answered; its form stands in `mlpath.cli.completing`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from typer._completion_classes import _sanitize_help_text

from mlpath.cli.commands import program
from mlpath.cli.completing import ANYTHING, IDS, NOTHING
from mlpath.cli.memo import Memo, seen
from mlpath.cli.options import complete_id
from mlpath.cli.session import Session
from mlpath.errors import MlpathError

Values = tuple[tuple[str, str], ...]


def refresh(memo: Memo) -> None:
    """Write the index for the curriculum that is the default here."""
    session = Session()
    try:
        files = session.files()[1:]
        world = seen(files)
        Memo(None, memo.folder).remember(index(session).encode(), files, world)
    except MlpathError:
        return  # a curriculum that cannot be read completes to nothing


def index(session: Session) -> str:
    """The index of the whole program and of a curriculum's ids."""
    lists: dict[Values, str] = {_ids(): IDS}
    root = typer.main.get_command(program)
    lines = list(_command(root, typer.Context(root, info_name="mlpath", **root.context_settings), lists))
    for values, number in lists.items():
        lines += [f"= {number}", *_written(values), ""]
    for resource in session.app.curriculum.resources:
        lines += [f"u {resource.id}", *_written(tuple(complete_id(f"{resource.id}/"))), ""]
    return "\n" + "\n".join(lines) + "\n"


def _ids() -> Values:
    return tuple(complete_id(""))


def _written(values: Values) -> Iterator[str]:
    return (f"v {value}\t{_help(help_)}" for value, help_ in values)


def _help(text: str | None) -> str:
    """A help text as typer shows it, in a line."""
    return " ".join(_sanitize_help_text(text or "").split())


def _command(command: Any, ctx: Any, lists: dict[Values, str]) -> Iterator[str]:
    path = ctx.command_path.partition(" ")[2]
    yield f"> {path}"
    subcommands = {
        name: command.get_command(ctx, name) for name in getattr(command, "list_commands", lambda _: ())(ctx)
    }
    for name, sub in subcommands.items():
        if not sub.hidden:
            yield f"c {name}\t{_help(sub.get_short_help_str())}"
    for param in command.get_params(ctx):
        list_ = _list(param, ctx, lists)
        if param.param_type_name == "argument":
            yield f"a {param.nargs}\t{list_}"
        elif not param.hidden:
            once = "0" if param.multiple else "1"
            names = " ".join([*param.opts, *param.secondary_opts])
            yield f"o {names}\t{once}\t{NOTHING if param.is_flag or param.count else list_}\t{_help(param.help)}"
    yield ""
    for name, sub in subcommands.items():
        yield from _command(sub, typer.Context(sub, info_name=name, parent=ctx, **sub.context_settings), lists)


def _list(param: Any, ctx: Any, lists: dict[Values, str]) -> str:
    """The number of the list that a parameter's values come from; `?` where they are not a list (a path)."""
    items = param.shell_complete(ctx, "")
    if any(item.type != "plain" for item in items):
        return ANYTHING
    values = tuple((item.value, item.help or "") for item in items)
    return lists.setdefault(values, str(len(lists)))
