"""Cases, their slips, sealed items and files, and the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

HEX = sa.String(32)
TABLES = ("outbox", "case_files", "case_items", "case_slips", "cases", "case_numbers")


def upgrade() -> None:
    _cases()
    _contents()
    _outbox()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _cases() -> None:
    op.create_table(
        "case_numbers",
        sa.Column("year", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_case_numbers"),
    )
    op.create_table(
        "cases",
        sa.Column("id", HEX, nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("received", sa.Date, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("changed", sa.Date, nullable=False),
        sa.Column("letters", sa.Integer, nullable=False),
        sa.Column("letters_read", sa.Integer, nullable=False),
        sa.Column("answers", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
    )
    op.create_index("ix_cases_state", "cases", ["state"])


def _contents() -> None:
    op.create_table(
        "case_slips",
        sa.Column("case_id", HEX, nullable=False),
        sa.Column("officer", HEX, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_slips_case_id_cases", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("case_id", "officer", name="pk_case_slips"),
    )
    op.create_index("ix_case_slips_officer", "case_slips", ["officer", "case_id"])
    op.create_table(
        "case_items",
        sa.Column("id", HEX, nullable=False),
        sa.Column("case_id", HEX, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("slot", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_items_case_id_cases", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_case_items"),
        sa.UniqueConstraint("case_id", "kind", "slot", name="uq_case_items_case_id_kind_slot"),
    )
    op.create_table(
        "case_files",
        sa.Column("case_id", HEX, nullable=False),
        sa.Column("sending", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("slot", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("blob", HEX, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_files_case_id_cases", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("case_id", "sending", "slot", name="pk_case_files"),
        sa.UniqueConstraint("blob", name="uq_case_files_blob"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", HEX, nullable=False),
        sa.Column("locator_hash", sa.String(96), nullable=False),
        sa.Column("slot", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("locator_hash", "slot", name="uq_outbox_locator_hash_slot"),
    )
