"""The letterbox in its first shape."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailboxes",
        sa.Column("locator_hash", sa.String(64), nullable=False),
        sa.Column("parcel", sa.String(32), nullable=False),
        sa.Column("case_recipient", sa.String(2048), nullable=False),
        sa.Column("offices", sa.Text, nullable=False),
        sa.Column("binding", sa.LargeBinary(32), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("locator_hash", name=op.f("pk_mailboxes")),
        sa.UniqueConstraint("parcel", name=op.f("uq_mailboxes_parcel")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "parcels",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcels")),
        sa.ForeignKeyConstraint(["id"], ["mailboxes.parcel"], name=op.f("fk_parcels_id_mailboxes")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "slips",
        sa.Column("parcel", sa.String(32), nullable=False),
        sa.Column("officer", sa.String(127), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("parcel", "officer", name=op.f("pk_slips")),
        sa.ForeignKeyConstraint(["parcel"], ["parcels.id"], name=op.f("fk_slips_parcel_parcels"), ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "letter_marks",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("locator_hash", sa.String(64), nullable=False),
        sa.Column("slot", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_marks")),
        sa.UniqueConstraint("locator_hash", "slot", name=op.f("uq_letter_marks_locator_hash_slot")),
        sa.ForeignKeyConstraint(
            ["locator_hash"], ["mailboxes.locator_hash"], name=op.f("fk_letter_marks_locator_hash_mailboxes")
        ),
        sa.CheckConstraint("slot >= 1", name=op.f("ck_letter_marks_slot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.ForeignKeyConstraint(["id"], ["letter_marks.id"], name=op.f("fk_letters_id_letter_marks")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "files",
        sa.Column("holder", sa.String(32), nullable=False),
        sa.Column("slot", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("blob", sa.String(32), nullable=False),
        sa.Column("bucket", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("holder", "slot", name=op.f("pk_files")),
        sa.UniqueConstraint("blob", name=op.f("uq_files_blob")),
        sa.CheckConstraint("slot >= 1", name=op.f("ck_files_slot")),
        sa.CheckConstraint("bucket > 0", name=op.f("ck_files_bucket")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answers",
        sa.Column("locator_hash", sa.String(96), nullable=False),
        sa.Column("slot", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("locator_hash", "slot", name=op.f("pk_answers")),
        sa.CheckConstraint("slot >= 1", name=op.f("ck_answers_slot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "roster_mark",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_mark")),
        sa.CheckConstraint("id = 1", name=op.f("ck_roster_mark_id")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("roster_mark", "answers", "files", "letters", "letter_marks", "slips", "parcels", "mailboxes"):
        op.drop_table(table)
