"""A comparison of published assessments as an accessible PDF (R127, R128; trust.md 10)."""

from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string

from assurance.models import PartnershipGroup, User
from assurance.rules.canonical import sha256_of
from assurance.rules.wording import LONDON, local_date
from assurance.services import activity
from reports.pdf.render import render_pdf
from reports.sections import CLASSIFICATION
from reports.services.audits import ReportFile
from scrutiny.queries.compare import ComparePage, GridPage
from scrutiny.queries.compare_tables import NAMES
from scrutiny.rules.heat_map import in_parts

# As many columns as a landscape page has room for beside the questions.
MOST_COLUMNS = 10


@transaction.atomic
def compare_pdf(*, what: str, page: ComparePage, by: User, now: datetime) -> ReportFile:
    """The comparison as PDF: the same assessments give the same bytes at any time. `page` compares something."""
    content = render_pdf(compare_html(what, page))
    root = PartnershipGroup.objects.get(level=PartnershipGroup.Level.PARTNERSHIP)
    detail = {"table": f"compare-{what}", "rows": _rows(page), "sha256": sha256_of(content), "format": "pdf"}
    activity.record(actor=by, action="directory.download", subject=root, detail=detail, now=now)
    return ReportFile(content, f"compare-{what}.pdf")


def _rows(page: ComparePage) -> int:
    if isinstance(page, GridPage):
        return len(page.grid.rows) if page.grid else 0
    return len(page.comparison.pairs) if page.comparison else 0


def compare_html(what: str, page: ComparePage) -> str:
    """The print document of a comparison, dated with the newest of its assessments."""
    newest = max(one.published_at for one in page.assessments)
    partnership = PartnershipGroup.objects.get(level=PartnershipGroup.Level.PARTNERSHIP)
    head = {
        "title": NAMES[what],
        "partnership": partnership.name_on(local_date(newest)),
        "period": page.about if isinstance(page, GridPage) else " and ".join(one.title for one in page.assessments),
        "classification": CLASSIFICATION,
        "issued_at": newest.astimezone(LONDON).replace(microsecond=0).isoformat(),
        "subject": NAMES[what],
    }
    context = {"report": head, "what": what, "shown": page}
    if isinstance(page, GridPage):
        parts = in_parts(page.grid, MOST_COLUMNS) if page.grid else ()
        return render_to_string("reports/pdf/compare_grid.html", {**context, "parts": parts})
    return render_to_string("reports/pdf/compare_pairs.html", context)
