"""Metacademy folders: `concepts/ID/` with title.txt, summary.txt, dependencies.txt and resources.txt.

Records are parted by blank lines; a line is `key: value`, and one without a key goes on with the line before. A
dependency has a `tag` and a `reason`, a resource a `source` and a `location`. Where a folder `resources` or a file
`resources.txt` at the top describes the sources, their titles and addresses are used.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from mlpath.errors import CurriculumError, UnknownIdError
from mlpath.importers.draft import Draft, Item, Need
from mlpath.importers.text import MAX_TITLE, address, clean, decoded, read_bytes, shown

MAX_CONCEPTS = 20_000
CONCEPT_MINUTES = 60
CONVENTION = "Metacademy's files give no hours: one hour a concept"
_KEY = re.compile(r"^([A-Za-z_][\w -]{0,30}?)\s*:\s?(.*)$")
_FILES = tuple(
    f"{name}.txt" for name in ["title", "dependencies", "resources", "summary", "goals", "id", "key", "wiki-summary"]
)
_EXAMPLE = "ANNOTATED_EXAMPLE"
"""A folder that explains the format and is no concept."""
_LINK = re.compile(r"https?://[^\s|,;<>\"\[\]]+")

Records = list[dict[str, tuple[str, int]]]
"""Each record's values by key, with the line where each begins."""


def read(draft: Draft, path: Path) -> None:
    """The concepts of a folder.

    Raises:
        UnknownIdError: where there is none.
        CurriculumError: for a folder without concepts, or with too many.

    """
    if not path.exists():
        raise UnknownIdError(f"there is no folder {path}", "ls")
    if not path.is_dir():
        raise CurriculumError(f"{path} is not a folder", "give the folder that holds concepts/")
    root = next((path / name for name in ("concepts", "content", "nodes") if (path / name).is_dir()), path)
    draft.convention = CONVENTION
    sources = _sources(draft, path)
    for folder in _folders(draft, root):
        draft.items.append(_concept(draft, folder, f"{draft.file}/{folder.relative_to(path).as_posix()}", sources))
    if not draft.items:
        raise CurriculumError(f"{path} has no concepts", "give the folder that holds concepts/ID/title.txt")


def _folders(draft: Draft, root: Path) -> Iterator[Path]:
    """The folders of concepts, links left out: they may lead anywhere."""
    with os.scandir(root) as entries:
        found = [entry for _, entry in zip(range(MAX_CONCEPTS + 1), entries, strict=False)]
    if len(found) > MAX_CONCEPTS:
        raise CurriculumError(f"{root} has more than {MAX_CONCEPTS:,} entries", "split the folder")
    for entry in sorted(found, key=lambda entry: entry.name):
        if entry.is_symlink():
            draft.report("left-out", f"{draft.file}/{shown(entry.name)}", "a link to another place", "left out")
        elif entry.name == _EXAMPLE:
            draft.report("left-out", f"{draft.file}/{entry.name}", "the folder that explains the format", "left out")
        elif entry.is_dir() and any((Path(entry.path) / name).is_file() for name in _FILES):
            yield Path(entry.path)


def _concept(draft: Draft, folder: Path, shown_folder: str, sources: dict[str, dict[str, str]]) -> Item:
    place = f"{shown_folder}/title.txt:1"
    key = clean(draft, folder.name, shown_folder, 200)
    title = clean(draft, _whole(draft, folder / "title.txt", place), place, MAX_TITLE)
    if not title:
        draft.report("missing-title", place, f"no title for '{shown(key)}'", "its folder's name stands in")
        title = re.sub(r"[-_]+", " ", key)
    item = Item(key=key, title=title, place=place if (folder / "title.txt").is_file() else shown_folder, kind="article")
    item.about = clean(
        draft,
        _whole(draft, folder / "summary.txt", shown_folder) or _whole(draft, folder / "wiki-summary.txt", shown_folder),
        f"{shown_folder}/summary.txt:1",
    )
    item.minutes, item.how_long = CONCEPT_MINUTES, "one hour a concept"
    item.names = [key.replace("_", "-"), key.replace("-", "_")]
    for record in _records(draft, folder / "dependencies.txt", f"{shown_folder}/dependencies.txt"):
        here = min(at for _, at in record.values())
        tag, line = record.get("tag", record.get("id", record.get("title", ("", here))))
        where = f"{shown_folder}/dependencies.txt:{line}"
        name, reason = clean(draft, tag, where, 200), clean(draft, record.get("reason", ("", 1))[0], where)
        if name:
            item.requires.append(Need(name, where, reason))
        else:
            draft.report("empty-reference", where, f"a dependency of '{shown(title)}' without a tag", "left out")
    _add_resources(draft, item, folder, shown_folder, sources)
    return item


def _add_resources(
    draft: Draft, item: Item, folder: Path, shown_folder: str, sources: dict[str, dict[str, str]]
) -> None:
    """Where to read about a concept: the first address is the concept's, and all are in its note."""
    found: list[str] = []
    for record in _records(draft, folder / "resources.txt", f"{shown_folder}/resources.txt"):
        line = min((at for _, at in record.values()), default=1)
        where = f"{shown_folder}/resources.txt:{line}"
        source = clean(draft, record.get("source", record.get("key", ("", 1)))[0], where, 200)
        about = sources.get(source, {})
        text = " ".join(value for key in ("url", "location") if (value := record.get(key, ("", 1))[0]))
        links = _LINK.findall(text) or _LINK.findall(about.get("url", ""))
        found += [url for link in links[:5] if (url := address(draft, link, where))]
        bare = re.sub(r"\|?\s*\[?https?://[^\s\]]+\]?", "", record.get("location", ("", 1))[0])
        location = clean(draft, bare, where, 200)
        title = clean(draft, record.get("title", ("", 1))[0], where, 200) or about.get("title", source)
        item.notes.append(f"{title}: {location}." if location else f"{title}." if title else "")
    item.notes = [note for note in item.notes if note]
    if found:
        item.url, item.also = found[0], found[1:]


def _sources(draft: Draft, path: Path) -> dict[str, dict[str, str]]:
    """Titles and addresses of the sources, by their keys."""
    found: dict[str, dict[str, str]] = {}
    for name in ("resources.txt", "global_resources.txt", "resources/resources.txt"):
        for record in _records(draft, path / name, f"{draft.file}/{name}"):
            key = record.get("key", record.get("source", ("", 1)))[0]
            found[key] = {
                field: clean(draft, record[field][0], f"{draft.file}/{name}:{record[field][1]}")
                for field in ("title", "url")
                if field in record
            }
    return found


def _whole(draft: Draft, file: Path, place: str) -> str:
    if not file.is_file() or file.is_symlink() or not file.stat().st_size:
        return ""
    return decoded(draft, read_bytes(file), place.rpartition(":")[0] or place).strip()


def _records(draft: Draft, file: Path, place: str) -> Records:
    found: Records = [{}]
    key = ""
    for number, line in enumerate(_whole(draft, file, f"{place}:1").split("\n"), 1):
        if line.startswith("#"):
            continue
        match = _KEY.match(line)
        if not line.strip():
            found.append({})
            key = ""
        elif match is not None and not match[2].startswith("//"):
            key = match[1].strip().lower()
            said, at = found[-1].get(key, ("", number))
            found[-1][key] = (f"{said}; {match[2].strip()}" if said else match[2].strip(), at)
        elif key:
            value, at = found[-1][key]
            found[-1][key] = (f"{value} {line.strip()}", at)
        else:
            draft.report("shape", f"{place}:{number}", "a line that belongs to nothing", "left out")
    return [record for record in found if record]
