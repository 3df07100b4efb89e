"""Reading the composite report: in draft for its team, final for its readers, with its briefing and its tables."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assurance.permissions import requires_somewhere
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.views.pages import table_response
from audits.queries import reports as queries
from audits.rules.report import read_report

READERS = requires_somewhere(Permission.READ_AUDIT, Permission.MANAGE_AUDIT, Permission.ANSWER_AUDIT)


def report_of(request, pk, number=None):
    """The final report in the address, or one earlier version of it, if the reader may read it. Raises Http404."""
    report = queries.report_visible_to(request.user, pk, number)
    if report is None:
        raise Http404("There is no such report.")
    return report


@READERS
@require_GET
def report_detail(request, pk):
    """The report as it was made final; reading it is logged."""
    return _read(request, report_of(request, pk))


@READERS
@require_GET
def report_version(request, pk, number):
    """One version of the report, word for word."""
    return _read(request, report_of(request, pk, number))


def _read(request, report):
    activity.record(actor=request.user, action="audit.read_report", subject=report, now=timezone.now())
    context = {
        "audit": report.audit,
        "report": report,
        "words": read_report(report.content),
        "page": queries.report_page(report, request.user),
    }
    return render(request, "audits/report_detail.html", context)


@READERS
@require_GET
def report_draft(request, pk):
    """The report as it would be made final now, for those who write it and the audit's team."""
    audit = get_object_or_404(queries.drafts_read_by(request.user), pk=pk)
    context = {"audit": audit, "words": queries.report_words(audit), "page": None}
    return render(request, "audits/report_detail.html", context)


@READERS
@require_GET
def report_results(request, pk, suffix):
    """The results of the final report as a file."""
    report = report_of(request, pk)
    table = queries.result_table(read_report(report.content))
    title = f"Results of the audit {report.audit.title}"
    return table_response(request, suffix, name="audit-results", title=title, table=table)


@READERS
@require_GET
def briefing(request, pk):
    """The learning briefing of the final report, to be printed and given to teams."""
    report = report_of(request, pk)
    words = read_report(report.content)
    if not words.briefing:
        raise Http404("The report has no learning briefing.")
    return render(request, "audits/briefing.html", {"audit": report.audit, "report": report, "words": words})
