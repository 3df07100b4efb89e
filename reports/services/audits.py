"""The final report of an audit to take away: an accessible PDF, and a Word file to annotate (R112; trust.md 10)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string

from assurance.models import PartnershipGroup, User
from assurance.rules.canonical import sha256_of
from assurance.rules.wording import LONDON, date_words, local_date
from assurance.services import activity
from audits.models import AuditReport
from audits.rules.report import QuestionResult, ReportWords, read_report
from reports.pdf.render import render_pdf
from reports.sections import CLASSIFICATION
from reports.services.word import WordFile

TEMPLATE = "reports/pdf/audit.html"


@dataclass(frozen=True)
class ReportFile:
    """The file, and the name under which it is kept."""

    content: bytes
    name: str


@transaction.atomic
def audit_pdf(*, report: AuditReport, by: User, now: datetime) -> ReportFile:
    """The report as it was made final, as PDF: the same report gives the same bytes at any time."""
    content = render_pdf(audit_html(report))
    return _logged(report, content, "pdf", by, now)


@transaction.atomic
def audit_docx(*, report: AuditReport, by: User, now: datetime) -> ReportFile:
    """The same as a Word file, for those who must annotate it: the same report gives the same bytes."""
    words = read_report(report.content)
    content = _word(words, report).content()
    return _logged(report, content, "docx", by, now)


def _logged(report: AuditReport, content: bytes, suffix: str, by: User, now: datetime) -> ReportFile:
    detail = {"version": report.number, "kind": suffix, "sha256": sha256_of(content)}
    activity.record(actor=by, action="audit.download_report", subject=report, detail=detail, now=now)
    return ReportFile(content, f"audit-report-{local_date(report.published_at).isoformat()}.{suffix}")


def _note(report: AuditReport) -> str:
    return f"Version {report.number}, made final {date_words(report.published_at)}. SHA-256 {report.sha256}"


def audit_html(report: AuditReport) -> str:
    """The print document of a report, from what was frozen alone."""
    words = read_report(report.content)
    partnership = PartnershipGroup.objects.get(level=PartnershipGroup.Level.PARTNERSHIP)
    head = {
        "title": "Audit report",
        "partnership": partnership.name_on(local_date(report.published_at)),
        "period": words.title,
        "classification": CLASSIFICATION,
        "issued_at": report.published_at.astimezone(LONDON).replace(microsecond=0).isoformat(),
        "subject": f"Audit report: {words.title}",
    }
    return render_to_string(TEMPLATE, {"report": head, "words": words, "note": _note(report)})


def _word(words: ReportWords, report: AuditReport) -> WordFile:
    file = WordFile(title=words.title, subject=f"Audit report: {words.title}", made_at=report.published_at)
    file.line(CLASSIFICATION)
    file.facts(
        [
            ("What was audited", words.kind),
            ("Why", words.why),
            ("What should be different for children", words.outcome),
            *([("Lines of enquiry", "\n".join(words.lines))] if words.lines else []),
            ("Agencies", ", ".join(words.agencies)),
            *([("Did not submit", ", ".join(words.not_signed))] if words.not_signed else []),
            ("Graded", words.graded_words),
            ("Launched, moderated", f"{words.launched_words}, {words.moderated_words}"),
            ("Led by", words.lead),
            ("Version", _note(report)),
        ]
    )
    if words.overall_words:
        file.line(words.overall_words)
    for heading, text in words.parts:
        file.heading(heading)
        file.prose(text)
    file.heading("What was found")
    for heading, findings in words.grouped_findings:
        file.heading(heading, level=2)
        file.bullets([f"{one.text} ({one.standard})" if one.standard else one.text for one in findings])
    file.heading("Results by question")
    file.table(["Question", "Settled grades", "Met"], [_row(result, share) for result, share in words.shares])
    for agency in words.by_agency:
        file.heading(f"{agency.agency}: what it gave itself, and what was settled", level=2)
        rows = [[number, own or "Not given", settled or "Not settled"] for number, own, settled in agency.rows]
        file.table(["Question", "Its own grade", "Settled"], rows)
    file.heading("Recommendations for action")
    for one in words.recommendations:
        file.heading(f"{one.number}. {one.text}", level=2)
        file.line(f"What should be different for children: {one.outcome}")
        file.bullets([f"{task.title}: {task.holder}, {task.owner}, by {task.due_words}" for task in one.tasks])
    return file


def _row(result: QuestionResult, share: str) -> list[str]:
    grades = ", ".join(f"{one.label}: {one.count}" for one in result.counts if one.count)
    return [f"{result.number} {result.asked}", grades or "Nothing was graded", share]
