"""A key for each day, with which the street door vouches for its tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gate_keys",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_gate_keys")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("gate_keys")
