"""A published assessment as PDF."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from assurance.permissions import requires_somewhere
from assurance.rules.roles import Permission
from reports.services.assessments import assessment_pdf as make_pdf
from scrutiny.queries.assessments import assessment_visible_to


@requires_somewhere(Permission.READ_PLAN, Permission.SCRUTINISE, Permission.SELF_ASSESS)
@require_GET
def assessment_pdf(request, pk):
    """The assessment as it was published."""
    assessment = assessment_visible_to(request.user, pk)
    if assessment is None:
        raise Http404("There is no such assessment.")
    file = make_pdf(assessment=assessment, by=request.user, now=timezone.now())
    headers = {"Content-Type": "application/pdf", "Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, headers=headers)
