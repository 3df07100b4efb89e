"""The forward plan of a group: items planned, placed, covered and dropped (SAAS ToR 3.7, R38, R99)."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from assurance.models import ForwardPlanItem, Liaison, Meeting, PartnershipGroup, Topic, User
from assurance.permissions import may, refusal
from assurance.rules.agendas import PLAN_STATE_WORDS, PlanMove, PlanState, StandingArea, plan_after
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity


@dataclass(frozen=True)
class PlanWords:
    """What an item of a forward plan says, and for which meeting it is."""

    title: str
    why: str = ""
    area: StandingArea = StandingArea.NONE
    lead: str = ""
    topic: Topic | None = None
    meeting: Meeting | None = None

    def values(self) -> dict[str, object]:
        """The same by the names of the fields."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


PLANNERS = (Permission.RUN_MEETING, Permission.CHAIR_MEETING)


def demand_planner(by: User, group: PartnershipGroup) -> None:
    """Raise PermissionDenied unless `by` runs or chairs the group's meetings."""
    if not any(may(by, permission, group) for permission in PLANNERS):
        raise PermissionDenied(refusal(Permission.CHAIR_MEETING))


@transaction.atomic
def plan_item(*, group: PartnershipGroup, words: PlanWords, by: User, now: datetime) -> ForwardPlanItem:
    """A new item of the group's forward plan. Raises ValidationError."""
    demand_planner(by, group)
    _check(group, words)
    item = ForwardPlanItem.objects.create(group=group, added_by=by, added_at=now, **words.values())
    activity.record(actor=by, action="plan.add", subject=item, now=now)
    return item


@transaction.atomic
def change_plan_item(*, item: ForwardPlanItem, words: PlanWords, by: User, now: datetime) -> None:
    """Give an item other words or another meeting, while it is not on an agenda. Raises ValidationError."""
    demand_planner(by, item.group)
    _check(item.group, words)
    if not ForwardPlanItem.objects.filter(pk=item.pk, state=PlanState.PLANNED).update(**words.values()):
        raise ValidationError(_cannot(item))
    activity.record(actor=by, action="plan.change", subject=item, now=now)


@transaction.atomic
def drop_plan_item(*, item: ForwardPlanItem, reason: str, by: User, now: datetime) -> None:
    """Drop an item, with the reason; it can be taken up again."""
    demand_planner(by, item.group)
    if not reason.strip():
        raise ValidationError("Say why it is dropped.")
    move_plan_item(item=item, move=PlanMove.DROP, by=by, now=now, dropped_because=reason)


@transaction.atomic
def take_up_plan_item(*, item: ForwardPlanItem, by: User, now: datetime) -> None:
    """Take a dropped item up again, for a meeting still to be chosen."""
    demand_planner(by, item.group)
    move_plan_item(item=item, move=PlanMove.TAKE_UP, by=by, now=now, meeting=None)


@transaction.atomic
def move_plan_item(*, item: ForwardPlanItem, move: PlanMove, by: User, now: datetime, **values: object) -> None:
    """One step of an item from the state it was read in. The service that calls this has checked the right to it."""
    seen = PlanState(ForwardPlanItem.objects.values_list("state", flat=True).get(pk=item.pk))
    state = plan_after(seen, move)
    if state is None:
        raise ValidationError(_cannot(item))
    if not ForwardPlanItem.objects.filter(pk=item.pk, state=seen).update(state=state, **values):
        raise ValidationError(_cannot(item))
    activity.record(actor=by, action=f"plan.{move}", subject=item, now=now)


@transaction.atomic
def cover_plan(*, meeting: Meeting, by: User, now: datetime) -> None:
    """The meeting has been held: what was on its agenda from the forward plan is covered."""
    for item in _on_the_agenda_of(meeting):
        move_plan_item(item=item, move=PlanMove.COVER, by=by, now=now)


@transaction.atomic
def release_plan(*, meeting: Meeting, to: Meeting | None, by: User, now: datetime) -> None:
    """The meeting will not take place: what was planned for it is planned for `to`, or for a meeting to be chosen."""
    for item in _on_the_agenda_of(meeting):
        move_plan_item(item=item, move=PlanMove.TAKE_OFF, by=by, now=now)
    ForwardPlanItem.objects.filter(meeting=meeting, state=PlanState.PLANNED).update(meeting=to)


@transaction.atomic
def record_liaison(
    *, group: PartnershipGroup, other: PartnershipGroup, on: date, about: str, by: User, now: datetime
) -> Liaison:
    """What the chair of a group talked over with the chair of another (SAAS ToR 2.3, R42). Raises ValidationError."""
    demand_planner(by, group)
    if other == group:
        raise ValidationError("Choose another group.")
    if not about.strip():
        raise ValidationError("Say what it was about, and what was agreed.")
    if on > local_date(now):
        raise ValidationError("The day cannot be in the future.")
    liaison = Liaison.objects.create(group=group, other=other, on=on, about=about, by=by, at=now)
    activity.record(actor=by, action="liaison.record", subject=liaison, now=now)
    return liaison


def _on_the_agenda_of(meeting: Meeting) -> list[ForwardPlanItem]:
    return list(ForwardPlanItem.objects.filter(items__meeting=meeting, state=PlanState.ON_AGENDA).distinct())


def _check(group: PartnershipGroup, words: PlanWords) -> None:
    if not words.title.strip():
        raise ValidationError("Say in a few words what is planned.")
    if words.meeting is not None and words.meeting.group_id != group.pk:
        raise ValidationError("Choose a meeting of this group.")
    if words.meeting is not None and words.meeting.state in (MeetingState.HELD, MeetingState.CANCELLED):
        raise ValidationError("Choose a meeting that is still to come.")


def _cannot(item: ForwardPlanItem) -> str:
    words = PLAN_STATE_WORDS[PlanState(ForwardPlanItem.objects.values_list("state", flat=True).get(pk=item.pk))]
    return f"That cannot be done now: “{item.title}” is “{words}”. Somebody may have been quicker than you."
