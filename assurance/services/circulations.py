"""Sending an agenda and its papers round: frozen, numbered, hashed, and told to members (SAAS ToR 3.3, R25, R27)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import Circulation, Meeting, MeetingEvent, Paper, User
from assurance.permissions import demand
from assurance.queries.agendas import draft_items
from assurance.queries.papers import content_of, may_read_source
from assurance.rules.agendas import NOT_AGREED, PaperKind
from assurance.rules.canonical import sha256_of
from assurance.rules.circulated import FrozenAgenda, FrozenInput, FrozenItem
from assurance.rules.clocks import papers_clock
from assurance.rules.meetings import Circulated, MeetingMove, MeetingState
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services.attendance import keep_in_step
from assurance.services.meeting_moves import make_move
from assurance.services.meeting_notices import tell_members

FIRST = "The agenda and papers of a meeting have been circulated: say whether you are coming"
AGAIN = "The agenda and papers of a meeting have been circulated again, with changes"


@transaction.atomic
def circulate_papers(*, meeting: Meeting, seen: MeetingState, by: User, now: datetime) -> Circulation:
    """
    Freeze the agenda, its papers and the input listed, and tell the members. Later versions say what has changed.

    Raises ValidationError, with nothing changed, when the chair has not agreed the agenda (R27).
    """
    demand(by, Permission.RUN_MEETING, meeting.group)
    if seen == MeetingState.PLANNED:
        raise ValidationError(NOT_AGREED)
    keep_in_step(meeting=meeting, by=by, now=now)
    make_move(meeting=meeting, move=MeetingMove.CIRCULATE, seen=seen, by=by, now=now)
    number = meeting.circulations.filter(what=Circulated.PAPERS).count() + 1
    content = _frozen(meeting, number, by, now).content()
    circulation = Circulation.objects.create(
        meeting=meeting,
        what=str(Circulated.PAPERS),
        number=number,
        content=content,
        sha256=sha256_of(content),
        due_on=papers_clock(local_date(meeting.starts_at)).due_on,
        by=by,
        at=now,
    )
    url = reverse("assurance:circulation", args=[meeting.key, number])
    tell_members(meeting=meeting, text=AGAIN if number > 1 else FIRST, url=url, by=by, now=now)
    return circulation


def _frozen(meeting: Meeting, number: int, by: User, now: datetime) -> FrozenAgenda:
    agreed = _last(meeting, MeetingMove.AGREE)
    changed = _last(meeting, MeetingMove.CHANGE_AGENDA) if number > 1 else None
    if agreed is None:
        raise ValidationError(NOT_AGREED)
    return FrozenAgenda(
        group=meeting.group.name,
        title=meeting.title or meeting.get_kind_display(),
        starts_at=meeting.starts_at.isoformat(),
        minutes_long=meeting.minutes_long,
        place=meeting.place,
        number=number,
        agreed_by=str(agreed.by),
        agreed_at=agreed.at.isoformat(),
        agreed_how=agreed.text,
        changed_because=changed.text if changed else "",
        items=_items(meeting, by, now),
        inputs=tuple(
            FrozenInput(str(one.author), one.agency.name if one.agency else "", one.sent_at.isoformat())
            for one in meeting.inputs.filter(sent_at__isnull=False).select_related("author", "agency")
        ),
    )


def _items(meeting: Meeting, by: User, now: datetime) -> tuple[FrozenItem, ...]:
    return draft_items(meeting, lambda paper: content_of(_readable(paper, meeting, by), meeting, by, now))


def _readable(paper: Paper, meeting: Meeting, by: User) -> Paper:
    if paper.kind == PaperKind.LIVE and not may_read_source(by, meeting, paper.source):
        raise ValidationError(f"The paper “{paper.title}” cannot be read by you, so it cannot be circulated by you.")
    return paper


def _last(meeting: Meeting, move: MeetingMove) -> MeetingEvent | None:
    return meeting.events.filter(move=move).select_related("by").last()
