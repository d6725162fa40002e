"""Long runs, each behind one command: `python -m tests.campaigns.NAME`. Their short forms are in the tests."""
