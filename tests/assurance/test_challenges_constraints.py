"""What the database itself refuses of challenges, each constraint by its name."""

import pytest
from django.db import IntegrityError, transaction

from assurance.models import Challenge, ChallengeEvent
from tests.factories.assurance import AgencyFactory, UserFactory
from tests.factories.challenges import DUE_ON, NOW
from tests.factories.meetings import a_group

pytestmark = pytest.mark.django_db
REFUSED = [
    ("challenge_state_is_known", Challenge, {"state": "nonsense"}),
    ("challenge_of_an_agency_or_a_group", Challenge, {"agency": None}),
    ("challenge_of_an_agency_or_a_group", Challenge, {"group_id": 1}),
    ("challenge_earlier_is_another", Challenge, {"pk": "0" * 32, "earlier_id": "0" * 32}),
    ("challenge_event_move_is_known", ChallengeEvent, {"move": "nonsense"}),
    ("challenge_closed_with_its_effect", ChallengeEvent, {"move": "close"}),
]


@pytest.fixture
def values():
    a_group("saas")
    by = UserFactory()
    words = {"title": "Words", "what": "Words", "asks": "Words"}
    challenge = words | {"agency": AgencyFactory(), "answer_due_on": DUE_ON, "raised_by": by, "raised_at": NOW}
    made = Challenge.objects.create(**challenge)
    event = {"challenge": made, "move": "raise", "by": by, "at": NOW}
    ChallengeEvent.objects.create(**event)  # what is refused below is refused for what is wrong with it
    return {Challenge: challenge, ChallengeEvent: event}


@pytest.mark.parametrize(("name", "model", "wrong"), REFUSED)
def test_the_database_refuses_a_row(values, name, model, wrong):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(**values[model] | wrong)


def test_every_constraint_is_tried():
    tried = {name for name, *_ in REFUSED}
    assert {each.name for model in (Challenge, ChallengeEvent) for each in model._meta.constraints} == tried
