"""The queue's own rows and counts, saved views, an officer's search entries, an office's marks."""

from collections import Counter
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("waits", sa.Boolean, nullable=False, server_default=sa.false()))
    with op.batch_alter_table("cases") as cases:
        cases.alter_column("waits", server_default=None)
    _case = ["case_id"], ["cases.id"]
    op.create_table(
        "queue_rows",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("shelf", sa.String(88), nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("received", sa.Date, nullable=False),
        sa.Column("changed", sa.Date, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("handler", sa.String(32), nullable=False),
        sa.Column("letters", sa.Boolean, nullable=False),
        sa.Column("waits", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(*_case, name="fk_queue_rows_case_id_cases", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("case_id", "shelf", name="pk_queue_rows"),
    )
    for name, *columns in (
        ("number", "number"), ("due", "due", "number"), ("received", "received", "number"),
        ("changed", "changed", "number"), ("state", "state", "due", "number"), ("handler", "handler", "due", "number"),
    ):  # fmt: skip
        op.create_index(f"ix_queue_rows_{name}", "queue_rows", ["shelf", *columns])
    for name in ("letters", "waits"):
        only = sa.column(name).is_(True)
        columns = ["shelf", "due", "number"]
        op.create_index(f"ix_queue_rows_{name}", "queue_rows", columns, sqlite_where=only, postgresql_where=only)
    op.create_table(
        "queue_tallies",
        sa.Column("shelf", sa.String(88), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("shelf", "key", name="pk_queue_tallies"),
    )
    op.create_table(
        "queue_views",
        sa.Column("officer", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("officer", name="pk_queue_views"),
    )
    op.create_table(
        "index_key_slips",
        sa.Column("office", sa.String(80), nullable=False),
        sa.Column("officer", sa.String(32), nullable=False),
        sa.Column("proof", sa.String(64), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["office"], ["offices.id"], name="fk_index_key_slips_office_offices", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["officer"], ["officers.id"], name="fk_index_key_slips_officer_officers", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("office", "officer", name="pk_index_key_slips"),
    )
    op.create_table(
        "case_marks",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("office", sa.String(80), nullable=False),
        sa.Column("use", sa.String(8), nullable=False),
        sa.Column("mark", sa.Integer, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(*_case, name="fk_case_marks_case_id_cases", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["office"], ["offices.id"], name="fk_case_marks_office_offices", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("case_id", "office", "use", "mark", name="pk_case_marks"),
    )
    op.create_index("ix_case_marks_mark", "case_marks", ["office", "use", "mark"])
    op.create_table(
        "search_entries",
        sa.Column("officer", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("items", sa.Integer, nullable=False),
        sa.Column("closed", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "officer"],
            ["case_slips.case_id", "case_slips.officer"],
            name="fk_search_entries_case_id_case_slips",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("officer", "case_id", name="pk_search_entries"),
    )
    _fill()


def _fill() -> None:
    """The cases that are there get their rows and are counted; written out here, as the desk's code may change."""
    bind, last = op.get_bind(), date.max
    found = bind.execute(
        sa.text(
            "SELECT c.id, c.number, c.state, c.received, c.changed, c.next_due, c.handler, c.letters > c.letters_read AS news,"
            " s.officer, o.office FROM cases c JOIN case_slips s ON s.case_id = c.id"
            " LEFT JOIN officers o ON o.id = s.officer WHERE NOT c.batch"
        ).columns(
            received=sa.Date, changed=sa.Date, next_due=sa.Date, news=sa.Boolean
        )
    ).all()
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for case, number, state, received, changed, due, handler, letters, officer, office in found:
        for shelf in (officer, *([f"office:{office}"] if office else [])):
            rows[case, shelf] = {
                "case_id": case, "shelf": shelf, "number": number, "state": state, "received": received,
                "changed": changed, "due": due or last, "handler": handler or "", "letters": bool(letters),
                "waits": False,
            }  # fmt: skip
    tallies: Counter[tuple[str, str]] = Counter()
    for row in rows.values():
        tallies[str(row["shelf"]), f"s:{row['state']}"] += 1
        tallies[str(row["shelf"]), f"h:{row['handler']}"] += 1
        if row["due"] != last:
            tallies[str(row["shelf"]), f"d:{row['due']}"] += 1
        if row["letters"]:
            tallies[str(row["shelf"]), "letters"] += 1
    if rows:
        meta = sa.MetaData()
        meta.reflect(bind, only=["queue_rows", "queue_tallies"])
        bind.execute(meta.tables["queue_rows"].insert(), list(rows.values()))
        counted = [{"shelf": shelf, "key": key, "n": n} for (shelf, key), n in tallies.items()]
        bind.execute(meta.tables["queue_tallies"].insert(), counted)


def downgrade() -> None:
    for table in ("search_entries", "case_marks", "index_key_slips", "queue_views", "queue_tallies"):
        op.drop_table(table)
    op.drop_table("queue_rows")
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("waits")
