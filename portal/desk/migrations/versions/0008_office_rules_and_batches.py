"""An office's own rules; cases that are a roster to be checked rather than a report."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_rules",
        sa.Column("office", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["office"], ["offices.id"], name="fk_office_rules_office_offices", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("office", "version", name="pk_office_rules"),
    )
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("batch", sa.Boolean, nullable=False, server_default=sa.false()))
    with op.batch_alter_table("cases") as cases:
        cases.alter_column("batch", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("batch")
    op.drop_table("office_rules")
