"""an audit trail that is only added to; indexes that answer questions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5d1f0a7c2b94"
down_revision: str | None = "c0864b401f07"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Whoever changes the table `event` in a later migration drops these first and makes them again: batch mode copies rows, not triggers.
_SQLITE = """CREATE TRIGGER event_no_{what} BEFORE {what} ON event
BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END"""
_FUNCTION = """CREATE FUNCTION event_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit trail is only added to'; END $$"""
_POSTGRESQL = "CREATE TRIGGER event_no_{what} BEFORE {what} ON event FOR EACH ROW EXECUTE FUNCTION event_is_only_added_to()"


def upgrade() -> None:
    op.create_index("occurrences_to_count", "occurrence", ["assignment_id", "state", "due_on", "original_due_on", "done_on"])
    op.drop_index("open_occurrences_by_day", table_name="occurrence")
    op.create_index("open_occurrences_by_day", "occurrence", ["state", "due_on", "assignment_id"])
    told = sa.text("difficulty != ''")
    op.create_index("reports_with_difficulty", "report", ["id"], sqlite_where=told, postgresql_where=told)
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(_SQLITE.format(what=what))
        return
    op.execute(_FUNCTION)
    for what in ("UPDATE", "DELETE"):
        op.execute(_POSTGRESQL.format(what=what))


def downgrade() -> None:
    for what in ("UPDATE", "DELETE"):
        sqlite = op.get_bind().dialect.name == "sqlite"
        op.execute(f"DROP TRIGGER event_no_{what}" if sqlite else f"DROP TRIGGER event_no_{what} ON event")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION event_is_only_added_to()")
    op.drop_index("reports_with_difficulty", table_name="report")
    op.drop_index("open_occurrences_by_day", table_name="occurrence")
    op.create_index("open_occurrences_by_day", "occurrence", ["state", "due_on"])
    op.drop_index("occurrences_to_count", table_name="occurrence")
