"""The dashboard, the page of an indicator, and their tables as files."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from assurance.permissions import requires
from assurance.rules.roles import Permission
from indicators.queries.dashboard import dashboard_visible_to
from indicators.queries.indicators import indicator_visible_to
from indicators.services import downloads


@requires(Permission.READ_INDICATORS)
@require_safe
def dashboard(request):
    """The items of Appendix 1 by domain, with the newest figures."""
    board = dashboard_visible_to(request.user, today=timezone.localdate())
    return render(request, "indicators/dashboard.html", {"dashboard": board})


@requires(Permission.READ_INDICATORS)
@require_safe
def indicator_detail(request, slug):
    """An indicator: its definitions, its measures, and each measure's series."""
    page = indicator_visible_to(request.user, slug, today=timezone.localdate())
    if page is None:
        raise Http404
    return render(request, "indicators/indicator_detail.html", {"page": page, "item": page.item})


@requires(Permission.READ_INDICATORS)
@require_GET
def dashboard_file(request, suffix):
    """Every figure of the dashboard as a file."""
    file = downloads.dashboard_file(by=request.user, suffix=suffix, today=timezone.localdate(), now=timezone.now())
    return HttpResponse(file.content, headers=file.headers)


@requires(Permission.READ_INDICATORS)
@require_GET
def series_file(request, code, suffix):
    """The series of one measure as a file."""
    file = downloads.series_file(
        by=request.user, code=code, suffix=suffix, today=timezone.localdate(), now=timezone.now()
    )
    if file is None:
        raise Http404
    return HttpResponse(file.content, headers=file.headers)
