"""
Which audits a person may know of, run, answer in and read (trust.md 1, 3).

The programme and final reports are for those who read audits (READ_AUDIT). An agency's people know the audits it
answers in, from launch, and the final ones it has to act on. The audit's team knows the audits it is on. What an agency
answers is its own until moderation begins, and then the team's and the Business Team's to read beside the others'.
"""

from datetime import date

from django.db.models import Q, QuerySet

from assurance.models import User
from assurance.permissions import agencies_where, may
from assurance.rules.roles import Permission
from audits.models import Answer, AnswerFile, AnswerSheet, Audit, AuditEvent, AuditReport, AuditTeamMember, Participant
from audits.rules.audits import HAS_REPORT, LAUNCHED, SIDE_BY_SIDE, AuditMove, AuditState

# The moves whose words may tell of what agencies answered: for those who compare the answers, no one else.
SAID_TO_THE_TEAM = frozenset({AuditMove.MODERATE, AuditMove.SETTLE, AuditMove.LOOK_AGAIN, AuditMove.REVISE})


def _audits() -> QuerySet[Audit]:
    return Audit.objects.select_related("group", "priority", "theme", "tool__tool")


def _own(user: User) -> Q:
    """The audits of those on whose team `user` is, for an agency whose answers are theirs to write (or for none)."""
    seats = AuditTeamMember.objects.filter(person=user, left_on=None).filter(
        Q(agency__in=agencies_where(user, Permission.ANSWER_AUDIT)) | Q(agency=None, audit__in=_managed(user))
    )
    return Q(pk__in=seats.values("audit"))


def _managed(user: User) -> QuerySet[Audit]:
    return Audit.objects.all() if may(user, Permission.MANAGE_AUDIT) else Audit.objects.none()


def _asked(user: User, states: frozenset[AuditState]) -> Q:
    """The audits in these states that an agency of `user` answers in."""
    theirs = Participant.objects.filter(agency__in=agencies_where(user, Permission.ANSWER_AUDIT))
    return Q(pk__in=theirs.values("audit"), state__in=[str(state) for state in states])


def _acts(user: User) -> Q:
    """The final audits of which an agency of `user` has something to do."""
    holders = agencies_where(user, Permission.ANSWER_AUDIT)
    found = Audit.objects.filter(recommendations__tasks__agency__in=holders, state__in=[str(s) for s in HAS_REPORT])
    return Q(pk__in=found.values("pk"))


def audits_visible_to(user: User) -> QuerySet[Audit]:
    """
    The audits `user` may know of: what is audited, why, by whom and when, and how far it is.

    Nothing an agency answered is in reach of this alone.
    """
    if may(user, Permission.READ_AUDIT):
        return _audits()
    return _audits().filter(_own(user) | _asked(user, LAUNCHED) | _acts(user))


def audits_run_by(user: User) -> QuerySet[Audit]:
    """The audits `user` plans and moves on: every one for those who manage audits, a lead's own."""
    if may(user, Permission.MANAGE_AUDIT):
        return _audits()
    led = AuditTeamMember.objects.filter(
        person=user, left_on=None, is_lead=True, agency__in=agencies_where(user, Permission.ANSWER_AUDIT)
    )
    return _audits().filter(pk__in=led.values("audit"))


def audits_compared_by(user: User) -> QuerySet[Audit]:
    """The audits whose signed answers `user` reads side by side: the team and the Business Team, from moderation on."""
    found = _audits().filter(state__in=[str(state) for state in SIDE_BY_SIDE])
    return found if may(user, Permission.MANAGE_AUDIT) else found.filter(_own(user))


def words_told(event: AuditEvent, compares: bool) -> str:
    """What was said with a move of an audit, to a reader who `compares` the agencies' answers in it or does not."""
    return event.text if compares or event.move not in SAID_TO_THE_TEAM else ""


def audits_reported_to(user: User) -> QuerySet[Audit]:
    """The final audits whose report `user` reads."""
    found = _audits().filter(state__in=[str(state) for state in HAS_REPORT])
    if may(user, Permission.READ_AUDIT):
        return found
    return found.filter(_own(user) | _asked(user, HAS_REPORT) | _acts(user))


def reports_visible_to(user: User) -> QuerySet[AuditReport]:
    """The versions of reports `user` reads, newest first; earlier ones too, while the audit is final."""
    return AuditReport.objects.filter(audit__in=audits_reported_to(user)).select_related("audit", "published_by")


def runs(user: User, audit: Audit) -> bool:
    """Whether `user` runs this audit."""
    return audits_run_by(user).filter(pk=audit.pk).exists()


def participants_answered_by(user: User) -> QuerySet[Participant]:
    """The parts in launched audits that `user` may write: those of their own agencies."""
    return Participant.objects.filter(
        agency__in=agencies_where(user, Permission.ANSWER_AUDIT), audit__state__in=[str(state) for state in LAUNCHED]
    ).select_related("audit__tool__tool", "agency", "standing")


def participants_signed_by(user: User) -> QuerySet[Participant]:
    """Those of them that `user` may sign."""
    return participants_answered_by(user).filter(agency__in=agencies_where(user, Permission.SIGN_AUDIT))


def sheets_answered_by(user: User) -> QuerySet[AnswerSheet]:
    """The sheets `user` may read and write: those of their own agencies."""
    return AnswerSheet.objects.filter(participant__in=participants_answered_by(user)).select_related(
        "participant__audit__tool", "participant__agency", "case"
    )


def answers_written_by(user: User) -> QuerySet[Answer]:
    """The answers `user` may read and write."""
    return Answer.objects.filter(sheet__in=sheets_answered_by(user)).select_related(
        "sheet__participant__audit", "sheet__participant__agency", "sheet__case", "question__standard__section"
    )


def files_visible_to(user: User) -> QuerySet[AnswerFile]:
    """The files of one's own agencies' answers, and from moderation on those that a standing version names."""
    signed = Q(
        frozen_in__submission__stands_for__isnull=False,
        sheet__participant__audit__in=audits_compared_by(user),
    )
    return AnswerFile.objects.filter(Q(sheet__in=sheets_answered_by(user)) | signed).distinct()


def is_late(audit: Audit, today: date) -> bool:
    """Whether an audit is behind its own dates."""
    due = {
        AuditState.PLANNED: audit.starts_on,
        AuditState.COLLECTING: audit.answers_due_on,
        AuditState.MODERATING: audit.moderation_on,
        AuditState.REPORTING: audit.report_due_on,
    }.get(AuditState(audit.state))
    return due is not None and today > due
