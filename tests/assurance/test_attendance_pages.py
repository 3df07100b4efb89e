"""The pages of attendance: the list, replies, substitutes, guests, taking it, and a group's attendance over time."""

from datetime import timedelta
from uuid import uuid4

import pytest

from assurance.models import Attendee, Minutes
from assurance.queries.attendance import attendance_table, attendees_of, recorded_as
from assurance.queries.attendance_history import attendance_history, history_table, substituted_often
from assurance.rules.attendance import Reply, Standing
from assurance.rules.meetings import MeetingKind, MeetingState, MinutesState
from assurance.rules.roles import Role
from assurance.services import attendance as services
from tests.assurance.counting import queries_of
from tests.factories.assurance import person_with
from tests.factories.attendance import (
    AFTER,
    BEFORE,
    SENT,
    a_listed_meeting,
    a_saas,
    answers,
    place_of,
    takes,
)
from tests.factories.meetings import STARTS_AT, a_group

pytestmark = pytest.mark.django_db
QUARTER = timedelta(days=91)
FAR = STARTS_AT + timedelta(days=20 * 365)


@pytest.fixture
def saas():
    return a_saas()


@pytest.fixture
def meeting(saas):
    return a_listed_meeting()


@pytest.fixture
def held(saas):
    """A meeting of last quarter that was held."""
    return a_listed_meeting(starts_at=STARTS_AT - QUARTER)


def address(meeting, part=""):
    return f"/meetings/{meeting.key}/attendance/{part}"


def shown(client, where):
    answer = client.get(where, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def attendance_of(meeting, present, chair=""):
    """What the page of attendance sends."""
    sent = {
        f"presence_{one.pk}": "present" if one.person in present or one in present else "absent"
        for one in attendees_of(meeting)
    }
    seen = recorded_as(attendees_of(meeting))
    return sent | {"in_chair": str(place_of(meeting, chair).pk) if chair else "", "seen": seen}


# The list


def test_members_read_who_is_coming_and_what_is_still_needed(saas, meeting, sign_in):
    answers(meeting, saas.police)
    said = shown(sign_in(saas.health), address(meeting))
    assert "Not yet certain to be quorate" in said
    assert "Local Authority is still needed. No reply yet from Council member" in said
    assert "Say whether you are coming" in said
    assert "Add somebody who attends" not in said
    assert "Take attendance" not in said


@pytest.mark.parametrize("part", ["", "reply/", "download.csv"])
def test_who_does_not_read_the_groups_meetings_learns_nothing(saas, meeting, sign_in, part):
    board = sign_in(person_with(Role.BOARD_MEMBER))
    assert board.get(address(meeting, part)).status_code == 404
    assert sign_in(person_with(Role.PARTNER_LEAD)).get(address(meeting, part)).status_code == 403


def test_there_is_no_list_of_no_meeting_and_no_place_of_another_meeting(saas, meeting, held, sign_in):
    client = sign_in(saas.team)
    assert client.get(f"/meetings/{uuid4()}/attendance/").status_code == 404
    elsewhere = place_of(held, saas.police)
    assert client.get(address(meeting, f"{elsewhere.pk}/reply/")).status_code == 404
    assert client.get(address(held, f"{elsewhere.pk}/reply/")).status_code == 200


def test_the_list_downloads(saas, meeting, sign_in):
    answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE)
    headers, rows = attendance_table(meeting)
    by_post = {row[0]: dict(zip(headers, row, strict=True)) for row in rows}
    assert by_post["Police member"]["Reply"] == "Sends a substitute"
    assert by_post[SENT["post"]]["Stands in for"] == "Police member"
    assert "Not yet confirmed" in by_post[SENT["post"]]["Able"]
    assert by_post["Chair"]["Able"] == ""
    order = [row[0] for row in rows]
    assert order.index(SENT["post"]) == order.index("Police member") + 1
    assert order[-2:] == ["Scrutineer", "Business Team"]
    for suffix in ("csv", "xlsx"):
        assert sign_in(saas.health).get(address(meeting, f"download.{suffix}")).status_code == 200


def test_the_list_costs_the_same_whatever_its_length(saas, meeting, sign_in):
    client = sign_in(saas.team)
    few = queries_of(client, address(meeting))
    agency = place_of(meeting, saas.police).agency
    for number in range(30):
        post, standing = f"Guest {number}", Standing.OBSERVER
        services.add_guest(meeting=meeting, post=post, standing=standing, agency=agency, by=saas.team, now=BEFORE)
    assert queries_of(client, address(meeting)) == few


# Replies


def test_a_member_says_that_they_are_coming(saas, meeting, sign_in):
    client = sign_in(saas.police)
    answer = client.post(address(meeting, "reply/"), {"answer": "coming"})
    assert (answer.status_code, answer.url) == (302, address(meeting))
    assert place_of(meeting, saas.police).reply == "coming"
    assert "Change your reply" in shown(client, address(meeting))


def test_a_substitute_is_asked_for_post_and_reason(saas, meeting, sign_in):
    client = sign_in(saas.police)
    said = client.post(address(meeting, "reply/"), {"answer": "sends_substitute"}).content.decode()
    assert "Enter the substitute’s post" in said
    assert "Say why a substitute comes, as an exception" in said
    assert place_of(meeting, saas.police).reply == ""
    client.post(address(meeting, "reply/"), {"answer": "sends_substitute", "post": "Inspector", "reason": "Ill"})
    assert place_of(meeting, saas.police).substitutes.get().post == "Inspector"
    again = shown(client, address(meeting, "reply/"))
    assert 'value="Inspector"' in again


def test_the_scrutineer_is_not_offered_a_substitute(saas, meeting, sign_in):
    said = shown(sign_in(saas.scrutineer), address(meeting, "reply/"))
    assert "I send my apologies" in said
    assert "substitute" not in said


def test_who_is_not_on_the_list_has_nothing_to_reply_to(saas, meeting, sign_in):
    said = shown(sign_in(person_with(Role.INSPECTOR)), address(meeting, "reply/"))
    assert "You are not on the list of this meeting" in said


def test_replies_are_closed_once_it_is_held(saas, meeting, sign_in):
    meeting.state = MeetingState.HELD
    meeting.save()
    said = sign_in(saas.police).post(address(meeting, "reply/"), {"answer": "coming"}).content.decode()
    assert "replies are closed" in said


def test_the_secretariat_records_a_reply_for_somebody(saas, meeting, sign_in):
    where = address(meeting, f"{place_of(meeting, saas.police).pk}/reply/")
    assert sign_in(saas.health).get(where).status_code == 403
    client = sign_in(saas.team)
    assert "Reply of Police member" in shown(client, where)
    client.post(where, {"answer": "apologies"})
    assert place_of(meeting, saas.police).reply == "apologies"


# Substitutes and guests


def test_the_chair_confirms_a_substitute_and_it_is_shown_by_whom(saas, meeting, sign_in):
    stands_in = answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE)
    where = address(meeting, f"{stands_in.pk}/confirm/")
    assert sign_in(saas.police).get(where).status_code == 403
    client = sign_in(saas.chair)
    assert "Record whether they are able" in shown(client, address(meeting))
    assert SENT["reason"] in shown(client, where)
    assert "Choose yes or no" in client.post(where, {}).content.decode()
    client.post(where, {"is_able": "yes"})
    assert "Able to contribute and to commission work in their own agency, recorded by Chair" in shown(
        client, address(meeting)
    )


def test_guests_come_and_go_by_post(saas, meeting, sign_in):
    client = sign_in(saas.team)
    assert "Enter the post" in client.post(address(meeting, "guests/add/"), {}).content.decode()
    client.post(address(meeting, "guests/add/"), {"post": "Audit lead", "standing": "in_attendance"})
    guest = Attendee.objects.get(meeting=meeting, post="Audit lead")
    where = address(meeting, f"{guest.pk}/remove/")
    assert client.get(where).status_code == 405
    assert sign_in(saas.police).post(where).status_code == 403
    client = sign_in(saas.team)
    assert "is off the list" in client.post(where, follow=True).content.decode()
    member = address(meeting, f"{place_of(meeting, saas.police).pk}/remove/")
    assert "as a guest" in client.post(member, follow=True).content.decode()


def test_the_list_is_brought_up_to_date_by_a_button(saas, meeting, sign_in):
    person_with(Role.SAAS_MEMBER, post_title="Newly appointed")
    client = sign_in(saas.team)
    assert "Newly appointed" not in shown(client, address(meeting))
    assert "Newly appointed" in client.post(address(meeting, "refresh/"), follow=True).content.decode()
    assert sign_in(saas.chair).post(address(meeting, "refresh/")).status_code == 403


# Taking attendance


def test_attendance_is_taken_on_one_screen_and_the_verdict_stands_at_once(saas, held, sign_in):
    answers(held, saas.police)
    client = sign_in(saas.team)
    said = shown(client, address(held, "take/"))
    assert said.count('type="radio"') == 2 * held.attendees.count()
    assert said.count("checked") == 1
    there = [saas.chair, saas.police, saas.health]
    answer = client.post(address(held, "take/"), attendance_of(held, there, saas.chair), follow=True)
    page = answer.content.decode()
    assert "<title>Who came: " in " ".join(page.split())
    assert "Not quorate" in page
    assert "Local Authority is not represented (SAAS ToR 3.5)." in page
    assert "rearranged at the earliest possible opportunity" in page
    assert f"/meetings/{held.key}/rearrange/" in page
    assert f"/meetings/{held.key}/rearrange/" not in shown(sign_in(saas.police), address(held))
    there.append(saas.council)
    page = sign_in(saas.team).post(address(held, "take/"), attendance_of(held, there, saas.chair), follow=True)
    page = page.content.decode()
    assert "Quorate" in page
    assert "rearranged" not in page


def test_of_two_who_take_attendance_both_are_shown_and_nothing_is_lost(saas, held, sign_in):
    """The second is shown what the first recorded beside what they chose themselves."""
    client = sign_in(saas.team)
    mine = attendance_of(held, [saas.chair, saas.police], saas.chair)
    takes(held, saas.team, present=[saas.deputy, saas.health], chair=saas.deputy)
    answer = client.post(address(held, "take/"), mine)
    said = answer.content.decode()
    assert (answer.status_code, "Two people took attendance" in said) == (409, True)
    assert said.count("Recorded meanwhile: ") == held.attendees.count()
    assert said.count("Not as you chose") == 4
    assert "Recorded meanwhile: Present, in the chair. <strong" in said
    assert said.count('value="present" checked') == 2
    assert place_of(held, saas.deputy).presence == "present"
    now_seen = recorded_as(attendees_of(held))
    assert f'name="seen" value="{now_seen}"' in said
    assert client.post(address(held, "take/"), mine | {"seen": now_seen}).status_code == 302
    assert place_of(held, saas.police).presence == "present"


def test_once_attendance_is_recorded_nobody_is_asked_for_a_reply(saas, meeting, sign_in):
    where = address(meeting, "reply/")
    assert where in shown(sign_in(saas.police), address(meeting))
    takes(meeting, saas.team, present=[saas.chair], chair=saas.chair)
    assert where not in shown(sign_in(saas.police), address(meeting))
    assert "Attendance has been recorded: replies are closed." in shown(sign_in(saas.police), where)
    said = shown(sign_in(saas.team), address(meeting))
    assert "record or change it" not in said
    assert "Somebody stood in" in said


def test_what_cannot_be_done_now_leads_back_with_a_sentence(saas, held, meeting, sign_in):
    client = sign_in(saas.team)
    assert "attendance is recorded from that day on" in shown(client, address(a_listed_meeting(starts_at=FAR), "take/"))
    place = place_of(held, saas.police).pk
    Minutes.objects.create(meeting=held, state=MinutesState.APPROVED)
    for part in (f"{place}/reply/", "guests/add/", "take/"):
        answer = client.get(address(held, part))
        assert (answer.status_code, answer.url) == (302, address(held))
        assert "open the minutes for correction first" in shown(client, address(held, part))


def test_what_is_left_out_comes_back_with_what_was_given(saas, held, sign_in):
    sent = attendance_of(held, [saas.chair], saas.chair)
    del sent[f"presence_{place_of(held, saas.police).pk}"]
    said = sign_in(saas.team).post(address(held, "take/"), sent).content.decode()
    assert "Say whether Police member was present" in said
    assert "checked" in said
    assert not held.attendees.exclude(presence="").exists()
    nobody = attendance_of(held, [saas.police])
    assert "Say who was in the chair" in sign_in(saas.team).post(address(held, "take/"), nobody).content.decode()


def test_who_is_not_the_secretariat_takes_no_attendance(saas, held, sign_in):
    assert sign_in(saas.police).get(address(held, "take/")).status_code == 403


def test_approved_minutes_freeze_it_and_say_how_to_correct_it(saas, held, sign_in):
    takes(held, saas.team, present=[saas.chair], chair=saas.chair)
    Minutes.objects.create(meeting=held, state=MinutesState.APPROVED)
    client = sign_in(saas.team)
    page = shown(client, address(held))
    assert "open the minutes for correction first" in page
    assert "Correct the attendance" not in page
    said = client.post(address(held, "take/"), attendance_of(held, [saas.chair], saas.chair)).content.decode()
    assert "open the minutes for correction first" in said


# Over several meetings (R37)


def several(saas, sends, number=4):
    """So many held meetings, oldest first; the police member sends a substitute to those numbered."""
    made = []
    for place in range(number):
        meeting = a_listed_meeting(starts_at=STARTS_AT - QUARTER * (number - place))
        stands_in = answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE) if place in sends else None
        answers(meeting, saas.health, Reply.APOLOGIES)
        present = [saas.chair, saas.council, stands_in or saas.police]
        takes(meeting, saas.team, present=present, chair=saas.chair, now=meeting.starts_at)
        meeting.state = MeetingState.HELD
        meeting.save()
        made.append(meeting)
    return made


def test_repeated_substitution_is_reported_on_the_meeting_and_for_the_group(saas, sign_in):
    made = several(saas, {0, 3})
    words = "Police member: a substitute at 2 of the latest 4 meetings"
    client = sign_in(saas.health)
    assert words in shown(client, address(made[-1]))
    assert words not in shown(client, address(made[0]))
    assert words in shown(client, "/groups/saas/attendance/")


def test_once_is_not_repeated_and_four_meetings_are_looked_back_at(saas):
    several(saas, {0, 4}, number=5)
    group = a_group()
    assert substituted_often(group) == []
    coming = a_listed_meeting(starts_at=STARTS_AT)
    answers(coming, saas.police, Reply.SENDS_SUBSTITUTE)
    assert [(one.post, one.times) for one in substituted_often(group, until=STARTS_AT)] == [("Police member", 2)]


def test_a_substitute_who_did_not_come_is_not_counted(saas):
    made = several(saas, {2, 3})
    Attendee.objects.filter(meeting=made[3], standing="substitute").update(presence="absent")
    assert substituted_often(a_group()) == []


def test_the_groups_attendance_shows_who_came_to_the_latest_eight(saas, sign_in):
    several(saas, {1}, number=9)
    extra = a_listed_meeting(MeetingState.HELD, kind=MeetingKind.WORKING_GROUP, starts_at=STARTS_AT - timedelta(days=9))
    history = attendance_history(a_group())
    assert len(history.meetings) == 8
    assert extra not in history.meetings
    rows = {row.post: row for row in history.rows}
    assert rows["Police member"].cells[-1] == f"Substitute: {SENT['post']}"
    assert set(rows["Police member"].cells[:-1]) == {"Present"}
    assert rows["Police member"].came == "7 of 8"
    assert set(rows["Chair"].cells) == {"Present, in the chair"}
    assert set(rows["Health member"].cells) == {"Apologies"}
    assert set(rows["Scrutineer"].cells) == {"Absent"}
    headers, table = history_table(a_group())
    assert len(headers) == 12
    assert all(len(row) == 12 for row in table)
    client = sign_in(saas.health)
    assert "Substitute: Detective Superintendent" in shown(client, "/groups/saas/attendance/")
    for suffix in ("csv", "xlsx"):
        assert client.get(f"/groups/saas/attendance/download.{suffix}").status_code == 200


def test_a_group_without_meetings_says_what_will_appear(saas, sign_in):
    client = sign_in(saas.health)
    assert "No attendance yet" in shown(client, "/groups/saas/attendance/")
    a_group("board")
    assert client.get("/groups/executive-board/attendance/").status_code == 404


def test_who_joined_later_was_not_expected_before(saas):
    several(saas, set(), number=2)
    late = person_with(Role.SAAS_MEMBER, post_title="Late member", starts_on=AFTER.date())
    third = a_listed_meeting(MeetingState.HELD, starts_at=AFTER + timedelta(days=1), listed_at=AFTER)
    rows = {row.post: row for row in attendance_history(a_group()).rows}
    assert rows["Late member"].cells == ("Not recorded", "Not expected", "Not expected")
    assert place_of(third, late)
