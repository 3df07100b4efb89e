"""Forward plans, requests between groups and liaison: services and what each person reads (R38, R42, R99)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from assurance.models import ActivityEntry, AgendaRequest, ForwardPlanItem, Liaison, Meeting, Notice
from assurance.queries.forward_plan import plan_page, plan_table
from assurance.rules.agendas import PlanState, RequestKind, RequestState, StandingArea
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Role
from assurance.services import agenda_requests
from assurance.services.agendas import build_agenda
from assurance.services.forward_plan import (
    PlanWords,
    change_plan_item,
    cover_plan,
    drop_plan_item,
    record_liaison,
    release_plan,
    take_up_plan_item,
)
from tests.factories.agendas import NOW, a_plan_item, agree, an_item, circulate
from tests.factories.assurance import UserFactory, person_with
from tests.factories.meetings import STARTS_AT, a_group, a_meeting

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def team():
    a_group("saas"), a_group("board")
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def meeting(team):
    return a_meeting(by=team)


@pytest.fixture
def chair(meeting):
    return person_with(Role.SAAS_CHAIR, group=meeting.group)


@pytest.fixture
def member(meeting):
    return person_with(Role.SAAS_MEMBER, group=meeting.group)


@pytest.fixture
def board():
    return a_group("board")


def squares(page, area):
    return [square.words for row in page.rows if row.area == area for square in row.squares]


# Items


def test_the_secretariat_and_the_chair_keep_the_plan(meeting, team, chair, member):
    for person in (team, chair):
        a_plan_item(meeting.group, person)
    for person in (member, person_with(Role.GROUP_CHAIR), UserFactory()):
        with pytest.raises(PermissionDenied):
            a_plan_item(meeting.group, person)
    assert ForwardPlanItem.objects.count() == 2


def test_a_planned_item_says_what_and_for_which_of_the_groups_meetings(meeting, team, board):
    with pytest.raises(ValidationError, match="in a few words"):
        a_plan_item(meeting.group, team, " ")
    with pytest.raises(ValidationError, match="meeting of this group"):
        a_plan_item(board, team, meeting=meeting)
    over = a_meeting(MeetingState.HELD, by=team, starts_at=STARTS_AT - timedelta(days=90))
    with pytest.raises(ValidationError, match="still to come"):
        a_plan_item(meeting.group, team, meeting=over)
    assert not ForwardPlanItem.objects.exists()


def test_an_item_is_changed_while_it_is_on_no_agenda(meeting, team):
    item = a_plan_item(meeting.group, team)
    change_plan_item(item=item, words=PlanWords("Other words", meeting=meeting), by=team, now=NOW)
    item.refresh_from_db()
    assert (item.title, item.meeting) == ("Other words", meeting)
    build_agenda(meeting=meeting, planned=[item], by=team, now=NOW)
    with pytest.raises(ValidationError, match="On an agenda"):
        change_plan_item(item=item, words=PlanWords("Again"), by=team, now=NOW)
    with pytest.raises(ValidationError, match="On an agenda"):
        drop_plan_item(item=item, reason="Not needed", by=team, now=NOW)


def test_an_item_is_dropped_with_a_reason_and_taken_up_again(meeting, team):
    item = a_plan_item(meeting.group, team)
    with pytest.raises(ValidationError, match="Say why"):
        drop_plan_item(item=item, reason=" ", by=team, now=NOW)
    drop_plan_item(item=item, reason="Done by the Business Group", by=team, now=NOW)
    item.refresh_from_db()
    assert (item.state, item.dropped_because) == ("dropped", "Done by the Business Group")
    take_up_plan_item(item=item, by=team, now=NOW)
    item.refresh_from_db()
    assert item.state == "planned"


def test_what_was_on_the_agenda_of_a_meeting_that_was_held_is_covered(meeting, team):
    placed, waiting = a_plan_item(meeting.group, team), a_plan_item(meeting.group, team, meeting=meeting)
    build_agenda(meeting=meeting, planned=[placed], by=team, now=NOW)
    cover_plan(meeting=meeting, by=team, now=NOW)
    assert [ForwardPlanItem.objects.get(pk=one.pk).state for one in (placed, waiting)] == ["covered", "planned"]


def test_what_was_planned_for_a_meeting_that_falls_away_moves_to_the_one_instead(meeting, team):
    later = a_meeting(by=team, starts_at=STARTS_AT + timedelta(days=14))
    placed, waiting = a_plan_item(meeting.group, team), a_plan_item(meeting.group, team, meeting=meeting)
    build_agenda(meeting=meeting, planned=[placed], by=team, now=NOW)
    release_plan(meeting=meeting, to=later, by=team, now=NOW)
    found = [ForwardPlanItem.objects.get(pk=one.pk) for one in (placed, waiting)]
    assert [(one.state, one.meeting) for one in found] == [("planned", later)] * 2


# The year (R38)


def test_the_grid_shows_what_is_planned_on_an_agenda_and_covered_and_leaves_the_rest_blank(meeting, team):
    held = a_meeting(MeetingState.PLANNED, by=team, starts_at=STARTS_AT - timedelta(days=91))
    an_item(held, team, "Voices", area=StandingArea.VOICE)
    Meeting.objects.filter(pk=held.pk).update(state=MeetingState.HELD)
    an_item(meeting, team, "Figures", area=StandingArea.DASHBOARDS)
    a_plan_item(meeting.group, team, area=StandingArea.POLICIES, meeting=meeting)
    page = plan_page(meeting.group, team, today=TODAY)
    assert page.meetings == (held, meeting)
    assert squares(page, StandingArea.VOICE) == ["Covered", ""]
    assert squares(page, StandingArea.DASHBOARDS) == ["", "On an agenda"]
    assert squares(page, StandingArea.POLICIES) == ["", "Planned"]
    assert squares(page, StandingArea.SCRUTINY) == ["", ""]
    assert page.covered == 1
    blank = next(row for row in page.rows if row.area == StandingArea.SCRUTINY)
    assert blank.plan_url.endswith("/add/?area=scrutiny")
    assert [bool(square.plan_url) for square in blank.squares] == [False, True]
    assert f"meeting={meeting.key}" in blank.squares[1].plan_url


def test_a_year_runs_from_april_to_march_and_shows_no_cancelled_meeting(meeting, team):
    a_meeting(MeetingState.CANCELLED, by=team, starts_at=STARTS_AT + timedelta(days=1))
    a_meeting(by=team, starts_at=STARTS_AT.replace(year=2027, month=4, day=1))
    assert plan_page(meeting.group, team, today=TODAY).meetings == (meeting,)
    assert plan_page(meeting.group, team, today=date(2027, 3, 31)).meetings == (meeting,)
    assert len(plan_page(meeting.group, team, today=TODAY, year=2027).meetings) == 1


def test_a_member_does_not_learn_from_the_plan_what_is_on_a_draft_agenda(meeting, team, member):
    """Drafts are hidden until circulation, and so is their trace in the plan, the grid and the file."""
    an_item(meeting, team, "Figures", area=StandingArea.DASHBOARDS)
    item = a_plan_item(meeting.group, team, "A deep dive", area=StandingArea.VOICE, meeting=meeting)
    build_agenda(meeting=meeting, planned=[item], by=team, now=NOW)

    def read(person):
        page = plan_page(meeting.group, person, today=TODAY)
        states = [line.state for part in page.groups for line in part.lines]
        return squares(page, StandingArea.DASHBOARDS), states, plan_table(meeting.group, person)[1][0][5]

    assert read(team) == (["On an agenda"], [PlanState.ON_AGENDA], "On an agenda")
    assert read(member) == ([""], [PlanState.PLANNED], "Planned")
    agree(meeting, team)
    circulate(meeting, team)
    assert read(member) == read(team)


def test_members_have_no_way_to_plan(meeting, team, member):
    page = plan_page(meeting.group, member, today=TODAY)
    assert not page.may_plan
    assert not any(row.plan_url or any(square.plan_url for square in row.squares) for row in page.rows)


# Requests (SAAS ToR 5.4, R42)


def ask(from_group, to_group, meeting, by, kind=RequestKind.ITEM, **words):
    words = {"title": "Progress", "why": "For children"} | words
    return agenda_requests.ask(
        kind=kind, from_group=from_group, to_group=to_group, meeting=meeting, by=by, now=NOW, **words
    )


def test_the_boards_request_that_the_chair_attends_stands_on_both_plans_and_becomes_an_item(meeting, team, board):
    at_the_board = a_meeting(group=board, by=team)
    member_of_board = person_with(Role.BOARD_MEMBER, group=board)
    saas_chair = person_with(Role.SAAS_CHAIR, group=meeting.group)
    asked = ask(board, meeting.group, at_the_board, member_of_board, RequestKind.CHAIR_ATTENDS)
    for group, person in ((board, member_of_board), (meeting.group, saas_chair)):
        assert plan_page(group, person, today=TODAY).requests == (asked,)
    assert Notice.objects.get(person=saas_chair).text == agenda_requests.ASKED
    made = build_agenda(meeting=at_the_board, requests=[asked], by=team, now=NOW)[0]
    assert (made.lead, made.origin) == ("Chair, SAAS", "request")
    assert Notice.objects.filter(person=member_of_board, text=agenda_requests.ANSWERED).exists()
    assert plan_page(meeting.group, saas_chair, today=TODAY).requests[0].state == "placed"


def test_an_item_is_asked_for_at_a_meeting_of_the_other_group_and_a_chair_for_ones_own(meeting, team, board):
    at_the_board = a_meeting(group=board, by=team)
    ask(meeting.group, board, at_the_board, team)
    with pytest.raises(ValidationError, match="Choose a meeting of Executive Board"):
        ask(meeting.group, board, meeting, team)
    with pytest.raises(ValidationError, match="Choose a meeting of SAAS"):
        ask(meeting.group, board, at_the_board, team, RequestKind.CHAIR_ATTENDS)
    with pytest.raises(ValidationError, match="another group"):
        ask(meeting.group, meeting.group, meeting, team)
    with pytest.raises(ValidationError, match="and why"):
        ask(meeting.group, board, at_the_board, team, why=" ")
    Meeting.objects.filter(pk=at_the_board.pk).update(state=MeetingState.HELD)
    at_the_board.refresh_from_db()
    with pytest.raises(ValidationError, match="still to come"):
        ask(meeting.group, board, at_the_board, team)
    assert AgendaRequest.objects.count() == 1


def test_the_group_that_was_asked_declines_with_a_reason(meeting, team, chair, board):
    asked = ask(board, meeting.group, meeting, team)
    for person in (person_with(Role.BOARD_MEMBER, group=board), person_with(Role.SAAS_MEMBER)):
        with pytest.raises(PermissionDenied):
            agenda_requests.decline(asked=asked, reason="No", by=person, now=NOW)
    with pytest.raises(ValidationError, match="Say why"):
        agenda_requests.decline(asked=asked, reason=" ", by=chair, now=NOW)
    agenda_requests.decline(asked=asked, reason="It was covered in September", by=chair, now=NOW)
    asked.refresh_from_db()
    assert (asked.state, asked.answer, asked.answered_by) == ("declined", "It was covered in September", chair)
    with pytest.raises(ValidationError, match="Declined"):
        build_agenda(meeting=meeting, requests=[asked], by=team, now=NOW)


# Of two at the same moment, one is first


def just_before_it_is_written(act):
    """Somebody else acts after the service has read a state and before it writes the next."""
    waiting = [act]

    def comes_between(execute, sql, *rest):
        if sql.startswith("UPDATE") and waiting:
            waiting.pop()()
        return execute(sql, *rest)

    return connection.execute_wrapper(comes_between)


def test_who_is_second_to_drop_an_item_is_told(meeting, chair):
    item = a_plan_item(meeting.group, chair)
    taken = ForwardPlanItem.objects.filter(pk=item.pk)
    other = just_before_it_is_written(lambda: taken.update(state=PlanState.ON_AGENDA))
    with other, pytest.raises(ValidationError, match="“On an agenda”. Somebody may have been quicker"):
        drop_plan_item(item=item, reason="Covered elsewhere", by=chair, now=NOW)
    assert not ForwardPlanItem.objects.filter(state=PlanState.DROPPED).exists()
    assert not ActivityEntry.objects.filter(action="plan.drop").exists()


def test_who_is_second_to_decline_a_request_is_told(meeting, team, chair, board):
    asked = ask(board, meeting.group, meeting, team)
    placed = AgendaRequest.objects.filter(pk=asked.pk)
    other = just_before_it_is_written(lambda: placed.update(state=RequestState.PLACED))
    with other, pytest.raises(ValidationError, match="Somebody may have been quicker"):
        agenda_requests.decline(asked=asked, reason="It was covered", by=chair, now=NOW)
    assert not AgendaRequest.objects.filter(state=RequestState.DECLINED).exists()
    assert not ActivityEntry.objects.filter(action="agenda_request.decline").exists()


# Liaison (SAAS ToR 2.3)


def test_the_chair_logs_liaison_with_the_chair_of_another_group(meeting, chair, member, board):
    words = {"group": meeting.group, "other": board, "about": "Who presents the dashboard", "now": NOW}
    record_liaison(on=TODAY, by=chair, **words)
    assert Liaison.objects.get().about == "Who presents the dashboard"
    with pytest.raises(PermissionDenied):
        record_liaison(on=TODAY, by=member, **words)
    with pytest.raises(ValidationError, match="future"):
        record_liaison(on=TODAY + timedelta(days=1), by=chair, **words)
    with pytest.raises(ValidationError, match="another group"):
        record_liaison(on=TODAY, by=chair, **(words | {"other": meeting.group}))
    with pytest.raises(ValidationError, match="what it was about"):
        record_liaison(on=TODAY, by=chair, **(words | {"about": " "}))
