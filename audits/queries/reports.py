"""The composite report: as it is being written, as it was made final, and what still stands in its way (R112, R138)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from assurance.models import User
from assurance.permissions import may
from assurance.queries.actions import actions_visible_to
from assurance.queries.challenges import meeting_name
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import local_date
from audits.models import (
    Audit,
    AuditEvent,
    AuditRecommendation,
    AuditReport,
    Finding,
    Participant,
    RecommendationTask,
    SettledGrade,
    SignedGrade,
    ToolStandard,
)
from audits.queries.audits import audits_compared_by, audits_reported_to, audits_run_by, reports_visible_to
from audits.queries.identifiers import identifiers_refused, looked_at
from audits.queries.links import HubLink
from audits.queries.tools import tool_content
from audits.rules.agreement import JUDGEMENT_SCALE, scale_of
from audits.rules.answers import TextPart
from audits.rules.audits import HAS_REPORT, AuditMove, AuditState
from audits.rules.identifiers import found_in
from audits.rules.report import (
    AgencyResult,
    Draft,
    GradeCount,
    QuestionResult,
    ReportFinding,
    ReportRecommendation,
    ReportTask,
    ReportWords,
    problems_of_publishing,
)
from audits.rules.tools import QuestionKind

COUNTED = (QuestionKind.GRADE, QuestionKind.JUDGEMENT)


def report_visible_to(user: User, audit: UUID, number: int | None = None) -> AuditReport | None:
    """The final report of an audit, or one earlier version of it, if `user` reads it; else None."""
    found = reports_visible_to(user).filter(audit=audit)
    return found.filter(number=number).first() if number else found.first()


def reports_written_by(user: User) -> QuerySet[Audit]:
    """The audits whose report `user` writes now: those they run, while it is being written."""
    return audits_run_by(user).filter(state=str(AuditState.REPORTING))


def drafts_read_by(user: User) -> QuerySet[Audit]:
    """The audits whose report `user` reads as it is being written: the team's and the Business Team's."""
    return audits_compared_by(user).filter(state=str(AuditState.REPORTING))


def findings_of(audit: Audit) -> QuerySet[Finding]:
    """The findings of an audit in their order, with their standards."""
    return Finding.objects.filter(audit=audit).select_related("standard")


def recommendations_of(audit: Audit) -> QuerySet[AuditRecommendation]:
    """The recommendations of an audit in their order, with who does what about each."""
    tasks = RecommendationTask.objects.select_related("agency", "group", "action")
    found = AuditRecommendation.objects.filter(audit=audit).select_related("standard")
    return found.prefetch_related(Prefetch("tasks", tasks))


def texts_of(audit: Audit) -> dict[str, str]:
    """The parts of the report that are written by hand, by part."""
    return dict(audit.texts.values_list("part", "text"))


def report_words(audit: Audit) -> ReportWords:
    """The report as it would be made final now. A fixed number of queries, however many cases and agencies."""
    participants = list(audit.participants.select_related("agency", "standing"))
    texts = texts_of(audit)
    moderated = audit.events.filter(move=AuditMove.MODERATE).last()
    launched = audit.events.filter(move=AuditMove.LAUNCH).last()
    return ReportWords(
        title=audit.title,
        kind=audit.get_kind_display(),
        unit=str(audit.unit),
        lead=audit.lead,
        group=audit.group.name,
        launched_on=(local_date(launched.at) if launched else audit.starts_on).isoformat(),
        moderated_on=(local_date(moderated.at) if moderated else audit.moderation_on).isoformat(),
        tool=str(audit.tool),
        why=audit.why,
        outcome=audit.outcome,
        lines=tuple(audit.enquiry_lines),
        agencies=tuple(one.agency.name for one in participants),
        not_signed=tuple(one.agency.name for one in participants if not one.is_signed),
        graded=_graded(audit),
        texts=tuple((str(part), texts[part]) for part in TextPart if texts.get(part)),
        results=_results(audit),
        by_agency=_by_agency(audit, participants) if not audit.has_cases else (),
        findings=tuple(
            ReportFinding(one.kind, one.text, one.standard.text if one.standard else "") for one in findings_of(audit)
        ),
        recommendations=tuple(_recommendation(number, one) for number, one in _numbered(recommendations_of(audit))),
    )


def _numbered(recommendations: Iterable[AuditRecommendation]) -> Iterable[tuple[int, AuditRecommendation]]:
    return enumerate(recommendations, start=1)


def _recommendation(number: int, one: AuditRecommendation) -> ReportRecommendation:
    tasks = tuple(
        ReportTask(task.title, task.holder.name, task.owner, task.due_on.isoformat()) for task in one.tasks.all()
    )
    return ReportRecommendation(number, one.text, one.outcome, one.standard.text if one.standard else "", tasks)


def _graded(audit: Audit) -> int:
    settled = SettledGrade.objects.filter(audit=audit)
    return settled.values("case" if audit.has_cases else "participant").distinct().count()


def _results(audit: Audit) -> tuple[QuestionResult, ...]:
    if audit.tool is None:
        return ()
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    for question, value in SettledGrade.objects.filter(audit=audit).values_list("question", "value"):
        counts[question][value] += 1
    content = tool_content(audit.tool)
    return tuple(
        QuestionResult(
            number=question.number,
            standard=str(standard.identity),
            standard_text=standard.text,
            asked=question.text,
            purpose=question.purpose,
            counts=tuple(
                GradeCount(grade.label, counts[question.pk][grade.slug], grade.meets, grade.is_neutral)
                for grade in scale_of(question.kind, content.grades)
            ),
        )
        for section in content.sections
        for standard in section.standards
        for question in standard.questions
        if question.kind in COUNTED
    )


def _by_agency(audit: Audit, participants: list[Participant]) -> tuple[AgencyResult, ...]:
    """What each agency gave itself beside what was settled, question by question, in words."""
    if audit.tool is None:
        return ()
    standing = [one.standing_id for one in participants if one.standing_id]
    own = {
        (participant, question): value
        for participant, question, value in SignedGrade.objects.filter(submission__in=standing).values_list(
            "submission__participant", "question", "value"
        )
    }
    settled = {
        (participant, question): value
        for participant, question, value in SettledGrade.objects.filter(audit=audit).values_list(
            "participant", "question", "value"
        )
    }
    content = tool_content(audit.tool)
    words = {grade.slug: grade.label for grade in (*content.grades, *JUDGEMENT_SCALE)}
    asked = [
        (question.pk, question.number)
        for section in content.sections
        for standard in section.standards
        for question in standard.questions
        if question.kind in COUNTED
    ]
    return tuple(
        AgencyResult(
            one.agency.name,
            tuple(
                (number, words.get(own.get((one.pk, pk), ""), ""), words.get(settled.get((one.pk, pk), ""), ""))
                for pk, number in asked
            ),
        )
        for one in participants
    )


def publishing_problems(audit: Audit) -> list[str]:
    """Every reason, a sentence each, why the report of an audit cannot be made final as it stands."""
    texts = texts_of(audit)
    findings = list(findings_of(audit))
    recommendations = list(_numbered(recommendations_of(audit)))
    written = [(f"the part “{TextPart(part).name.lower()}”", text) for part, text in texts.items()]
    written += [(f"finding {number}", one.text) for number, one in enumerate(findings, start=1)]
    written += [(f"recommendation {number}", f"{one.text}\n{one.outcome}") for number, one in recommendations]
    return problems_of_publishing(
        Draft(
            summary=texts.get(TextPart.SUMMARY, ""),
            findings=len(findings),
            recommendations=[(number, len(one.tasks.all())) for number, one in recommendations],
            texts=[(where, bool(identifiers_refused(found_in(text)))) for where, text in written],
        )
    )


def names_in_texts(audit: Audit) -> tuple[str, ...]:
    """What in the parts written by hand may be the name of a person, to be looked at before the report is final."""
    return looked_at(*texts_of(audit).values()).names


def finding_written_by(user: User, pk: UUID) -> Finding | None:
    """A finding of a report `user` writes now, or None."""
    found = Finding.objects.filter(audit__in=reports_written_by(user), pk=pk)
    return found.select_related("audit__tool", "standard").first()


def recommendation_written_by(user: User, pk: UUID) -> AuditRecommendation | None:
    """A recommendation of a report `user` writes now, or None."""
    found = AuditRecommendation.objects.filter(audit__in=reports_written_by(user), pk=pk)
    return found.select_related("audit__tool", "standard").first()


def task_written_by(user: User, pk: UUID) -> RecommendationTask | None:
    """Who does what about a recommendation of a report `user` writes now, or None."""
    found = RecommendationTask.objects.filter(recommendation__audit__in=reports_written_by(user), pk=pk)
    return found.select_related("recommendation__audit", "agency", "group").first()


def standards_of(audit: Audit) -> QuerySet[ToolStandard]:
    """The standards of an audit's tool, in the order of its pages."""
    found = ToolStandard.objects.filter(section__version=audit.tool_id)
    return found.order_by("section__position", "position", "pk")


def text_of(audit: Audit, part: TextPart) -> tuple[str, int]:
    """One part of the report and its version; blank and 0 while there is none."""
    row = audit.texts.filter(part=part).first()
    return (row.text, row.version) if row else ("", 0)


def result_table(words: ReportWords) -> Table:
    """The results of a report as a table to take away: one row a question and grade."""
    headers = ["Question", "Standard", "What was asked", "Grade", "Number", "Graded in all"]
    rows: list[list[Cell]] = [
        [result.number, result.standard_text, result.asked, one.label, one.count, result.graded]
        for result in words.results
        for one in result.counts
    ]
    return headers, rows


@dataclass(frozen=True)
class ReportPage:
    """What stands around a final report: its versions, SAAS's response, and what has become of its recommendations."""

    versions: tuple[AuditReport, ...]
    is_latest: bool
    response: AuditEvent | None
    response_meeting: str
    tasks: tuple[RecommendationTask, ...]


def report_page(report: AuditReport, user: User) -> ReportPage:
    """The page of a report `user` reads; the state of an action is shown to those who may read that action."""
    versions = tuple(reports_visible_to(user).filter(audit=report.audit_id))
    response = report.audit.events.filter(move=AuditMove.RESPOND).select_related("by", "meeting__group").last()
    meeting = response.meeting if response else None
    shows = meeting is not None and may(user, Permission.READ_MEETING, meeting.group)
    readable = set(actions_visible_to(user).filter(audit_task__recommendation__audit=report.audit_id))
    tasks = RecommendationTask.objects.filter(recommendation__audit=report.audit_id, action__in=readable)
    return ReportPage(
        versions=versions,
        is_latest=versions[0].pk == report.pk,
        response=response if report.audit.state == AuditState.RESPONDED else None,
        response_meeting=meeting_name(meeting) if meeting and shows else "",
        tasks=tuple(tasks.select_related("action", "agency", "group", "recommendation")),
    )


def report_link(audit: Audit, user: User) -> HubLink | None:
    """Where the report of an audit is written, looked through or read, as far as `user` may."""
    words, name, is_final = "", "", audit.state in HAS_REPORT
    if audit.state == AuditState.REPORTING:
        if reports_written_by(user).filter(pk=audit.pk).exists():
            words, name = "Write the report", "audits:report_write"
        elif drafts_read_by(user).filter(pk=audit.pk).exists():
            words, name = "Read the report as it is being written", "audits:report_draft"
    elif is_final and audits_reported_to(user).filter(pk=audit.pk).exists():
        words, name = "Read the report", "audits:report_detail"
    return HubLink(words, reverse(name, args=[audit.pk]), is_report=is_final) if name else None
