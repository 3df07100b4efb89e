"""Tables that only ever grow: the database itself refuses to change or remove a row."""

from django.db.migrations.operations.base import Operation

SQLITE = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql
"""
POSTGRESQL = """
CREATE OR REPLACE TRIGGER {table}_no_{event} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
EVENTS = ("update", "delete")


def add_triggers(schema_editor, table):
    """Make `table` refuse UPDATE and DELETE, on SQLite and on PostgreSQL."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION, None)  # its % is no placeholder
    template = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for event in EVENTS:
        schema_editor.execute(template.format(table=table, event=event))


def drop_triggers(schema_editor, table):
    """Let `table` be changed again: for a migration that must, and for emptying a test database."""
    suffix = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for event in EVENTS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{suffix}")


class InsertOnly(Operation):
    """
    The migration operation that makes a table insert-only.

    A later migration that alters the table must repeat it: SQLite rebuilds the table and forgets its triggers. Not a
    `RunPython`: after each of those Django puts together every model anew, a fifth of the time all migrations take.
    """

    def __init__(self, table):
        self.table = table

    def state_forwards(self, app_label, state):
        """The models stay what they are."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Add the triggers."""
        add_triggers(schema_editor, self.table)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Take the triggers off."""
        drop_triggers(schema_editor, self.table)

    def describe(self):
        """What `migrate --plan` says."""
        return f"Make {self.table} insert-only"


def insert_only(table):
    """What a migration writes: `insert_only("assurance_riskscore")`."""
    return InsertOnly(table)
