"""The program: the options that each command has, its help, and one run of it from words to exit code.

The commands add themselves, each in its file; `mlpath.cli.commands` gathers them. What goes wrong ends in `failing`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from mlpath.cli import failing
from mlpath.cli.answering import remembered
from mlpath.cli.session import Session
from mlpath.errors import UsageError
from mlpath.view.terminal import COLORS, spell, spelled

ORDER = (
    "init", "plan", "next", "start", "done", "skip", "know", "forget", "undo", "redo", "log", "status", "time", "why",
    "why-not", "compare", "show", "search", "list", "map", "serve", "curriculum", "export", "import", "backup",
    "restore", "doctor", "config", "lint", "new", "schema", "add", "remove", "diff",
)  # fmt: skip
EVERYWHERE = "everywhere_"
"""What the names of the options of every command begin with."""


def _keep(name: str) -> Any:
    def callback(ctx: typer.Context, _param: Any, value: Any) -> Any:
        if name == "color" and value not in (None, *COLORS):
            raise UsageError(f"--color is '{value}'", f"use --color {', '.join(COLORS[:-1])} or {COLORS[-1]}")
        if value is not None and value is not False:
            setattr(ctx.ensure_object(Session), name, value)
        return value

    return callback


def _everywhere() -> list[TyperOption]:
    """The options of every command."""
    shared: list[tuple[str, str, str, Any, str]] = [
        ("--curriculum", "curriculum", "ID|DIR", str, "The curriculum: an id or a folder [ml-math]."),
        ("--learner", "learner", "NAME", str, "Whose progress, where several share one database [me]."),
        ("--today", "today_option", "DATE", str, "Act as on this day, as 2026-11-21."),
        ("--color", "color", "WHEN", str, "auto, always or never."),
        ("--no-pager", "no_pager", "", bool, "Print long pages at once."),
        ("--no-input", "no_input", "", bool, "Ask nothing; what is missing is an error."),
        ("--yes", "yes", "", bool, "Answer every question with yes or its default."),
        ("--debug", "debug", "", bool, "Show a traceback when something breaks."),
    ]
    return [
        TyperOption(
            param_decls=[flag, f"{EVERYWHERE}{name}"],
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


def _with_everywhere(params: Sequence[Any]) -> list[Any]:
    own = {option for param in params for option in param.opts}
    return [*params, *(option for option in _everywhere() if own.isdisjoint(option.opts))]


def is_everywhere(param: Any) -> bool:
    """Whether a parameter is one that every command has."""
    return str(param.name).startswith(EVERYWHERE)


def _plain(names: str, about: str) -> tuple[str, str]:
    """A row of help without what only a parser needs to know: ranges, and that an argument must be there."""
    about = re.sub(r"  \[(?:required|[^\[\]]*?x<=[^\[\]]*?)\]$", lambda found: _default_in(found.group()), about)
    return names, about.replace("  [default: ", " [")


def _default_in(extras: str) -> str:
    found = re.search(r"default: ([^;\]]+)", extras)
    return f" [{found.group(1)}]" if found else ""


def _format_options(command: Any, ctx: Any, formatter: Any) -> None:
    """Arguments and options in full, those of every command by their names alone; `mlpath -h` explains them."""
    own = [param for param in command.get_params(ctx) if not is_everywhere(param) and param.name != "help"]
    for heading, kind in (("Arguments", "argument"), ("Options", "option")):
        records = [param.get_help_record(ctx) for param in own if param.param_type_name == kind]
        if any(records):
            with formatter.section(heading):
                formatter.write_dl([_plain(*record) for record in records if record])
    shared = [param for param in command.get_params(ctx) if is_everywhere(param)]
    with formatter.section("Everywhere"):
        if ctx.parent is None:
            formatter.write_dl([param.get_help_record(ctx) for param in shared])
        else:
            formatter.write_text(", ".join(param.opts[0] for param in shared) + ": see mlpath -h.")


class Command(TyperCommand):
    """A command with the options that are everywhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = _with_everywhere(self.params)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence, whole: the list of commands wraps it."""
        return super().get_short_help_str(limit=max(limit, 1_000))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The words of the usage line, without braces."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def get_help(self, ctx: Any) -> str:
        """The help, in characters that the terminal has."""
        return spelled(super().get_help(ctx), sys.stdout)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The options, those of every command in short."""
        _format_options(self, ctx, formatter)


class Reading(Command):
    """A command whose answer stays the same until something that it depends on changes; it is kept until then."""

    def invoke(self, ctx: Any) -> Any:
        """Run it, and keep what it prints; what it writes to a file has to be written again."""
        if ctx.params.get("output") not in (None, "-"):
            return super().invoke(ctx)
        with remembered(ctx.ensure_object(Session)):
            return super().invoke(ctx)


class Group(TyperGroup):
    """A group of commands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = _with_everywhere(self.params)

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands in the order in which a newcomer meets them."""
        known = {name: place for place, name in enumerate(ORDER)}
        return sorted(super().list_commands(ctx), key=lambda name: (known.get(name, len(ORDER)), name))

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence, whole: the list of commands wraps it."""
        return super().get_short_help_str(limit=max(limit, 1_000))

    def get_help(self, ctx: Any) -> str:
        """The help, in characters that the terminal has."""
        return spelled(super().get_help(ctx), sys.stdout)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The commands first, then the options."""
        self.format_commands(ctx, formatter)
        _format_options(self, ctx, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of a name.

        Raises:
            UsageError: where there is none; the hint names the nearest.

        """
        name = args[0]
        if self.get_command(ctx, name) is None and not ctx.resilient_parsing and not name.startswith("-"):
            from rapidfuzz.process import extractOne  # only where something is misspelt

            near = extractOne(name, list(self.commands), score_cutoff=60)
            hint = (
                f"did you mean {ctx.command_path} {near[0]}?" if near else f"{ctx.command_path} -h lists the commands"
            )
            raise UsageError(f"there is no command '{ctx.command_path} {name}'", hint)
        return super().resolve_command(ctx, args)

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **extra: Any) -> NoReturn:
        """Run a command line and end the process; whatever goes wrong is told here.

        Args:
            args: the words after the program's name; those of the process by default.
            prog_name: the program's name.
            extra: passed on to the context.

        """
        words = list(sys.argv[1:] if args is None else args)
        name = prog_name or "mlpath"
        spell(sys.stdout, sys.stderr)
        self._main_shell_completion({}, name)
        try:
            sys.exit(self._run(words, name, extra))
        except SystemExit:
            raise
        except BaseException as error:  # noqa: BLE001  # the one place where everything ends
            sys.exit(failing.tell(error, words))

    def _run(self, words: list[str], name: str, extra: dict[str, Any]) -> int:
        try:
            with self.make_context(name, words.copy(), **extra) as ctx:
                self.invoke(ctx)
        except typer.Exit as end:
            sys.stdout.flush()
            return end.exit_code
        sys.stdout.flush()
        return 0


program = typer.Typer(
    name="mlpath",
    cls=Group,
    help="A package manager for learning: the shortest sound path through free resources to your goal.",
    epilog="Example: mlpath init",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    no_args_is_help=False,
)


def group(name: str, about: str, *, alone: bool = False) -> typer.Typer:
    """A group of commands within the program.

    Args:
        name: its name.
        about: its help.
        alone: whether it does something without a command.

    """
    made = typer.Typer(
        cls=Group, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]}, help=about,
        epilog=f"Example: mlpath {name} {'' if alone else 'list'}".rstrip(), invoke_without_command=alone,
    )  # fmt: skip
    program.add_typer(made, name=name)
    return made


curriculum_group = group("curriculum", "Curricula: what there is to learn, and what is wrong with it.")
config_group = group("config", "Settings: what holds for every command unless said otherwise.", alone=True)
