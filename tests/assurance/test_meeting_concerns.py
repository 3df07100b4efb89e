"""What a meeting's page says of the challenges made there and of the reports of themes it was given."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest

from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Role
from assurance.rules.themes import ThemeReportKind, ThemeState
from tests.factories.assurance import person_with
from tests.factories.challenges import a_challenge
from tests.factories.meetings import a_group, a_meeting
from tests.factories.themes import a_theme, report

pytestmark = pytest.mark.django_db
LIST = "/meetings/"
NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(db):
    """Everything here happens on 10 November 2026."""
    for name in ("saas", "board"):
        a_group(name)
    with mock.patch("django.utils.timezone.now", return_value=NOW):
        yield


def page(client, address):
    return client.get(address).content.decode()


def test_a_meeting_says_what_was_challenged_there_and_which_reports_it_was_given(sign_in):
    team, chair = person_with(Role.BUSINESS_TEAM), person_with(Role.SAAS_CHAIR)
    meeting = a_meeting(MeetingState.HELD, starts_at=NOW - timedelta(days=5))
    address = f"{LIST}{meeting.key}/"
    raising = f"/challenges/raise/?meeting={meeting.key}"
    assert raising in page(sign_in(chair), address)
    assert raising not in page(sign_in(chair), f"{LIST}{a_meeting(starts_at=NOW + timedelta(days=9)).key}/")
    made = a_challenge(meeting=meeting, by=team, now=NOW - timedelta(days=4))
    given = report(ThemeReportKind.ANALYSIS, a_theme(ThemeState.GATHERING, team=team), team)
    said = page(sign_in(team), address)
    assert f"/challenges/{made.pk}/" in said
    assert "Reports of themes" not in said
    said = page(sign_in(team), f"{LIST}{given.meeting.key}/")
    assert f"/themes/{given.theme_id}/#reports" in said
