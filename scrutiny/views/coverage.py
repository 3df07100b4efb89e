"""Coverage by year: what scrutiny looked at, on what evidence, and what it left out (R134)."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assurance.permissions import requires
from assurance.rules.roles import Permission
from assurance.views.pages import table_response
from scrutiny.forms.log import YearForm
from scrutiny.queries import coverage as queries


def year_of(request):
    """The form of the year, and the year."""
    this_year = timezone.localdate().year
    form = YearForm(request.GET or None, years=queries.years_covered(request.user, this_year), shown=this_year)
    return form, form.found()


@requires(Permission.READ_ASSURANCE)
@require_GET
def coverage(request):
    """Each part of the arrangements: the questions and evidence that covered it in a year, the log, and the gaps."""
    form, year = year_of(request)
    return render(request, "scrutiny/coverage.html", {"form": form, "shown": queries.coverage_year(request.user, year)})


@requires(Permission.READ_ASSURANCE)
@require_GET
def coverage_download(request, suffix):
    """The same as a file."""
    _, year = year_of(request)
    table = queries.coverage_table(queries.coverage_year(request.user, year))
    return table_response(
        request, suffix, name=f"scrutiny-coverage-{year}", title=f"Coverage of scrutiny {year}", table=table
    )
