"""CSV: a row for each step, for spreadsheets (RFC 4180)."""

from __future__ import annotations

import csv
from io import StringIO
from itertools import accumulate

from mlpath.plan import Step
from mlpath.view.amounts import decimal_hours
from mlpath.view.data import because
from mlpath.view.exports.material import Material
from mlpath.view.safe import one_line

HEADER = (
    "step", "unit", "title", "resource", "kind", "area", "hours", "settling_hours", "total_hours", "starts", "ends",
    "teaches", "requires", "because", "url",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(material: Material) -> str:
    """The steps of a plan."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    spent = accumulate(step.minutes + step.settling_minutes for step in material.plan.steps)
    for step, total in zip(material.plan.steps, spent, strict=True):
        writer.writerow(_row(step, total))
    return text.getvalue().removesuffix("\n")  # whoever writes it adds the last line feed


def _row(step: Step, total: int) -> list[str | int | float]:
    starts, ends = (when.isoformat() if when else "" for when in (step.starts, step.ends))
    hours = [decimal_hours(minutes) for minutes in (step.minutes, step.settling_minutes, total)]
    texts = [step.unit, step.title, step.resource_title, step.kind, step.area]
    more = [" ".join(step.teaches), " ".join(step.requires), because(step), step.url]
    return [step.index, *map(cell, texts), *hours, starts, ends, *map(cell, more)]


def cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula: one that would begin so begins with an apostrophe (OWASP)."""
    plain = one_line(text)
    return f"'{plain}" if plain.startswith(_FORMULA) else plain
