"""Who may change an agenda, and when: asked by every service that writes in one (R27)."""

from django.core.exceptions import ValidationError

from assurance.models import Meeting, User
from assurance.permissions import demand
from assurance.rules.agendas import agenda_problem
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Permission


def lock_agenda(meeting: Meeting, by: User) -> Meeting:
    """The meeting, locked until the transaction ends, if `by` may change its agenda now. Raises with a sentence."""
    demand(by, Permission.RUN_MEETING, meeting.group)
    locked = Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)
    if problem := agenda_problem(MeetingState(locked.state)):
        raise ValidationError(problem)
    return locked
