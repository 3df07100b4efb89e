"""Agendas: items added, changed, moved and removed, built from what is due, agreed by the chair (R27, R29, R38)."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError
from django.urls import reverse

from assurance.models import AgendaItem, AgendaRequest, ForwardPlanItem, ItemComment, Meeting, User
from assurance.permissions import may, people_who_may
from assurance.queries.agendas import comments_open_to
from assurance.rules.agendas import (
    AREA_SHORT,
    ItemOrigin,
    ItemPurpose,
    ItemWords,
    PlanMove,
    RequestKind,
    RequestMove,
    StandingArea,
    agreement_problem,
    item_problem,
    moved,
)
from assurance.rules.meetings import MeetingMove, MeetingState
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.services.agenda_lock import lock_agenda
from assurance.services.agenda_requests import move_request
from assurance.services.forward_plan import move_plan_item
from assurance.services.meeting_moves import make_move
from assurance.services.notices import notify
from assurance.services.papers import drop_files

ACTIONS_TITLE = "Actions carried forward from earlier meetings"
# What an item keeps when another meeting takes it up.
KEPT = ("position", "title", "area", "purpose", "origin", "planned", "request", "lead", "minutes_allotted", "note")
NOTHING_CHOSEN = "Choose at least one item to put on the agenda."


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    words: ItemWords,
    by: User,
    now: datetime,
    origin: ItemOrigin = ItemOrigin.OWN,
    planned: ForwardPlanItem | None = None,
    request: AgendaRequest | None = None,
) -> AgendaItem:
    """A new item at the end of the agenda. Raises ValidationError."""
    locked = lock_agenda(meeting, by)
    _check(words)
    last = locked.agenda.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem(meeting=locked, position=last + 1, origin=str(origin), planned=planned, request=request)
    for name, value in asdict(words).items():
        setattr(item, name, value)
    item.save(force_insert=True)
    activity.record(actor=by, action="agenda.add_item", subject=item, detail=_of(locked), now=now)
    return item


@transaction.atomic
def change_item(*, item: AgendaItem, words: ItemWords, by: User, now: datetime) -> None:
    """Give an item other words. Where it comes from stays recorded."""
    locked = lock_agenda(item.meeting, by)
    _check(words)
    AgendaItem.objects.filter(pk=item.pk).update(**asdict(words))
    activity.record(actor=by, action="agenda.change_item", subject=item, detail=_of(locked), now=now)


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, by: User, now: datetime) -> None:
    """Move an item one place towards the start of the agenda, or towards its end."""
    locked = lock_agenda(item.meeting, by)
    order = [str(pk) for pk in locked.agenda.order_by("position", "pk").values_list("pk", flat=True)]
    for position, pk in enumerate(moved(order, str(item.pk), up=up), start=1):
        AgendaItem.objects.filter(pk=pk).exclude(position=position).update(position=position)
    activity.record(actor=by, action="agenda.move_item", subject=item, detail=_of(locked), now=now)


@transaction.atomic
def remove_item(*, item: AgendaItem, by: User, now: datetime) -> None:
    """
    Take an item off the agenda; what it came from waits again. Its papers go with it, but for those once circulated.

    What members have written to it is theirs: an item they commented on stays, and may be given other words.
    """
    locked = lock_agenda(item.meeting, by)
    if item.comments.exists():
        raise ValidationError(
            "Members have written to this item, so it stays on the agenda. Change it instead: its title or its note "
            "can say that it will not be taken."
        )
    activity.record(actor=by, action="agenda.remove_item", subject=item, detail=_of(locked), now=now)
    planned, request = item.planned, item.request
    drop_files(locked, list(item.papers.all()))
    try:
        item.delete()
    except ProtectedError as minuted:
        raise ValidationError("The minutes speak of this item, so it stays on the agenda.") from minuted
    if planned is not None:
        move_plan_item(item=planned, move=PlanMove.TAKE_OFF, by=by, now=now)
    if request is not None:
        move_request(request=request, move=RequestMove.TAKE_OFF, by=by, now=now)


@transaction.atomic
def build_agenda(
    *,
    meeting: Meeting,
    areas: Sequence[StandingArea] = (),
    planned: Iterable[ForwardPlanItem] = (),
    requests: Iterable[AgendaRequest] = (),
    carried: bool = False,
    actions_note: str = "",
    by: User,
    now: datetime,
) -> list[AgendaItem]:
    """
    Put what was chosen on the agenda, each with its origin (SAAS ToR 3.7, R38): actions first, then what was asked.

    Raises ValidationError when nothing was chosen, or when something of it was placed elsewhere in the meantime.
    """
    made = [_carried(meeting, actions_note, by, now)] if carried else []
    made += [_requested(meeting, request, by, now) for request in requests]
    made += [_planned(meeting, item, by, now) for item in planned]
    made += [_standing(meeting, area, by, now) for area in areas]
    if not made:
        raise ValidationError(NOTHING_CHOSEN)
    return made


def _carried(meeting: Meeting, note: str, by: User, now: datetime) -> AgendaItem:
    words = ItemWords(ACTIONS_TITLE, note=note, purpose=ItemPurpose.TO_NOTE)
    return add_item(meeting=meeting, words=words, origin=ItemOrigin.CARRIED_ACTIONS, by=by, now=now)


def _requested(meeting: Meeting, request: AgendaRequest, by: User, now: datetime) -> AgendaItem:
    move_request(request=request, move=RequestMove.PLACE, by=by, now=now)
    leads = request.from_group if request.kind == RequestKind.ITEM else request.to_group
    words = ItemWords(request.title, note=request.why, lead=f"Chair, {leads.short_name}")
    return add_item(meeting=meeting, words=words, origin=ItemOrigin.REQUEST, request=request, by=by, now=now)


def _planned(meeting: Meeting, item: ForwardPlanItem, by: User, now: datetime) -> AgendaItem:
    move_plan_item(item=item, move=PlanMove.PLACE, meeting=meeting, by=by, now=now)
    words = ItemWords(item.title, area=StandingArea(item.area), lead=item.lead, note=item.why)
    return add_item(meeting=meeting, words=words, origin=ItemOrigin.FORWARD_PLAN, planned=item, by=by, now=now)


def _standing(meeting: Meeting, area: StandingArea, by: User, now: datetime) -> AgendaItem:
    words = ItemWords(AREA_SHORT[area], area=area)
    return add_item(meeting=meeting, words=words, origin=ItemOrigin.STANDING, by=by, now=now)


@transaction.atomic
def carry_agenda(*, meeting: Meeting, to: Meeting, by: User, now: datetime) -> None:
    """
    Put the items of a meeting on the agenda of the one that takes its place, in their order; their papers stay behind.

    Where they come from goes with them: what was planned or asked for the one is now for the other. The service that
    rearranges the meeting has checked the right to it.
    """
    for old in meeting.agenda.select_related("planned", "request"):
        item = AgendaItem(meeting=to, **{name: getattr(old, name) for name in KEPT})
        if old.origin == ItemOrigin.CARRIED_ACTIONS:
            item.note = ""  # it counts the actions open before the other meeting
        if old.planned is not None:
            move_plan_item(item=old.planned, move=PlanMove.CARRY_OVER, meeting=to, by=by, now=now)
        AgendaRequest.objects.filter(pk=old.request_id).update(meeting=to)
        item.save(force_insert=True)
        activity.record(actor=by, action="agenda.add_item", subject=item, detail=_of(to), now=now)


def _check(words: ItemWords) -> None:
    if problem := item_problem(words):
        raise ValidationError(problem)


@transaction.atomic
def agree_agenda(*, meeting: Meeting, seen: MeetingState, by: User, now: datetime, text: str = "") -> None:
    """
    Record that the chair agrees the agenda: the chair's own word, or the secretariat's with how and when (R27).

    Raises ValidationError with nothing changed when the agenda is empty, or it is not said how the chair agreed.
    """
    is_chair = may(by, Permission.CHAIR_MEETING, meeting.group)
    if problem := agreement_problem(is_chair=is_chair, items=meeting.agenda.count(), how=text):
        raise ValidationError(problem)
    make_move(meeting=meeting, move=MeetingMove.AGREE, seen=seen, by=by, now=now, text=text)
    _tell(meeting, Permission.RUN_MEETING, "An agenda has been agreed by the chair", by, now)


@transaction.atomic
def open_agenda(*, meeting: Meeting, seen: MeetingState, reason: str, by: User, now: datetime) -> None:
    """Open an agreed or circulated agenda for changes, with the reason. It needs the chair's agreement again."""
    if not reason.strip():
        raise ValidationError("Say why the agenda is changed.")
    make_move(meeting=meeting, move=MeetingMove.CHANGE_AGENDA, seen=seen, by=by, now=now, text=reason)
    _tell(meeting, Permission.CHAIR_MEETING, "An agenda has been opened for changes", by, now)


@transaction.atomic
def comment_on_item(*, item: AgendaItem, text: str, by: User, now: datetime) -> ItemComment:
    """What a member or observer writes to an item before the meeting (R13, R40). Raises ValidationError."""
    if not comments_open_to(by, item.meeting):
        raise ValidationError(
            "Members and observers of the group can write to an item once the agenda has been circulated, until the "
            "meeting has been held."
        )
    if not text.strip():
        raise ValidationError("Write your comment.")
    comment = ItemComment.objects.create(item=item, text=text, by=by, at=now)
    activity.record(actor=by, action="agenda.comment", subject=comment, detail={"item": str(item.pk)}, now=now)
    return comment


def _of(meeting: Meeting) -> dict[str, str]:
    return {"meeting": str(meeting.key)}


def _tell(meeting: Meeting, permission: Permission, text: str, by: User, now: datetime) -> None:
    url = reverse("assurance:agenda_edit", args=[meeting.key])
    for person in people_who_may(permission, meeting.group).exclude(pk=by.pk):
        notify(person=person, text=text, url=url, permission=Permission.READ_MEETING, on=meeting.group, now=now)
