"""The program with all its commands."""

from __future__ import annotations

from mlpath.cli import (
    asking,
    authoring,
    config,
    curricula,
    exporting,
    importing,
    init,
    keeping,
    linting,
    looking,
    mapping,
    planning,
    recording,
    root,
    serving,
    weighing,
)
from mlpath.cli.program import program

__all__ = [
    "asking", "authoring", "config", "curricula", "exporting", "importing", "init", "keeping", "linting", "looking",
    "mapping", "planning", "program", "recording", "root", "serving", "weighing",
]  # fmt: skip
