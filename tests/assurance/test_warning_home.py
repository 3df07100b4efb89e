"""What home asks for of early warnings, and the way to them."""

from datetime import date

import pytest

from assurance.queries.todo import todo_for
from assurance.rules.roles import Role
from assurance.rules.warnings import WarningState
from tests.factories.assurance import person_with
from tests.factories.warnings import a_warning

pytestmark = pytest.mark.django_db
LIST = "/warnings/"


def test_home_says_what_waits_for_whom():
    today = date(2026, 11, 21)
    for state in (WarningState.RAISED, WarningState.ESCALATED, WarningState.ESCALATED, WarningState.ANSWERED):
        a_warning(state)
    for role, titles in (
        (Role.SAAS_CHAIR, ["1 early warning waits for SAAS", "1 early warning answered by the Executive Board"]),
        (Role.BOARD_MEMBER, ["2 early warnings wait for the Executive Board’s answer"]),
        (Role.SAAS_MEMBER, []),
        (Role.INSPECTOR, []),
    ):
        assert [row.title for row in todo_for(person_with(role), today)] == titles
    rows = todo_for(person_with(Role.BUSINESS_TEAM), today)
    assert [row.url for row in rows] == [f"{LIST}?state={state}" for state in ("raised", "escalated", "answered")]
    assert {row.when for row in rows} == {"Oldest raised 10 November 2026"}


def test_home_asks_for_nothing_when_nothing_waits():
    for state in (WarningState.ACCEPTED, WarningState.EXPLAINED, WarningState.CLOSED):
        a_warning(state)
    assert todo_for(person_with(Role.SAAS_CHAIR), date(2026, 11, 21)) == []


def test_the_way_to_the_warnings_is_shown_to_those_who_may_read_them(sign_in):
    link = f'href="{LIST}"'
    for role, shown in ((Role.BOARD_OBSERVER, True), (Role.PARTNER_LEAD, False)):
        assert (link in sign_in(person_with(role)).get("/").content.decode()) is shown
