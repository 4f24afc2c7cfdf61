"""Where officers are reminded, and what follows from a case until it is done."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

HEX = sa.String(32)


def upgrade() -> None:
    op.create_table(
        "reminder_addresses",
        sa.Column("officer", HEX, nullable=False),
        sa.Column("address", sa.String(100), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer"], ["officers.id"], name="fk_reminder_addresses_officer_officers", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("officer", name="pk_reminder_addresses"),
    )
    op.create_table(
        "follow_ups",
        sa.Column("case_id", HEX, nullable=False),
        sa.Column("slot", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("step", sa.String(12), nullable=False),
        sa.Column("opened", sa.Date, nullable=False),
        sa.Column("ended", sa.Date),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_follow_ups_case_id_cases", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("case_id", "slot", name="pk_follow_ups"),
    )


def downgrade() -> None:
    op.drop_table("follow_ups")
    op.drop_table("reminder_addresses")
