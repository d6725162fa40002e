"""Hostile curricula, generated: the tiny one with one thing in it that a stranger might do to harm.

Three kinds. *refused*: cannot be read, exit 4 with file:line:column. *unsound*: can be read, lint finds an error. *valid*: sound,
its texts try to break out of whatever shows them.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.builders import FILES, GOALS, HEADER, RESOURCE, TOPICS

Kind = Literal["refused", "unsound", "valid"]
Files = dict[str, str | bytes]


@dataclass(frozen=True)
class Hostile:
    """One curriculum: which files differ from the tiny one, or what is done to its folder."""

    name: str
    kind: Kind
    files: Files
    act: Callable[[Path], object] | None = None

    def write(self, folder: Path) -> Path:
        for name, content in ({**FILES, W: OTHER, **self.files}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
        if self.act is not None:
            self.act(folder)
        return folder


T, R, H, G, W = "topics/a.yaml", "resources/the-book.yaml", "curriculum.yaml", "goals.yaml", "resources/other.yaml"
OTHER = """\
id: other
title: Another way
kind: course
about: It takes longer.
url: https://example.org/other
sources: [list]
exercises: true
pace: {hours: estimate, why: another guess}
estimate: true
hours: 9
teaches: [first]
"""
"""What no plan chooses, so that `why-not` and the alternatives have something to say."""
BASE = {T: TOPICS, R: RESOURCE, H: HEADER, G: GOALS, W: OTHER}


def corpus() -> Iterator[Hostile]:
    """Every hostile curriculum; names are distinct."""
    yield from _yaml()
    yield from _bytes()
    yield from _texts()
    yield from _ids()
    yield from _addresses()
    yield from _numbers()
    yield from _shapes()
    yield from _graphs()
    yield from _folders()
    yield from _valid()


def _swap(file: str, old: str, new: str) -> Files:
    assert old in BASE[file], (file, old)
    return {file: BASE[file].replace(old, new, 1)}


YAML = {
    "anchor": "a: &x 1", "alias": "a: *x", "anchor on a list": "- &x [1]\n- *x", "python tag": "a: !!python/object/apply:os.system [id]",
    "binary tag": "a: !!binary aGk=", "own tag": "!mine {a: 1}", "verbatim tag": "!<tag:yaml.org,2002:int> 3", "merge key": "<<: {a: 1}",
    "duplicate key": "id: a\nid: b", "two documents": "a: 1\n---\nb: 2", "yaml 9": "%YAML 9.9\n---\na: 1", "tag directive": "%TAG ! tag:x,2000:\n---\na: !b 1",
    "empty": "", "only a comment": "# nothing\n", "only spaces": "   \n\n", "unclosed list": "a: [1, 2", "unclosed quote": "a: 'x", "tab": "a:\n\t- b",
    "list as key": "{[a]: 1}", "mapping as key": "{{a: 1}: 2}", "complex key": "? [a, b]\n: 1", "stray bracket": "a: ]", "colon twice": "a: b: c",
    "brackets": "[" * 100_000, "braces": "{a: " * 20_000, "dashes": "- " * 5_000 + "x", "33 levels": "[" * 33 + "]" * 33, "question marks": "? " * 9_000,
    "bomb": "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c]", "thousand aliases": "a: &a x\nb: [" + "*a, " * 4_000 + "]",
    "values": "[" + "x," * 200_001 + "]", "long text": "a: " + "x" * 10_001, "long key": "x" * 3_000 + ": 1", "large": "# " + "x" * 2_000_000,
    "scalar": "just words", "null": "~", "number": "12", "block of 11 kB": "a: |\n  " + "y" * 11_000, "reserved": "a: @b", "backtick": "a: `b`",
    "open doc end": "a: 1\n...\nb: 2", "directive inside": "a: 1\n%YAML 1.1\n",
}  # fmt: skip


def _yaml() -> Iterator[Hostile]:
    files = [T, R, H, G]
    for number, (name, text) in enumerate(YAML.items()):
        file = files[number % 4]
        yield Hostile(f"yaml {name} in {file}", "refused", {file: text})


RAW = {
    "utf-16": "a: 1".encode("utf-16"), "utf-16-be": b"\xfe\xff" + "a: 1".encode("utf-16-be"), "utf-32": "a: 1".encode("utf-32"), "latin-1": "id: café".encode("latin-1"),
    "overlong": b"a: \xc0\xaf", "surrogate": b"a: \xed\xa0\x80", "cut character": b"a: \xe2\x82", "nul": b"a: \x00b", "escape": b"a: \x1b[31mred", "bell": b"a: \x07",
    "osc 52": b"a: \x1b]52;c;cm0gLXJm\x07", "c1": "a: \x9b31m".encode(), "delete": b"a: \x7f", "backspaces": b"a: b\x08\x08", "binary": bytes(range(256)) * 20, "gzip": b"\x1f\x8b\x08" + b"\0" * 50,
    "form feed": b"a:\x0c 1", "beyond unicode": b"a: \xf4\x90\x80\x80",
}  # fmt: skip


def _bytes() -> Iterator[Hostile]:
    for number, (name, data) in enumerate(RAW.items()):
        yield Hostile(f"bytes {name}", "refused", {[T, R, H, G][number % 4]: data})


STEERING = {
    "escape": r"\e[31mred", "clear": r"\e[2J\e[H", "osc 52": r"\e]52;c;cm0gLXJmIC8=\a", "osc 8": r"\e]8;;http://evil.example\e\\x", "title": r"\e]0;owned\a", "csi 8 bit": r"\x9b2J",
    "nul": r"a\0b", "bell": r"\a", "backspace": r"a\b\b", "return": r"good\rbad", "tab": r"a\tb", "delete": r"a\x7f", "rlo": r"\u202egnp.exe", "isolate": r"\u2066x\u2069", "mark": r"a\u200fb", "alm": r"\u061cx",
    "separator": r"a\u2028b", "tag": r"\U000E0041\U000E0042", "surrogate": r"\uD800", "private": r"\uE000", "plane 15": r"\U000F0001", "nel": r"a\Nb",
}  # fmt: skip
FIELDS: list[tuple[str, str, str]] = [
    (T, "title: First things", "title: {}"), (T, "can: do the first thing", "can: {}"), (T, "- first: it comes before", "- first: {}"),
    (R, "title: The Book", "title: {}"), (R, "title: One", "title: {}"), (R, "why: a guess", "why: {}"),
    (H, "title: Tiny", "title: {}"), (H, "licence: CC0", "licence: {}"), (H, "title: Area A", "title: {}"), (H, "title: A list", "title: {}"),
    (W, "title: Another way", "title: {}"), (W, "about: It takes longer.", "about: {}"), (G, "title: All of it", "title: {}"), (G, "can: do both things", "can: {}"),
]  # fmt: skip


def _texts() -> Iterator[Hostile]:
    for number, (name, text) in enumerate(STEERING.items()):
        for step in (0, 5):
            file, old, new = FIELDS[(number + step) % len(FIELDS)]
            yield Hostile(
                f"text {name} in {new.split(':')[0]} of {file} {step}",
                "refused",
                _swap(file, old, new.format(f'"{text}"')),
            )


IDS = {
    "up": "../../etc/passwd", "root": "/etc/passwd", "slash": "a/b/c", "backslash": "a\\\\b", "device": "con", "device with suffix": "nul.txt", "printer": "lpt1", "upper": "Abc",
    "space": "a b", "empty": "", "dots": "..", "option": "-rf", "long": "a" * 65, "cyrillic": "а", "newline": "a\\nb", "at": "a@working", "percent": "%2e%2e", "dollar": "$(id)", "star": "*", "doubled": "a--b",
}  # fmt: skip


def _ids() -> Iterator[Hostile]:
    places = [
        (T, "- id: first", '- id: "{}"'),
        (R, "id: the-book", 'id: "{}"'),
        (G, "- id: all", '- id: "{}"'),
        (H, "id: tiny", 'id: "{}"'),
        (R, "id: ch1", 'id: "{}"'),
    ]
    for number, (name, text) in enumerate(IDS.items()):
        file, old, new = places[number % len(places)]
        yield Hostile(f"id {name}", "refused", _swap(file, old, new.format(text)))


ADDRESSES = [
    "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.org/x", "example.org", "//example.org", "https://", "https://user:pass@example.org", "https://user@example.org",
    "http://localhost/", "http://localhost./", "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
    "http://10.1.2.3/", "http://192.168.1.1/", "http://172.16.0.1/", "http://169.254.169.254/latest", "http://[fe80::1]/", "http://[fd00::1]/", "http://0.0.0.0/", "http://printer/", "http://nas.local/", "http://x.internal/",
    "https://exa mple.org", "https://example.org:99999/", "https://[bad", "http://①②⑦.0.0.1/", "https://example.org/" + "x" * 2_000, "mailto:a@b.c", "vbscript:x", "\\\\\\\\host\\\\share",
]  # fmt: skip


def _addresses() -> Iterator[Hostile]:
    for number, url in enumerate(ADDRESSES):
        yield Hostile(
            f"address {number} {url[:30]}", "refused", _swap(R, "url: https://example.org/book", f'url: "{url}"')
        )


NUMBERS = [
    ("pages: 10", "hours: nan"), ("pages: 10", "hours: .inf"), ("pages: 10", "hours: -1"), ("pages: 10", "hours: 0"), ("pages: 10", "hours: 1e999"), ("pages: 10", "hours: " + "9" * 400),
    ("pages: 10", "pages: -5"), ("pages: 10", "pages: 1.5"), ("pages: 10", "pages: " + "9" * 5_000), ("pages: 10", "video: 99999h"), ("pages: 10", "video: -1h"), ("pages: 10", "video: nan"), ("pages: 10", "minutes: 3"),
    ("minutes_per_page: 6", "minutes_per_page: inf"), ("minutes_per_page: 6", "minutes_per_page: 1e400"), ("kind: book", "kind: book\npublished: 99999"), ("kind: book", "kind: book\nsettling: nan"),
    ("exercises: true", "exercises: maybe"), ("kind: book", "kind: weapon"), ("kind: book", "kind: book\nlanguage: '../..'"), ("kind: book", "kind: book\ncost: yes"), ("pages: 10", "pages: 0x10000000000"),
]  # fmt: skip


def _numbers() -> Iterator[Hostile]:
    for number, (old, new) in enumerate(NUMBERS):
        yield Hostile(f"number {number} {new[:24]!r}", "refused", _swap(R, old, new))
    yield Hostile("number settling", "refused", _swap(H, "{book: 0.5}", "{book: nan}"))
    yield Hostile("version", "refused", _swap(H, "version: 1.0.0", 'version: "1\\n2"'))


def _shapes() -> Iterator[Hostile]:
    yield Hostile("shape unknown key", "refused", {T: TOPICS + "  __proto__: x\n"})
    yield Hostile("shape dunder key", "refused", {R: RESOURCE + "__class__: x\n"})
    yield Hostile("shape digest", "refused", {H: HEADER + "digest: x\n"})
    yield Hostile("shape topics inside", "refused", {H: HEADER + "topics: []\n"})
    yield Hostile("shape any of nothing", "refused", _swap(T, "- first: it comes before", "- any: []"))
    yield Hostile(
        "shape any of many", "refused", _swap(T, "- first: it comes before", f"- any: [{', '.join(['first'] * 51)}]")
    )
    yield Hostile(
        "shape any in any", "refused", _swap(T, "- first: it comes before", "- any: [{any: [{any: [first]}]}]")
    )
    yield Hostile("shape requires a mapping", "refused", _swap(T, "      - first: it comes before", "      first: x"))
    yield Hostile("shape teaches text", "refused", _swap(R, "teaches: [first]", "teaches: first"))
    yield Hostile("shape teaches mappings", "refused", _swap(R, "teaches: [first]", "teaches: [{first: x}]"))
    yield Hostile("shape no units", "refused", {R: RESOURCE.partition("units:")[0] + "units: []\n"})
    yield Hostile("shape units a mapping", "refused", {R: RESOURCE.partition("units:")[0] + "units: {a: 1}\n"})
    yield Hostile("shape units of texts", "refused", {R: RESOURCE.partition("units:")[0] + "units: [a, b]\n"})
    yield Hostile("shape no depth", "refused", {T: "- id: first\n  title: x\n"})
    yield Hostile("shape another name", "refused", _swap(R, "id: the-book", "id: other-book"))
    yield Hostile("shape same id twice", "refused", {T: TOPICS + TOPICS})
    yield Hostile("shape alias of another", "refused", _swap(T, "aliases: [primary]", "aliases: [second]"))
    yield Hostile("shape unknown topic", "refused", _swap(R, "teaches: [first]", "teaches: [nowhere]"))
    yield Hostile("shape unknown depth", "refused", _swap(R, "teaches: [first]", "teaches: [first@expert]"))
    yield Hostile("shape unknown goal", "refused", {G: GOALS + "  includes: [nowhere]\n"})
    yield Hostile("shape unknown source", "refused", _swap(R, "sources: [list]", "sources: [nowhere]"))
    yield Hostile("shape unknown capstone", "refused", {G: GOALS + "  capstone: nowhere\n"})
    yield Hostile("shape a topic's area", "refused", _swap(T, "title: First things", "area: b\n  title: x"))
    yield Hostile(
        "shape an area that is none",
        "refused",
        {"topics/zz.yaml": TOPICS.replace("first", "third").replace("second", "fourth").replace("primary", "p3")},
    )
    yield Hostile("shape a goal's key with escape", "refused", {G: GOALS + '  "\\e[31mred": x\n'})
    yield Hostile("shape a title of lists", "refused", _swap(T, "title: First things", "title: [[[[x]]]]"))


def _graphs() -> Iterator[Hostile]:
    circle = TOPICS.replace("    can: do the first thing", "    can: x\n    requires:\n      - second: circle")
    yield Hostile("graph circle of two", "unsound", {T: circle})
    yield Hostile("graph itself", "unsound", _swap(T, "- first: it comes before", "- second: me"))
    ring = "".join(
        f"- id: t{i}\n  title: T\n  working:\n    can: do\n    requires:\n      - t{(i + 1) % 300}: because\n"
        for i in range(300)
    )
    yield Hostile("graph ring of 300", "unsound", {T: TOPICS + ring})
    dense = "".join(
        f"- id: t{i}\n  title: T\n  working:\n    can: do\n    requires: [{', '.join(f't{j}' for j in range(120) if j != i)}]\n"
        for i in range(120)
    )
    yield Hostile("graph of 120, each needs each", "unsound", {T: TOPICS + dense})
    ladder = "".join(
        f"- id: t{i}\n  title: T\n  working:\n    can: do\n    requires: [{', '.join(f't{j}' for j in range(max(0, i - 2), i))}]\n"
        for i in range(60)
    )
    units = "".join(f"  - {{id: u{i}, title: U, pages: 1, teaches: [t{i}]}}\n" for i in range(60))
    yield Hostile("graph ladder of 60", "valid", {T: TOPICS + ladder, R: RESOURCE + units})
    several = "".join(
        f"- id: t{i}\n  title: T\n  working:\n    can: do\n    requires:\n"
        + "".join(f"      - any: [{', '.join(f't{k}' for k in range(i))}]\n" for _ in range(3))
        for i in range(1, 25)
    )
    yield Hostile(
        "graph of alternatives",
        "valid",
        {
            T: TOPICS + "- {id: t0, title: T, working: {can: do}}\n" + several,
            R: RESOURCE + units.split("  - {id: u25")[0],
        },
    )
    goals = GOALS + "  includes: [two]\n- {id: two, title: Two, can: do, includes: [all]}\n"
    yield Hostile("graph of goals in a circle", "valid", {G: goals})
    yield Hostile("graph of a goal in itself", "valid", {G: GOALS + "  includes: [all]\n"})
    many = "".join(
        f"- {{id: t{i}, title: T, working: {{can: do, requires: [{', '.join(f't{j}' for j in range(i))}]}}}}\n"
        for i in range(320)
    )
    yield Hostile("graph over the edges", "refused", {T: many})
    yield Hostile(
        "graph over the units",
        "refused",
        {R: RESOURCE + "".join(f"  - {{id: u{i}, title: U, pages: 1, teaches: []}}\n" for i in range(5_001))},
    )


def _folders() -> Iterator[Hostile]:
    def gone(name: str, act: Callable[[Path], object]) -> Callable[[Path], object]:
        def do(folder: Path) -> None:
            (folder / name).unlink()
            act(folder / name)

        return do

    yield Hostile("folder where a topic file belongs", "refused", {}, gone(T, lambda path: path.mkdir()))
    yield Hostile("folder where goals belong", "refused", {}, gone(G, lambda path: path.mkdir()))
    yield Hostile("pipe for topics", "refused", {}, gone(T, os.mkfifo))
    yield Hostile("pipe for a resource", "refused", {}, gone(R, os.mkfifo))
    yield Hostile("pipe for goals", "refused", {}, gone(G, os.mkfifo))
    yield Hostile("link out of the folder", "refused", {}, gone(T, lambda path: path.symlink_to("/etc/hostname")))
    yield Hostile("link to a device", "refused", {}, gone(R, lambda path: path.symlink_to("/dev/zero")))
    yield Hostile("link to nothing", "refused", {}, gone(R, lambda path: path.symlink_to("nowhere")))
    yield Hostile("link to itself", "refused", {}, gone(R, lambda path: path.symlink_to(path.name)))
    yield Hostile("socket for a resource", "refused", {}, gone(R, _socket))
    yield Hostile(
        "huge sparse files",
        "refused",
        {},
        _sparse_forty,
    )
    yield Hostile("a file of a terabyte", "refused", {}, lambda folder: _sparse(folder / "topics/b.yaml", 10**12))
    yield Hostile("file with an escape in its name", "refused", {"topics/\x1b[31mred.yaml": "a: ["})
    yield Hostile("file with a line in its name", "refused", {"topics/a\nb.yaml": "a: ["})
    yield Hostile("file with a direction in its name", "refused", {"resources/\u202egnp.yaml": "a: ["})
    yield Hostile(
        "file whose name is no text",
        "refused",
        {},
        lambda folder: Path(os.fsdecode(bytes(folder / "topics") + b"/\xff\xfe.yaml")).write_text("a: ["),
    )
    yield Hostile(
        "topics that is a file",
        "refused",
        {},
        _topics_as_a_file,
    )


def _sparse_forty(folder: Path) -> None:
    for number in range(40):
        _sparse(folder / f"resources/x{number}.yaml", 1_900_000)


def _topics_as_a_file(folder: Path) -> None:
    (folder / T).unlink()
    (folder / "topics").rmdir()
    (folder / "topics").write_text("x")


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        try:
            os.chdir(path.parent)
            server.bind(path.name)
        finally:
            os.chdir(here)


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


TEXTS = {
    "rich end": "[/b]", "rich colour": "[red]x[/red]", "rich link": "[link=javascript:x]y[/link]", "rich unclosed": "[bold", "emoji code": ":boom:", "html": "<script>alert(1)</script>", "attribute": "\\\" onload=\\\"x", "comment": "--><!--",
    "cdata": "]]></data>", "markdown": "[a](javascript:x) ![](x) `y` | z", "dot": "\\\"]; evil [label=\\\"", "mermaid": "\\\"]\\n click n0 \\\"javascript:x\\\"", "formula": "=cmd|' /C calc'!A0", "format": "%s {0} {x.__class__} %n", "shell": "$(id) `id` ${HOME}",
    "no": "no", "time": "12:30", "null": "null", "exponent": "1e3", "octal": "010", "wide": "漢字" * 200, "hebrew": "שלום עולם", "zalgo": "Z" + "\u0335\u0489" * 60, "emoji": "👩‍👩‍👧‍👦" * 20, "long": "word " * 380, "unbroken": "x" * 1_900, "lines": "a\\nb\\nc",
    "backslashes": "\\\\\\\\\\\\n", "quotes": "'\u201c\u2018`", "percent": "100%%", "space": "  a  ", "filler": "\u3164", "entity": "&lt;b&gt;&#27;[31m", "calendar": "BEGIN:VEVENT\\nEND:VCALENDAR", "sql": "'; DROP TABLE event; --",
}  # fmt: skip


WHOLE_ADDRESSES = [
    'https://example.org/"onload="alert(1)', "https://example.org/><script>alert(1)</script>", "https://example.org/)](javascript:alert(1)", "https://example.org/](x)![y](z", "https://example.org/`id`$(id)",
    "https://example.org/?a=1&b=%0d%0aBEGIN:VEVENT", "https://example.org/=cmd|/C%20calc", "https://example.org/|a|b|", "https://example.org/[/b][red]", "https://example.org/%1b[31m", "https://example.org/;\\n,x", "https://xn--e1awd7f.com/",
]  # fmt: skip
"""Addresses that are whole, and try to break out of whatever shows them."""


def _valid() -> Iterator[Hostile]:
    for name, text in TEXTS.items():
        files: Files = {}
        for file, old, new in FIELDS:
            content = files.get(file, BASE[file])
            assert isinstance(content, str)
            files[file] = content.replace(old, new.format(f'"{text}"'), 1)
        yield Hostile(f"valid {name}", "valid", files)
    for number, url in enumerate(WHOLE_ADDRESSES):
        given = _swap(R, "url: https://example.org/book", f"url: '{url}'\nalso: ['{url}#also']")
        seen = {G: GOALS + f"  see_also: [{{title: Elsewhere, url: '{url}'}}]\n"}
        sources = _swap(H, "title: A list", f"title: A list, url: '{url}'")
        yield Hostile(f"valid address {number} {url[:40]}", "valid", {**given, **seen, **sources})


def together() -> Hostile:
    """One curriculum with every hostile text and address: for each a topic, a resource with a unit, and a goal."""
    topics, goals = [TOPICS], [GOALS]
    files: Files = {}
    urls = [*WHOLE_ADDRESSES, *["https://example.org/plain"] * len(TEXTS)]
    for number, (text, url) in enumerate(zip(TEXTS.values(), urls, strict=False)):
        topics.append(
            f'- {{id: t{number}, title: "{text}", working: {{can: "{text}", requires: [{{first: "{text}"}}]}}}}\n'
        )
        goals.append(f'- {{id: g{number}, title: "{text}", can: "{text}", requires: [t{number}]}}\n')
        files[f"resources/r{number}.yaml"] = (
            f"id: r{number}\ntitle: \"{text}\"\nkind: book\nurl: '{url}#{number}'\nsources: [list]\nexercises: true\n"
            f'about: "{text}"\nnote: "{text}"\nauthors: ["{text}"]\npace: {{minutes_per_page: 6, why: "{text}"}}\n'
            f'units:\n  - {{id: u, title: "{text}", note: "{text}", pages: 10, teaches: [t{number}]}}\n'
        )
    everything = ", ".join(["second", *(f"t{number}" for number in range(len(TEXTS)))])
    first = GOALS.replace("requires: [second]", f"requires: [{everything}]")
    files |= {T: "".join(topics), G: "".join([first, *goals[1:]]), **_swap(H, "title: Tiny", 'title: "</title><b>"')}
    return Hostile("all texts together", "valid", files)
