"""Tables that only ever grow: the database itself refuses to change or remove a row."""

from django.db import migrations

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


def insert_only(table):
    """
    The migration operation that makes a table insert-only.

    A later migration that alters the table must repeat it: SQLite rebuilds the table and forgets its triggers.
    """
    return migrations.RunPython(
        lambda apps, schema_editor: add_triggers(schema_editor, table),
        lambda apps, schema_editor: drop_triggers(schema_editor, table),
    )
