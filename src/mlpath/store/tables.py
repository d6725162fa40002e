"""The table of the log, as SQLAlchemy knows it: what a server's database is given.

A file is given the same table, written out in `mlpath.store.schema`, since SQLAlchemy's start-up takes longer than all
that most commands do; a test holds the two against each other.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Integer, MetaData, Table, Text, UniqueConstraint

metadata = MetaData()

event_table = Table(
    "event",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True),
    Column("learner", Text, nullable=False),
    Column("uid", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("local_date", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("hash", Text, nullable=False),
    # Two learners may import the same export: an event is one by its learner and its uid.
    UniqueConstraint("learner", "uid", name="one_event_a_uid"),
    CheckConstraint("length(hash) = 64", name="hash_is_sha256"),
    sqlite_strict=True,
)
