"""Officers who are changing their keys."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "key_changes",
        sa.Column("officer", sa.String(32), nullable=False),
        sa.Column("fresh", sa.Text, nullable=False),
        sa.Column("former", sa.Text, nullable=False),
        sa.Column("begun", sa.Date, nullable=False),
        sa.Column("vouched", sa.Date, nullable=True),
        sa.Column("published", sa.Date, nullable=True),
        sa.Column("upto", sa.String(32), nullable=False),
        sa.Column("moved", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["officer"], ["officers.id"], name="fk_key_changes_officer_officers", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("officer", name="pk_key_changes"),
    )


def downgrade() -> None:
    op.drop_table("key_changes")
