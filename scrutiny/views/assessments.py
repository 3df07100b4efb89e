"""Published assessments: the list, one of them, a year's read together, and each as a file."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assurance.permissions import requires_somewhere
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.views.pages import table_response
from scrutiny.forms.publishing import AssessmentFilterForm
from scrutiny.queries import assessments as queries
from scrutiny.queries.assessments import AssessmentFilters
from scrutiny.rules.frozen import read_assessment

READERS = requires_somewhere(Permission.READ_PLAN, Permission.SCRUTINISE, Permission.SELF_ASSESS)


def assessment_of(request, pk):
    """The published assessment in the address, if the reader may read it. Raises Http404."""
    found = queries.assessment_visible_to(request.user, pk)
    if found is None:
        raise Http404("There is no such assessment.")
    return found


def _filters(request):
    form = AssessmentFilterForm(request.GET, years=queries.years_of(request.user))
    return form, AssessmentFilters(**form.found())


@READERS
@require_GET
def assessment_list(request):
    """The published assessments one may read."""
    form, filters = _filters(request)
    context = {
        "form": form,
        "is_narrowed": filters != AssessmentFilters(),
        "assessments": queries.assessments_found(request.user, filters),
        "years": queries.years_of(request.user),
    }
    return render(request, "scrutiny/assessment_list.html", context)


@READERS
@require_GET
def assessment_download(request, suffix):
    """The list as a file."""
    _, filters = _filters(request)
    table = queries.list_table(request.user, filters)
    return table_response(request, suffix, name="assessments", title="Assessments", table=table)


@READERS
@require_GET
def assessment_detail(request, pk):
    """One assessment, word for word as it was published; reading it is logged."""
    assessment = assessment_of(request, pk)
    activity.record(actor=request.user, action="assessment.read", subject=assessment, now=timezone.now())
    shown = queries.assessment_page(assessment)
    context = {"shown": shown, "opens": queries.evidence_opened_by(request.user, shown.words)}
    return render(request, "scrutiny/assessment_detail.html", context)


@READERS
@require_GET
def assessment_answers(request, pk, suffix):
    """The answers of one assessment as a file."""
    assessment = assessment_of(request, pk)
    table = queries.assessment_table(read_assessment(assessment.content))
    return table_response(request, suffix, name="assessment", title=assessment.title, table=table)


@READERS
@require_GET
def assessment_year(request, year):
    """The independent scrutiny of a year, question by question, every scrutineer's beside the others' (R15)."""
    found, rows = queries.amalgamated(request.user, year)
    if not found:
        raise Http404("There is no published scrutiny of that year.")
    return render(request, "scrutiny/assessment_year.html", {"year": year, "assessments": found, "rows": rows})
