"""The proofs that progress cannot be lost, each by one command: `python -m tests.campaigns.kills`, and so on.

Each runs the program's own store in real processes, counts what was tried and what was lost, and fails where anything
was. `--short` is the form that the tests run. What is promised and what was counted stands in docs/reliability.md.
"""
