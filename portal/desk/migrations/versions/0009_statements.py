"""What officers state about recusal before they open a case; the day a passphrase was changed; former keys."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_statements",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("officer", sa.String(32), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("recused", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_statements_case_id_cases", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("case_id", "officer", name="pk_case_statements"),
    )
    op.create_table(
        "former_reply_keys",
        sa.Column("office", sa.String(80), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.ForeignKeyConstraint(
            ["office"], ["offices.id"], name="fk_former_reply_keys_office_offices", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("office", "key", name="pk_former_reply_keys"),
    )
    with op.batch_alter_table("officers") as officers:
        officers.add_column(sa.Column("passphrase_set", sa.Date, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("officers") as officers:
        officers.drop_column("passphrase_set")
    op.drop_table("former_reply_keys")
    op.drop_table("case_statements")
