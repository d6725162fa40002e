"""Where errors end: each becomes one message, a hint and an exit code. Nothing else in the program does that."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from typing import Any

import typer

from mlpath.errors import (
    CurriculumError,
    MlpathError,
    NoPlanError,
    StoreError,
    UnknownIdError,
    UsageError,
    reason_of,
)

EXIT_CODES: dict[type[MlpathError], int] = {
    UsageError: 2,
    UnknownIdError: 3,
    CurriculumError: 4,
    StoreError: 5,
    NoPlanError: 6,
}
A_BUG_OF_OURS = 70
INTERRUPTED = 130
MEANINGS = {
    0: "done",
    1: "a check found something",
    2: "usage: the command line cannot be understood, or an answer is missing",
    3: "not found",
    4: "the curriculum is broken",
    5: "storage: a file cannot be read or written",
    6: "no plan exists; the message names the causes",
    A_BUG_OF_OURS: "a bug of ours",
    INTERRUPTED: "interrupted",
}
_PARSING: Any = typer.BadParameter.__mro__[1]
"""What the parser of the command line raises; typer does not name it."""

_IN_OUR_WORDS = (
    (r"^Invalid value for '([^']+)' / '([^']+)': ", r"\1, \2: "),
    (r"^Invalid value for '([^']+)': ", r"\1: "),
    (r"is not in the range (\S+?)<=x<=(\S+)", r"is not from \1 to \2"),
    (r"is not in the range x>=(\S+)", r"is less than \1"),
    (r"is not a valid (?:int|integer)(?: range)?", "is not a whole number"),
    (r"is not a valid float(?: range)?", "is not a number"),
    (r"^[Oo]ption '([^']+)' requires an argument", r"\1 needs a value"),
    (r"^Missing argument '([^']+)'", r"\1 is missing"),
    (r"^Got unexpected extra arguments? ?(?:\(s\) )?\((.*)\)", r"too many arguments: \1"),
)
"""What the parser says, and how we say it."""


def tell(error: BaseException, words: Sequence[str]) -> int:
    """Tell what went wrong, and give the exit code.

    Args:
        error: what was raised.
        words: the command line, after the program's name.

    """
    if isinstance(error, MlpathError):
        return _report(error, words)
    if isinstance(error, _PARSING):
        return _report(_of_the_parser(error), words)
    if isinstance(error, BrokenPipeError):
        # Nothing more is read; what is still to be written goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        sys.stderr.write("\ninterrupted; nothing was left half done\n")
        return INTERRUPTED
    if "--debug" in words:
        import traceback

        traceback.print_exception(error)
        return EXIT_CODES[StoreError] if isinstance(error, OSError) else A_BUG_OF_OURS
    if isinstance(error, OSError):
        reason = reason_of(error)
        place = f": {error.filename}" if error.filename else ""
        return _report(StoreError(f"the system refused to read or write{place}: {reason}", "mlpath doctor"), words)
    return _report_a_bug(error, words)


def _report(error: MlpathError, words: Sequence[str]) -> int:
    code = next((code for kind, code in EXIT_CODES.items() if isinstance(error, kind)), 1)
    _say(code, error.message, error.hint, words)
    return code


def _say(code: int, message: str, hint: str, words: Sequence[str]) -> None:
    """An error for people on standard error; under `--json` also one for programs on standard output."""
    from mlpath.view.safe import safe

    options = words[: words.index("--")] if "--" in words else words
    if "--json" in options:
        from mlpath.cli.printing import print_text
        from mlpath.view.data import error_document

        print_text(error_document(code, message, hint))
    said = f"error: {message}\n" + (f"hint: {hint}\n" if hint else "")
    sys.stderr.write(safe(said))


def _of_the_parser(error: Any) -> UsageError:
    """An error of the command line's parser in our voice, with the nearest option or an example."""
    path = error.ctx.command_path if error.ctx is not None else "mlpath"
    option = getattr(error, "option_name", None)
    if option is not None and hasattr(error, "possibilities"):
        near = _near(option, error.ctx)
        hint = f"did you mean {near}? {path} -h shows all" if near else f"{path} -h"
        return UsageError(f"{path} has no option {option}", hint)
    message = " ".join(error.format_message().split()).rstrip(".")
    for pattern, instead in _IN_OUR_WORDS:
        message = re.sub(pattern, instead, message)
    if message[1:2].islower():
        message = message[:1].lower() + message[1:]
    return UsageError(f"{path}: {message}", f"{path} -h")


def _near(option: str, ctx: Any) -> str | None:
    from rapidfuzz.process import extractOne  # only where something is misspelt

    known = [name for parameter in ctx.command.get_params(ctx) for name in parameter.opts if name.startswith("--")]
    found = extractOne(option, known, score_cutoff=60)
    return found[0] if found else None


def _report_a_bug(error: BaseException, words: Sequence[str]) -> int:
    """One line, where the whole story is written, and where to bring it."""
    from mlpath.cli import mishaps

    said = " ".join(f"{type(error).__name__}: {error}".split())
    log = mishaps.record(error, words)
    kept = f"; the whole story is in {log}" if log else ""
    where = mishaps.tracker()
    again = "" if log else "run it again with --debug; "
    _say(A_BUG_OF_OURS, f"a bug of ours: {said}{kept}", f"{again}report it at {where}", words)
    return A_BUG_OF_OURS
