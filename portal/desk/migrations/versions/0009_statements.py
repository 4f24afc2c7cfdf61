"""What officers state about recusal before they open a case; the day a passphrase was changed."""

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
    with op.batch_alter_table("officers") as officers:
        officers.add_column(sa.Column("passphrase_set", sa.Date, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("officers") as officers:
        officers.drop_column("passphrase_set")
    op.drop_table("case_statements")
