"""What one group asks of another's meeting: an item on its agenda, or that its chair attends (SAAS ToR 5.4, R42)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import AgendaRequest, Meeting, PartnershipGroup, User
from assurance.permissions import people_who_may
from assurance.rules.agendas import REQUEST_STATE_WORDS, RequestKind, RequestMove, RequestState, request_after
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.services.forward_plan import demand_planner
from assurance.services.notices import notify

ASKED = "Another group asks something of your group’s agenda planning"
ANSWERED = "A request of your group to another group’s meeting has been answered"


@transaction.atomic
def ask(
    *,
    kind: RequestKind,
    from_group: PartnershipGroup,
    to_group: PartnershipGroup,
    meeting: Meeting,
    title: str,
    why: str,
    by: User,
    now: datetime,
) -> AgendaRequest:
    """
    Ask another group for an item at its meeting, or that its chair attends a meeting of one's own.

    Raises ValidationError when the meeting is not of the group it should be of, or is over.
    """
    demand_planner(by, from_group)
    if from_group == to_group:
        raise ValidationError("Choose another group.")
    if not title.strip() or not why.strip():
        raise ValidationError("Say in a few words what is asked, and why.")
    expected = to_group if kind == RequestKind.ITEM else from_group
    if meeting.group_id != expected.pk:
        raise ValidationError(f"Choose a meeting of {expected.short_name}.")
    if meeting.state in (MeetingState.HELD, MeetingState.CANCELLED):
        raise ValidationError("Choose a meeting that is still to come.")
    request = AgendaRequest.objects.create(
        kind=kind,
        from_group=from_group,
        to_group=to_group,
        meeting=meeting,
        title=title,
        why=why,
        asked_by=by,
        asked_at=now,
    )
    activity.record(actor=by, action="agenda_request.ask", subject=request, now=now)
    _tell(to_group, ASKED, by, now)
    return request


@transaction.atomic
def decline(*, asked: AgendaRequest, reason: str, by: User, now: datetime) -> None:
    """Decline a request, with the reason: the group that was asked does so."""
    demand_planner(by, asked.to_group)
    if not reason.strip():
        raise ValidationError("Say why it is declined.")
    move_request(request=asked, move=RequestMove.DECLINE, by=by, now=now, answer=reason)


@transaction.atomic
def move_request(*, request: AgendaRequest, move: RequestMove, by: User, now: datetime, answer: str = "") -> None:
    """One step of a request from the state it is in. The service that calls this has checked the right to it."""
    seen = _state_of(request)
    state = request_after(seen, move)
    answered = move != RequestMove.TAKE_OFF
    values = {"answer": answer, "answered_by": by if answered else None, "answered_at": now if answered else None}
    found = AgendaRequest.objects.filter(pk=request.pk, state=seen)
    if state is None or not found.update(state=state, **values):
        raise ValidationError(_cannot(request))
    activity.record(actor=by, action=f"agenda_request.{move}", subject=request, now=now)
    _tell(request.from_group, ANSWERED, by, now)


def _state_of(request: AgendaRequest) -> RequestState:
    return RequestState(AgendaRequest.objects.values_list("state", flat=True).get(pk=request.pk))


def _cannot(request: AgendaRequest) -> str:
    words = REQUEST_STATE_WORDS[_state_of(request)]
    return f"That cannot be done now: “{request.title}” is “{words}”. Somebody may have been quicker than you."


def _tell(group: PartnershipGroup, text: str, by: User, now: datetime) -> None:
    url = reverse("assurance:forward_plan", args=[group.slug])
    for person in people_who_may(Permission.CHAIR_MEETING, group).exclude(pk=by.pk):
        notify(person=person, text=text, url=url, permission=Permission.READ_MEETING, on=group, now=now)
