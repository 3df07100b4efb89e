"""State machines over rows: each run of one is rolled back, so that the next begins with an empty table."""

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

A_FEW = settings(max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))


class RolledBack(RuleBasedStateMachine):
    """A machine whose rows are gone when it has run."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self):
        """Take everything back."""
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)


def run(machine):
    """Run a machine a few times, with other moves each time."""
    run_state_machine_as_test(machine, settings=A_FEW)
