"""Documents: to standard output, or to a file at once or not at all. Every `--output` ends here."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from mlpath.errors import UsageError

Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="A file; - is standard output.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file.")]


def write_document(text: str | bytes, output: str = "-", *, force: bool = False) -> None:
    """Write a document to a file or to standard output.

    Args:
        text: the document; a line's end is added to text that has none.
        output: a file's path; `-` is standard output.
        force: whether a file that is there already may be replaced.

    Raises:
        UsageError: for a file that is there already, or that cannot be written; then nothing has changed.

    """
    data = text if isinstance(text, bytes) else _lines(text).encode("utf-8", "backslashreplace")
    if output == "-":
        _to_standard_output(data)
        return
    path = Path(output).expanduser()
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)  # a device or a pipe: there is nothing to replace
        else:
            write_file(path, data, force=force)
    except FileExistsError:
        raise UsageError(f"{output} is there already", "add --force to overwrite it") from None
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise UsageError(f"{output} cannot be written: {reason}", "choose another --output") from None


def write_file(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file under another name and put it in place when it is whole and on the disk.

    Raises:
        FileExistsError: where it is there already and may not be replaced.
        OSError: where it cannot be written.

    """
    target = path.resolve()  # a link stays, what it points to is replaced
    if target.exists() and not force:
        raise FileExistsError(target)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
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
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _lines(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def _to_standard_output(data: bytes) -> None:
    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        sys.stdout.write(data.decode())
