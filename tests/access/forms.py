"""What a POST sends, so that whoever may do a thing does it."""

from typing import Any

from tests.access.assurance import assurance_form
from tests.access.audits import audit_form
from tests.access.meetings import meeting_form
from tests.access.scrutiny import scrutiny_form
from tests.access.suite import SUITE_FORMS, seen_by
from tests.access.world import World
from tests.access.written import written_form

REASON = {"reason": "A reason in words"}
NAMES = {"name": "A new name", "short_name": "New"}


def day(name: str, text: str) -> dict[str, str]:
    """The three boxes of a date, from "27 11 2026"."""
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), text.split(), strict=True))


LAST_DAY = day("last_day", "10 11 2026")
PERIOD_DATES = day("opens_on", "5 1 2027") | day("due_on", "5 2 2027")
MEETING = day("meeting_on", "11 3 2027") | {"meeting_time": "10am"}
PRACTICE = {"level": "good", "title": "One worker", "what": "One worker", "difference": "Asked once"}
GROUP = {"area": "kent", "represents": ""}

FORMS: dict[str, dict[str, Any]] = {
    "assurance:section_edit": {"version": "1", "nothing_to_report": "Words"},
    "assurance:item_edit": {"version": "2", "statement": "Other words", "change": "closed"},
    "assurance:return_send_back": REASON,
    "assurance:return_reopen": REASON,
    "assurance:return_extend": REASON | day("due_on", "18 12 2026"),
    "assurance:agency_create": NAMES | {"category": ""} | day("starts_on", "10 11 2026"),
    "assurance:agency_edit": {"short_name": "Short", "category": ""},
    "assurance:agency_rename": NAMES | day("starts_on", "10 11 2026"),
    "assurance:agency_end": LAST_DAY,
    "assurance:agency_merge": LAST_DAY | {"into": "cafcass"},
    "assurance:agency_duty": {"state": "met"},
    "assurance:group_create": NAMES | GROUP | {"level": "forum"} | day("starts_on", "10 11 2026"),
    "assurance:group_edit": GROUP,
    "assurance:group_rename": NAMES | day("starts_on", "10 11 2026"),
    "assurance:group_end": LAST_DAY,
    "assurance:post_hand_over": day("starts_on", "10 11 2026"),
    "assurance:person_edit": {"post_title": "Another post"},
    "assurance:appointment_add": {"scope": "Audits"} | day("starts_on", "10 11 2026"),
    "assurance:appointment_end": LAST_DAY,
    "assurance:membership_edit": {"capacity": "lay"},
    "assurance:membership_end": LAST_DAY,
    "assurance:period_create": PERIOD_DATES,
    "assurance:period_edit": MEETING | PERIOD_DATES | REASON,
    "assurance:period_close": REASON,
    "assurance:period_reopen": REASON,
    "assurance:glossary_add": {"term": "ABC", "stands_for": "A brief case"},
    "assurance:glossary_edit": {"term": "ABC", "stands_for": "A brief case"},
    "assurance:warning_raise": {"kind": "emerging_risk", "topic": "repeat-referrals", "title": "A", "what": "B"},
    "assurance:warning_accept": {"seen": "raised"},
    "assurance:warning_explain": {"seen": "raised", "text": "Words"},
    "assurance:warning_escalate": {"seen": "raised", "reason": "cannot_be_resolved", "text": "Words"},
    "assurance:warning_answer": {"seen": "escalated", "text": "Words"} | day("answered_on", "10 11 2026"),
    "assurance:warning_close": {"seen": "answered", "text": "Words", "difference": "Words"},
    "assurance:warning_reopen": {"seen": "closed", "text": "Words"},
    "assurance:practice_record": PRACTICE | {"topic": "repeat-referrals"},
    "assurance:practice_withdraw": REASON,
    **SUITE_FORMS,
    "indicators:request_edit": {"version": "2", "analysis": "Other words"},
    "indicators:request_send": {"version": "2"},
    "indicators:request_correct": REASON,
    "indicators:request_change_date": REASON | day("due_on", "18 12 2026"),
    "indicators:request_withdraw": REASON,
    "indicators:request_ask_correction": REASON,
    "reports:run_create": {"period": "2026Q2", "sections": ["risks"], "token": "c" * 32},
    "reports:report_show": {"audience": "board"},
    "reports:report_approve": {"approver": "board", "how": "Words"} | day("approved_on", "10 11 2025"),
    "reports:issue_withdraw": {"because": "Words"},
    "reports:issue_publish": {"has_read": "on"},
    "reports:issue_present": {"body": "cabinet"} | day("presented_on", "10 11 2025"),
    "reports:template_save": {"name": "Short", "sections": ["risks"], "token": "c" * 32},
}
ASKS_FOR_A_ROLE = {"assurance:person_invite", "assurance:membership_add"}
PROPOSAL = "?quarter=2026Q3&meeting_on_day=11&meeting_on_month=3&meeting_on_year=2027&meeting_time=10am"


def form_of(route: str, person: str, world: World) -> tuple[str, dict[str, Any]]:
    """The query string and the fields that `person` sends to a route; who keeps accounts gives that role alone."""
    if route in ASKS_FOR_A_ROLE:
        return _with_role(person, world)
    if route == "assurance:post_hand_over":
        return "", {"person": world.authors["health"].pk} | FORMS[route]
    query = PROPOSAL if route == "assurance:period_create" else ""
    fields = FORMS.get(route, {}) | seen_by(route)
    for of_app in (meeting_form, assurance_form, audit_form, scrutiny_form, written_form):
        fields |= of_app(route, world)
    return query, fields


def _with_role(person, world):
    role, seat = "partner_contributor", world.seats["police"].slug
    if person == "system_administrator":
        role, seat = person, "kscmp"
    fields = {"email": "new.person@example.org", "post_title": "A post", "seat": seat} | day("starts_on", "10 11 2026")
    return f"?role={role}", fields
