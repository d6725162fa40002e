"""Where the parts of a curriculum stand in its files."""

from __future__ import annotations

from dataclasses import dataclass, field

from mlpath.library.reader import Document
from mlpath.lint import Where


@dataclass
class Marks:
    """Where the parts of a folder's files stand; file:line:column is written only for what is asked for."""

    shown: str
    parts: dict[Where, tuple[str, Where, Document]] = field(default_factory=dict)
    """For each thing (`("topic", "pca")`): its file, its path in the document, and the document."""

    def get(self, where: Where) -> str | None:
        """The place of a part; None for what stands nowhere itself."""
        length = 1 if where[:1] == ("curriculum",) else 2
        part = self.parts.get(where[:length])
        if part is None:
            return None
        file, path, document = part
        mark = document.marks.get((*path, *where[length:]))
        return None if mark is None else f"{self.shown}/{file}:{mark[0]}:{mark[1]}"
