"""Those who speak for an agency commit it: the commitment is an action of it, tracked as such (R103)."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import Action, Agency, Topic, User
from assurance.permissions import demand
from assurance.rules.actions import ActionOrigin
from assurance.rules.commitments import CommitmentKind, commitment_words, problems_of_commitment
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services.actions import make_action


@transaction.atomic
def commit_agency(
    *,
    agency: Agency,
    kind: CommitmentKind,
    title: str,
    due_on: date,
    by: User,
    now: datetime,
    with_whom: str = "",
    what: str = "",
    owner: str = "",
    topic: Topic | None = None,
) -> Action:
    """
    An action to which an agency has committed itself (SAAS ToR 4.3), in the one tracker with every other.

    Nobody else sets it: the right is that of its lead, its representative, and whoever represents it at SAAS with the
    authority of SAAS ToR 4.1. Raises ValidationError without a title,
    for a day gone by, and for joint activity with nobody.
    """
    demand(by, Permission.COMMIT_AGENCY, agency)
    problems = problems_of_commitment(kind, with_whom)
    if due_on < local_date(now):
        problems.append("The date by which it is done cannot be in the past.")
    if problems:
        raise ValidationError(problems)
    what = commitment_words(kind, with_whom, what)
    origin = ActionOrigin.COMMITMENT
    return make_action(
        title=title, holder=agency, due_on=due_on, by=by, now=now, what=what, owner=owner, origin=origin, topic=topic
    )
