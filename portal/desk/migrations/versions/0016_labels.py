"""What a queue shows of a case's report, under the key of one officer, beside the slip."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_labels",
        sa.Column("officer", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("closed", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "officer"],
            ["case_slips.case_id", "case_slips.officer"],
            name="fk_case_labels_case_id_case_slips",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("officer", "case_id", name="pk_case_labels"),
    )


def downgrade() -> None:
    op.drop_table("case_labels")
