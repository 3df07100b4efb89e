"""The programme of audits as a table to take away: what, why, who, when, and where the findings go (R110)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from assurance.models import User
from assurance.queries.challenges import meeting_name
from assurance.queries.plans import priorities_visible_to
from assurance.queries.tables import HISTORY, Table, told
from assurance.rules.tables import Cell
from assurance.rules.wording import date_words
from audits.models import AuditEvent, AuditReason, AuditRouting, AuditTeamMember, AuditTraining, Participant
from audits.queries.audit_pages import RECORDS, reason_lines
from audits.queries.audits import audits_compared_by, audits_visible_to, words_told
from audits.queries.programme import ProgrammeFilters, ProgrammeRow, audits_found, rows
from audits.rules.programme import NAMES

PROGRAMME_HEADERS = [
    "Audit",
    "Kind",
    "State",
    "Why this, and why now",
    "What should be different for children",
    "Lines of enquiry",
    "Tool",
    "Leads the response",
    "Led by",
    "Priority",
    "Theme",
    "Topics",
    "Launch",
    "Answers due",
    "Moderation meeting",
    "Report due",
    "Agencies",
    "Findings go to",
    "Repeats",
    "Agencies asked",
    "Reasons for the theme",
    "Team, and its training to audit",
    HISTORY,
]


def programme_table(user: User, filters: ProgrammeFilters, today: date) -> Table:
    """The programme as narrowed, as a table to download: what, why, who, when, and where the findings go."""
    training = Prefetch("person__audit_training", AuditTraining.objects.order_by("on", "pk"))
    team = AuditTeamMember.objects.select_related("person", "agency").prefetch_related(training)
    hanging = {
        "routings": AuditRouting.objects.select_related("group"),
        "participants": Participant.objects.select_related("agency").order_by("agency__name"),
        "team": team,
        "events": AuditEvent.objects.select_related("by", "meeting__group"),
        "reasons": AuditReason.objects.select_related(*RECORDS),
    }
    fetched = [Prefetch(name, of_audit) for name, of_audit in hanging.items()]
    audits = audits_found(user, filters).prefetch_related("topics", *fetched)
    found = rows(audits, today)
    reasons = [one for row in found for one in row.audit.reasons.all()]
    known = _Known(
        priorities=dict(priorities_visible_to(user).values_list("pk", "title")),
        audits=dict(audits_visible_to(user).order_by().values_list("pk", "title")),
        compared=frozenset(audits_compared_by(user).order_by().values_list("pk", flat=True)),
        records={line.reason.pk: line.record for line in reason_lines(reasons, user)},
    )
    return PROGRAMME_HEADERS, [_table_row(row, known) for row in found]


@dataclass(frozen=True)
class _Known:
    """
    What a reader may know of, by key: titles of priorities and audits, audits whose answers they compare, and records.

    `records` are those that show why an audit was chosen, by the key of the reason; blank where one may not know of it.
    """

    priorities: dict[int, str]
    audits: dict[UUID, str]
    compared: frozenset[UUID]
    records: dict[UUID, str]


def _table_row(row: ProgrammeRow, known: _Known) -> list[Cell]:
    audit = row.audit
    return [
        audit.title,
        audit.get_kind_display(),
        audit.get_state_display(),
        audit.why,
        audit.outcome,
        "\n".join(audit.enquiry_lines),
        str(audit.tool or ""),
        audit.group.name,
        audit.lead,
        known.priorities.get(audit.priority_id, "") if audit.priority_id else "",
        audit.theme.title if audit.theme else "",
        "; ".join(topic.title for topic in audit.topics.all()),
        *[getattr(audit, name) for name in NAMES],
        row.agencies,
        "; ".join(map(_routed, audit.routings.all())),
        known.audits.get(audit.earlier_id, "") if audit.earlier_id else "",
        "; ".join(one.agency.name for one in audit.participants.all()),
        "\n".join(_reason(one, known.records[one.pk]) for one in audit.reasons.all()),
        "\n".join(map(_member, audit.team.all())),
        "\n".join(_event(one, audit.pk in known.compared) for one in audit.events.all()),
    ]


def _reason(one: AuditReason, record: str) -> str:
    shown_by = f" ({record})" if record else ""
    return f"{one.get_kind_display()}: {one.text}{shown_by}"


def _routed(one: AuditRouting) -> str:
    asked = f": {one.purpose}" if one.purpose else ""
    return f"{one.group.short_name}, {date_words(one.on)}{asked}"


def _member(one: AuditTeamMember) -> str:
    """Somebody of the team, for whom, from when to when, and the training recorded."""
    left = f" to {date_words(one.left_on)}" if one.left_on else ""
    parts = [f"{one.person}{f' ({one.agency})' if one.agency else ''}", "leads" if one.is_lead else ""]
    parts += [f"from {date_words(one.joined_on)}{left}"]
    parts += [f"{each.title}, {date_words(each.on)}" for each in one.person.audit_training.all()]
    return "; ".join(filter(None, parts))


def _event(one: AuditEvent, compares: bool) -> str:
    at = f" at the {meeting_name(one.meeting)}" if one.meeting else ""
    return told(f"{one.get_move_display()}{at}", words_told(one, compares), one.at, one.by)
