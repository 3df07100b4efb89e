"""Planning an audit, changing the plan before it is launched, and moving its dates after (R110)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import PartnershipGroup, Priority, Theme, Topic, User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.services import activity
from audits.models import Audit, AuditEvent, ToolVersion
from audits.queries.audit_pages import dates_of
from audits.queries.identifiers import identifiers_refused
from audits.queries.programme import fingerprint_of
from audits.rules.audits import STATE_WORDS, UNIT_OF, AuditKind, AuditMove, AuditState
from audits.rules.identifiers import found_in
from audits.rules.programme import (
    DATES_OPEN,
    NAMES,
    PLAN_NEEDS,
    STANDS,
    may_change_plan,
    problems_of_moving_dates,
    problems_of_plan,
)
from audits.services.audit_notices import tell_of_new_date
from audits.services.moves import demand_running

PROSE = ("title", "why", "outcome", "lines", "lead")
CHANGED_MEANWHILE = (
    "Somebody else has changed this audit meanwhile. What you wrote is still here: read what its page says now, then "
    "save yours if it still holds."
)
CASES_FIRST = "Cases have been listed for this audit. Take them out before you make it one that has no cases."
OTHER_UNIT = "This tool is for {kind}, in which something else is graded. Choose another tool."


@transaction.atomic
def plan_audit(
    *,
    title: str,
    kind: AuditKind,
    why: str,
    outcome: str,
    group: PartnershipGroup,
    lead: str,
    starts_on: date,
    answers_due_on: date,
    moderation_on: date,
    report_due_on: date,
    by: User,
    now: datetime,
    lines: str = "",
    priority: Priority | None = None,
    theme: Theme | None = None,
    topics: Iterable[Topic] = (),
    tool: ToolVersion | None = None,
    earlier: Audit | None = None,
) -> Audit:
    """
    An audit on the programme, not launched.

    Raises ValidationError where something is left unsaid, where its dates do not follow each other, and where its tool
    grades something else than an audit of its kind.
    """
    demand(by, Permission.MANAGE_AUDIT)
    audit = Audit(title=title, kind=str(kind), why=why, outcome=outcome, lines=lines, group=group, lead=lead)
    audit.starts_on, audit.answers_due_on = starts_on, answers_due_on
    audit.moderation_on, audit.report_due_on = moderation_on, report_due_on
    audit.priority, audit.theme, audit.tool, audit.earlier = priority, theme, tool, earlier
    audit.created_by, audit.created_at = by, now
    _demand_plan(audit)
    audit.save(force_insert=True)
    audit.topics.set(topics)
    AuditEvent(audit=audit, move=AuditMove.PLAN, by=by, at=now).save(force_insert=True)
    detail = {"kind": audit.kind, "group": group.slug} | _iso(audit)
    activity.record(actor=by, action=f"audit.{AuditMove.PLAN}", subject=audit, detail=detail, now=now)
    return audit


@transaction.atomic
def change_audit(
    *, audit: Audit, seen: str, by: User, now: datetime, topics: Iterable[Topic], **fields: object
) -> None:
    """
    Change the plan of an audit that is not launched; `fields` are those of the model. The log names what changed.

    `seen` is the fingerprint of what its writer saw. Raises ValidationError once it is launched, and when somebody else
    has changed it since.
    """
    demand_running(by, audit)
    audit = Audit.objects.select_for_update().get(pk=audit.pk)
    if fingerprint_of(audit) != seen:
        raise ValidationError(CHANGED_MEANWHILE, code="conflict")
    if not may_change_plan(AuditState(audit.state)):
        raise ValidationError(f"The audit is “{STATE_WORDS[AuditState(audit.state)]}”. {STANDS}")
    unit = audit.unit
    changed = sorted(name for name, value in fields.items() if getattr(audit, name) != value)
    for name, value in fields.items():
        setattr(audit, name, value)
    _demand_plan(audit)
    if audit.unit != unit and audit.cases.exists():
        raise ValidationError(CASES_FIRST)
    audit.save()
    wanted = list(topics)
    if {one.pk for one in wanted} != set(audit.topics.values_list("pk", flat=True)):
        audit.topics.set(wanted)
        changed.append("topics")
    detail = {"changed": changed} | _iso(audit)
    activity.record(actor=by, action="audit.change", subject=audit, detail=detail, now=now)


@transaction.atomic
def move_dates(*, audit: Audit, seen: str, by: User, now: datetime, **dates: date) -> None:
    """
    Move the dates of a launched audit that have not come to pass; the log keeps what they were.

    Agencies that have not submitted are told when the day their answers are due changes, and may be reminded again.
    """
    demand_running(by, audit)
    audit = Audit.objects.select_for_update().get(pk=audit.pk)
    if fingerprint_of(audit) != seen:
        raise ValidationError(CHANGED_MEANWHILE, code="conflict")
    state, before = AuditState(audit.state), dates_of(audit)
    if may_change_plan(state) or state not in DATES_OPEN:
        raise ValidationError(f"Its dates cannot be moved now: the audit is “{STATE_WORDS[state]}”.")
    after = before | dates
    if problems := problems_of_moving_dates(state, before, after):
        raise ValidationError(problems)
    changed = {name: after[name] for name in NAMES if after[name] != before[name]}
    if not changed:
        return
    Audit.objects.filter(pk=audit.pk).update(**changed)
    detail = {name: [before[name].isoformat(), value.isoformat()] for name, value in changed.items()}
    activity.record(actor=by, action="audit.move_dates", subject=audit, detail=detail, now=now)
    if "answers_due_on" in changed:
        tell_of_new_date(audit, by, now)


def demand_no_identifiers(*texts: str) -> None:
    """Raise ValidationError where a text holds what could tell which child it is about (R116)."""
    if problems := {refused for text in texts if (refused := identifiers_refused(found_in(text)))}:
        raise ValidationError(sorted(problems))


def _demand_plan(audit: Audit) -> None:
    words = {name: getattr(audit, name) for name in PLAN_NEEDS}
    if problems := problems_of_plan(words, dates_of(audit)):
        raise ValidationError(problems)
    demand_no_identifiers(*(getattr(audit, name) for name in PROSE))
    if audit.tool and UNIT_OF[AuditKind(audit.tool.tool.kind)] != audit.unit:
        kind = audit.tool.tool.get_kind_display()
        raise ValidationError(OTHER_UNIT.format(kind=f"the kind “{kind}”"))
    if audit.earlier_id and audit.earlier_id == audit.pk:
        raise ValidationError("An audit cannot repeat itself: choose an earlier one.")


def _iso(audit: Audit) -> dict[str, str]:
    return {name: day.isoformat() for name, day in dates_of(audit).items()}
