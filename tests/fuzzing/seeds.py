"""What the mutations start from: real curricula, real foreign files, the hostile corpus, exports, words as people type them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from mlpath.library import shipped_folder
from mlpath.store.transfer import to_text
from mlpath.view.exports import exported
from tests.builders import FILES
from tests.fuzzing.targets import NAMES, PARTS
from tests.fuzzing.typed import PARSERS, SHAPES, app, material
from tests.hostile.corpus import RAW, STEERING, TEXTS, YAML, corpus

WORDS = (
    "kind:video,area:a", "+d", "d+", "2+e", "b+1", "resource:r kind:book", "a@working", "r/1", "all", "half", "Al",
    "mon=1h,sat=1h30", "mon-fri=45m", "90", "1.5h", "2026-12-24..2027-01-02", "none", "19:00", "7:30", "2026-11-21",
    "all|a|kind:book|r|t|r s|r/1", "ann-b", "1h15m", "48m", "9m51s", "9" * 5_000, "9" * 400 + "h", f"{'9' * 5_000}+a",
)  # fmt: skip
IMPORTS = {
    "csv": "\ufeffid;Course Name;Est. Hours;Prereqs;Link\r\n1;One &amp; two;10;;www.example.com/a\r\n2;CafÃ© math;5–10;1.0;javascript:x\r\n2;Other;;1|99;http://127.0.0.1/x\r\n线性 代数;线性代数;8;线性代数;https://example.com/b\r\n",
    "json": '{"nodes":[{"id":"a_b","label":"A"},{"id":"c","title":"C","requires":["a-b",""]}],"links":[{"source":"c","target":"d"}]}',
    "edges": "prerequisite|dependent\nx|y\ny|y\n",
    "catalogue": '[{"code":"A 1","title":"A","prereqs":"none"},{"code":"B 1","title":"B","prereqs":["and",["or","A 1","Z 9"]]},{"code":"C 1","prereqs":"A 1 and (B 1 or D 4)"}]',
    "markdown": "# L\n\n## Basics\n\n- [One](https://example.org/1) - 3 hours\n- [Two](https://example.org/2). Prerequisites: One, Foo\n",
    "ossu": "# C\n\nCourses | Duration | Effort | Prerequisites\n:-- | :--: | :--: | :--:\n[Alpha](https://example.org/a) | 10 weeks | 4–6 hours/week | none\n[Beta](https://example.org/b) | 2 weeks | - | Alpha, maths\n",
    "exercism": '{"language":"X","slug":"x","concepts":[{"slug":"b","name":"B"}],"exercises":{"concept":[{"slug":"e","name":"E","concepts":["b"],"prerequisites":[]}],"practice":[{"slug":"p","name":"P","prerequisites":["b"],"difficulty":4}]}}',
}  # fmt: skip
"""A file of each format, each with something odd in it."""
SHAPED = Path(__file__).parent.parent / "data" / "interchange" / "shapes.yaml"
"""Every shape in which people write each format."""
METACADEMY = b"\0".join(
    [b"Eigenvalues", b"tag: b\nreason: first\n\ntag: c\n", b"source: book\nlocation: ch. 1\nurl: https://example.org/1\n", b"What it is.", b"Vectors", b"", b"key: book\ntitle: A book\nurl: https://example.org\n"]
)  # fmt: skip
assert len(METACADEMY.split(b"\0")) == len(PARTS)


def seeds(target: str) -> list[bytes]:
    """Inputs of a target that are right, nearly right, or as wrong as anyone has made them; none twice."""
    makers = {"reader": _reader, "loader": _loader, "log": _log, "typed": _typed, "exports": _exports, "sinks": _sinks}
    found = makers[target]() if target in makers else _importer(target)
    return list(dict.fromkeys(found))


@cache
def _curricula() -> tuple[tuple[int, bytes], ...]:
    """Files of the shipped curricula, each with the number of the file of the tiny one whose place it can take."""
    kinds = {"topics": 1, "resources": 2}
    files = [path for path in sorted(shipped_folder().rglob("*.yaml")) if path.stat().st_size < 4_000]
    return tuple(
        (kinds.get(path.parent.name, 0 if path.name == "curriculum.yaml" else 3), path.read_bytes()) for path in files
    )


def _reader() -> Iterator[bytes]:
    yield from (data for _, data in _curricula())
    yield from (text.encode() for text in (*FILES.values(), *YAML.values()))
    yield from RAW.values()


def _loader() -> Iterator[bytes]:
    for number, name in enumerate(NAMES):
        yield bytes([number]) + FILES[name].encode()
        for case in corpus():
            content = case.files.get(name, b"")
            if content:
                yield bytes([number]) + (
                    content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
                )
    yield from (bytes([number]) + data for number, data in _curricula())


def _importer(form: str) -> Iterator[bytes]:
    if form == "metacademy":
        yield METACADEMY
    if form in IMPORTS:
        yield IMPORTS[form].encode()
    if SHAPED.is_file():
        shapes = yaml.safe_load(SHAPED.read_text("utf-8"))
        yield from (shape["text"].encode(shape.get("encoding", "utf-8")) for shape in shapes if shape["format"] == form)
    yield from (text.encode() for name, text in IMPORTS.items() if name != form)
    yield from RAW.values()


def _log() -> Iterator[bytes]:
    whole = to_text(app().store.events()).encode()
    yield b"\0" + whole
    line = whole.partition(b"\n")[0]
    for part in (
        b'"plan":5,',
        b'"plan":[5],',
        b'"promised":[],',
        b'"promised":{"ends":1},',
        b'"curriculum":[],',
        b'"known":[[]],',
    ):
        yield b"\1" + line.replace(b'"data":{', b'"data":{' + part, 1)
    yield from (
        b"\1" + line.replace(b'"data":{', b'"data":{"minutes":' + number + b",", 1) for number in (b"9" * 400, b"-1")
    )
    for path in sorted((Path(__file__).parent.parent / "data").glob("*.jsonl")):
        lines = path.read_bytes().splitlines()
        yield b"\1" + b"\n".join(lines[:-1])
        yield from (b"\1" + line for line in lines[:-1])


def _typed() -> Iterator[bytes]:
    for which in range(len(PARSERS) + len(SHAPES)):
        yield from (bytes([which]) + word.encode() for word in WORDS)


def _exports() -> Iterator[bytes]:
    for number, form in enumerate(("ics", "markdown", "taskwarrior")):
        yield bytes([number]) + exported(form, material()).encode()


def _sinks() -> Iterator[bytes]:
    yield from (text.encode() for text in (*TEXTS.values(), *STEERING.values()))
    yield from (
        text.encode().decode("unicode_escape").encode("utf-8", "surrogatepass")
        for text in TEXTS.values()
        if text.isascii()
    )
    yield from RAW.values()
