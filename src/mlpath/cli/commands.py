"""The program with all its commands."""

from mlpath.cli import curricula, keeping, looking, planning, recording, root
from mlpath.cli.program import program

__all__ = ["curricula", "keeping", "looking", "planning", "program", "recording", "root"]
