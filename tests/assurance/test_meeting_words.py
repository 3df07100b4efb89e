"""All that was written about one meeting as a file: what its reader reads on its pages, and no more."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from assurance.models import ItemComment, MeetingEvent, MemberInput, MinutesComment
from assurance.rules.meetings import MinutesState
from assurance.rules.roles import Role
from tests.factories.agendas import NOW, a_circulated_meeting, an_item
from tests.factories.assurance import person_with
from tests.factories.meetings import a_group, a_meeting
from tests.factories.minutes import some_minutes, the_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    a_group()
    return the_team()


def rows_for(client, meeting):
    answer = client.get(reverse("assurance:meeting_words_download", args=[meeting.key, "csv"]))
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_what_was_written_before_a_meeting_comes_out_under_its_heading(team, sign_in):
    meeting = a_circulated_meeting(team, titles=("Neglect",))
    item = meeting.agenda.get()
    ItemComment.objects.create(item=item, text="=Is the data of health in?", by=team, at=NOW)
    MemberInput.objects.create(meeting=meeting, author=team, risks="Long waits", sent_at=NOW, changed_at=NOW, version=1)
    rows = rows_for(sign_in(team), meeting)
    said = [(row["What it is"], row["Agenda item or heading"], row["Words"]) for row in rows]
    assert said[0][:2] == ("Agenda item", "1. Neglect")
    assert said[1] == ("Comment on an agenda item", "1. Neglect", "'=Is the data of health in?")
    assert (said[2][0], said[2][2]) == ("Member’s input", "Long waits")
    assert {row["What it is"] for row in rows[3:]} == {"The meeting"}


def test_a_draft_agenda_and_an_unsent_input_are_not_in_what_a_member_takes_away(team, sign_in):
    meeting = a_meeting(by=team)
    an_item(meeting, team, "A draft item")
    MemberInput.objects.create(meeting=meeting, author=team, risks="Unsent", changed_at=NOW, version=1)
    member = person_with(Role.SAAS_MEMBER, group=meeting.group)
    assert [row["Agenda item or heading"] for row in rows_for(sign_in(team), meeting)][0] == "1. A draft item"
    words = str(rows_for(sign_in(member), meeting))
    assert "A draft item" not in words
    assert "Unsent" not in words


def test_how_the_minutes_came_about_is_told_to_those_who_prepare_the_meeting(team, sign_in):
    minutes = some_minutes(MinutesState.CIRCULATED, team=team)
    meeting = minutes.meeting
    sent = meeting.circulations.get()
    MinutesComment.objects.create(circulation=sent, text="The second line is wrong", by=team, at=timezone.now())
    MeetingEvent.objects.create(meeting=meeting, move="move", text="The room was taken", by=team, at=NOW)
    member = person_with(Role.SAAS_MEMBER, group=meeting.group)
    told = {kind: str(rows_for(sign_in(person), meeting)) for kind, person in (("team", team), ("member", member))}
    for words in told.values():
        assert "The second line is wrong" in words
        assert "The room was taken" in words
    assert "'The minutes'" in told["team"]
    assert "'The minutes'" not in told["member"]
