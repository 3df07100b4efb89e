"""One version of an audit tool: all it asks, as an agency sees it, on paper, as a workbook (R111)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assurance.permissions import requires_somewhere
from assurance.queries.agencies import current_agencies
from audits.forms.answers import answer_forms
from audits.forms.tools import AgencyChoiceForm
from audits.queries import tool_pages as queries
from audits.queries.sheets import StoredAnswer
from audits.queries.tools import READERS
from audits.services.tool_files import version_file


def version_of(request, pk):
    """The version named in the address. Raises Http404."""
    version = queries.version_visible_to(request.user, pk)
    if version is None:
        raise Http404("There is no such version.")
    return version


@requires_somewhere(*READERS)
@require_GET
def version_detail(request, pk):
    """All a version asks, with what can be done to each part of it."""
    version = version_of(request, pk)
    page = queries.version_page(version, request.user)
    return render(request, "audits/tool_version.html", {"version": version, "page": page})


@requires_somewhere(*READERS)
@require_GET
def version_preview(request, pk):
    """A version as an agency answers it."""
    version = version_of(request, pk)
    choice = AgencyChoiceForm(request.GET or None, agencies=current_agencies(timezone.localdate()))
    agency = choice.found()
    content = queries.asked_content(version, agency)
    sections = [(section, _answered(version, content, section)) for section in content.sections]
    context = {"version": version, "choice": choice, "agency": agency, "sections": sections}
    return render(request, "audits/tool_preview.html", context)


@requires_somewhere(*READERS)
@require_GET
def version_print(request, pk):
    """All a version asks, as one document to print."""
    version = version_of(request, pk)
    page = queries.version_page(version, request.user)
    return render(request, "audits/tool_print.html", {"version": version, "page": page})


@requires_somewhere(*READERS)
@require_GET
def version_download(request, pk):
    """A version as a workbook that can be sent back as a new one."""
    file = version_file(version=version_of(request, pk), by=request.user, now=timezone.now())
    return HttpResponse(file.content, headers=file.headers)


def _answered(version, content, section):
    """The standards of a section, each with the forms of its questions as an agency gets them."""
    has_case = queries.has_cases(version)
    forms = answer_forms(None, section, grades=content.grades, stored=lambda _: StoredAnswer(), has_case=has_case)
    found = {form.question.pk: form for form in forms}
    return [(standard, [found[question.pk] for question in standard.questions]) for standard in section.standards]
