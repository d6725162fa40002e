"""The shipped schemas, and the line by which editors find them: `python -m tests.schemas` renews both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mlpath.library import shipped_folder
from mlpath.library.schema import LINE, name_for, schema_line, schemas

FOLDER = shipped_folder() / "schema"


def shipped_files() -> Iterator[tuple[Path, str]]:
    """Every YAML file of the shipped curricula, and the line that it must begin with."""
    for header in sorted(shipped_folder().glob("*/curriculum.yaml")):
        for path in sorted(header.parent.rglob("*.yaml")):
            name = path.relative_to(header.parent).as_posix()
            if not name.startswith("questions/"):
                yield path, schema_line(name_for(name), "../" * (name.count("/") + 1) + "schema")


def renew() -> None:
    """Write the schemas and the lines."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    for path, line in shipped_files():
        first, _, rest = path.read_text("utf-8").partition("\n")
        body = rest if first.startswith(LINE) else f"{first}\n{rest}"
        path.write_text(f"{line}\n{body}", encoding="utf-8")


if __name__ == "__main__":
    renew()
