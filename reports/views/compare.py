"""A comparison of published assessments as PDF."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from assurance.permissions import requires_somewhere
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from reports.services.compare import compare_pdf as make_pdf
from scrutiny.queries.compare import PAGES


@requires_somewhere(Permission.READ_PLAN, Permission.SCRUTINISE, Permission.SELF_ASSESS)
@require_GET
def compare_pdf(request, what):
    """The comparison with the choices of its page; where there is nothing to compare there is no file."""
    now = timezone.now()
    page = PAGES[what](request.user, request.GET, local_date(now))
    if not page.assessments:
        raise Http404("There is nothing to compare.")
    file = make_pdf(what=what, page=page, by=request.user, now=now)
    headers = {"Content-Type": "application/pdf", "Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, headers=headers)
