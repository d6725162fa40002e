"""The short form of each campaign: nothing is lost, and each one would notice (docs/reliability.md has the full form)."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.campaigns import disk
from tests.campaigns.__main__ import NAMES
from tests.campaigns.common import Counts
from tests.needs import need

GROUPS = [
    pytest.param(["power_loss"], disk.absent(), id="power_loss"),
    pytest.param(["kills", "writers", "migrations", "disk_full", "damage", "machine"], "", id="the others"),
]


@pytest.mark.parametrize(("names", "absent"), GROUPS)
def test_nothing_is_lost(names: list[str], absent: str) -> None:
    """The campaigns' command, in its short form, ends with no loss in any, each after at least one trial."""
    need(absent)
    words = [sys.executable, "-m", "tests.campaigns", *names, "--short"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == names
    assert done.stdout.count("; 0 lost: 0 in ") == len(names)


def test_every_campaign_has_a_short_form_here() -> None:
    """No campaign is forgotten."""
    assert sorted(NAMES) == sorted(name for group in GROUPS for name in group.values[0])  # type: ignore[union-attr] # pytest types a parameter as an object


def test_every_campaign_is_on_the_page() -> None:
    """docs/reliability.md has a row for each campaign, and for no other."""
    page = (Path(__file__).parent.parent / "docs" / "reliability.md").read_text("utf-8")
    assert sorted(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == sorted(NAMES)


COUNTED = [
    pytest.param({}, [], True, "NOTHING WAS TRIED", id="no trial is no proof"),
    pytest.param({"trials": 300}, [], False, "0 in 300 trials means at most 1 % at 95 %", id="no loss"),
    pytest.param({"trials": 300}, ["one is lost"], True, "1 WRONG: one is lost", id="one loss"),
]


@pytest.mark.parametrize(("numbers", "wrong", "failed", "said"), COUNTED)
def test_the_line_at_the_end(numbers: dict[str, int], wrong: list[str], failed: bool, said: str) -> None:
    """It says what was tried and lost, and what that many trials without a loss mean."""
    counts = Counts("x", "trials", numbers, wrong)
    assert (counts.failed, said in counts.line()) == (failed, True)
