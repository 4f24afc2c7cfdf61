"""One more sealed item beside the report of a parcel."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("parcels", sa.Column("packet", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("parcels", "packet")
