"""Long campaigns, each one command: `python -m tests.campaigns.NAME`; the default tests run a short form of each."""
