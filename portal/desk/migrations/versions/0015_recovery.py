"""An officer's key in two halves, and the recoveries that were asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "key_packets",
        sa.Column("officer", sa.String(32), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        _of_officer("key_packets", "officer"),
        sa.PrimaryKeyConstraint("officer", name="pk_key_packets"),
    )
    op.create_table(
        "key_halves",
        sa.Column("officer", sa.String(32), nullable=False),
        sa.Column("keeper", sa.String(32), nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        _of_officer("key_halves", "officer"),
        _of_officer("key_halves", "keeper"),
        sa.PrimaryKeyConstraint("officer", "keeper", name="pk_key_halves"),
    )
    op.create_index("ix_key_halves_keeper", "key_halves", ["keeper"])
    op.create_table(
        "recoveries",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("officer", sa.String(32), nullable=False),
        sa.Column("begun_by", sa.String(32), nullable=False),
        sa.Column("begun", sa.Date, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("ended", sa.Date, nullable=True),
        sa.Column("ended_by", sa.String(32), nullable=True),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("proof", sa.String(64), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=True),
        _of_officer("recoveries", "officer"),
        _of_officer("recoveries", "begun_by"),
        sa.PrimaryKeyConstraint("id", name="pk_recoveries"),
    )
    op.create_index("ix_recoveries_officer", "recoveries", ["officer"])
    op.create_index("ix_recoveries_mark", "recoveries", ["mark"])
    op.create_table(
        "handed_halves",
        sa.Column("recovery", sa.String(32), nullable=False),
        sa.Column("part", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("keeper", sa.String(32), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["recovery"], ["recoveries.id"], name="fk_handed_halves_recovery_recoveries", ondelete="RESTRICT"
        ),
        _of_officer("handed_halves", "keeper"),
        sa.PrimaryKeyConstraint("recovery", "part", name="pk_handed_halves"),
        sa.UniqueConstraint("recovery", "keeper", name="uq_handed_halves_recovery_keeper"),
    )


def downgrade() -> None:
    for table in ("handed_halves", "recoveries", "key_halves", "key_packets"):
        op.drop_table(table)


def _of_officer(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["officers.id"], name=f"fk_{table}_{column}_officers", ondelete="RESTRICT")
