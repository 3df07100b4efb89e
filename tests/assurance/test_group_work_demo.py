"""The group work of the demonstration, loaded over the few groups and people it names."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assurance.models import Action, Commission, GroupMessage, GroupReview, User
from assurance.queries.group_work import group_work
from assurance.rules.demo import MARK
from assurance.rules.meetings import MinutesState
from assurance.rules.roles import Role
from assurance.services.activity import chain_problems
from assurance.services.demo_group_work import COUNCILS, group_work_steps
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, person_with
from tests.factories.demo_people import board_calendar, demo_people, live_through, the_people
from tests.factories.group_work import MET_AT, a_forum
from tests.factories.minutes import a_held_meeting, some_minutes

pytestmark = pytest.mark.django_db


def test_there_is_a_review_overdue_a_commission_awaited_and_an_inbox_with_something_in_it():
    demo_people()
    PartnershipGroupFactory(slug="emerging-themes")
    PartnershipGroupFactory(slug="policy-and-procedures")
    a_forum(slug="education-safeguarding-group")
    fire = AgencyFactory(slug="kent-fire-and-rescue-service")
    person_with(Role.AGENCY_REPRESENTATIVE, agency=fire, email="agency.representative@demo.example")
    team = User.objects.get(email="business.team@demo.example")
    held = a_held_meeting(group="board", starts_at=MET_AT)
    some_minutes(MinutesState.CIRCULATED, meeting=held, team=team)
    now = timezone.now()
    calendar = board_calendar(MET_AT, coming=now + timedelta(days=26))
    live_through(group_work_steps(calendar, the_people(), now), now=now)
    rows = {row.group.slug: row for row in group_work(User.objects.get(pk=team.pk), timezone.localdate())}
    assert rows["policy-and-procedures"].review_is_late
    assert not rows[COUNCILS].review_is_late
    assert rows[COUNCILS].inbox.messages == 2
    assert rows[COUNCILS].inbox.commissions == 1
    assert set(Commission.objects.values_list("state", flat=True)) == {"awaiting", "ratified"}
    assert set(GroupReview.objects.values_list("meeting", flat=True)) == {held.pk, None}
    assert Action.objects.filter(origin="commitment").count() == 2
    assert all(MARK in text for text in GroupMessage.objects.values_list("text", flat=True))
    assert chain_problems() == []
