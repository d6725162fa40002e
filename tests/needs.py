"""What some tests need of the machine besides Python: where it is missing they say loudly that they did not run.

With MLPATH_TESTS_RUN_ALL set, as on CI, what is missing fails instead.
"""

from __future__ import annotations

import os
import shutil

import pytest

from tests import servers
from tests.campaigns import disk, disk_full
from tests.campaigns.common import RUN_ALL

NO_CHROMIUM = "no Chromium is installed (apt-get install -y chromium, or MLPATH_TEST_CHROMIUM=/path/to/chromium)"


PROGRAMS = {"tmux": "tmux", "less": "less", "task": "taskwarrior"}
"""Programs that tests run, and the packages that have them."""


def program(name: str) -> str:
    """Why a program cannot be run; nothing where it can."""
    return "" if shutil.which(name) else f"{name} is not installed: apt-get install {PROGRAMS[name]}"


def missing() -> list[str]:
    """What is not here, each with how to get it."""
    return [said for said in (servers.absent(), disk.absent(), disk_full.absent(), *map(program, PROGRAMS)) if said]


def need(absent: str) -> None:
    """Go on where nothing is absent."""
    if absent and os.environ.get(RUN_ALL):
        pytest.fail(f"{RUN_ALL} is set, and {absent}")
    if absent:
        pytest.skip(f"NOT RUN: {absent}")
