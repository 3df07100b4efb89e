"""What a re-audit sets going: closed actions whose standard did not improve are open again (R115)."""

from datetime import datetime

from django.db import transaction

from assurance.models import User
from assurance.services.actions import reopen_action
from audits.models import Audit
from audits.queries.reaudit import rows_of, unimproved_actions

# No figures and no title: those who hold the action need not be readers of the re-audit.
REASON = (
    "A re-audit, whose report is now final, found that the standard this action was to serve has not improved. What "
    "was done has not had its effect yet."
)


@transaction.atomic
def reopen_unimproved(*, audit: Audit, by: User, now: datetime) -> int:
    """
    Reopen the closed actions from the earlier audit whose standard did not improve; how many those were.

    Whoever calls this has made the re-audit's report final, which is the right to it. Nothing for an audit that repeats
    none.
    """
    if audit.earlier_id is None:
        return 0
    actions = unimproved_actions(audit, rows_of(audit))
    for action in actions:
        reopen_action(action=action, text=REASON, by=by, now=now)
    return len(actions)
