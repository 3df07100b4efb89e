"""Migrations that make many tables at once."""

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel


class NewTables(Operation):
    """
    The migration operation that makes new tables, each as it is once all of `operations` are done.

    `operations` are of those tables alone: `CreateModel`, and what Django writes after it of the same tables
    (`AddField`, `AddConstraint`). Run one by one, Django puts every model related to a new one together anew after each
    of them: half a minute for the portal's, of which the database takes two seconds.
    """

    serialization_expand_args = ("operations",)

    def __init__(self, operations):
        self.operations = operations

    def state_forwards(self, app_label, state):
        """Each operation's turn; the models are put together when next they are asked for."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Make the tables."""
        for operation in self._creating():
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Drop them, the last first."""
        for operation in reversed(self._creating()):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        """What `migrate --plan` says."""
        return f"Make {len(self._creating())} tables"

    def _creating(self):
        return [operation for operation in self.operations if isinstance(operation, CreateModel)]
