"""What a case needs for nineteen states and for terms; the old cases get the terms they are under."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from portal.domain.deadlines import Code, due

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None

HEX = sa.String(32)
COUNTS = ("version", "letters_then", "open_items")
RUNNING = {"delivered": (Code.DL12, "received"), "accepted": (Code.DL06, "changed")}
"""Of the five states there were: which term runs, and from which of the case's days."""


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        for name in COUNTS:
            cases.add_column(sa.Column(name, sa.Integer, nullable=False, server_default="0"))
        cases.add_column(sa.Column("resume", sa.String(20)))
        cases.add_column(sa.Column("handler", HEX))
        cases.add_column(sa.Column("next_due", sa.Date))
    with op.batch_alter_table("cases") as cases:
        for name in COUNTS:
            cases.alter_column(name, server_default=None)
        cases.create_index("ix_cases_next_due", ["next_due"])
    op.create_table(
        "case_terms",
        sa.Column("case_id", HEX, nullable=False),
        sa.Column("code", sa.String(4), nullable=False),
        sa.Column("round", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("extended", sa.Integer, nullable=False),
        sa.Column("ended", sa.Date),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_terms_case_id_cases", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("case_id", "code", "round", name="pk_case_terms"),
    )
    _old_cases()


def downgrade() -> None:
    op.drop_table("case_terms")
    with op.batch_alter_table("cases") as cases:
        cases.drop_index("ix_cases_next_due")
        for name in (*COUNTS, "resume", "handler", "next_due"):
            cases.drop_column(name)


def _old_cases() -> None:
    """A case that was accepted or waits unopened has been under its term since then, not since this upgrade."""
    days = [sa.column(name, sa.Date) for name in ("received", "changed", "next_due")]
    cases = sa.table("cases", sa.column("id"), sa.column("state"), sa.column("letters"), sa.column("letters_then"), *days)
    dated = [sa.column(name, sa.Date) for name in ("since", "due")]
    terms = sa.table(
        "case_terms", sa.column("case_id"), sa.column("code"), sa.column("round"), sa.column("extended"), *dated
    )
    bind = op.get_bind()
    bind.execute(cases.update().values(letters_then=cases.c.letters))
    for found in bind.execute(sa.select(cases).where(cases.c.state.in_(RUNNING))).mappings().all():
        code, event = RUNNING[found["state"]]
        since: date = found[event]
        until = due(code, since).day
        row = {"case_id": found["id"], "code": code.value, "round": 1, "since": since, "due": until, "extended": 0}
        bind.execute(terms.insert().values(**row))
        bind.execute(cases.update().where(cases.c.id == found["id"]).values(next_due=until))
