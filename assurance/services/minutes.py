"""The life of minutes: begun, written, approved by the chair, circulated, corrected (SAAS ToR 2.3, 3.2, R26, R28)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from assurance.models import (
    AgendaItem,
    Circulation,
    Meeting,
    MinuteEntry,
    Minutes,
    MinutesComment,
    MinutesEvent,
    User,
)
from assurance.permissions import demand, may, people_who_may, refusal
from assurance.queries.meetings import comments_at
from assurance.queries.minutes import due_on, problem_of_comments
from assurance.queries.minutes_content import ASKED, frozen
from assurance.rules.canonical import sha256_of
from assurance.rules.meetings import (
    MINUTES_RIGHTS,
    MINUTES_STATE_WORDS,
    Circulated,
    MeetingState,
    MinutesMove,
    MinutesState,
    minutes_after,
)
from assurance.rules.minutes import problem_of_begin, problem_of_writing, problems_of_move
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.services.drafts import SaveOutcome
from assurance.services.meeting_moves import demand_any
from assurance.services.meeting_notices import tell_members, tell_people

FIRST = "The minutes of a meeting have been circulated"
AGAIN = "The minutes of a meeting have been circulated again, corrected"
READY = "Minutes are ready and wait for your approval"
APPROVED = "The chair has approved minutes: they can be circulated"
CORRECTED = "Minutes have been opened for correction"
COMMENTED = "Somebody has commented on minutes"


@transaction.atomic
def begin_minutes(*, meeting: Meeting, by: User, now: datetime) -> Minutes:
    """
    The minutes of a meeting that has begun, a draft with an entry an agenda item; those there are, if they were begun.

    Raises ValidationError before the meeting begins, and when it was cancelled.
    """
    demand(by, Permission.RUN_MEETING, meeting.group)
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if problem := problem_of_begin(MeetingState(locked.state), locked.starts_at, now):
        raise ValidationError(problem)
    minutes, is_new = Minutes.objects.get_or_create(meeting=locked)
    if is_new:
        _keep(minutes, MinutesMove.BEGIN, "", by, now)
    _match_agenda(minutes)
    return minutes


@transaction.atomic
def save_entry(*, entry: MinuteEntry, version: int, discussion: str, by: User, now: datetime) -> SaveOutcome:
    """Save what was said to an item, unless it changed since `version`; log that, not what."""
    lock_draft(entry.minutes, by)
    saved = MinuteEntry.objects.filter(pk=entry.pk, version=version).update(
        discussion=discussion, version=F("version") + 1, changed_at=now
    )
    if not saved:
        return SaveOutcome(False, MinuteEntry.objects.get(pk=entry.pk).version)
    detail = {"version": version + 1}
    activity.record(actor=by, action="minutes.save_entry", subject=entry, detail=detail, now=now)
    return SaveOutcome(True, version + 1)


@transaction.atomic
def ask_approval(*, minutes: Minutes, by: User, now: datetime) -> None:
    """
    Tell those who chair the group that its minutes are ready for their approval (R28). It may be asked again.

    Raises ValidationError when the minutes are no draft any more, and when nobody with an account chairs the group.
    """
    locked = lock_draft(minutes, by)
    chairs = people_who_may(Permission.CHAIR_MEETING, locked.meeting.group).exclude(pk=by.pk)
    if not chairs.exists():
        raise ValidationError("Nobody with an account chairs this group: record how and when the chair approves them.")
    activity.record(actor=by, action=ASKED, subject=locked, now=now)
    _tell(chairs, READY, locked.meeting, by, now)


@transaction.atomic
def approve_minutes(*, minutes: Minutes, seen: MinutesState, by: User, now: datetime, text: str = "") -> None:
    """
    Record the chair's approval: by the chair's own account, or by the secretariat with how and when it was given (R28).

    Raises ValidationError when the minutes are no draft any more, or the secretariat does not say how.
    """
    _move(minutes, MinutesMove.APPROVE, seen, text, by, now)
    secretariat = people_who_may(Permission.RUN_MEETING, minutes.meeting.group)
    _tell(secretariat, APPROVED, minutes.meeting, by, now)


@transaction.atomic
def correct_minutes(*, minutes: Minutes, seen: MinutesState, by: User, now: datetime, text: str) -> None:
    """Open minutes for correction, with the reason. What was circulated stays as it was; the chair approves again."""
    _move(minutes, MinutesMove.CORRECT, seen, text, by, now)
    _match_agenda(minutes)
    _tell(_preparing(minutes.meeting), CORRECTED, minutes.meeting, by, now)


@transaction.atomic
def circulate_minutes(*, minutes: Minutes, seen: MinutesState, by: User, now: datetime, text: str = "") -> Circulation:
    """
    Freeze the approved minutes under the next number, and tell the members; late is recorded, not refused (R26).

    Raises ValidationError when the chair has not approved them (R28).
    """
    demand(by, Permission.RUN_MEETING, minutes.meeting.group)
    if seen == MinutesState.DRAFT:
        raise ValidationError("The chair has not approved these minutes, so they cannot be circulated yet.")
    _move(minutes, MinutesMove.CIRCULATE, seen, text, by, now)
    meeting = minutes.meeting
    content = frozen(meeting)
    circulation = Circulation(meeting=meeting, what=Circulated.MINUTES, number=content.version, due_on=due_on(meeting))
    circulation.content = content.content()
    circulation.sha256 = sha256_of(circulation.content)
    circulation.by, circulation.at = by, now
    circulation.save(force_insert=True)
    url = reverse("assurance:minutes_version", args=[meeting.key, circulation.number])
    tell_members(meeting=meeting, text=FIRST if circulation.number == 1 else AGAIN, url=url, by=by, now=now)
    return circulation


@transaction.atomic
def comment_on_minutes(*, circulation: Circulation, text: str, by: User, now: datetime) -> MinutesComment:
    """
    What a member or observer writes to minutes that were circulated; those who write and approve them are told (R13).

    It decides and changes nothing: to put the minutes right, they are opened for correction. Raises PermissionDenied
    for others, and ValidationError when the version no longer stands.
    """
    meeting = circulation.meeting
    if not comments_at(by, meeting):
        raise PermissionDenied(refusal(Permission.RUN_MEETING))
    if problem := problem_of_comments(circulation):
        raise ValidationError(problem)
    if not text.strip():
        raise ValidationError("Write your comment.")
    comment = MinutesComment.objects.create(circulation=circulation, text=text, by=by, at=now)
    detail = {"version": circulation.number}
    activity.record(actor=by, action="minutes.comment", subject=comment, detail=detail, now=now)
    _tell(_preparing(meeting), COMMENTED, meeting, by, now)
    return comment


def lock_draft(minutes: Minutes, by: User) -> Minutes:
    """The minutes, locked until the transaction ends, if `by` may write in them now. Raises with a sentence (R29)."""
    locked = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__group").get(pk=minutes.pk)
    demand(by, Permission.RUN_MEETING, locked.meeting.group)
    if problem := problem_of_writing(MinutesState(locked.state)):
        raise ValidationError(problem)
    return locked


def _match_agenda(minutes: Minutes) -> None:
    """Have an entry an agenda item, and one besides: the agenda may have changed since they were begun."""
    have = set(minutes.entries.values_list("item", flat=True))
    wanted = [*AgendaItem.objects.filter(meeting=minutes.meeting_id).values_list("pk", flat=True), None]
    MinuteEntry.objects.bulk_create([MinuteEntry(minutes=minutes, item_id=item) for item in wanted if item not in have])


def _move(minutes: Minutes, move: MinutesMove, seen: MinutesState, text: str, by: User, now: datetime) -> None:
    meeting = minutes.meeting
    demand_any(by, MINUTES_RIGHTS[move], meeting)
    state = minutes_after(seen, move)
    if state is None:
        raise ValidationError(f"That cannot be done now: the minutes are “{MINUTES_STATE_WORDS[seen]}”.")
    is_chair = may(by, Permission.CHAIR_MEETING, meeting.group)
    if problems := problems_of_move(move, text, is_chair=is_chair):
        raise ValidationError(problems)
    if not Minutes.objects.filter(pk=minutes.pk, state=seen).update(state=state):
        words = MINUTES_STATE_WORDS[MinutesState(Minutes.objects.values_list("state", flat=True).get(pk=minutes.pk))]
        raise ValidationError(
            f"Somebody else was first: the minutes are now “{words}”. Look at them again, then decide.", code="conflict"
        )
    minutes.state = state
    _keep(minutes, move, text, by, now)


def _keep(minutes: Minutes, move: MinutesMove, text: str, by: User, now: datetime) -> None:
    MinutesEvent.objects.create(minutes=minutes, move=move, text=text, by=by, at=now)
    activity.record(actor=by, action=f"minutes.{move}", subject=minutes, now=now)


def _preparing(meeting: Meeting) -> QuerySet[User]:
    """Those who write and approve the minutes."""
    secretariat = people_who_may(Permission.RUN_MEETING, meeting.group)
    return secretariat | people_who_may(Permission.CHAIR_MEETING, meeting.group)


def _tell(people: QuerySet[User], text: str, meeting: Meeting, by: User, now: datetime) -> None:
    url = reverse("assurance:minutes_detail", args=[meeting.key])
    tell_people(people, meeting=meeting, text=text, url=url, by=by, now=now)
