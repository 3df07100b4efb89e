"""Who reads themes, what waits for whom, and whose words are quoted to whom (R92, R95)."""

from datetime import date, timedelta

import pytest

from assurance.queries.theme_pages import theme_page
from assurance.queries.theme_todo import due_themes
from assurance.queries.themes import rows, theme_visible_to, themes_visible_to, with_history
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import ROLES, Permission, Role
from assurance.rules.themes import ThemeMove, ThemeState
from tests.factories.assurance import UserFactory, person_with
from tests.factories.themes import (
    ANALYSIS,
    BOARD_AT,
    NOW,
    PROPOSAL,
    a_board_meeting,
    a_keeper,
    a_theme,
    make,
    plan,
    report,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=60)
TODAY = date(2026, 11, 20)
KEEPERS = {role for role in Role if Permission.MANAGE_THEME in {held for held, _ in ROLES[role].may}}


@pytest.fixture
def team():
    return a_keeper()


# Reading


def test_who_reads_themes_and_who_none():
    a_theme()
    for role in Role:
        reads = Permission.READ_PLAN in {held for held, _ in ROLES[role].may}
        assert themes_visible_to(person_with(role)).exists() == reads
    assert not themes_visible_to(UserFactory()).exists()


def test_the_programme_shows_what_waits_for_what(team):
    first = a_theme(ThemeState.PROPOSING, title="First", team=team)
    plan(team, title="Second", follows=first)
    shown = rows(with_history(themes_visible_to(team)), team)
    assert [row.theme.title for row in shown] == ["First", "Second"]
    assert (shown[0].reached, shown[0].awaited_by.title) == (2, "Second")
    assert shown[0].waits[-1].startswith("Waits for the Executive Board’s decision")
    assert shown[1].waits == (
        "“First” is at “Propose activity”: the next theme begins when it reaches “Implement activity” (SAF 7).",
    )


def test_what_waits_for_its_keeper_and_for_the_board(team):
    board = person_with(Role.BOARD_MEMBER)
    first = a_theme(ThemeState.GATHERING, title="First", team=team)
    assert due_themes(team, TODAY) == []
    report(ANALYSIS, first, team)
    assert [(one.theme.title, one.words, one.on) for one in due_themes(team, TODAY)] == [
        ("First", "The Executive Board has had the first report", None)
    ]
    assert due_themes(board, TODAY) == []
    make(ThemeMove.PROPOSE, first, team)
    coming = a_board_meeting(BOARD_AT + timedelta(days=91), MeetingState.PLANNED)
    report(PROPOSAL, first, team, meeting=coming)
    assert due_themes(team, TODAY) == []
    assert [(one.words, one.on) for one in due_themes(board, TODAY)] == [
        ("It waits for the Executive Board’s decision", coming.starts_at.date())
    ]
    assert due_themes(person_with(Role.SAAS_MEMBER), TODAY) == []


def test_the_boards_decision_is_quoted_to_those_who_read_it_alone(team):
    theme = a_theme(ThemeState.AGREED, team=team)
    member = person_with(Role.SAAS_MEMBER)
    for reader, text in ((team, "The proposed activity is agreed"), (member, "")):
        agreed = theme_page(theme_visible_to(reader, theme.pk), reader, TODAY).agreed
        assert agreed.words == "Agreed by the Executive Board on 17 September 2026"
        assert (agreed.text, bool(agreed.url)) == (text, bool(text))
