"""Lessons: recorded, given to agencies and groups, taken up, and told of with what changed (R144, ToR 3.7)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from assurance.models import (
    Agency,
    Lesson,
    LessonChange,
    LessonGiven,
    PartnershipGroup,
    RapidReview,
    Theme,
    Topic,
    User,
)
from assurance.permissions import demand, people_who_may
from assurance.queries.lessons import stamp_of
from assurance.rules.learning import (
    GIVEN_RIGHTS,
    GIVEN_WORDS,
    NOTHING_TOLD,
    TOLD_ALREADY,
    ChangeKind,
    GivenMove,
    GivenState,
    LessonSource,
    given_after,
    problems_of_another_date,
    problems_of_changes,
    problems_of_lesson,
)
from assurance.rules.roles import Permission
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import is_working_day
from assurance.services import activity
from assurance.services.actions import holders_people
from assurance.services.notices import notify

Seat = Agency | PartnershipGroup
GIVEN = "A lesson has been given to your agency or group"
REDATED = "There is another date by which to tell what a lesson has changed"
TAKEN_BACK = "A lesson given to your agency or group has been taken back"
OVERDUE = "Your agency or group has not yet told what a lesson has changed"
TOLD = "An agency or group has told what a lesson has changed"
OF_A_RAPID_REVIEW = "A rapid review"


class Details(TypedDict, total=False):
    """What a lesson says, where it comes from and what it is linked with, by the names of its fields."""

    title: str
    what: str
    change: str
    source: str
    review_title: str
    published_on: date | None
    link: str
    rapid_review: RapidReview | None
    topic: Topic | None
    theme: Theme | None


@transaction.atomic
def record_lesson(*, by: User, now: datetime, **details: Unpack[Details]) -> Lesson:
    """
    A new lesson, of `details` by the names of its fields.

    Raises ValidationError where words are missing, and for one of the Child Death Overview Panel without its link.
    """
    demand(by, Permission.MANAGE_ASSURANCE)
    lesson = Lesson(recorded_by=by, recorded_at=now)
    _write(lesson, details, by, now)
    lesson.save(force_insert=True)
    activity.record(actor=by, action="lesson.record", subject=lesson, detail={"source": lesson.source}, now=now)
    return lesson


@transaction.atomic
def change_lesson(*, lesson: Lesson, seen: str, by: User, now: datetime, **details: Unpack[Details]) -> None:
    """
    Other words or links of a lesson. `seen` is the stamp of it as its reader saw it.

    Raises ValidationError when somebody else has changed it since.
    """
    demand(by, Permission.MANAGE_ASSURANCE)
    kept = Lesson.objects.select_for_update(of=("self",)).get(pk=lesson.pk)
    if stamp_of(kept) != seen:
        raise ValidationError(
            "Somebody else has changed the lesson since you opened it. What you wrote is still here. Read what they "
            "wrote, then send yours if it still holds.",
            code="conflict",
        )
    _write(kept, details, by, now)
    kept.save()
    activity.record(actor=by, action="lesson.change", subject=kept, now=now)


@transaction.atomic
def give_lesson(*, lesson: Lesson, holders: Sequence[Seat], due_on: date, by: User, now: datetime) -> None:
    """
    Give a lesson to agencies and groups, which tell by `due_on` what it has changed; they are told at once.

    Raises ValidationError for nobody, for a day past, and for one who has it already.
    """
    demand(by, Permission.MANAGE_ASSURANCE)
    if not holders:
        raise ValidationError("Choose at least one agency or group.")
    if problems := problems_of_another_date(due_on, local_date(now)):
        raise ValidationError(problems)
    for holder in holders:
        agency, group = (holder, None) if isinstance(holder, Agency) else (None, holder)
        given = LessonGiven(lesson=lesson, agency=agency, group=group, due_on=due_on, given_by=by, given_at=now)
        try:
            with transaction.atomic():
                given.save(force_insert=True)
        except IntegrityError as clash:
            raise ValidationError(f"{holder.name} has been given this lesson already.") from clash
        detail = {"holder": holder.slug, "due_on": due_on.isoformat()}
        activity.record(actor=by, action="lesson.give", subject=lesson, detail=detail, now=now)
        _tell_holder(given, GIVEN, reverse("assurance:lesson_detail", args=[lesson.pk]), by, now)


@transaction.atomic
def change_given_date(*, given: LessonGiven, due_on: date, by: User, now: datetime) -> None:
    """
    Another day by which an agency or group tells what a lesson has changed; it is told of it.

    Raises ValidationError for a day past, and once something has been told.
    """
    kept = _not_told_of(given, by)
    if problems := problems_of_another_date(due_on, local_date(now)):
        raise ValidationError(problems)
    LessonGiven.objects.filter(pk=kept.pk).update(due_on=due_on, reminded_at=None)
    detail = {"holder": given.holder.slug, "due_on": due_on.isoformat(), "was_due_on": kept.due_on.isoformat()}
    activity.record(actor=by, action="lesson.date", subject=given, detail=detail, now=now)
    _tell_holder(given, REDATED, reverse("assurance:lesson_detail", args=[given.lesson_id]), by, now)


@transaction.atomic
def take_back_lesson(*, given: LessonGiven, by: User, now: datetime) -> None:
    """
    A lesson given by mistake is given no longer; the agency or group is told. It can be given anew.

    Raises ValidationError once something has been told: what was told is kept.
    """
    kept = _not_told_of(given, by)
    detail = {"holder": given.holder.slug, "due_on": kept.due_on.isoformat()}
    activity.record(actor=by, action="lesson.take_back", subject=given.lesson, detail=detail, now=now)
    LessonGiven.objects.filter(pk=kept.pk).delete()
    _tell_holder(given, TAKEN_BACK, reverse("assurance:lesson_ours"), by, now)


@transaction.atomic
def take_up_lesson(*, given: LessonGiven, by: User, now: datetime) -> None:
    """An agency or group says that it has a lesson in hand. Raises ValidationError once it is past that."""
    _move(given, GivenMove.TAKE_UP, by, now)


@transaction.atomic
def tell_of_change(*, given: LessonGiven, texts: Mapping[ChangeKind, str], by: User, now: datetime) -> None:
    """
    What a lesson has led to in training, policy, practice or outcomes for children: at least one of them (R144).

    Those who see to lessons are told. What was told before stays. Raises ValidationError when nothing is told.
    """
    if problems := problems_of_changes(texts):
        raise ValidationError(problems)
    _move(given, GivenMove.TELL, by, now)
    for kind in ChangeKind:
        if text := texts.get(kind, "").strip():
            LessonChange.objects.create(given=given, kind=kind, text=text, by=by, at=now)
    url = reverse("assurance:lesson_detail", args=[given.lesson_id])
    for person in people_who_may(Permission.MANAGE_ASSURANCE).exclude(pk=by.pk):
        notify(person=person, text=TOLD, url=url, permission=Permission.READ_ASSURANCE, now=now)


@transaction.atomic
def remind_overdue(*, by: User | None, now: datetime) -> int:
    """
    Remind those who have not told what a lesson changed by its day, once a day each; of how many lessons given.

    Somebody who sees to several gets one notice. Without `by` the portal does it by itself, on working days.
    """
    today = local_date(now)
    if by is not None:
        demand(by, Permission.MANAGE_ASSURANCE)
    elif not is_working_day(today):
        return 0
    midnight = datetime.combine(today, time(), LONDON)
    late = LessonGiven.objects.filter(
        Q(reminded_at__isnull=True) | Q(reminded_at__lt=midnight), due_on__lt=today
    ).exclude(state=GivenState.CHANGED)
    overdue = list(late.select_related("agency", "group").select_for_update(of=("self",)))
    LessonGiven.objects.filter(pk__in=[given.pk for given in overdue]).update(reminded_at=now)
    told: set[int] = set()
    for holder in dict.fromkeys(given.holder for given in overdue):
        for person in holders_people(holder):
            if person.pk not in told:
                told.add(person.pk)
                _notify(person, OVERDUE, reverse("assurance:lesson_ours"), holder, now)
    for given in overdue:
        detail = {"holder": given.holder.slug}
        activity.record(actor=by, action="lesson.remind", subject=given, detail=detail, now=now)
    return len(overdue)


def _write(lesson: Lesson, details: Details, by: User, now: datetime) -> None:
    for name, value in details.items():
        setattr(lesson, name, value)
    source, problems = LessonSource(lesson.source), []
    if source == LessonSource.RAPID:
        demand(by, Permission.READ_REVIEW)
        lesson.review_title = OF_A_RAPID_REVIEW
    elif lesson.rapid_review is not None:
        problems.append("Only a lesson of a rapid review names one.")
    if not all(text.strip() for text in (lesson.title, lesson.what, lesson.change, lesson.review_title)):
        problems.append("Say what was learned, what should change, and which review or panel it comes from.")
    problems += problems_of_lesson(source, lesson.link, lesson.published_on, local_date(now))
    if problems:
        raise ValidationError(problems)


def _move(given: LessonGiven, move: GivenMove, by: User, now: datetime) -> None:
    demand(by, GIVEN_RIGHTS[move], given.holder)
    kept = LessonGiven.objects.select_for_update(of=("self",)).get(pk=given.pk)
    state = given_after(GivenState(kept.state), move)
    if state is None:
        raise ValidationError(f"That cannot be done now: the lesson is “{GIVEN_WORDS[GivenState(kept.state)]}”.")
    LessonGiven.objects.filter(pk=given.pk).update(state=state)
    activity.record(actor=by, action=f"lesson.{move}", subject=given, now=now)


def _not_told_of(given: LessonGiven, by: User) -> LessonGiven:
    """What was given as it stands, locked, for those who give lessons; only while nothing has been told."""
    demand(by, Permission.MANAGE_ASSURANCE)
    kept = LessonGiven.objects.select_for_update(of=("self",)).filter(pk=given.pk).first()
    if kept is None:
        raise ValidationError("It has been taken back already.")
    if kept.state not in NOTHING_TOLD:
        raise ValidationError(TOLD_ALREADY)
    return kept


def _tell_holder(given: LessonGiven, text: str, url: str, by: User, now: datetime) -> None:
    for person in holders_people(given.holder):
        if person != by:
            _notify(person, text, url, given.holder, now)


def _notify(person: User, text: str, url: str, holder: Seat, now: datetime) -> None:
    notify(person=person, text=text, url=url, permission=Permission.READ_ACTION, on=holder, now=now)
