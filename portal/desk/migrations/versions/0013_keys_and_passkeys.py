"""Officers who are changing their keys; challenges and counters of passkeys."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
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
    op.create_table(
        "passkey_counters",
        sa.Column("officer", sa.String(32), nullable=False),
        sa.Column("mark", sa.String(32), nullable=False),
        sa.Column("shown", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            ["officer"], ["officers.id"], name="fk_passkey_counters_officer_officers", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("officer", "mark", name="pk_passkey_counters"),
    )
    # Whoever is signed in signs in again: there is no need to carry rows of a few hours over.
    op.execute(sa.text("DELETE FROM sessions"))
    with op.batch_alter_table("sessions") as sessions:
        sessions.add_column(sa.Column("challenge", sa.String(64), nullable=False))
        sessions.add_column(sa.Column("challenged", sa.BigInteger, nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("sessions") as sessions:
        sessions.drop_column("challenged")
        sessions.drop_column("challenge")
    op.drop_table("passkey_counters")
    op.drop_table("key_changes")
