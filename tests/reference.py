"""docs/reference.md: every command, option, setting, variable and exit code, from the code."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

from mlpath.cli.failing import MEANINGS
from mlpath.cli.program import is_everywhere
from mlpath.cli.settings import SETTINGS
from tests.commands import commands

VARIABLES = {
    "MLPATH_HOME": "A folder for all of mlpath's own files, in place of the platform's.",
    "MLPATH_TODAY": "The day to act on, as 2026-11-21; --today wins.",
    "PAGER": "What shows pages longer than the screen, where neither MLPATH_PAGER nor the setting says.",
    "NO_COLOR": "Not empty: no colour (https://no-color.org).",
    "FORCE_COLOR": "Not empty: colour in a pipe too (https://force-color.org).",
    "COLUMNS, LINES": "The size of the terminal, where it does not say.",
}


def reference_page() -> str:
    """The page in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from ("# Reference", "", "Made from the code by `python -m tests.docs`; do not edit it.", "")
    paths = [path for path in commands() if path]
    yield from (f"- [`mlpath {' '.join(path)}`](#mlpath-{'-'.join(path)})" for path in paths)
    yield from ("", "## Everywhere", "", "Every command has these options, and `-h`, `--help`.", "")
    yield from _table([p for p in commands()[()].params if is_everywhere(p)])
    for path, command in commands().items():
        yield from _command(path, command)
    yield from ("", "## Exit codes", "", "| code | means |", "|---|---|")
    yield from (f"| {code} | {meaning} |" for code, meaning in MEANINGS.items())
    yield from (
        "",
        "## Settings",
        "",
        "A flag wins over the environment, that over the project's `mlpath.toml`, that over your own `config.toml`.",
        "",
    )
    yield from ("| setting | variable | about | default |", "|---|---|---|---|")
    for key, setting in SETTINGS.items():
        default = "" if setting.default is None else f"`{setting.default}`"
        only = "" if setting.in_projects else " Not in a project's file."
        yield f"| `{key}` | `{setting.variable}` | {setting.about}{only} | {default} |"
    yield from ("", "## Environment", "", "| variable | says |", "|---|---|")
    yield from (f"| `{name}` | {about} |" for name, about in VARIABLES.items())


def _command(path: tuple[str, ...], command: Any) -> Iterator[str]:
    own = [p for p in command.params if not is_everywhere(p)]
    arguments = [p for p in own if p.param_type_name == "argument"]
    usage = " ".join(["mlpath", *path, "[OPTIONS]", *(_metavar(p) for p in arguments)])
    yield from ("", f"## mlpath {' '.join(path)}".rstrip(), "", f"`{usage}`", "")
    yield _text(inspect.cleandoc(command.help or ""))
    if own:
        yield ""
        yield from _table(own)
    for example in filter(None, (command.epilog or "").split("Example: ")):
        yield from ("", f"Example: `{example.strip()}`")


def _table(parameters: list[Any]) -> Iterator[str]:
    yield from ("| | |", "|---|---|")
    for parameter in parameters:
        is_option = parameter.opts[0].startswith("-")
        names = ", ".join(parameter.opts) if is_option else _metavar(parameter)
        value = f" {parameter.metavar}" if parameter.metavar and is_option else ""
        default = parameter.default
        shown = f" [{default}]" if isinstance(default, int | float | str) and default not in (False, True, "") else ""
        code = f"{names}{value}".replace("|", "\\|")
        yield f"| `{code}` | {_text(parameter.help or '')}{shown} |"


def _metavar(parameter: Any) -> str:
    said = str(parameter.metavar or parameter.name.upper())
    return said if parameter.required or said.startswith("[") else f"[{said}]"


def _text(text: str) -> str:
    """Help text as Markdown: paragraphs stay, what means something to Markdown is escaped."""
    return re.sub(r"([|<>*_])", r"\\\1", text)
