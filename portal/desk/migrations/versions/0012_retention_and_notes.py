"""How long cases are kept, holds, what stays of a destroyed case; mentions in notes, and tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# What the desk wrote into the chain when a case was filed away: the state before, and the new one.
_FILED = " > archived"


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("closed_as", sa.String(20)))
    _remember_how_cases_ended()
    op.create_table(
        "tombstones",
        sa.Column("case_id", sa.String(32), primary_key=True),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("offices", sa.Text, nullable=False),
        sa.Column("received", sa.Date, nullable=False),
        sa.Column("ended", sa.Date, nullable=False),
        sa.Column("kept_as", sa.String(20), nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("destroyed", sa.Date, nullable=False),
        sa.Column("asked_by", sa.String(32), nullable=False),
        sa.Column("agreed_by", sa.String(32), nullable=False),
        sa.Column("erased", sa.Date),
        sa.UniqueConstraint("number", name="uq_tombstones_number"),
    )
    op.create_table(
        "condemned",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("store", sa.String(10), nullable=False),
        sa.Column("blob", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["tombstones.case_id"], name="fk_condemned_case_id_tombstones", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case_id", "store", "blob", name="pk_condemned"),
    )
    op.create_table(
        "holds",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("slot", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("set_on", sa.Date, nullable=False),
        sa.Column("set_by", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("lifted_on", sa.Date),
        sa.Column("lifted_by", sa.String(32)),
        sa.Column("lifted_with", sa.String(32)),
        sa.Column("proof", sa.String(64)),
        _of_case("holds"),
        sa.PrimaryKeyConstraint("case_id", "slot", name="pk_holds"),
    )
    op.create_table(
        "mentions",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("note", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("officer", sa.String(32), nullable=False),
        sa.Column("seen", sa.Boolean, nullable=False),
        _of_case("mentions"),
        sa.PrimaryKeyConstraint("case_id", "note", "officer", name="pk_mentions"),
    )
    op.create_index("ix_mentions_officer", "mentions", ["officer", "seen"])
    op.create_table(
        "tasks",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("slot", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("assignee", sa.String(32), nullable=False),
        sa.Column("set_by", sa.String(32), nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("done", sa.Date),
        _of_case("tasks"),
        sa.PrimaryKeyConstraint("case_id", "slot", name="pk_tasks"),
    )
    op.create_index("ix_tasks_assignee", "tasks", ["assignee", "due"])


def downgrade() -> None:
    for table in ("tasks", "mentions", "holds", "condemned", "tombstones"):
        op.drop_table(table)
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("closed_as")


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=f"fk_{table}_case_id_cases", ondelete="RESTRICT")


def _remember_how_cases_ended() -> None:
    """Cases that were filed away before: the chain says from which state."""
    cases = sa.table("cases", sa.column("number"), sa.column("state"), sa.column("closed_as"))
    lines = sa.table("audit_lines", *(sa.column(name) for name in ("seq", "act", "case", "note")))
    filed = sa.select(lines.c.case, lines.c.note).where(lines.c.act == "decide", lines.c.note.endswith(_FILED))
    connection = op.get_bind()
    for number, note in connection.execute(filed.order_by(lines.c.seq)).all():
        known = sa.update(cases).where(cases.c.number == number, cases.c.state == "archived")
        connection.execute(known.values(closed_as=note.removesuffix(_FILED)))
