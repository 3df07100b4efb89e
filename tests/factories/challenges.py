"""Factories of challenges: one in any state, brought there by the services."""

from datetime import UTC, date, datetime, timedelta

from django.utils.timezone import localdate

from assurance.models import Challenge
from assurance.permissions import sync_grants
from assurance.rules.challenges import ChallengeMove, ChallengeState
from assurance.rules.roles import Role
from assurance.services.challenges import move_challenge, raise_challenge
from tests.factories.assurance import AgencyFactory, partnership, person_with

NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
DUE_ON = date(2026, 11, 24)
# What each move is told, enough for it to be made.
WORDS = {
    ChallengeMove.ANSWER: {"text": "A duty nurse now joins every discussion"},
    ChallengeMove.ASK_AGAIN: {"text": "Nights are not covered: what of those?", "answer_due_on": date(2027, 1, 29)},
    ChallengeMove.ACCEPT: {},
    ChallengeMove.CLOSE: {"effect": "Nine of ten discussions now have health information, says the dip-sample"},
    ChallengeMove.REOPEN: {"text": "It has not held", "answer_due_on": date(2027, 1, 29)},
}
WAY_TO = {
    ChallengeState.RAISED: (),
    ChallengeState.ANSWERED: (ChallengeMove.ANSWER,),
    ChallengeState.ACCEPTED: (ChallengeMove.ANSWER, ChallengeMove.ACCEPT),
    ChallengeState.CLOSED: (ChallengeMove.ANSWER, ChallengeMove.CLOSE),
}


def a_challenge(state=ChallengeState.RAISED, *, of=None, by=None, answerer=None, settler=None, now=NOW, **details):
    """A challenge in this state: raised by the Business Team, answered by the challenged, settled by SAAS’s chair."""
    partnership()
    of = of or AgencyFactory()
    by = by or person_with(Role.BUSINESS_TEAM)
    sync_grants(by, today=localdate())  # its rights reach every agency and group, the newest too
    details = {
        "title": "Health information is missing",
        "what": "Half of the files read have none",
        "asks": "Decisions about children are made on what all know",
        "answer_due_on": DUE_ON,
    } | details
    challenge = raise_challenge(challenged=of, by=by, now=now, **details)
    if WAY_TO[state]:
        answerer = answerer or person_with(Role.PARTNER_LEAD, agency=of)
        settler = settler or person_with(Role.SAAS_CHAIR)
    for number, move in enumerate(WAY_TO[state], start=1):
        who = answerer if move == ChallengeMove.ANSWER else settler
        make(move, challenge, who, now=now + timedelta(minutes=number))
    return challenge


def make(move, challenge, by, *, now=NOW, **words):
    """Make a move with words that are enough for it, and read the challenge again."""
    state = ChallengeState(Challenge.objects.get(pk=challenge.pk).state)
    move_challenge(challenge=challenge, move=move, seen=state, by=by, now=now, **{**WORDS[move], **words})
    challenge.refresh_from_db()
    return challenge
