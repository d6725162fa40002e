"""A foreign text imported as a user would, read back from its folder, and its prerequisites in a few words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mlpath.curriculum import Curriculum
from mlpath.importers import Imported, Wishes, read_foreign
from mlpath.library import load
from mlpath.lint import check

DATA = Path(__file__).parent / "data" / "interchange"
ROOT = Path(__file__).parent.parent
WHOLE = next((p / "shared/interchange" for p in ROOT.parents if (p / "shared/interchange").is_dir()), None)
"""The whole files, of which `DATA` has excerpts: tried too where somebody keeps them beside the project."""


@dataclass(frozen=True)
class Read:
    """What an import gave: the curriculum as the library reads it, and what the importer said."""

    curriculum: Curriculum
    imported: Imported
    folder: Path

    @property
    def rules(self) -> set[str]:
        return set(self.imported.draft.counts())

    @property
    def needs(self) -> str:
        """Every topic with what it needs: `a; b < a; c < a|b & d`; `~` before what only helps."""
        found = []
        for topic in self.curriculum.topics:
            level = topic.working
            assert level is not None
            hard = ["|".join(need.outcome.partition("@")[0] for need in clause.any_of) for clause in level.requires]
            soft = ["~" + need.outcome.partition("@")[0] for need in level.helps]
            found.append(f"{topic.id} < {' & '.join([*hard, *soft])}" if hard or soft else topic.id)
        return "; ".join(sorted(found))


def imported(place: Path, form: str, given: str | bytes | Path, **wishes: object) -> Read:
    """Import a text, some bytes or a file; what was written is read back and has no lint errors or warnings."""
    file = given if isinstance(given, Path) else place / "given.txt"
    if isinstance(given, str):
        file.write_text(given, encoding="utf-8", newline="")
    elif isinstance(given, bytes):
        file.write_bytes(given)
    found = read_foreign(form, file, Wishes(**wishes))  # type: ignore[arg-type]  # each wish has a type of its own
    for name, content in found.files.items():
        path = place / "made" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    loaded = load(place / "made")
    assert loaded.curriculum is not None, loaded.findings
    assert {finding.severity for finding in check(loaded.curriculum)} <= {"note"}
    assert all(oddity.place and oddity.message and oddity.mend for oddity in found.draft.oddities)
    return Read(loaded.curriculum, found, place / "made")
