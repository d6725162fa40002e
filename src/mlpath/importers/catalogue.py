"""Course catalogues: JSON or CSV whose prerequisites are and/or trees, lists of lists, or text such as `(A/B), C`.

A list of lists is one of several ways, each a list of all that it takes (`[["A", "B"], ["C"]]` is A and B, or C),
unless the file mixes names and lists: then it is all of several, each one of a list. `--lists` says it outright.
"""

from __future__ import annotations

from pathlib import Path

from mlpath.importers import nodes, table
from mlpath.importers.draft import Draft
from mlpath.importers.hours import HOURS_A_CREDIT
from mlpath.importers.text import read_bytes


def read(draft: Draft, path: Path) -> None:
    """A catalogue's courses."""
    draft.convention = f"a credit is {HOURS_A_CREDIT} hours: fifteen weeks of an hour in class and two at home"
    start = read_bytes(path).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    (nodes if start in (b"[", b"{") else table).read(draft, path)
