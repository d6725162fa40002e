"""The use cases: plan, next, record, undo, status, why … Wires the rooms, prints nothing, returns core values."""

from mlpath.app.answers import Stamp
from mlpath.app.facts import CurriculumFacts
from mlpath.app.use_cases import App

__all__ = ["App", "CurriculumFacts", "Stamp"]
