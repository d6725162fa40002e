"""The title and version of a curriculum without reading all of it."""

from __future__ import annotations

from pathlib import Path

from mlpath.library.places import HEADER
from mlpath.library.reader import MAX_BYTES, ReadError, read_yaml


def header(folder: Path) -> dict[str, str]:
    """The texts of `curriculum.yaml`: title, version, licence, about …; empty where it cannot be read."""
    try:
        with (folder / HEADER).open("rb") as file:
            value = read_yaml(file.read(MAX_BYTES).decode("utf-8-sig")).value
    except (OSError, UnicodeDecodeError, ReadError):
        return {}
    return {key: text for key, text in value.items() if isinstance(text, str)} if isinstance(value, dict) else {}
