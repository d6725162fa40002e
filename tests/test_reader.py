"""The bounded YAML reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from mlpath.library import shipped_folder
from mlpath.library.reader import MAX_DEPTH, Mark, Path, ReadError, read_yaml

REFUSED = [
    pytest.param("a: &x 1", "anchors", (1, 4), id="anchor"),
    pytest.param("a: 1\nb: *x", "aliases", (2, 4), id="alias"),
    pytest.param("a: !!python/object:os.system 1", "tags", (1, 4), id="tag"),
    pytest.param("<<: {a: 1}", "merge keys", (1, 1), id="merge key"),
    pytest.param("a: 1\nb: 2\na: 3", "'a' stands twice", (3, 1), id="duplicate key"),
    pytest.param("a: 1\n---\nb: 2", "second document", (2, 1), id="two documents"),
    pytest.param("", "empty", (1, 1), id="empty file"),
    pytest.param("a: [1, 2", "not YAML", (2, 1), id="unclosed"),
    pytest.param("a: 'x", "not YAML", (1, 6), id="unclosed quote"),
    pytest.param("{[a]: 1}", "a key must be a plain word", (1, 2), id="list as key"),
    pytest.param("a: \x07", "a character", (1, 4), id="bell"),
    pytest.param("a: " + "x" * 10_001, "more than 10,000 characters", (1, 4), id="long scalar"),
    pytest.param("[" * 500, f"deeper than {MAX_DEPTH}", (1, MAX_DEPTH + 1), id="five hundred brackets"),
    pytest.param("x" * 2_000_001, "larger than 2 MB", (1, 1), id="large file"),
]


@pytest.mark.parametrize(("text", "said", "mark"), REFUSED)
def test_what_is_not_plain_data_is_refused_at_its_place(text: str, said: str, mark: tuple[int, int]) -> None:
    """Everything outside the safe subset is refused with its line and column."""
    with pytest.raises(ReadError) as refused:
        read_yaml(text)
    assert said in refused.value.message
    assert refused.value.mark == mark


def test_a_hundred_thousand_brackets_are_refused() -> None:
    """Deep nesting is refused in its line, whether the parser gives up on it first or the reader."""
    with pytest.raises(ReadError, match=f"deeper than {MAX_DEPTH} levels") as refused:
        read_yaml("a: 1\nb: " + "[" * 100_000)
    assert refused.value.mark[0] == 2


def test_scalars_stay_strings_and_know_their_places() -> None:
    """`no` is "no" and `12:30` is "12:30"; each value has its line and column."""
    document = read_yaml("a: no\nb:\n  - 12:30\n  - {c: ~}\n")
    assert document.value == {"a": "no", "b": ["12:30", {"c": "~"}]}
    assert document.marks[("b", 0)] == (3, 5)
    assert document.marks[("b", 1, "c")] == (4, 6)


def test_every_part_stands_where_pyyaml_sees_it() -> None:
    """The places that are written out when asked for are those of PyYAML's nodes, in every file of a real curriculum."""
    for file in sorted((shipped_folder() / "git").rglob("*.yaml")):
        text = file.read_text("utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        assert node is not None
        expected = {(): _start(node)} | dict(_parts(node, ()))
        assert read_yaml(text).marks == expected


def _parts(node: yaml.Node, path: Path) -> Iterator[tuple[Path, Mark]]:
    """The place of each part of a node: where a key names it the key's, else its own."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), _start(key)
            yield from _parts(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield (*path, index), _start(value)
            yield from _parts(value, (*path, index))


def _start(node: yaml.Node) -> Mark:
    return node.start_mark.line + 1, node.start_mark.column + 1
