"""Agendas brought by the services to where a test needs them, and items of forward plans."""

from datetime import UTC, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from assurance.models import Meeting
from assurance.rules.agendas import ItemWords
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Role
from assurance.services.agendas import add_item, agree_agenda, open_agenda
from assurance.services.circulations import circulate_papers
from assurance.services.forward_plan import PlanWords, plan_item
from assurance.services.papers import take_live_paper, upload_paper
from tests.factories.assurance import person_with
from tests.factories.meetings import a_group, a_meeting

# Ten working days before the meeting of `a_meeting`, and so in time.
NOW = datetime(2026, 11, 12, 10, 0, tzinfo=UTC)
TEXT = b"What the meeting is to read"


def an_item(meeting, by, title="An item", *, now=NOW, **words):
    """An item on the agenda of a meeting."""
    return add_item(meeting=meeting, words=ItemWords(title, **words), by=by, now=now)


def a_paper(item, by, *, name="paper.txt", content=TEXT, now=NOW):
    """An uploaded paper of an item."""
    return upload_paper(item=item, upload=SimpleUploadedFile(name, content), by=by, now=now)


def a_live_paper(item, by, source="warnings", *, now=NOW):
    """A paper taken live from the portal."""
    return take_live_paper(item=item, source=source, by=by, now=now)


def agree(meeting, by, *, text="By e-mail on 12 November 2026", now=NOW):
    """Have the agenda agreed, from the state the meeting is in."""
    agree_agenda(meeting=meeting, seen=state_of(meeting), by=by, text=text, now=now)


def reopen(meeting, by, *, reason="A partner asked for an item", now=NOW):
    """Open the agenda for changes."""
    open_agenda(meeting=meeting, seen=state_of(meeting), by=by, reason=reason, now=now)


def circulate(meeting, by, *, now=NOW):
    """Circulate an agenda that has been agreed."""
    return circulate_papers(meeting=meeting, seen=state_of(meeting), by=by, now=now)


def a_circulated_meeting(team=None, *, titles=("First item", "Second item"), now=NOW, **fields):
    """A meeting with a circulated agenda of these items."""
    a_group(fields.get("group", "saas"))
    team = team or person_with(Role.BUSINESS_TEAM)
    meeting = a_meeting(by=team, **fields)
    for title in titles:
        an_item(meeting, team, title, now=now)
    agree(meeting, team, now=now)
    circulate(meeting, team, now=now)
    return meeting


def a_plan_item(group, by, title="A planned item", *, now=NOW, **words):
    """An item of a group's forward plan."""
    return plan_item(group=group, words=PlanWords(title, **words), by=by, now=now)


def state_of(meeting):
    """The state a meeting is in now."""
    return MeetingState(Meeting.objects.get(pk=meeting.pk).state)
