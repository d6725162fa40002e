"""The learner's log: one append-only table, never edited, chained by hashes. Rows never leave this folder."""

from mlpath.store.log import Store
from mlpath.store.rows import DEFAULT_LEARNER, learner_named

__all__ = ["DEFAULT_LEARNER", "Store", "learner_named"]
