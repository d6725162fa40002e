"""Writing a result to standard output, or to a file at once or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mlpath.errors import UsageError

if TYPE_CHECKING:
    from mlpath.cli.session import Session


def write_output(session: Session, text: str, output: str, *, force: bool) -> None:
    """Write to standard output where `output` is `-`, else to that file; a last line feed is added.

    Raises:
        UsageError: for a file that is there already, or cannot be written.

    """
    if output == "-":
        session.write(text)
    else:
        write_file(Path(output), text + "\n", force=force)


def write_file(path: Path, text: str, *, force: bool) -> None:
    """Write a file as UTF-8, as it is, at once or not at all.

    Raises:
        UsageError: for a file that is there already, or cannot be written.

    """
    import tempfile  # slow to load, and most commands write no file

    if path.exists() and not force:
        raise UsageError(f"{path} is there already", "add --force to overwrite it")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=".new")
    except OSError as error:
        raise _not_written(path, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
        Path(name).replace(path)
    except OSError as error:
        with suppress(OSError):
            Path(name).unlink()
        raise _not_written(path, error) from None


def _umask() -> int:
    """What a new file's mode leaves out; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _not_written(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path} cannot be written: {(error.strerror or 'failed').lower()}", "choose another --output")


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
        reason = (error.strerror or "failed").lower() if isinstance(error, OSError) else "it is no text"
        raise UsageError(f"{path} cannot be brought up to date: {reason}", "choose another --output") from None
