"""Work without Python's search for circles of garbage.

A curriculum and a planning problem are a hundred thousand values, none of them garbage, and looking for circles among
them takes up to a third of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """As a `with` block or a decorator; what was on before is on again after it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
