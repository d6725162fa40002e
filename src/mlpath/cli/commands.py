"""The program with all its commands."""

from __future__ import annotations

from mlpath.cli import (
    asking,
    authoring,
    curricula,
    exporting,
    importing,
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
    "asking", "authoring", "curricula", "exporting", "importing", "keeping", "linting", "looking", "mapping",
    "planning", "program", "recording", "root", "serving", "weighing",
]  # fmt: skip
