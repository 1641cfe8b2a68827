"""Schema 2 of the cases: sealed pictures, cases, people, the audit, terms of keeping, and what goes home.

Pictures that are there are sealed, each by a key of its own. What was kept before there were terms of keeping
is kept for a year from the day on which it was taken.
"""

from __future__ import annotations

import os

import sqlalchemy as sa
from alembic import op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

revision = "cases_2"
down_revision: str | None = "cases_1"
branch_labels = None
depends_on = None

_NONCE_BYTES = 12
_KEY_BYTES = 32


def upgrade() -> None:
    """Make every table, seal every picture, give every inspection its terms."""
    op.create_table(
        "audit_checkpoints",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_checkpoints"),
    )
    op.create_table(
        "audit_entries",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("clock", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("second_person_id", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_entries"),
    )
    op.create_index(
        "ix_audit_entries_subject_kind_subject_id",
        "audit_entries",
        ["subject_kind", "subject_id"],
        unique=False,
    )
    op.create_table(
        "disclosures",
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("disclosure_id", name="pk_disclosures"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_disclosures_kind_record_id", "disclosures", ["kind", "record_id"], unique=False)
    op.create_table(
        "facts",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_facts"),
    )
    op.create_table(
        "false_matches",
        sa.Column("false_match_id", sa.Integer(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=False),
        sa.Column("issuing_state", sa.String(), nullable=False),
        sa.Column("list_name", sa.String(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("entry_digest", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("supervisor_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("false_match_id", name="pk_false_matches"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_false_matches_document_number_issuing_state",
        "false_matches",
        ["document_number", "issuing_state"],
        unique=False,
    )
    op.create_table(
        "keepings",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("held", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "record_id", name="pk_keepings"),
    )
    op.create_index("ix_keepings_review_on", "keepings", ["review_on"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("sequence", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_sent_at", "outbox", ["sent_at"], unique=False)
    op.create_table(
        "people",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=True),
        sa.Column("radio_secret", sa.LargeBinary(), nullable=True),
        sa.Column("radio_used", sa.Integer(), nullable=False),
        sa.Column("radio_last", sa.Integer(), nullable=False),
        sa.Column("radio_failures", sa.Integer(), nullable=False),
        sa.Column("radio_next_try_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name="pk_people"),
        sa.UniqueConstraint("username", name="uq_people_username"),
    )
    op.create_table(
        "picture_keys",
        sa.Column("sealed_id", sa.String(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sealed_id", name="pk_picture_keys"),
    )
    op.create_table(
        "requests",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("inspection_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("request_id", name="pk_requests"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "cases",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("inspection_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("assigned_to", sa.String(), nullable=False),
        sa.Column("review_by", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspections.inspection_id"],
            name="fk_cases_inspection_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("case_id", name="pk_cases"),
    )
    op.create_index("ix_cases_inspection_id", "cases", ["inspection_id"], unique=False)
    op.create_index("ix_cases_state_opened_at", "cases", ["state", "opened_at"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("attachment_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.case_id"], name="fk_attachments_case_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_case_id", "attachments", ["case_id"], unique=False)
    op.create_table(
        "case_events",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("second_person_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.case_id"], name="fk_case_events_case_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name="pk_case_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_case_events_case_id", "case_events", ["case_id"], unique=False)
    for act, word in (("UPDATE", "are_not_changed"), ("DELETE", "are_not_deleted")):
        for table in ("audit_entries", "audit_checkpoints"):
            op.execute(
                f"CREATE TRIGGER {table}_{word} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END"
            )
    op.execute(
        "CREATE TRIGGER case_events_are_not_changed BEFORE UPDATE ON case_events "
        "BEGIN SELECT RAISE(ABORT, 'a step of a case is never changed'); END"
    )
    op.execute(
        "CREATE TRIGGER case_events_are_not_taken_back BEFORE DELETE ON case_events "
        "WHEN EXISTS (SELECT 1 FROM cases WHERE case_id = OLD.case_id) "
        "BEGIN SELECT RAISE(ABORT, 'a step goes only with its case'); END"
    )
    _seal_pictures()
    op.execute(
        "INSERT INTO keepings (kind, record_id, owner, purpose, legal_basis, review_on, held) "
        "SELECT 'inspection', inspection_id, '', 'border control', '', date(taken_at, '+1 year'), '' "
        "FROM inspections"
    )


def _seal_pictures() -> None:
    connection = op.get_bind()
    places = connection.exec_driver_sql("SELECT inspection_id, position FROM pictures").all()
    for inspection_id, position in places:
        place = (inspection_id, position)
        data = connection.exec_driver_sql(
            "SELECT data FROM pictures WHERE inspection_id = ? AND position = ?", place
        ).scalar_one()
        key, nonce, name = os.urandom(_KEY_BYTES), os.urandom(_NONCE_BYTES), f"{inspection_id}/{position}"
        sealed = nonce + AESGCM(key).encrypt(nonce, data, name.encode())
        connection.exec_driver_sql(
            "UPDATE pictures SET data = ? WHERE inspection_id = ? AND position = ?", (sealed, *place)
        )
        connection.exec_driver_sql("INSERT INTO picture_keys (sealed_id, key) VALUES (?, ?)", (name, key))


def downgrade() -> None:
    """Back to schema 1 with its pictures open again; what only schema 2 knows goes."""
    connection = op.get_bind()
    for inspection_id, position, data, key in connection.exec_driver_sql(
        "SELECT p.inspection_id, p.position, p.data, k.key FROM pictures p "
        "JOIN picture_keys k ON k.sealed_id = p.inspection_id || '/' || p.position"
    ).all():
        name = f"{inspection_id}/{position}".encode()
        picture = AESGCM(key).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], name)
        connection.exec_driver_sql(
            "UPDATE pictures SET data = ? WHERE inspection_id = ? AND position = ?",
            (picture, inspection_id, position),
        )
    op.execute("DELETE FROM cases")
    for table in (
        "case_events",
        "attachments",
        "cases",
        "requests",
        "picture_keys",
        "people",
        "outbox",
        "keepings",
        "false_matches",
        "facts",
        "disclosures",
        "audit_entries",
        "audit_checkpoints",
    ):
        op.drop_table(table)
