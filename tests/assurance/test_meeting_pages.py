"""The pages of meetings: the year calendar, planning one, its own page, its moves; who reads what (R20 to R28)."""

from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest

from assurance.models import Circulation, Meeting, Minutes
from assurance.queries.meetings import clocks_of, meeting_page, meeting_visible_to, next_step, prepares
from assurance.rules.meetings import MeetingKind, MeetingState
from assurance.rules.roles import Role
from tests.factories.agendas import an_item
from tests.factories.assurance import ReportingPeriodFactory, UserFactory, person_with
from tests.factories.meetings import STARTS_AT, a_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("groups")]
LIST = "/meetings/"
NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
COMING = [(MeetingState.PLANNED, 10), (MeetingState.AGREED, 20), (MeetingState.CIRCULATED, 30)]
DAY = {"day_day": "3", "day_month": "12", "day_year": "2026", "begins": "10am", "minutes_long": "90"}


@pytest.fixture(autouse=True)
def today():
    """Everything here happens on 10 November 2026."""
    with mock.patch("django.utils.timezone.now", return_value=NOW):
        yield


@pytest.fixture
def outsider():
    return person_with(Role.PARTNER_LEAD)


def page(client, address=LIST, **query):
    answer = client.get(address, query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def address_of(meeting, move=""):
    return f"/meetings/{meeting.key}/{move}{'/' if move else ''}"


# A meeting's own page


def test_a_meeting_is_there_for_those_who_read_its_groups_meetings_alone(sign_in, member, outsider):
    own, other = a_meeting(), a_meeting(group="board")
    assert meeting_visible_to(member, own.key) == own
    assert meeting_visible_to(member, other.key) is None
    client = sign_in(member)
    assert client.get(address_of(own)).status_code == 200
    assert client.get(address_of(other)).status_code == 404
    assert sign_in(outsider).get(address_of(own)).status_code == 403


def test_the_secretariat_and_the_chair_prepare_a_meeting_and_no_member_does(team, chair, member):
    meeting = a_meeting()
    assert [prepares(person, meeting) for person in (team, chair, member)] == [True, True, False]
    assert not prepares(chair, a_meeting(group="board"))


def circulated(meeting, what, on):
    Circulation.objects.create(
        meeting=meeting,
        what=what,
        number=1,
        content="{}",
        sha256="0" * 64,
        due_on=on.date(),
        by=UserFactory(),
        at=on,
    )


@pytest.mark.parametrize(
    ("today", "out_on", "words", "is_late"),
    [
        (date(2026, 11, 10), None, "5 working days left", False),
        (date(2026, 11, 18), None, "1 working day overdue", True),
        (date(2026, 11, 27), None, "Never circulated", True),
        (date(2026, 11, 27), datetime(2026, 11, 17, 16, 0, tzinfo=UTC), "17 November 2026 at 4pm: on time", False),
        (
            date(2026, 11, 27),
            datetime(2026, 11, 18, 9, 0, tzinfo=UTC),
            "18 November 2026 at 9am: 1 working day late",
            True,
        ),
    ],
)
def test_the_clock_of_papers_says_when_they_are_due_and_flags_what_is_late(today, out_on, words, is_late):
    """SAAS ToR 3.3, R25: the meeting is on 26 November, the papers are due on 17 November."""
    meeting = a_meeting(MeetingState.CIRCULATED if out_on else MeetingState.PLANNED)
    if out_on:
        circulated(meeting, "papers", out_on)
    papers = clocks_of(meeting, today)[0]
    assert papers.clock.due_on == date(2026, 11, 17)
    assert papers.stands.endswith(words)
    assert papers.is_late is is_late


@pytest.mark.parametrize(
    ("today", "out_on", "words", "is_late"),
    [
        (date(2026, 11, 25), None, "After the meeting", False),
        (date(2026, 11, 26), None, "10 working days left", False),
        (date(2026, 12, 11), None, "1 working day overdue", True),
        (date(2026, 12, 11), datetime(2026, 12, 10, 9, 0, tzinfo=UTC), "on time", False),
        (date(2026, 12, 20), datetime(2026, 12, 14, 9, 0, tzinfo=UTC), "2 working days late", True),
    ],
)
def test_the_clock_of_minutes_begins_with_the_meeting(today, out_on, words, is_late):
    """SAAS ToR 3.2, R26: the minutes are due on 10 December."""
    meeting = a_meeting(MeetingState.HELD)
    if out_on:
        circulated(meeting, "minutes", out_on)
    minutes = clocks_of(meeting, today)[1]
    assert minutes.clock.due_on == date(2026, 12, 10)
    assert minutes.stands.endswith(words)
    assert minutes.is_late is is_late


def test_a_working_group_and_a_cancelled_meeting_have_no_clocks():
    working_group = a_meeting(kind=MeetingKind.WORKING_GROUP, parent=a_meeting(starts_at=STARTS_AT + timedelta(1)))
    assert clocks_of(working_group, TODAY) == clocks_of(a_meeting(MeetingState.CANCELLED), TODAY) == ()


def test_the_page_shows_clocks_with_the_days_not_counted_links_and_history(sign_in, member):
    instead_of = a_meeting(MeetingState.CANCELLED, starts_at=STARTS_AT - timedelta(days=7))
    meeting = a_meeting(instead_of=instead_of)
    a_meeting(kind=MeetingKind.WORKING_GROUP, title="Figures", parent=meeting, starts_at=STARTS_AT - timedelta(days=2))
    shown = page(sign_in(member), address_of(meeting))
    assert "17 November 2026</time>" in shown
    assert "Saturday 21 November 2026: weekend" in shown
    assert "Figures, 24 November 2026" in shown
    assert address_of(instead_of) in shown
    assert "This meeting was rearranged" in page(sign_in(member), address_of(instead_of))


def asks_of(person, meeting, now=NOW):
    return [words for words, _ in meeting_page(meeting, person, now).actions]


def test_each_is_offered_what_is_theirs_to_do_now(team, chair, member):
    meeting = a_meeting()
    before = ["Change its time or place", "Rearrange to another date", "Cancel this meeting", "Add a working group"]
    assert asks_of(team, meeting) == before
    assert asks_of(chair, meeting) == before[1:]
    assert asks_of(member, meeting) == []
    assert asks_of(team, meeting, STARTS_AT)[0] == "Mark as held"
    assert asks_of(team, a_meeting(MeetingState.CANCELLED)) == []
    assert asks_of(team, a_meeting(MeetingState.HELD, starts_at=NOW - timedelta(days=30))) == []


def step_of(person, meeting, now=NOW):
    step = next_step(meeting, person, now)
    return step.words if step else ""


def test_what_comes_next_is_a_button_for_whoever_does_it(team, chair, member, sign_in):
    """From the agenda to the minutes that went round, each step is offered first, to those whose it is."""
    planned, agreed, sent = (a_meeting(state, starts_at=NOW + timedelta(days=days)) for state, days in COMING)
    assert [step_of(who, planned) for who in (team, chair, member)] == ["Prepare the agenda", "", ""]
    an_item(planned, team)
    assert [step_of(who, planned) for who in (chair, member)] == ["Read the agenda and agree it", ""]
    assert [step_of(who, agreed) for who in (team, chair)] == ["Circulate the agenda and papers", ""]
    assert [step_of(team, sent), step_of(team, sent, sent.starts_at)] == ["", "Mark as held"]
    button = f'class="govuk-button" href="{address_of(planned, "agenda")}"'
    assert button in page(sign_in(team), address_of(planned))
    assert button not in page(sign_in(member), address_of(planned))
    held = a_meeting(MeetingState.HELD, starts_at=NOW - timedelta(days=30))
    assert step_of(team, held) == "Take attendance"
    held.attendees.create(post="A post", standing="member", presence="present")
    assert step_of(team, held) == "Write the minutes"
    minutes = Minutes.objects.create(meeting=held)
    assert [step_of(team, held), step_of(member, held)] == ["Go to the minutes", ""]
    minutes.state = "circulated"
    minutes.save()
    assert step_of(team, held) == step_of(team, a_meeting(MeetingState.CANCELLED)) == ""


def test_the_meeting_of_a_period_leads_to_it(sign_in, team):
    period = ReportingPeriodFactory()
    assert f"/periods/{period.code}/" in page(sign_in(team), address_of(period.meeting))


# Planning and moving


def test_the_secretariat_plans_a_meeting_on_the_page(sign_in, team):
    answer = sign_in(team).post("/meetings/plan/", {"group": "saas", "kind": "ordinary", "held": "virtual", **DAY})
    meeting = Meeting.objects.get()
    assert answer.url == address_of(meeting)
    assert meeting.starts_at == datetime(2026, 12, 3, 10, 0, tzinfo=UTC)
    assert (meeting.held, meeting.minutes_long) == ("virtual", 90)


def test_a_weekend_is_asked_about_and_kept_with_the_box(sign_in, team):
    client = sign_in(team)
    sent = {"group": "saas", "kind": "ordinary", **DAY, "day_day": "5"}
    shown = client.post("/meetings/plan/", sent).content.decode()
    assert "Saturday 5 December 2026 is not a working day in England: it is a weekend." in shown
    assert "If this is right, tick the box" in shown
    assert 'type="checkbox"' in shown
    assert client.post("/meetings/plan/", {**sent, "sure": "on"}).status_code == 302
    assert Meeting.objects.get().starts_at == datetime(2026, 12, 5, 10, 0, tzinfo=UTC)


def test_the_chair_is_offered_extraordinary_meetings_and_working_groups(sign_in, chair):
    client = sign_in(chair)
    shown = page(client, "/meetings/plan/")
    assert "Extraordinary meeting" in shown
    assert "Ordinary meeting" not in shown.replace("Extraordinary meeting", "")
    sent = {"group": "saas", "kind": "extraordinary", "held": "virtual", **DAY}
    assert "Say why an extraordinary meeting is called." in client.post("/meetings/plan/", sent).content.decode()
    assert client.post("/meetings/plan/", {**sent, "why": "An inspection"}).status_code == 302


def test_a_working_group_is_added_from_its_meeting(sign_in, team):
    parent = a_meeting(starts_at=STARTS_AT + timedelta(days=14))
    client = sign_in(team)
    address = dict(meeting_page(parent, team, NOW).actions)["Add a working group"]
    assert f'value="{parent.key}" selected' in page(client, address)
    sent = {"group": "saas", "kind": "working_group", "parent": str(parent.key), "title": "Figures", **DAY}
    assert client.post("/meetings/plan/", sent).status_code == 302
    assert Meeting.objects.get(kind="working_group").parent == parent


def test_a_member_plans_nothing_and_makes_no_move(sign_in, member):
    client = sign_in(member)
    meeting = a_meeting()
    for address in (
        "/meetings/plan/",
        *(address_of(meeting, move) for move in ("move", "cancel", "rearrange", "hold")),
    ):
        assert client.get(address).status_code == client.post(address).status_code == 403


def test_a_chair_of_one_group_does_not_know_of_anothers_meeting(sign_in, chair):
    client = sign_in(chair)
    meeting = a_meeting(group="board")
    assert client.get(address_of(meeting, "cancel")).status_code == 404
    assert client.get(address_of(a_meeting(), "move")).status_code == 403


def test_a_meeting_is_moved_rearranged_and_cancelled_on_its_pages(sign_in, team):
    client = sign_in(team)
    meeting = a_meeting()
    sent = {**DAY, "why": "The room is taken", "seen": "planned"}
    assert client.post(address_of(meeting, "move"), sent).url == address_of(meeting)
    assert "Carry its agenda" not in page(client, address_of(meeting, "rearrange"))
    an_item(meeting, team, "Own item")
    assert "Carry its agenda" in page(client, address_of(meeting, "rearrange"))
    answer = client.post(address_of(meeting, "rearrange"), {**sent, "day_day": "10", "carry": "on"})
    new = Meeting.objects.get(instead_of=meeting)
    assert [one.title for one in new.agenda.all()] == ["Own item"]
    assert answer.url == address_of(new)
    assert client.post(address_of(new, "cancel"), {"why": "Why", "seen": "planned"}).status_code == 302
    assert set(Meeting.objects.values_list("state", flat=True)) == {"cancelled"}


def test_a_move_that_cannot_be_made_leads_back_with_a_sentence(sign_in, team):
    meeting = a_meeting(MeetingState.CANCELLED)
    shown = page(sign_in(team), address_of(meeting, "cancel"))
    assert "That cannot be done now: the meeting is “Cancelled”." in shown


def test_who_came_second_goes_on_from_the_state_as_it_is(sign_in, team):
    meeting = a_meeting(MeetingState.AGREED)
    client = sign_in(team)
    shown = client.post(address_of(meeting, "cancel"), {"why": "Why", "seen": "planned"}).content.decode()
    assert "Somebody else was first: the meeting is now “Agenda agreed”" in shown
    assert 'name="seen" value="agreed"' in shown


def test_the_meeting_of_a_period_is_sent_to_the_page_of_the_period(sign_in, team):
    meeting = ReportingPeriodFactory().meeting
    shown = sign_in(team).post(address_of(meeting, "cancel"), {"why": "Why", "seen": "planned"}).content.decode()
    assert "Change its date on the page of that reporting period" in shown


def test_a_meeting_that_has_begun_is_marked_as_held(sign_in, team):
    meeting = a_meeting(starts_at=NOW - timedelta(hours=1))
    assert sign_in(team).post(address_of(meeting, "hold"), {"seen": "planned"}).status_code == 302
    assert Meeting.objects.get().state == "held"
