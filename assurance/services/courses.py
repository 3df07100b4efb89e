"""Multi-agency training: the need, who took it up, and what it changed (SIX step 6, R146)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import Agency, Course, CourseImpact, CourseTakeUp, Lesson, Priority, Topic, User
from assurance.permissions import demand
from assurance.rules.development import CourseKind
from assurance.rules.evidence_tiers import Confidence, Strength
from assurance.rules.periods import Quarter
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.item_supports import Supports
from assurance.services.items import bring_item_up_to_date

KEEPS = Permission.MANAGE_ASSURANCE
TOOL = "training-feedback"


@transaction.atomic
def add_course(
    *,
    title: str,
    kind: CourseKind,
    need: str,
    priority: Priority | None,
    topics: Sequence[Topic],
    lesson: Lesson | None,
    by: User,
    now: datetime,
) -> Course:
    """A course, the need it meets, and what in plan, figures or reviews shows it."""
    demand(by, KEEPS)
    _demand_need(None, title, need)
    course = Course.objects.create(title=title, kind=kind, need=need, priority=priority, lesson=lesson)
    course.topics.set(topics)
    activity.record(actor=by, action="course.add", subject=course, now=now)
    return course


@transaction.atomic
def edit_course(
    *,
    course: Course,
    title: str,
    kind: CourseKind,
    need: str,
    priority: Priority | None,
    topics: Sequence[Topic],
    lesson: Lesson | None,
    ended_on: date | None,
    by: User,
    now: datetime,
) -> None:
    """Change what is said of a course, or say from when it is no longer given."""
    demand(by, KEEPS)
    _demand_need(course, title, need)
    Course.objects.filter(pk=course.pk).update(
        title=title, kind=kind, need=need, priority=priority, lesson=lesson, ended_on=ended_on
    )
    course.topics.set(topics)
    activity.record(actor=by, action="course.edit", subject=course, now=now)


@transaction.atomic
def record_take_up(
    *, course: Course, agency: Agency, quarter: Quarter, completed: int, booked: int | None, by: User, now: datetime
) -> CourseTakeUp:
    """How many of an agency's staff completed the course in a quarter; a figure given before is replaced."""
    demand(by, KEEPS)
    if booked is not None and completed > booked:
        raise ValidationError("No more can have completed it than were booked on it.")
    if quarter.starts_on > local_date(now):
        raise ValidationError("The quarter has not begun.")
    take_up, is_new = CourseTakeUp.objects.update_or_create(
        course=course,
        agency=agency,
        financial_year=quarter.financial_year,
        quarter=quarter.number,
        defaults={"completed": completed, "booked": booked},
    )
    detail = {"agency": agency.slug, "quarter": quarter.code, "new": is_new}
    activity.record(actor=by, action="course.take_up", subject=course, detail=detail, now=now)
    return take_up


@transaction.atomic
def record_impact(
    *, course: Course, seen_on: date, practice: str, outcomes: str, source: str, by: User, now: datetime
) -> CourseImpact:
    """
    What a course changed in practice and for children, and how that is known (SIX step 6, question 4).

    The course's item of assurance is brought up to date with it: partial where a change for children is told, little
    where none is.
    """
    demand(by, KEEPS)
    if seen_on > local_date(now):
        raise ValidationError("The day cannot be in the future.")
    if not practice.strip() or not source.strip():
        raise ValidationError("Say what changed in practice, and how that is known.")
    impact = CourseImpact(
        course=course, seen_on=seen_on, practice=practice, outcomes=outcomes, source=source, by=by, at=now
    )
    impact.save(force_insert=True)
    activity.record(actor=by, action="course.impact", subject=course, now=now)
    bring_item_up_to_date(
        origin=f"course:{course.pk}",
        tool_slug=TOOL,
        title=course.title,
        finding=f"{practice}\n\n{outcomes}".strip(),
        dated_on=seen_on,
        strength=Strength.PARTIAL if outcomes.strip() else Strength.LITTLE,
        confidence=Confidence.MEDIUM,
        supports=Supports(
            topics=frozenset(course.topics.values_list("pk", flat=True)),
            priorities=frozenset([course.priority_id] if course.priority_id else []),
        ),
        address=reverse("assurance:course_detail", args=[course.pk]),
        now=now,
    )
    return impact


def _demand_need(course: Course | None, title: str, need: str) -> None:
    if not need.strip():
        raise ValidationError("Say what need the course meets, and what shows it.")
    others = Course.objects.exclude(pk=course.pk) if course else Course.objects.all()
    if others.filter(title=title).exists():
        raise ValidationError("There is a course of that title already.")
