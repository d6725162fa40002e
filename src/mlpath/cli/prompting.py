"""Questions to a person at a terminal. Each has an option that says the same, so that no script is ever stuck.

Questions go to standard error. Nothing is asked where standard input or standard error is no terminal, or with
`--no-input`; `--yes` answers each with yes, or with what stands there already.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from mlpath.errors import MlpathError, UsageError

if TYPE_CHECKING:
    from mlpath.cli.session import Session

T = TypeVar("T")
Other = Callable[[str], str]
"""What an answer means that is none of the options; an MlpathError says that it means nothing."""


def can_ask(session: Session) -> bool:
    """Whether there is a person to ask, who does not mind."""
    streams = (sys.stdin, sys.stderr)
    return (
        not session.no_input and not session.yes and all(stream is not None and stream.isatty() for stream in streams)
    )


def confirm(session: Session, question: str, *, flag: str = "--yes") -> bool:
    """Ask for yes or no; no is what Enter means.

    Raises:
        UsageError: where nobody can be asked.

    """
    if session.yes:
        return True
    _need_person(session, question, flag)

    def read(answer: str) -> bool:
        if answer.lower() in ("y", "yes", "n", "no", ""):
            return answer.lower() in ("y", "yes")
        raise UsageError("answer y or n")

    return ask(session, f"{question} [y/N]", read, flag=flag)


def choose(
    session: Session, question: str, options: Sequence[tuple[str, str]], *, flag: str, other: Other | None = None
) -> str:
    """Ask which of numbered options; a number or the option's own name is an answer, Enter the first.

    Args:
        session: whom to ask.
        question: what is asked.
        options: each by its name and what is said about it.
        flag: the option or argument that says the same.
        other: what else is an answer.

    Raises:
        UsageError: where nobody can be asked.

    """
    if session.yes:
        return options[0][0]
    _need_person(session, question, flag)
    _list(session, options)
    names = [name for name, _ in options]

    def read(answer: str) -> str:
        return _picked(answer or "1", names, other)

    return ask(session, f"{question} [1]", read, flag=flag)


def choose_some(
    session: Session, question: str, options: Sequence[tuple[str, str]], *, flag: str, other: Other | None = None
) -> list[str]:
    """Ask which of numbered options, none to all of them; numbers or names with spaces between are an answer.

    Raises:
        UsageError: where nobody can be asked.

    """
    if session.yes:
        return []
    _need_person(session, question, flag)
    _list(session, options)
    names = [name for name, _ in options]

    def read(answer: str) -> list[str]:
        words = answer.replace(",", " ").split()
        return list(dict.fromkeys(_picked(word, names, other) for word in words))

    return ask(session, f"{question} [none]", read, flag=flag)


def ask(session: Session, question: str, read: Callable[[str], T], *, flag: str) -> T:
    """Ask until the answer can be read.

    Args:
        session: whom to ask.
        question: what is asked, with what Enter means.
        read: what the answer means; an MlpathError says what is wrong with it, and it is asked again.
        flag: the option or argument that says the same.

    Raises:
        UsageError: where nobody can be asked, or the input ends.

    """
    _need_person(session, question, flag)
    while True:
        sys.stderr.write(f"{question} ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            sys.stderr.write("\n")
            raise UsageError("no answer came; nothing changed", _instead(flag))
        try:
            return read(line.strip())
        except MlpathError as error:
            sys.stderr.write(f"{error.message}\n")


def _need_person(session: Session, question: str, flag: str) -> None:
    if not can_ask(session):
        why = "and --no-input forbids to ask" if session.no_input else "and there is no terminal to ask on"
        raise UsageError(f"a question is open ({question}), {why}", _instead(flag))


def _instead(flag: str) -> str:
    """What answers without being asked."""
    return f"add {flag}" if flag.startswith("-") else flag


def _list(session: Session, options: Sequence[tuple[str, str]]) -> None:
    from mlpath.view.screen import Screen, choices_table

    Screen(session.color_wanted, sys.stderr).show("", choices_table(options))


def _picked(answer: str, names: list[str], other: Other | None) -> str:
    if answer in names:
        return answer
    if answer.isdecimal() and 1 <= int(answer) <= len(names):
        return names[int(answer) - 1]
    if other is not None and not answer.isdecimal():
        return other(answer)
    raise UsageError(f"'{answer}' is none of them: give a number from 1 to {len(names)}, or a name")
