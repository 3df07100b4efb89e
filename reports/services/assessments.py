"""A published assessment as an accessible PDF, made from what was frozen (R128, R130; trust.md 10)."""

from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string

from assurance.models import PartnershipGroup, User
from assurance.rules.canonical import sha256_of
from assurance.rules.wording import LONDON, date_words, local_date
from assurance.services import activity
from reports.pdf.render import render_pdf
from reports.sections import CLASSIFICATION
from reports.services.audits import ReportFile
from scrutiny.models import Assessment
from scrutiny.queries.assessments import assessment_page

TEMPLATE = "reports/pdf/assessment.html"


@transaction.atomic
def assessment_pdf(*, assessment: Assessment, by: User, now: datetime) -> ReportFile:
    """The assessment as it was published: the same record gives the same bytes at any time."""
    content = render_pdf(assessment_html(assessment))
    detail = {"sha256": sha256_of(content)}
    activity.record(actor=by, action="assessment.download", subject=assessment, detail=detail, now=now)
    return ReportFile(content, f"assessment-{local_date(assessment.published_at).isoformat()}.pdf")


def assessment_html(assessment: Assessment) -> str:
    """The print document of an assessment, from what was frozen alone."""
    page = assessment_page(assessment)
    words = page.words
    partnership = PartnershipGroup.objects.get(level=PartnershipGroup.Level.PARTNERSHIP)
    head = {
        "title": assessment.get_kind_display(),
        "partnership": partnership.name_on(local_date(assessment.published_at)),
        "period": words.head.title,
        "classification": CLASSIFICATION,
        "issued_at": assessment.published_at.astimezone(LONDON).replace(microsecond=0).isoformat(),
        "subject": words.head.title,
    }
    note = f"{date_words(assessment.published_at)}. SHA-256 {assessment.sha256}"
    return render_to_string(TEMPLATE, {"report": head, "words": words, "counts": page.counts, "note": note})
