"""Where the sealed files of the workbench lie."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

HEX = sa.String(32)


def upgrade() -> None:
    op.create_table(
        "workbench_files",
        sa.Column("case_id", HEX, nullable=False),
        sa.Column("place", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("slot", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("blob", HEX, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_workbench_files_case_id_cases", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case_id", "place", "slot", name="pk_workbench_files"),
        sa.UniqueConstraint("blob", name="uq_workbench_files_blob"),
    )


def downgrade() -> None:
    op.drop_table("workbench_files")
