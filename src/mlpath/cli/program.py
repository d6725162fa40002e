"""The program: the options that each command has, and the one place that turns errors into exit codes.

The commands add themselves, each in its file; `mlpath.cli.commands` gathers them.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from mlpath.cli.answering import remembered
from mlpath.cli.session import Session
from mlpath.errors import (
    CurriculumError,
    MlpathError,
    NoPlanError,
    StoreError,
    UnknownIdError,
    UsageError,
)

EXIT_CODES: dict[type[MlpathError], int] = {
    UsageError: 2,
    UnknownIdError: 3,
    CurriculumError: 4,
    StoreError: 5,
    NoPlanError: 6,
}
ORDER = (
    "plan", "next", "start", "done", "skip", "know", "forget", "undo", "redo", "log", "status", "time", "why",
    "why-not", "compare", "show", "search", "list", "map", "serve", "curriculum", "export", "import", "backup",
    "restore", "doctor", "lint", "new", "schema", "add", "remove", "diff",
)  # fmt: skip
COLORS = ("auto", "always", "never")
A_BUG_OF_OURS = 70
INTERRUPTED = 130


def _keep(name: str) -> Any:
    def callback(ctx: typer.Context, _param: Any, value: Any) -> Any:
        session = ctx.ensure_object(Session)
        if name == "color" and value not in (None, *COLORS):
            raise UsageError(f"--color is '{value}'", f"use --color {', '.join(COLORS[:-1])} or {COLORS[-1]}")
        if value is not None and value is not False:
            setattr(session, name, value)
        return value

    return callback


def _everywhere() -> list[TyperOption]:
    """The options of every command."""
    shared: list[tuple[str, str, str, Any, str]] = [
        (
            "--curriculum",
            "curriculum",
            "ID|DIR",
            str,
            "The curriculum: an id or a folder [ml-math; MLPATH_CURRICULUM].",
        ),
        ("--learner", "learner", "NAME", str, "Whose progress, where several share one database [me; MLPATH_LEARNER]."),
        ("--today", "today_option", "DATE", str, "Act as on this day [MLPATH_TODAY]."),
        ("--color", "color", "WHEN", str, "auto, always or never."),
        ("--debug", "debug", "", bool, "Show a traceback when something breaks."),
    ]
    return [
        TyperOption(
            param_decls=[flag, f"everywhere_{name}"],
            type=type_,
            is_flag=type_ is bool,
            default=False if type_ is bool else None,
            metavar=metavar or None,
            help=help_,
            expose_value=False,
            is_eager=True,
            callback=_keep(name),
        )
        for flag, name, metavar, type_, help_ in shared
    ]


class Command(TyperCommand):
    """A command with the options that are everywhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *_everywhere()]

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence, whole: the list of commands wraps it."""
        return super().get_short_help_str(limit=1_000)


class Reading(Command):
    """A command whose answer stays the same until something that it depends on changes; it is kept until then."""

    def invoke(self, ctx: Any) -> Any:
        """Run it, and keep what it prints; what it writes to a file has to be written again."""
        if ctx.params.get("output") not in (None, "-"):
            return super().invoke(ctx)
        with remembered(ctx.ensure_object(Session)):
            return super().invoke(ctx)


class Group(TyperGroup):
    """The group of commands; what goes wrong in any of them ends here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *_everywhere()]

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands in the order in which a newcomer meets them."""
        known = {name: place for place, name in enumerate(ORDER)}
        return sorted(super().list_commands(ctx), key=lambda name: (known.get(name, len(ORDER)), name))

    def invoke(self, ctx: Any) -> Any:
        """Run a command; an error becomes a message, a hint and an exit code."""
        try:
            return super().invoke(ctx)
        except MlpathError as error:
            raise typer.Exit(report(error)) from None
        except KeyboardInterrupt:
            sys.stderr.write("\ninterrupted; nothing was left half done\n")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  # nothing more is read
            raise typer.Exit(0) from None
        except (typer.Exit, typer.Abort):
            raise
        except OSError as error:
            if _said("--debug"):
                raise
            reason = (error.strerror or "it failed").lower()
            sys.stderr.write(f"error: the system refused to read or write: {reason}\nhint: mlpath doctor\n")
            raise typer.Exit(EXIT_CODES[StoreError]) from None
        except Exception as error:
            if _said("--debug") or type(error).__module__.startswith("typer."):
                raise
            from mlpath.view.safe import one_line

            sys.stderr.write(f"error: a bug of ours: {type(error).__name__}: {one_line(str(error))[:500]}\n")
            sys.stderr.write("hint: run it again with --debug and report what it prints\n")
            raise typer.Exit(A_BUG_OF_OURS) from None


def _said(option: str) -> bool:
    return option in sys.argv[1:]


def report(error: MlpathError) -> int:
    """Print an error where errors go, and give its exit code."""
    from mlpath.view.safe import safe

    code = next((code for kind, code in EXIT_CODES.items() if isinstance(error, kind)), 1)
    if _said("--json"):
        from mlpath.view.data import error_document

        Session.write(error_document(code, error.message, error.hint))
    encoding = sys.stderr.encoding or "utf-8"
    hint = f"\nhint: {error.hint}" if error.hint else ""
    text = safe(f"error: {error.message}{hint}\n")
    sys.stderr.write(text.encode(encoding, "replace").decode(encoding))
    return code


program = typer.Typer(
    name="mlpath",
    cls=Group,
    help="A package manager for learning: the shortest sound path through free resources to your goal.",
    epilog="Start with: mlpath plan practitioner",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    no_args_is_help=False,
)
curriculum_group = typer.Typer(
    cls=Group, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]},
    help="Curricula: what there is to learn, and what is wrong with it.", no_args_is_help=True,
)  # fmt: skip
program.add_typer(curriculum_group, name="curriculum")
