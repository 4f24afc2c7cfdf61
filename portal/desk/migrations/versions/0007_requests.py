"""Requests for a second person, and whether a report came with a name."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

HEX = sa.String(32)


def upgrade() -> None:
    op.create_table(
        "requests",
        sa.Column("id", HEX, nullable=False),
        sa.Column("case_id", HEX, nullable=False),
        sa.Column("slot", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("asked_by", HEX, nullable=False),
        sa.Column("asked", sa.Date, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("answered_by", HEX, nullable=True),
        sa.Column("answered", sa.Date, nullable=True),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("proof", sa.String(64), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_requests_case_id_cases", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
        sa.UniqueConstraint("case_id", "slot", name="uq_requests_case_id_slot"),
    )
    op.create_index("ix_requests_state", "requests", ["state"])
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("named", sa.Boolean, nullable=False, server_default=sa.false()))
    with op.batch_alter_table("cases") as cases:
        cases.alter_column("named", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("named")
    op.drop_index("ix_requests_state", "requests")
    op.drop_table("requests")
