"""Published assessments beside each other: self beside independent, movement, by year, by agency (R127)."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.views.pages import table_response
from scrutiny.forms.compare import CompareForm
from scrutiny.queries.compare import PAGES
from scrutiny.queries.compare_tables import compare_table, title_of
from scrutiny.views.assessments import READERS


def _page(request, what):
    return PAGES[what](request.user, request.GET, local_date(timezone.now()))


def _shown(request, what, template):
    page = _page(request, what)
    form = CompareForm(selects=page.selects, problem=getattr(page, "problem", ""))
    return render(request, template, {"what": what, "shown": page, "form": form}), page


def _read(request, assessments):
    """Log that the words of these were read."""
    for one in assessments:
        activity.record(actor=request.user, action="assessment.read", subject=one, now=timezone.now())


@READERS
@require_GET
def compare_pair(request):
    """Two assessments beside each other, the differences first; the reading of both is logged."""
    answer, page = _shown(request, "pair", "scrutiny/compare_pair.html")
    _read(request, page.assessments)
    return answer


@READERS
@require_GET
def compare_movement(request):
    """An assessment beside an earlier one: what moved; the reading of both is logged."""
    answer, page = _shown(request, "movement", "scrutiny/compare_movement.html")
    _read(request, page.assessments)
    return answer


@READERS
@require_GET
def compare_years(request):
    """The ratings of one kind of assessment by year."""
    return _shown(request, "years", "scrutiny/compare_years.html")[0]


@READERS
@require_GET
def compare_agencies(request):
    """The ratings of the agencies' self-assessments side by side."""
    return _shown(request, "agencies", "scrutiny/compare_agencies.html")[0]


@READERS
@require_GET
def compare_download(request, what, suffix):
    """A comparison as a file."""
    page = _page(request, what)
    title, table = title_of(what, page), compare_table(what, page)
    return table_response(request, suffix, name=f"compare-{what}", title=title, table=table)
