"""The readers of foreign bytes, each with what must hold of an input: an error of ours, or a value that is sound.

A target takes bytes and says whether they were accepted. Whatever else it raises is a finding.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from functools import partial
from itertools import chain
from pathlib import Path

import yaml

from mlpath.curriculum import Curriculum
from mlpath.errors import MlpathError
from mlpath.importers import FORMATS, Wishes, read_foreign
from mlpath.library.loading import load_folder
from mlpath.library.reader import ReadError, read_yaml
from mlpath.lint import check, located
from tests.builders import FILES
from tests.fuzzing.holding import check_error, check_findings, check_text, planned, scratch
from tests.fuzzing.typed import exports, log, sinks, typed

Target = Callable[[bytes], bool]

NAMES = tuple(FILES)
"""Which file is foreign, by the first byte of an input of `loader`."""
PARTS = (
    "a/title.txt", "a/dependencies.txt", "a/resources.txt", "a/summary.txt", "b/title.txt", "b/dependencies.txt",
    "../resources.txt",
)  # fmt: skip
"""The files of an input of `metacademy`, parted by NUL bytes."""
_PLAIN = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_LINE_ENDS = "\n\r\x85\u2028\u2029"


def reader(given: bytes) -> bool:
    """YAML: refused at a place in the text, or the value that PyYAML makes of it, each part with its place."""
    try:
        text = given.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    lines = sum(map(text.count, _LINE_ENDS)) + 1
    try:
        document = read_yaml(text)
    except ReadError as error:
        check_text(error.message)
        line, column = error.mark
        if not (1 <= line <= lines + 1 and column >= 1):
            raise AssertionError(error.mark, error.message) from error
        return False
    assert document.value == yaml.load(text, Loader=_PLAIN), document.value  # noqa: S506 # it makes strings only
    # What is empty at the end of the text stands below its last line: `---` is an empty text there.
    assert all(1 <= line <= lines + 1 and column >= 1 for line, column in document.marks.values()), document.marks
    return True


def loader(given: bytes) -> bool:
    """A folder in which one file is foreign (the first byte says which): findings with places, or a sound curriculum."""
    folder, name = scratch() / "loader", NAMES[given[0] % len(NAMES)] if given else NAMES[0]
    if not folder.exists():
        _write(folder, FILES)
    (folder / name).write_bytes(given[1:])
    try:
        loaded = load_folder(folder)
    finally:
        (folder / name).write_text(FILES[name], encoding="utf-8")
    check_findings(loaded.findings)
    if loaded.curriculum is None:
        assert loaded.findings, "nothing came of it, and nothing was said"
        return False
    found = check(loaded.curriculum)
    check_findings(located(found, loaded.places))
    kept = loaded.curriculum.model_dump_json(exclude_defaults=True)
    assert Curriculum.model_validate_json(kept) == loaded.curriculum, "the compiled form is another curriculum"
    if not any(finding.severity == "error" for finding in found):
        planned(loaded.curriculum)
    return True


def imported(form: str, given: bytes) -> bool:
    """A foreign file: refused in a sentence, or a curriculum that loads, lints without an error, and can be planned."""
    place = scratch() / form
    wishes = Wishes()
    if form == "metacademy":
        shutil.rmtree(place, ignore_errors=True)
        parts = dict(zip(PARTS, given.split(b"\0"), strict=False))
        _write(place / "concepts", {name: part for name, part in parts.items() if part})
    else:
        place.write_bytes(given)
        wishes = Wishes(break_cycles=len(given) % 2 == 1, in_order=len(given) % 16 == 1)
    try:
        found = read_foreign(form, place, wishes)
    except MlpathError as error:
        check_error(error)
        return False
    for oddity in found.draft.oddities[:20]:
        check_text(f"{oddity.place}: {oddity.message}; {oddity.mend}")
    folder = scratch() / "imported"
    shutil.rmtree(folder, ignore_errors=True)
    _write(folder, found.files)
    loaded = load_folder(folder)
    assert loaded.curriculum is not None, loaded.findings[:3]
    wrong = [f for f in chain(loaded.findings, check(loaded.curriculum)) if f.severity != "note"]
    assert not wrong, wrong[:3]
    planned(loaded.curriculum)
    return True


def _write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


TARGETS: dict[str, Target] = {
    "reader": reader,
    "loader": loader,
    **{form: partial(imported, form) for form in FORMATS},
    "log": log,
    "typed": typed,
    "exports": exports,
    "sinks": sinks,
}
"""Every reader of foreign bytes."""
