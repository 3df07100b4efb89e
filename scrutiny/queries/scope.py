"""
Which drafts, published assessments and recommendations a person may know of (R130; trust.md 1, 3).

A draft is known to its authors alone: of independent scrutiny to the scrutineers named in it, while they hold that
role; of a joint self-assessment to those who assess for one of the three partners; of an agency's to its own people.
The Business Team and the chairs are among the shut out. A published assessment is read by the circle set at its head.
"""

from datetime import date

from django.db.models import Q, QuerySet

from assurance.models import Agency, User
from assurance.permissions import agencies_where, groups_where, may
from assurance.rules.roles import Permission
from scrutiny.models import (
    AccuracyCheck,
    Assessment,
    AssessmentDraft,
    DraftAnswer,
    LogEntry,
    Recommendation,
)
from scrutiny.rules.assessments import OPENS_TO, AssessmentKind, DraftState, Readers

OPEN_STATES = (str(DraftState.WRITING), str(DraftState.CHECKING))


def _assessing(user: User) -> QuerySet[Agency]:
    return agencies_where(user, Permission.SELF_ASSESS)


def drafts_of(user: User) -> QuerySet[AssessmentDraft]:
    """The drafts `user` writes in, published and dropped ones too; for everybody else they do not exist."""
    found = AssessmentDraft.objects.select_related("version__framework", "agency")
    mine = Q(kind=AssessmentKind.AGENCY, agency__in=_assessing(user))
    if _assessing(user).exclude(category="").exists():
        mine |= Q(kind=AssessmentKind.JOINT)
    if may(user, Permission.SCRUTINISE):
        mine |= Q(
            kind=AssessmentKind.SCRUTINY,
            pk__in=AssessmentDraft.authors.through.objects.filter(user=user).values("assessmentdraft"),
        )
    return found.filter(mine)


def open_drafts_of(user: User) -> QuerySet[AssessmentDraft]:
    """Those of them that are still being written or checked."""
    return drafts_of(user).filter(state__in=OPEN_STATES)


def answers_of(user: User) -> QuerySet[DraftAnswer]:
    """The answers of the drafts `user` writes in."""
    return DraftAnswer.objects.filter(draft__in=drafts_of(user)).select_related("draft__version", "question__step")


def checks_open_to(user: User, today: date) -> QuerySet[AccuracyCheck]:
    """The accuracy checks `user` may read and comment on today: for those who sign for one of the three partners."""
    if not agencies_where(user, Permission.SIGN_ASSESSMENT).exclude(category="").exists():
        return AccuracyCheck.objects.none()
    return AccuracyCheck.objects.filter(
        draft__kind=AssessmentKind.SCRUTINY, closed_at=None, opens_on__lte=today, closes_on__gte=today
    )


def assessments_visible_to(user: User) -> QuerySet[Assessment]:
    """The published assessments `user` may read: those of the circles they belong to, and their own agency's."""
    if may(user, Permission.SCRUTINISE):
        return _assessments()
    circles = [str(circle) for circle in Readers if may(user, OPENS_TO[circle])]
    mine = Q(readers__in=circles) | Q(kind=AssessmentKind.AGENCY, agency__in=_assessing(user))
    if _assessing(user).exclude(category="").exists():
        mine |= Q(kind=AssessmentKind.JOINT)
    return _assessments().filter(mine)


def _assessments() -> QuerySet[Assessment]:
    return Assessment.objects.select_related("framework_version__framework", "agency", "published_by")


def recommendations_visible_to(user: User) -> QuerySet[Recommendation]:
    """The recommendations `user` may read: of the assessments they read, and those that are theirs to answer."""
    theirs = Q(agency__in=agencies_where(user, Permission.ANSWER_SCRUTINY)) | Q(
        group__in=groups_where(user, Permission.ANSWER_SCRUTINY)
    )
    return Recommendation.objects.filter(Q(assessment__in=assessments_visible_to(user)) | theirs).select_related(
        "assessment", "agency", "group", "action"
    )


def log_entries_visible_to(user: User) -> QuerySet[LogEntry]:
    """The entries of the scrutiny log `user` may read: their own, and the shared ones of those who read assurance."""
    shared = Q(shared_at__isnull=False) if may(user, Permission.READ_ASSURANCE) else Q(pk__in=[])
    own = Q(author=user) if may(user, Permission.SCRUTINISE) else Q(pk__in=[])
    return LogEntry.objects.filter(shared | own).select_related("author", "meeting__group")
