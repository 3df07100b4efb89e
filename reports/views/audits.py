"""The final report of an audit as files, and its public edition."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from assurance.permissions import requires, requires_somewhere
from assurance.rules.roles import Permission
from assurance.services.spreadsheets import TableFile
from audits.queries.reports import report_visible_to
from reports.services import audit_public
from reports.services import audits as services
from reports.services.word import WORD_TYPE

READERS = requires_somewhere(Permission.READ_AUDIT, Permission.MANAGE_AUDIT, Permission.ANSWER_AUDIT)


def _report(request, pk):
    report = report_visible_to(request.user, pk)
    if report is None:
        raise Http404("There is no such report.")
    return report


@READERS
@require_GET
def audit_pdf(request, pk):
    """The report as PDF."""
    file = services.audit_pdf(report=_report(request, pk), by=request.user, now=timezone.now())
    return _answer(TableFile(file.name, "application/pdf", file.content))


@READERS
@require_GET
def audit_docx(request, pk):
    """The report as a Word file."""
    file = services.audit_docx(report=_report(request, pk), by=request.user, now=timezone.now())
    return _answer(TableFile(file.name, WORD_TYPE, file.content))


@requires(Permission.MANAGE_AUDIT)
@require_GET
def audit_public_file(request, pk, suffix):
    """The results as far as they may be published, as a file."""
    report = _report(request, pk)
    return _answer(audit_public.public_file(report=report, suffix=suffix, by=request.user, now=timezone.now()))


def _answer(file):
    return HttpResponse(file.content, headers=file.headers)
