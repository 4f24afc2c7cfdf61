"""One's own requests are found without going through everybody's."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_requests_asked_by", "requests", ["asked_by", "asked", "slot"])


def downgrade() -> None:
    op.drop_index("ix_requests_asked_by", "requests")
