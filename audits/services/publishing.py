"""Making a report final: frozen, its recommendations in the tracker, kept as assurance, and SAAS told (R112, R138)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max
from django.urls import reverse

from assurance.models import User
from assurance.permissions import people_who_may
from assurance.rules.actions import ActionOrigin
from assurance.rules.canonical import sha256_of
from assurance.rules.evidence_tiers import Confidence
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services.actions import make_action
from assurance.services.item_supports import Supports
from assurance.services.items import bring_item_up_to_date, withdraw_items_of
from assurance.services.notices import notify
from audits.models import Audit, AuditReport, RecommendationTask
from audits.queries.reports import report_words
from audits.rules.audits import TOOL_OF_KIND, AuditKind
from audits.rules.report import ReportWords, strength_of, write_report
from audits.services.reaudit import reopen_unimproved

FINAL_TO_SAAS = "The report of an audit is final and waits for SAAS’s response"
FINAL_TO_AGENCY = "The report of an audit your agency took part in is final"
RESPONDED = "SAAS has responded to an audit"


def origin_of_audit(audit: Audit) -> str:
    """The name under which the item of an audit is kept."""
    return f"audit:{audit.pk}"


def publish(audit: Audit, by: User, now: datetime) -> None:
    """
    Freeze the report, put its tasks into the tracker, keep it as an item of assurance, and tell who waits for it.

    The report of a re-audit opens the closed actions again whose standard did not improve (R115).
    """
    words = report_words(audit)
    content = write_report(words)
    number = (audit.reports.aggregate(last=Max("number"))["last"] or 0) + 1
    AuditReport.objects.create(
        audit=audit, number=number, content=content, sha256=sha256_of(content), published_by=by, published_at=now
    )
    address = reverse("audits:report_detail", args=[audit.pk])
    _set_actions(audit, address, by, now)
    reopen_unimproved(audit=audit, by=by, now=now)
    _keep_item(audit, words, address, by, now)
    _tell(people_who_may(Permission.RESPOND_AUDIT), FINAL_TO_SAAS, audit, by, now, Permission.READ_AUDIT)
    _tell_agencies(audit, FINAL_TO_AGENCY, by, now)


def respond(audit: Audit, by: User, now: datetime) -> None:
    """Tell the agencies that SAAS has responded."""
    _tell_agencies(audit, RESPONDED, by, now)


def revise(audit: Audit, by: User, now: datetime) -> None:
    """Take the item of assurance out until the report is final again; its actions stay in the tracker."""
    withdraw_items_of(origins=[origin_of_audit(audit)], now=now, by=by)


def _set_actions(audit: Audit, address: str, by: User, now: datetime) -> None:
    waiting = RecommendationTask.objects.filter(recommendation__audit=audit, action=None)
    for task in waiting.select_related("agency", "group", "recommendation"):
        task.action = make_action(
            title=task.title,
            what=f"{task.recommendation.text}\n\n{task.recommendation.outcome}",
            holder=task.holder,
            owner=task.owner,
            due_on=task.due_on,
            origin=ActionOrigin.AUDIT,
            source_words=audit.title,
            address=address,
            by=by,
            now=now,
        )
        task.save(update_fields=["action"])


def _keep_item(audit: Audit, words: ReportWords, address: str, by: User, now: datetime) -> None:
    overall = words.overall
    met, graded = (overall.met, overall.graded) if overall else (0, 0)
    bring_item_up_to_date(
        origin=origin_of_audit(audit),
        tool_slug=TOOL_OF_KIND[AuditKind(audit.kind)],
        title=audit.title,
        finding=words.overall_words or "Its report is final.",
        dated_on=local_date(now),
        strength=strength_of(met, graded),
        confidence=Confidence.MEDIUM if words.not_signed else Confidence.HIGH,
        supports=Supports(
            topics=frozenset(audit.topics.values_list("pk", flat=True)),
            priorities=frozenset([audit.priority_id]) if audit.priority_id else frozenset(),
            themes=frozenset([audit.theme_id]) if audit.theme_id else frozenset(),
        ),
        group=audit.group,
        source=words.kind,
        address=address,
        by=by,
        now=now,
    )


def _tell_agencies(audit: Audit, text: str, by: User, now: datetime) -> None:
    for participant in audit.participants.select_related("agency"):
        people = people_who_may(Permission.ANSWER_AUDIT, participant.agency)
        for person in people.exclude(pk=by.pk):
            url = reverse("audits:audit_detail", args=[audit.pk])
            notify(
                person=person, text=text, url=url, permission=Permission.ANSWER_AUDIT, on=participant.agency, now=now
            )


def _tell(people: Iterable[User], text: str, audit: Audit, by: User, now: datetime, permission: Permission) -> None:
    url = reverse("audits:audit_detail", args=[audit.pk])
    for person in people:
        if person != by:
            notify(person=person, text=text, url=url, permission=permission, now=now)
