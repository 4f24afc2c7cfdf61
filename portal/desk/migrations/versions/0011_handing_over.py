"""Hand-overs between offices and tasks for lower ones; officers barred from a case; files that are to be destroyed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

HEX = sa.String(32)


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("away", sa.Boolean, nullable=False, server_default=sa.false()))
    with op.batch_alter_table("cases") as cases:
        cases.alter_column("away", server_default=None)
    op.create_table(
        "case_barred",
        sa.Column("case_id", HEX, nullable=False),
        sa.Column("officer", HEX, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_barred_case_id_cases", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("case_id", "officer", name="pk_case_barred"),
    )
    op.create_table(
        "doomed_files", sa.Column("name", HEX, nullable=False), sa.PrimaryKeyConstraint("name", name="pk_doomed_files")
    )
    _transfers()
    _assignments()
    op.create_table(
        "transfer_slips",
        sa.Column("transfer", HEX, nullable=False),
        sa.Column("officer", HEX, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.ForeignKeyConstraint(
            ["transfer"], ["transfers.id"], name="fk_transfer_slips_transfer_transfers", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("transfer", "officer", name="pk_transfer_slips"),
    )


def _transfers() -> None:
    op.create_table(
        "transfers",
        sa.Column("id", HEX, nullable=False),
        sa.Column("parcel", HEX, nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("received", sa.Date, nullable=False),
        sa.Column("before", sa.String(20), nullable=False),
        sa.Column("after", sa.String(20), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("from_office", sa.String(80), nullable=False),
        sa.Column("to_office", sa.String(80), nullable=False),
        sa.Column("asked_by", HEX, nullable=False),
        sa.Column("agreed_by", HEX, nullable=False),
        sa.Column("offered", sa.Date, nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("ended", sa.Date),
        sa.Column("ended_by", HEX),
        sa.Column("card", sa.LargeBinary),
        sa.Column("proof", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transfers"),
    )
    op.create_index("ix_transfers_parcel", "transfers", ["parcel"])
    op.create_index("ix_transfers_from_office", "transfers", ["from_office"])
    op.create_index("ix_transfers_to_office", "transfers", ["to_office", "status"])


def _assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", HEX, nullable=False),
        sa.Column("parent", HEX, nullable=False),
        sa.Column("child", HEX, nullable=False),
        sa.Column("from_office", sa.String(80), nullable=False),
        sa.Column("to_office", sa.String(80), nullable=False),
        sa.Column("by", HEX, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("ended", sa.Date),
        sa.ForeignKeyConstraint(["parent"], ["cases.id"], name="fk_assignments_parent_cases", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["child"], ["cases.id"], name="fk_assignments_child_cases", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    op.create_index("ix_assignments_parent", "assignments", ["parent"])
    op.create_index("ix_assignments_child", "assignments", ["child"], unique=True)


def downgrade() -> None:
    for table in ("assignments", "transfer_slips", "transfers", "doomed_files", "case_barred"):
        op.drop_table(table)
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("away")
