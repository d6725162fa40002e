"""Writing a result to standard output, or to a file at once or not at all. Every `--output` ends here."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlpath.cli.printing import ended
from mlpath.errors import UsageError, reason_of

if TYPE_CHECKING:
    from mlpath.cli.session import Session

Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="A file; - is standard output.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file.")]


def write_output(session: Session, text: str, output: str, *, force: bool) -> None:
    """Write to standard output where `output` is `-`, else to that file; a last line feed is added.

    Raises:
        UsageError: for a file that is there already, or cannot be written; then nothing has changed.

    """
    if output == "-":
        session.write(text)
    else:
        write_file(Path(output).expanduser(), ended(text), force=force)


def write_file(path: Path, text: str, *, force: bool) -> None:
    """Write a file as UTF-8, as it is, under another name, and put it in place when it is whole and on the disk.

    Raises:
        UsageError: for a file that is there already, or cannot be written; then nothing has changed.

    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)  # a device or a pipe: there is nothing to replace
        else:
            _replace(path.resolve(), data, force=force)  # a link stays, what it points to is replaced
    except FileExistsError:
        raise UsageError(f"{path} is there already", "add --force to overwrite it") from None
    except OSError as error:
        reason = reason_of(error)
        raise UsageError(f"{path} cannot be written: {reason}", "choose another --output") from None


def _replace(target: Path, data: bytes, *, force: bool) -> None:
    import tempfile  # loads a generator of random numbers

    if target.exists() and not force:
        raise FileExistsError(target)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}-", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            temporary.chmod(_mode(target))
            file.close()  # or Windows would not rename it
            if force:
                temporary.replace(target)
            else:
                _put_in_place_unless_there(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)


def _put_in_place_unless_there(temporary: Path, target: Path) -> None:
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        temporary.replace(target)


def _mode(target: Path) -> int:
    """The rights of the file that is replaced, or those that a new file gets."""
    with suppress(OSError):
        return target.stat().st_mode & 0o777
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


def previous_text(path: Path) -> str | None:
    """What a file holds that is to be brought up to date; None where there is none.

    Raises:
        UsageError: for what cannot be read as text.

    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "it is no text"
        raise UsageError(f"{path} cannot be brought up to date: {reason}", "choose another --output") from None
