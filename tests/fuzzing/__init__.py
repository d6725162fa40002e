"""What strangers' bytes may do: hold these invariants, or be a finding.

`targets` names every reader of foreign bytes with what must hold of each input; `seeds` are what the mutations start
from. `python -m tests.campaigns.fuzz` drives them by coverage, `tests/test_fuzzing.py` by hypothesis, for a few seconds.
"""
