"""Who is on the list of a meeting by the memberships of its day, and what its page says of it (R10, R11, R33, R34)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ActivityEntry, Membership
from assurance.permissions import sync_grants
from assurance.queries.attendance import attendance_page, attendees_of, quorum_of
from assurance.queries.expected import expected_at, expected_chair
from assurance.queries.todo import todo_for
from assurance.rules.attendance import Reply, Standing
from assurance.rules.meetings import MeetingState
from assurance.rules.quorum import NO_QUORUM, Verdict
from assurance.rules.roles import Role
from assurance.services import attendance as services
from assurance.services.memberships import add_membership, change_membership, end_membership
from assurance.services.people import change_person, deactivate_person
from tests.factories.assurance import PartnershipGroupFactory, UserFactory, person_with
from tests.factories.attendance import (
    AFTER,
    BEFORE,
    MEETS_ON,
    SENT,
    a_listed_meeting,
    a_member,
    a_saas,
    answers,
    place_of,
    takes,
)
from tests.factories.meetings import a_group, a_meeting

pytestmark = pytest.mark.django_db
TODAY = BEFORE.date()


@pytest.fixture
def saas():
    return a_saas()


@pytest.fixture
def meeting(saas):
    return a_listed_meeting()


def posts(meeting):
    return sorted(meeting.attendees.values_list("post", flat=True))


def logged(action):
    return ActivityEntry.objects.filter(action=action).count()


def verdict(meeting):
    rows = list(attendees_of(meeting))
    return quorum_of(meeting, rows, recorded=any(row.presence for row in rows)).verdict


# Who is expected


def test_the_list_is_that_of_the_memberships_on_the_day_of_the_meeting(saas):
    person_with(Role.SAAS_MEMBER, post_title="Ended before", ends_on=MEETS_ON - timedelta(days=1))
    person_with(Role.SAAS_MEMBER, post_title="Begins after", starts_on=MEETS_ON + timedelta(days=1))
    person_with(Role.SAAS_MEMBER, post_title="Last day", ends_on=MEETS_ON)
    person_with(Role.SAAS_MEMBER, post_title="Account closed", is_active=False)
    person_with(Role.INSPECTOR, post_title="Inspector")
    person_with(Role.BOARD_MEMBER, post_title="Board member")
    standings = {one.post: one.standing for one in expected_at(a_meeting(), TODAY).values()}
    assert standings == {
        "Business Team": Standing.SECRETARIAT,
        "Chair": Standing.MEMBER,
        "Council member": Standing.MEMBER,
        "Health member": Standing.MEMBER,
        "Last day": Standing.MEMBER,
        "Police member": Standing.MEMBER,
        "Probation member": Standing.MEMBER,
        "Scrutineer": Standing.SCRUTINEER,
    }


def test_each_stands_for_the_agency_they_represent(saas):
    expected = expected_at(a_meeting(), TODAY)
    assert expected[saas.police.pk].agency.category == "police"
    assert expected[saas.chair.pk].agency is None


def test_who_is_to_join_before_the_meeting_is_on_the_list_once_they_have_joined(saas):
    joins_on = TODAY + timedelta(days=3)
    new = person_with(Role.SAAS_MEMBER, starts_on=joins_on)
    meeting = a_meeting()
    assert new.pk not in expected_at(meeting, TODAY)
    assert new.pk in expected_at(meeting, joins_on)


def test_the_chairs_of_sub_groups_are_expected_at_saas_unless_somebody_speaks_for_them(saas):
    """SAAS ToR 4.1, R11."""
    emerging = PartnershipGroupFactory(slug="emerging-themes", short_name="Emerging Themes")
    policy = PartnershipGroupFactory(slug="policy", short_name="Policy")
    forum = PartnershipGroupFactory(slug="sector-forum", level="forum")
    for group, post in ((emerging, "Chair of themes"), (policy, "Chair of policy"), (forum, "Chair of a forum")):
        person_with(Role.GROUP_CHAIR, group=group, post_title=post)
    Membership.objects.filter(person=saas.probation).update(speaks_for_chair_of=emerging)
    found = {one.post for one in expected_at(a_meeting(), TODAY).values()}
    assert "Chair of policy" in found
    assert "Probation member, for the chair of Emerging Themes" in found
    assert not {"Chair of themes", "Chair of a forum"} & found


def test_at_other_groups_their_own_members_are_expected(saas):
    person_with(Role.BOARD_MEMBER, post_title="Board member")
    person_with(Role.BOARD_OBSERVER, post_title="Lead Member, observing")
    board = {one.post: one.standing for one in expected_at(a_meeting(group="board"), TODAY).values()}
    assert board == {
        "Board member": Standing.MEMBER,
        "Lead Member, observing": Standing.OBSERVER,
        "Business Team": Standing.SECRETARIAT,
        "Scrutineer": Standing.SCRUTINEER,
    }


def test_the_list_follows_the_memberships_until_the_papers_go_out(saas):
    meeting = a_listed_meeting(MeetingState.PLANNED)
    assert len(posts(meeting)) == 8
    team = {"by": saas.team, "now": BEFORE, "today": TODAY}
    new = UserFactory(post_title="Education member")
    add_membership(person=new, role=Role.SAAS_MEMBER, seat=a_group(), starts_on=TODAY, **team)
    assert "Education member" in posts(meeting)
    end_membership(membership=saas.probation.memberships.get(), last_day=TODAY, **team)
    assert "Probation member" not in posts(meeting)
    agency = saas.health.memberships.get().representing
    changes = {"representing": agency, "speaks_for_chair_of": None, "capacity": "", "has_authority": True}
    change_membership(membership=new.memberships.get(), by=saas.team, now=BEFORE, **changes)
    assert place_of(meeting, new).agency == agency
    change_person(person=new, name="", post_title="Schools member", by=saas.team, now=BEFORE)
    assert "Schools member" in posts(meeting)
    administrator = person_with(Role.SYSTEM_ADMINISTRATOR)
    deactivate_person(person=new, by=administrator, now=BEFORE, today=TODAY)
    assert "Schools member" not in posts(meeting)


def test_a_list_that_has_not_changed_is_not_logged_again(saas, meeting):
    assert logged("attendance.expect") == 1
    meeting.state = MeetingState.PLANNED
    services.keep_in_step(meeting=meeting, by=None, now=BEFORE)
    assert logged("attendance.expect") == 1


def test_after_that_the_secretariat_brings_it_up_to_date_until_attendance_is_taken(saas, meeting):
    answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE)
    late = a_member("Late")
    Membership.objects.filter(person=saas.police).update(ends_on=TODAY)
    services.keep_in_step(meeting=meeting, by=None, now=BEFORE)
    assert "Late member" not in posts(meeting)
    services.refresh_list(meeting=meeting, by=saas.team, now=BEFORE)
    assert "Late member" in posts(meeting)
    assert not {"Police member", SENT["post"]} & set(posts(meeting))
    takes(meeting, saas.team, present=[late, saas.chair], chair=saas.chair)
    with pytest.raises(ValidationError, match="has been recorded"):
        services.refresh_list(meeting=meeting, by=saas.team, now=AFTER)
    with pytest.raises(PermissionDenied):
        services.refresh_list(meeting=meeting, by=saas.chair, now=BEFORE)


# What the page says


def test_the_forecast_says_who_is_still_needed(saas, meeting):
    for person in (saas.chair, saas.health, saas.council):
        answers(meeting, person)
    page = attendance_page(meeting, saas.police, TODAY)
    assert (page.verdict, page.is_recorded) == ("Not yet certain to be quorate", False)
    assert "Police is still needed. No reply yet from Police member." in page.reasons
    assert page.counts == "Of 8 people on the list 3 will come, 0 cannot, 5 have not replied."
    answers(meeting, saas.police, Reply.APOLOGIES)
    failing = attendance_page(meeting, saas.team, TODAY)
    assert (failing.verdict, failing.is_not_quorate) == ("Will not be quorate as replies stand", True)
    assert failing.rearrange_url.endswith(f"/{meeting.key}/rearrange/")
    assert attendance_page(meeting, saas.police, TODAY).rearrange_url == ""


def test_the_deputy_is_expected_in_the_chair_when_the_chair_cannot_come(saas, meeting):
    """SAAS ToR 2.2: then the deputy is the one left out, and another officer is needed (R31, R33)."""
    for person in (saas.chair, saas.deputy, saas.police, saas.health):
        answers(meeting, person)
    answers(meeting, saas.council, Reply.APOLOGIES)
    rows = list(attendees_of(meeting))
    assert expected_chair(meeting, rows).person == saas.chair
    assert verdict(meeting) == Verdict.QUORATE
    answers(meeting, saas.chair, Reply.APOLOGIES)
    assert expected_chair(meeting, list(attendees_of(meeting))).person == saas.deputy
    assert verdict(meeting) == Verdict.NOT_QUORATE


def test_the_board_has_no_quorum_and_its_page_says_so(saas):
    Membership.objects.filter(person=saas.health).delete()
    member = person_with(Role.BOARD_MEMBER, post_title="Board member")
    Membership.objects.filter(person=member).update(representing=saas.police.memberships.get().representing)
    sync_grants(saas.team, today=TODAY)
    meeting = a_listed_meeting(group="board")
    answers(meeting, member)
    page = attendance_page(meeting, member, TODAY)
    assert page.verdict == "No quorum laid down"
    assert page.reasons == (NO_QUORUM, "Health: nobody.", "Local Authority: nobody.", "Police: Board member.")
    assert not page.is_not_quorate
    takes(meeting, saas.team, present=[], now=AFTER)
    assert attendance_page(meeting, member, date(2026, 12, 1)).reasons[3] == "Police: nobody."


def test_a_rearranged_meeting_leads_to_its_new_date(saas, meeting):
    """SAAS ToR 3.5, R34."""
    takes(meeting, saas.team, present=[saas.chair], chair=saas.chair)
    assert attendance_page(meeting, saas.chair, MEETS_ON).rearrange_url
    new = a_meeting(starts_at=AFTER + timedelta(days=14), instead_of=meeting)
    page = attendance_page(meeting, saas.chair, MEETS_ON)
    assert (page.rearranged, page.rearrange_url) == (new, "")
    assert str(new.key) in page.rearranged_url


def test_who_is_invited_and_has_not_replied_has_it_on_their_first_page(saas, meeting):
    def asked(person, today=TODAY):
        return [row.url for row in todo_for(person, today) if "whether you are coming" in row.title]

    assert asked(saas.police) == [f"/meetings/{meeting.key}/attendance/reply/"]
    assert asked(saas.team) == asked(person_with(Role.INSPECTOR)) == []
    assert asked(saas.police, MEETS_ON + timedelta(days=1)) == []
    answers(meeting, saas.police)
    assert asked(saas.police) == []
    meeting.state = MeetingState.PLANNED
    meeting.save()
    assert asked(saas.health) == []
