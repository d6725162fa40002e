"""The program with all its commands."""

from mlpath.cli import asking, curricula, keeping, looking, planning, recording, root, weighing
from mlpath.cli.program import program

__all__ = ["asking", "curricula", "keeping", "looking", "planning", "program", "recording", "root", "weighing"]
