"""The learner's log: one append-only table, never edited, chained by hashes. Rows never leave this folder."""

from mlpath.store.log import Store

__all__ = ["Store"]
