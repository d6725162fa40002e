"""Strangers' bytes, the short form: `python -m tests.campaigns.fuzz` tries a million (docs/reliability.md)."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.campaigns import fuzz
from tests.fuzzing.driver import MAX_LENGTH, Run
from tests.fuzzing.seeds import seeds
from tests.fuzzing.targets import TARGETS

EXAMPLES = 25
"""Of each target; the same ones each time."""

EVENT = b'\x01{"at":"2026-11-21T09:00:00.000+00:00","data":{%s},"ids":[],"kind":"request","local_date":"2026-11-21","uid":"a","zone":"UTC"}'
FOUND = [
    pytest.param("markdown", b"# L\n\n## Basic \x08 things\n- [One](https://example.org/1)\n", True, id="a control in a heading"),
    pytest.param("catalogue", b'{"\x07nodes":[{"id":"a","label":"A"},{"id":"c","title":"C","requires":["a"]}]}', True, id="a control in a key, and so in a place"),
    pytest.param("csv", b"id,title,url\n1,A,www.example.com/a\n2,B,www.exAmple.com/a/\n", True, id="one address in two spellings"),
    pytest.param("csv", "id,title\n1,{}\n".format("線" * 400).encode(), True, id="a title that is long to search for"),
    pytest.param("csv", "id,title,url\n1,A,https://example.org/{0}\n2,B,https://example.org/{0}\n".format("x" * 1_970).encode(), True, id="a long address that two have"),
    pytest.param("log", EVENT % b'"goal":["all"]', True, id="a request in words of another mlpath"),
    pytest.param("log", EVENT % b'"goals":["all"],"plan":5', False, id="a shown plan that is a number"),
    pytest.param("log", EVENT % b'"goals":["all"],"plan":[5]', False, id="a shown unit that is a number"),
    pytest.param("log", EVENT % b'"goals":["all"],"promised":[]', False, id="a promise that is a list"),
    pytest.param("log", EVENT % b'"curriculum":[],"goals":["all"]', False, id="a curriculum that is a list"),
    pytest.param("log", EVENT % (b'"goals":["all"],"minutes":' + b"9" * 400), False, id="minutes beyond any number"),
    pytest.param("log", EVENT % b'"goals":["all"],"minutes":-1', False, id="minutes below nothing"),
    pytest.param("typed", b"\x00" + b"9" * 5_000 + b"+a", False, id="steps beyond any number"),
    pytest.param("typed", b"\x03" + b"9" * 5_000, False, id="minutes in five thousand digits"),
    pytest.param("typed", b"\x03" + b"9" * 400 + b"h", False, id="hours that are infinite"),
    pytest.param("typed", b"\x04mon=" + b"9" * 400 + b"h", False, id="a day of infinite hours"),
]  # fmt: skip


@pytest.mark.parametrize(("target", "given", "accepted"), FOUND)
def test_what_fuzzing_found_is_mended(target: str, given: bytes, accepted: bool) -> None:
    """Each input that once ended in a bug of ours is taken, or refused in a sentence."""
    assert TARGETS[target](given) is accepted


@st.composite
def changed(draw: st.DrawFn, given: list[bytes]) -> bytes:
    """A seed with a few changes: bytes cut out, others put in, some of them from another seed."""
    short = st.sampled_from(given)
    found = bytearray(draw(short))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(found)))
        other = draw(short)
        begin = draw(st.integers(0, len(other)))
        put = draw(st.binary(max_size=3)) if draw(st.booleans()) else other[begin : begin + draw(st.integers(1, 40))]
        found[at : at + draw(st.integers(0, 8))] = put
    return bytes(found)


@pytest.mark.parametrize("target", list(TARGETS))
def test_strangers_bytes_are_refused_in_a_sentence_or_sound(target: str) -> None:
    """Whatever a reader of foreign bytes is given, an error of ours comes of it, or a value that holds its invariants."""
    short = [seed for seed in seeds(target) if len(seed) <= MAX_LENGTH]

    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(changed(short))
    def holds(given: bytes) -> None:
        TARGETS[target](given)

    holds()


def test_every_target_has_its_share_of_the_million() -> None:
    """No reader is forgotten, and each has seeds."""
    assert set(fuzz.SHARES) == set(TARGETS)
    assert all(seeds(target) for target in TARGETS)


def test_a_finding_is_kept_and_the_run_goes_on(tmp_path: Path) -> None:
    """What is not an error of ours is a finding, told once for each place where it was raised, with its input."""

    def broken(given: bytes) -> bool:
        return bool(1 // len(given))

    run = Run(broken, 10, tmp_path)
    for data in (b"", b"a", b""):
        run(data)
    assert [name.partition(" ")[0] for name in run.findings] == ["ZeroDivisionError"]
    assert (tmp_path / "finding-1").read_bytes() == b""
    assert (run.tried, run.accepted) == (3, 1)


def test_without_atheris_the_campaign_says_how_to_get_it(capsys: pytest.CaptureFixture[str]) -> None:
    """The command that installs it, and exit code 3."""
    with patch.object(fuzz, "find_spec", return_value=None):
        assert fuzz.main([]) == 3
    assert capsys.readouterr().out == "atheris is missing: pip install -e '.[fuzz]'\n"
