"""Agendas: items, what they are built from, the chair's agreement, reopening, comments (R13, R27, R29, R38, R42)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import (
    Action,
    ActivityEntry,
    AgendaItem,
    AgendaRequest,
    ForwardPlanItem,
    ItemComment,
    MeetingEvent,
    Notice,
)
from assurance.queries.forward_plan import offers_for
from assurance.queries.live_papers import open_actions
from assurance.rules.agendas import ItemOrigin, ItemWords, RequestKind, StandingArea
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Role
from assurance.services import agenda_requests
from assurance.services.agendas import build_agenda, change_item, comment_on_item, move_item, remove_item
from tests.factories.agendas import (
    NOW,
    a_circulated_meeting,
    a_paper,
    a_plan_item,
    agree,
    an_item,
    circulate,
    reopen,
    state_of,
)
from tests.factories.assurance import AgencyFactory, UserFactory, person_with
from tests.factories.meetings import STARTS_AT, a_group, a_meeting

pytestmark = pytest.mark.django_db


def titles(meeting):
    return [item.title for item in AgendaItem.objects.filter(meeting=meeting)]


def notices_of(person):
    return [notice.text for notice in Notice.objects.filter(person=person).order_by("created_at")]


def ask(to_group, from_group, meeting, by, *, kind=RequestKind.ITEM, title="Progress"):
    return agenda_requests.ask(
        kind=kind,
        from_group=from_group,
        to_group=to_group,
        meeting=meeting,
        title=title,
        why="For children",
        by=by,
        now=NOW,
    )


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


# Items


def test_items_stand_in_the_order_in_which_they_were_added_until_they_are_moved(meeting, team):
    first, _, third = (an_item(meeting, team, title) for title in "ABC")
    assert titles(meeting) == ["A", "B", "C"]
    move_item(item=third, up=True, by=team, now=NOW)
    assert titles(meeting) == ["A", "C", "B"]
    move_item(item=first, up=False, by=team, now=NOW)
    assert titles(meeting) == ["C", "A", "B"]
    move_item(item=third, up=True, by=team, now=NOW)
    assert titles(meeting) == ["C", "A", "B"]


def test_an_item_is_changed_and_keeps_its_origin(meeting, team):
    item = build_agenda(meeting=meeting, areas=[StandingArea.VOICE], by=team, now=NOW)[0]
    change_item(item=item, words=ItemWords("What children say", area=StandingArea.VOICE), by=team, now=NOW)
    item.refresh_from_db()
    assert (item.title, item.area, item.origin) == ("What children say", "voice", "standing")
    with pytest.raises(ValidationError, match="Say in a few words"):
        change_item(item=item, words=ItemWords(" "), by=team, now=NOW)


def test_the_secretariat_alone_writes_in_an_agenda(meeting, chair, member, team):
    """SAAS ToR 3.4 (R29): ordinary members cannot, and the chair agrees what the secretariat has put together."""
    for person in (chair, member, person_with(Role.INSPECTOR), UserFactory()):
        with pytest.raises(PermissionDenied):
            an_item(meeting, person)
    an_item(meeting, team)
    assert AgendaItem.objects.count() == 1


@pytest.mark.parametrize("state", [state for state in MeetingState if state != MeetingState.PLANNED])
def test_an_agenda_that_is_agreed_or_over_cannot_be_changed(state, team):
    meeting = a_meeting(state, by=team)
    with pytest.raises(ValidationError):
        an_item(meeting, team)
    assert not AgendaItem.objects.exists()


def test_an_item_that_members_have_written_to_stays(team):
    meeting = a_circulated_meeting(team)
    member = person_with(Role.SAAS_MEMBER, group=meeting.group)
    item = meeting.agenda.first()
    comment_on_item(item=item, text="Two cases a week", by=member, now=NOW)
    reopen(meeting, team)
    with pytest.raises(ValidationError, match="Members have written"):
        remove_item(item=item, by=team, now=NOW)
    remove_item(item=meeting.agenda.last(), by=team, now=NOW)
    assert titles(meeting) == ["First item"]


def test_what_is_written_in_a_draft_is_logged_and_shown_to_nobody(meeting, team):
    item = an_item(meeting, team, "Secret words")
    a_paper(item, team)
    entries = ActivityEntry.objects.filter(action__in=["agenda.add_item", "paper.upload"])
    assert entries.count() == 2
    assert not any("Secret words" in entry.detail for entry in entries)


# Building it


def test_an_agenda_is_built_from_the_four_sources_and_each_item_says_from_which(meeting, team):
    board = a_group("board")
    planned = a_plan_item(meeting.group, team, "A deep dive", area=StandingArea.DASHBOARDS, lead="Analyst")
    asked = ask(meeting.group, board, meeting, team)
    made = build_agenda(
        meeting=meeting,
        areas=[StandingArea.STRENGTHS, StandingArea.VOICE],
        planned=[planned],
        requests=[asked],
        carried=True,
        actions_note="2 actions.",
        by=team,
        now=NOW,
    )
    assert [(item.origin, item.area) for item in made] == [
        (ItemOrigin.CARRIED_ACTIONS, ""),
        (ItemOrigin.REQUEST, ""),
        (ItemOrigin.FORWARD_PLAN, "dashboards"),
        (ItemOrigin.STANDING, "strengths"),
        (ItemOrigin.STANDING, "voice"),
    ]
    assert titles(meeting)[1:3] == ["Progress", "A deep dive"]
    assert made[1].lead == "Chair, Executive Board"
    planned.refresh_from_db()
    asked.refresh_from_db()
    assert (planned.state, planned.meeting, made[2].planned) == ("on_agenda", meeting, planned)
    assert (asked.state, asked.answered_by, made[1].request) == ("placed", team, asked)


def test_what_is_on_the_agenda_is_not_offered_again(meeting, team):
    planned = a_plan_item(meeting.group, team)
    asked = ask(meeting.group, a_group("board"), meeting, team)
    offers = offers_for(meeting, team, actions=2)
    assert (len(offers.areas), offers.planned, offers.requests, offers.actions) == (10, (planned,), (asked,), 2)
    build_agenda(
        meeting=meeting,
        areas=[StandingArea.VOICE],
        planned=[planned],
        requests=[asked],
        carried=True,
        by=team,
        now=NOW,
    )
    offers = offers_for(meeting, team, actions=2)
    assert (len(offers.areas), offers.planned, offers.requests, offers.actions) == (9, (), (), 0)


def test_items_of_other_groups_and_meetings_are_not_offered(meeting, team):
    later = a_meeting(by=team, starts_at=STARTS_AT + timedelta(days=90))
    a_plan_item(meeting.group, team, "For later", meeting=later)
    a_plan_item(a_group("board"), team, "The Board's")
    assert offers_for(meeting, team, actions=0).planned == ()
    assert offers_for(later, team, actions=0).planned[0].title == "For later"
    assert offers_for(later, person_with(Role.SAAS_MEMBER), actions=3).actions == 0


def test_building_with_nothing_chosen_is_refused(meeting, team):
    with pytest.raises(ValidationError, match="Choose at least one"):
        build_agenda(meeting=meeting, by=team, now=NOW)


def test_what_was_placed_elsewhere_in_the_meantime_leaves_the_agenda_as_it_was(meeting, team):
    planned = a_plan_item(meeting.group, team)
    build_agenda(meeting=meeting, planned=[planned], by=team, now=NOW)
    with pytest.raises(ValidationError, match="On an agenda"):
        build_agenda(meeting=meeting, areas=[StandingArea.VOICE], planned=[planned], by=team, now=NOW)
    assert titles(meeting) == ["A planned item"]


def test_an_item_taken_off_waits_again_where_it_came_from(meeting, team):
    planned = a_plan_item(meeting.group, team)
    asked = ask(meeting.group, a_group("board"), meeting, team)
    for item in build_agenda(meeting=meeting, planned=[planned], requests=[asked], by=team, now=NOW):
        remove_item(item=item, by=team, now=NOW)
    assert ForwardPlanItem.objects.get().state == "planned"
    assert (AgendaRequest.objects.get().state, AgendaRequest.objects.get().answered_at) == ("asked", None)


def test_open_actions_of_the_groups_earlier_meetings_are_carried(meeting, team):
    """R39: what is closed or dropped is not, nor what another group or a later meeting has set."""
    earlier = a_meeting(MeetingState.HELD, by=team, starts_at=STARTS_AT - timedelta(days=90))
    board = a_meeting(MeetingState.HELD, group="board", by=team, starts_at=STARTS_AT - timedelta(days=80))
    later = a_meeting(by=team, starts_at=STARTS_AT + timedelta(days=90))
    of = {"agency": AgencyFactory(), "origin": "meeting", "due_on": NOW.date(), "set_by": team, "set_at": NOW}
    kept = [Action.objects.create(title=state, meeting=earlier, state=state, **of) for state in ("open", "done")]
    for state in ("closed", "dropped"):
        Action.objects.create(title=state, meeting=earlier, state=state, **of)
    Action.objects.create(title="The Board's", meeting=board, **of)
    Action.objects.create(title="Later", meeting=later, **of)
    assert {action.title for action in open_actions(meeting)} == {action.title for action in kept}


# The chair agrees


def test_the_chair_agrees_under_their_own_account(meeting, team, chair):
    an_item(meeting, team)
    agree(meeting, chair, text="")
    assert state_of(meeting) == MeetingState.AGREED
    event = MeetingEvent.objects.get(meeting=meeting, move="agree")
    assert (event.by, event.text) == (chair, "")
    assert notices_of(team)[-1] == "An agenda has been agreed by the chair"


def test_the_secretariat_records_how_and_when_the_chair_agreed(meeting, team):
    an_item(meeting, team)
    with pytest.raises(ValidationError, match="how and when the chair agreed"):
        agree(meeting, team, text=" ")
    assert state_of(meeting) == MeetingState.PLANNED
    agree(meeting, team, text="By e-mail on 12 November 2026")
    assert MeetingEvent.objects.get(meeting=meeting, move="agree").text == "By e-mail on 12 November 2026"


def test_members_and_other_chairs_do_not_agree_it(meeting, team, member):
    an_item(meeting, team)
    for person in (member, person_with(Role.BOARD_MEMBER), person_with(Role.GROUP_CHAIR)):
        with pytest.raises(PermissionDenied):
            agree(meeting, person)
    assert state_of(meeting) == MeetingState.PLANNED


def test_an_empty_agenda_is_not_agreed(meeting, chair):
    with pytest.raises(ValidationError, match="nothing on this agenda"):
        agree(meeting, chair)


def test_it_cannot_be_circulated_before_the_chair_agreed(meeting, team):
    an_item(meeting, team)
    with pytest.raises(ValidationError, match="chair has not agreed"):
        circulate(meeting, team)
    assert not meeting.circulations.exists()


@pytest.mark.parametrize("circulated", [False, True])
def test_changing_it_needs_a_reason_and_the_chairs_agreement_again(meeting, team, chair, circulated):
    an_item(meeting, team)
    agree(meeting, chair)
    if circulated:
        circulate(meeting, team)
    with pytest.raises(ValidationError, match="Say why"):
        reopen(meeting, team, reason=" ")
    reopen(meeting, team, reason="A partner asked")
    assert state_of(meeting) == MeetingState.PLANNED
    assert MeetingEvent.objects.get(meeting=meeting, move="change_agenda").text == "A partner asked"
    assert "An agenda has been opened for changes" in notices_of(chair)
    an_item(meeting, team, "One more")
    with pytest.raises(ValidationError, match="chair has not agreed"):
        circulate(meeting, team)


# What members write to items: R13 and R40


def test_members_write_to_items_once_the_agenda_went_round(meeting, team, member):
    item = an_item(meeting, team)
    with pytest.raises(ValidationError, match="once the agenda has been circulated"):
        comment_on_item(item=item, text="Two cases a week", by=member, now=NOW)
    agree(meeting, team)
    circulate(meeting, team)
    comment_on_item(item=item, text="Two cases a week", by=member, now=NOW)
    assert [(one.text, one.by) for one in ItemComment.objects.all()] == [("Two cases a week", member)]
    with pytest.raises(ValidationError, match="Write your comment"):
        comment_on_item(item=item, text=" ", by=member, now=NOW)


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.INDEPENDENT_SCRUTINEER, Role.BUSINESS_TEAM])
def test_who_reads_without_being_a_member_does_not_comment(role):
    meeting = a_circulated_meeting()
    with pytest.raises(ValidationError, match="Members and observers"):
        comment_on_item(item=meeting.agenda.first(), text="Words", by=person_with(role), now=NOW)


def test_a_board_observer_comments_on_the_boards_items_and_not_on_others():
    """R13: the Lead Member reads and comments at the Executive Board."""
    board = a_circulated_meeting(group="board")
    saas = a_circulated_meeting()
    observer = person_with(Role.BOARD_OBSERVER, group=board.group)
    comment_on_item(item=board.agenda.first(), text="Words", by=observer, now=NOW)
    with pytest.raises(ValidationError):
        comment_on_item(item=saas.agenda.first(), text="Words", by=observer, now=NOW)
    assert ItemComment.objects.count() == 1


def test_after_the_meeting_nobody_comments(team):
    meeting = a_circulated_meeting(team)
    member = person_with(Role.SAAS_MEMBER, group=meeting.group)
    meeting.state = MeetingState.HELD
    meeting.save()
    with pytest.raises(ValidationError):
        comment_on_item(item=meeting.agenda.first(), text="Words", by=member, now=NOW)
