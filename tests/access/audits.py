"""
The audits, parts of audits and tools a route is asked for.

Audits are named by how far they are and whose: "ours collecting" asks the police and health, "theirs collecting" health
and the county council alone. Of "ours" the audit team member is on the team, and the partner contributor leads it. The
answers are the police's ("own") or health's ("another's").
"""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from audits.models import AuditReason, AuditRouting, AuditTraining, QuestionVariant
from audits.rules.audits import AuditState
from audits.rules.reasons import Reason
from audits.services.answer_files import attach_file
from tests.access.meetings import ABSENT_KEY, NONE_SUCH, filed, with_none
from tests.access.world import NOW, PDF, TODAY, Things, World
from tests.factories import audits

OURS, THEIRS = "ours", "theirs"
ANSWERERS = ("partner_lead", "partner_contributor", "audit_team_member")
STATES = (
    AuditState.PLANNED,
    AuditState.COLLECTING,
    AuditState.MODERATING,
    AuditState.REPORTING,
    AuditState.FINAL,
)


def audit_things(world: World) -> dict[str, Things]:
    """The things by kind; what is written in them is made by the Business Team and the agencies' leads."""
    team = world.people["business_team"]
    made = {f"{whose} {state}": _audit(world, team, state, whose) for state in STATES for whose in (OURS, THEIRS)}
    rows = with_none({whose: {"pk": audit.pk} for whose, audit in made.items()}, pk=ABSENT_KEY)
    return {
        "an audit": rows,
        "an audit's file": filed(rows),
        **_plans(made, team),
        **_moderation(made),
        **_reports(made),
        **_answers(world, made),
        **_tools(world, made),
    }


def _audit(world, team, state, whose):
    other = world.seats["police"] if whose == OURS else audits.an_agency("kent-county-council")
    agencies = [other, world.seats["health"]]
    begins = AuditState.REPORTING if state == AuditState.FINAL else state
    words = {"title": f"The audit {state} {whose}", "group": world.seats["saas"], "created_by": team}
    audit = audits.an_audit(begins, agencies=agencies, cases=1, **words)
    if whose == OURS:
        for person, leads in (("audit_team_member", False), ("partner_contributor", True)):
            audits.on_team(audit, world.people[person], world.seats["police"], is_lead=leads)
    if begins == AuditState.REPORTING:
        audits.settled(audit, by=team)
        audits.written(audit, team)
    if state == AuditState.FINAL:
        audits.publish(audit, team)
    return audit


def _pks(made, state, thing) -> Things:
    """The key of something of each audit in a state."""
    return {f"{whose} {state}": thing(made[f"{whose} {state}"]) for whose in (OURS, THEIRS)}


def _plans(made, team) -> dict[str, Things]:
    """What hangs on a planned audit: a reason, somebody of the team, a meeting for the findings, a case."""

    def reason(audit):
        row = AuditReason.objects.create(audit=audit, kind=Reason.OTHER, text="Words")
        return {"pk": audit.pk, "reason": row.pk}

    def routing(audit):
        return {"pk": audit.pk, "routing": AuditRouting.objects.create(audit=audit, group=audit.group, on=TODAY).pk}

    def member(audit):
        row = audit.team.first() or audits.on_team(audit, team)
        return {"pk": audit.pk, "member": row.pk}

    def case(audit):
        return {"pk": audit.pk, "case": audit.cases.get().pk}

    AuditTraining.objects.create(person=team, title="Training", on=TODAY, recorded_by=team, recorded_at=NOW)
    planned = AuditState.PLANNED
    return {
        "a reason for an audit": with_none(_pks(made, planned, reason), pk=ABSENT_KEY, reason=ABSENT_KEY),
        "a routing": with_none(_pks(made, planned, routing), pk=ABSENT_KEY, routing=ABSENT_KEY),
        "a member of a team": with_none(_pks(made, planned, member), pk=ABSENT_KEY, member=ABSENT_KEY),
        "a case": with_none(_pks(made, planned, case), pk=ABSENT_KEY, case=ABSENT_KEY),
    }


def _moderation(made) -> dict[str, Things]:
    """A case in moderation, and a question of it; before moderation, and after it."""
    units: Things = {}
    questions: Things = {}
    for state in (AuditState.COLLECTING, AuditState.MODERATING, AuditState.REPORTING):
        for whose in (OURS, THEIRS):
            audit = made[f"{whose} {state}"]
            units[f"{whose} {state}"] = {"pk": audit.pk, "unit": audit.cases.get().pk}
            question = audits.questions_of(audit.tool, "grade")[0]
            questions[f"{whose} {state}"] = units[f"{whose} {state}"] | {"question": question.pk}
    return {
        "a case in moderation": with_none(units, unit=ABSENT_KEY),
        "a question in moderation": with_none(questions, question=ABSENT_KEY),
    }


def _reports(made) -> dict[str, Things]:
    def advised(audit):
        return audit.recommendations.get()

    reporting, final = AuditState.REPORTING, AuditState.FINAL
    findings = _pks(made, reporting, lambda audit: {"pk": audit.findings.get().pk})
    recommendations = _pks(made, reporting, lambda audit: {"pk": advised(audit).pk})
    tasks = _pks(made, reporting, lambda audit: {"pk": advised(audit).tasks.get().pk})
    parts = _pks(made, reporting, lambda audit: {"pk": audit.pk, "part": "limits"})
    versions = _pks(made, final, lambda audit: {"pk": audit.pk, "number": 1})
    return {
        "a finding": with_none(findings, pk=ABSENT_KEY),
        "a recommendation of an audit": with_none(recommendations, pk=ABSENT_KEY),
        "a task of an audit": with_none(tasks, pk=ABSENT_KEY),
        "a part of a report": with_none(parts, part="none-such"),
        "a version of a report": with_none(versions, number=9),
    }


def _answers(world, made) -> dict[str, Things]:
    """Of the police and of health, while agencies answer and once moderation has begun."""
    kinds: dict[str, Things] = {}
    for state in (AuditState.COLLECTING, AuditState.MODERATING):
        audit = made[f"{OURS} {state}"]
        for owner in ("police", "health"):
            part = audit.participants.get(agency=world.seats[owner])
            for kind, address in _addresses(world, part, owner, state).items():
                things = kinds.setdefault(kind, {})
                if owner == "police":
                    things[f"own {state}"] = dict.fromkeys(ANSWERERS, address)
                else:
                    things[f"another's {state}"] = address
    return {kind: things | {NONE_SUCH: _absent(things)} for kind, things in kinds.items()}


def _absent(things) -> dict[str, Any]:
    return next(iter(things.values()))["partner_lead"] | {"pk": ABSENT_KEY}


def _addresses(world, part, owner, state) -> dict[str, dict[str, Any]]:
    sheet = part.sheets.get()
    question = audits.questions_of(part.audit.tool, "grade")[0]
    found = {
        "a part in an audit": {"pk": part.pk},
        "a sheet": {"pk": sheet.pk},
        "a section of a sheet": {"pk": sheet.pk, "section": question.standard.section_id},
        "a question on a sheet": {"pk": sheet.pk, "question": question.pk},
        "a survey": {"pk": part.pk, "standard": question.standard_id},
    }
    if state == AuditState.COLLECTING:
        upload = SimpleUploadedFile(f"{owner}.pdf", PDF + owner.encode())
        file = attach_file(sheet=sheet, question=question.pk, upload=upload, by=world.authors[owner], now=NOW)
        return found | {"a file of an answer": {"pk": file.pk}}
    return found | {"signed answers": {"pk": part.pk, "number": 1}}


def _tools(world, made) -> dict[str, Things]:
    """The draft version the planned audit of ours is to use, and a frozen one."""
    versions = {
        "draft": made[f"{OURS} {AuditState.PLANNED}"].tool,
        "frozen": made[f"{OURS} {AuditState.COLLECTING}"].tool,
    }
    parts: dict[str, Things] = {}
    for whose, version in versions.items():
        question = audits.questions_of(version)[0]
        variant = QuestionVariant.objects.create(question=question, agency=world.seats["health"], text="Words")
        for kind, row in {
            "a tool's version": version,
            "a section of a tool": question.standard.section,
            "a standard of a tool": question.standard,
            "a question of a tool": question,
            "a variant": variant,
            "a grade": version.grades.first(),
        }.items():
            parts.setdefault(kind, {})[whose] = {"pk": row.pk}
    counted = {"a variant": 999_999, "a grade": 999_999}
    found = {kind: with_none(things, pk=counted.get(kind, ABSENT_KEY)) for kind, things in parts.items()}
    return found | {"a tool of audits": with_none({"any": {"slug": versions["draft"].tool.slug}}, slug="none-such")}


WORDS = {"text": "Words"}
TASK = {"title": "A task", "owner": "Head of service", "due_on_day": "31", "due_on_month": "3", "due_on_year": "2027"}
# What is sent besides what the page shows.
AUDIT_FORMS: dict[str, dict[str, Any]] = {
    "audits:audit_look_again": WORDS,
    "audits:audit_revise": WORDS,
    "audits:audit_cancel": WORDS,
    "audits:audit_respond": WORDS,
    "audits:reason_add": WORDS | {"kind": "other"},
    "audits:training_record": {"title": "Training", "on_day": "9", "on_month": "11", "on_year": "2026"},
    "audits:case_frame": {"frame": "B01\nB02", "criteria": "Words"},
    "audits:case_draw": {"number": "1", "reserve": "0"},
    "audits:report_part": WORDS,
    "audits:finding_add": WORDS | {"kind": "improve"},
    "audits:finding_change": WORDS | {"kind": "improve"},
    "audits:recommendation_add": WORDS | {"outcome": "Words"},
    "audits:recommendation_change": WORDS | {"outcome": "Words"},
    "audits:recommendation_task": TASK,
    "audits:task_change": TASK,
    "audits:moderation_settle": {"value": "good", "reason": "Words"},
    "audits:moderation_discuss": {"practitioners": "Words"},
    "audits:participant_recall": {"reason": "Words"},
    "audits:sheet_route": {"told": "Team manager", "how": "Words", "on_day": "9", "on_month": "11", "on_year": "2026"},
    "audits:survey_edit": {"asked": "30", "answered": "20", "agreed": "10", "source": "Survey of 2026"},
    "audits:tool_add": {"title": "Another tool", "kind": "themed"},
    "audits:tool_section_add": {"title": "Another section"},
    "audits:tool_standard_add": {"text": "Another standard"},
    "audits:tool_question_add": {"text": "Another question?", "kind": "text"},
}


def audit_form(route: str, world: World) -> dict[str, Any]:
    """What is sent to a route of the audits: its own fields, and the keys of what it names."""
    holder = {"holder": f"agency:{world.seats['police'].slug}"}
    named = dict.fromkeys(("audits:recommendation_task", "audits:task_change"), holder)
    return AUDIT_FORMS.get(route, {}) | named.get(route, {})
