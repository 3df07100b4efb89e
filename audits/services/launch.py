"""Launching an audit: its tool is frozen, every agency gets its sheets, and its people are told (R111, R116)."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.urls import reverse

from assurance.models import User
from assurance.rules.wording import local_date
from assurance.services import activity
from audits.models import AnswerSheet, Audit, AuditCase, Participant, ToolVersion
from audits.queries.launch import DUE_HAS_PASSED
from audits.rules.cases import CaseState
from audits.rules.tools import VersionState
from audits.services.audit_notices import tell_agency

ASKED = "An audit asks your agency for its answers"


def hold_tool(audit: Audit) -> None:
    """Hold the tool until the transaction ends: what is looked at before the launch is what is frozen by it."""
    ToolVersion.objects.select_for_update().filter(pk=audit.tool_id).first()


def launch(audit: Audit, by: User, now: datetime) -> None:
    """
    Freeze the tool, make a sheet for each agency and case (or one for each agency), and tell those who answer.

    Raises ValidationError when the day the answers are due has passed.
    """
    if audit.answers_due_on < local_date(now):
        raise ValidationError(DUE_HAS_PASSED)
    _freeze_tool(audit, by, now)
    participants = list(audit.participants.select_related("agency"))
    cases = list(audit.cases.filter(state=CaseState.DRAWN)) if audit.has_cases else [None]
    make_sheets(participants, cases)
    for participant in participants:
        tell_agency(participant, ASKED, by, now, url=reverse("audits:participant_detail", args=[participant.pk]))


def make_sheets(participants: Iterable[Participant], cases: Iterable[AuditCase | None]) -> None:
    """An empty sheet for each agency and each case, or without one for None."""
    cases = list(cases)
    AnswerSheet.objects.bulk_create(
        AnswerSheet(participant=participant, case=case) for participant in participants for case in cases
    )


def _freeze_tool(audit: Audit, by: User, now: datetime) -> None:
    drafts = ToolVersion.objects.filter(pk=audit.tool_id, state=VersionState.DRAFT)
    if drafts.update(state=VersionState.FROZEN, frozen_at=now):
        activity.record(actor=by, action="tool.freeze", subject=audit.tool, now=now)
