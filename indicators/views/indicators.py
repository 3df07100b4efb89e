"""The dashboard, the pages of an indicator and of a measure, and their tables as files."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from assurance.permissions import requires
from assurance.queries.topic_items import items_of_topic
from assurance.rules.roles import Permission
from assurance.services.fragments import kept
from indicators.charts.figures import figures_of
from indicators.queries.dashboard import areas_to_choose, dashboard_visible_to
from indicators.queries.indicators import indicator_visible_to, measure_visible_to
from indicators.services import downloads
from indicators.views.looking import asks_to_look_back, filter_form, look_back_form, looking_back


@requires(Permission.READ_INDICATORS)
@require_safe
def dashboard(request):
    """The items of Appendix 1 by domain, a row each, today or as they were known on a day."""
    looking = look_back_form(request) if asks_to_look_back(request) else None
    if looking and looking.is_valid():
        return redirect(f"{reverse('indicators:dashboard')}?as_at={looking.cleaned_data['on'].isoformat()}")
    now, back, form = timezone.localtime(), looking_back(request), filter_form(request) if request.GET else None
    content = kept(
        name=f"{request.get_full_path()} {now:%H}",  # a meeting is offered in the hour after it has begun
        user=request.user,
        today=now.date(),
        make=lambda: _dashboard_content(
            request, back, form or filter_form(request), looking or look_back_form(request)
        ),
    )
    return render(
        request, "indicators/dashboard.html", {"content": content, "then": back.then, "forms": (looking, form)}
    )


def _dashboard_content(request, back, form, looking):
    filters = form.filters()
    board = dashboard_visible_to(request.user, today=timezone.localdate(), filters=filters, then=back.then)
    areas = areas_to_choose(request.user)
    form.offer(domains=board.domains_to_choose, agencies=board.agencies_to_choose, areas=areas)
    context = {"dashboard": board, "form": form, "filters": filters, "looking": looking}
    return render_to_string("indicators/_dashboard.html", _beside(back) | context, request)


@requires(Permission.READ_INDICATORS)
@require_safe
def indicator_detail(request, slug):
    """An indicator: its chart, what it is compared with, what is judged, and how it was defined."""
    back = looking_back(request)
    page = indicator_visible_to(request.user, slug, today=timezone.localdate(), then=back.then)
    if page is None:
        raise Http404
    context = {"page": page, "item": page.item, "measure": page.measure, "figures": figures_of(page.measure)}
    if back.then is None:  # what gives assurance of it is as today: a page of an earlier day leaves it out
        context["assurance"] = items_of_topic(request.user, slug, timezone.localdate())
    return render(request, "indicators/indicator_detail.html", _beside(back) | context)


@requires(Permission.READ_INDICATORS)
@require_safe
def measure_detail(request, code):
    """One measure: its chart and what stands beside it."""
    back = looking_back(request)
    page = measure_visible_to(request.user, code, today=timezone.localdate(), then=back.then)
    if page is None:
        raise Http404
    context = {"page": page, "measure": page.measure, "figures": figures_of(page.measure)}
    return render(request, "indicators/measure_detail.html", _beside(back) | context)


@requires(Permission.READ_INDICATORS)
@require_GET
def dashboard_file(request, suffix):
    """The dashboard as it is shown, as a file."""
    filters, then = filter_form(request).filters(), looking_back(request).then
    return _sent(downloads.dashboard_file(suffix=suffix, filters=filters, then=then, **_asking(request)))


@requires(Permission.READ_INDICATORS)
@require_GET
def figures_file(request, suffix):
    """The newest figure of every measure as a file."""
    return _sent(downloads.figures_file(suffix=suffix, **_asking(request)))


@requires(Permission.READ_INDICATORS)
@require_GET
def series_file(request, code, suffix):
    """The chart of one measure as a file."""
    then = looking_back(request).then
    return _sent(downloads.series_file(code=code, suffix=suffix, then=then, **_asking(request)))


@requires(Permission.READ_INDICATORS)
@require_GET
def areas_file(request, code, suffix):
    """One measure across areas as a file."""
    then = looking_back(request).then
    return _sent(downloads.areas_file(code=code, suffix=suffix, then=then, **_asking(request)))


def _beside(back):
    return {"then": back.then, "back_in_time": back.query}


def _asking(request):
    return {"by": request.user, "today": timezone.localdate(), "now": timezone.now()}


def _sent(file):
    if file is None:
        raise Http404
    return HttpResponse(file.content, headers=file.headers)
