"""The audit chain, offices and officers, signing in, rosters."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

HEX = sa.String(32)
OFFICE = sa.String(80)


def upgrade() -> None:
    _audit()
    _officers()
    _signing_in()


def downgrade() -> None:
    for table in ("rosters", "throttle", "sessions", "reply_key_slips", "officers", "offices", "audit_head", "audit_lines"):
        op.drop_table(table)


def _audit() -> None:
    op.create_table(
        "audit_lines",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(20), nullable=False),
        sa.Column("actor", HEX, nullable=False),
        sa.Column("act", sa.String(24), nullable=False),
        sa.Column("case", HEX, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_lines")),
    )
    op.create_index(op.f("ix_audit_lines_actor"), "audit_lines", ["actor"])
    op.create_index(op.f("ix_audit_lines_case"), "audit_lines", ["case"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.Column("proof", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )


def _officers() -> None:
    op.create_table(
        "offices",
        sa.Column("id", OFFICE, nullable=False),
        sa.Column("name_zh", sa.String(100), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("parent", OFFICE, nullable=True),
        sa.Column("reply_key", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offices")),
        sa.ForeignKeyConstraint(["parent"], ["offices.id"], name=op.f("fk_offices_parent_offices"), ondelete="RESTRICT"),
    )
    op.create_table(
        "officers",
        sa.Column("id", HEX, nullable=False),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("office", OFFICE, nullable=False),
        sa.Column("roles", sa.String(200), nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("enrolled", sa.Date, nullable=False),
        sa.Column("revoked", sa.Date, nullable=True),
        sa.Column("totp_step", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officers")),
        sa.UniqueConstraint("login", name=op.f("uq_officers_login")),
        sa.ForeignKeyConstraint(["office"], ["offices.id"], name=op.f("fk_officers_office_offices"), ondelete="RESTRICT"),
    )
    op.create_index(op.f("ix_officers_office"), "officers", ["office"])
    op.create_table(
        "reply_key_slips",
        sa.Column("office", OFFICE, nullable=False),
        sa.Column("officer", HEX, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("office", "officer", name=op.f("pk_reply_key_slips")),
        sa.ForeignKeyConstraint(
            ["office"], ["offices.id"], name=op.f("fk_reply_key_slips_office_offices"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["officer"], ["officers.id"], name=op.f("fk_reply_key_slips_officer_officers"), ondelete="RESTRICT"
        ),
    )
    op.create_table(
        "rosters",
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("expires", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_rosters")),
    )


def _signing_in() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", HEX, nullable=False),
        sa.Column("officer", HEX, nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("began", sa.BigInteger, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("bucket", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.ForeignKeyConstraint(
            ["officer"], ["officers.id"], name=op.f("fk_sessions_officer_officers"), ondelete="RESTRICT"
        ),
    )
    op.create_index(op.f("ix_sessions_officer"), "sessions", ["officer"])
    op.create_table(
        "throttle",
        sa.Column("bucket", sa.String(64), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_throttle")),
    )
