"""The indicators of a theme before and after (R98)."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from assurance.permissions import requires
from assurance.rules.roles import Permission
from assurance.views.pages import table_response
from indicators.queries.theme_figures import theme_figures_table, theme_figures_visible_to


def figures_of(request, pk):
    """The figures of the theme named in the address. Raises Http404."""
    figures = theme_figures_visible_to(request.user, pk, today=timezone.localdate())
    if figures is None:
        raise Http404("There is no such theme.")
    return figures


@requires(Permission.READ_INDICATORS)
@require_safe
def theme_figures(request, pk):
    """Each indicator of the theme: the figure known when it began, and when it ended or today."""
    return render(request, "indicators/theme_figures.html", {"figures": figures_of(request, pk)})


@requires(Permission.READ_INDICATORS)
@require_GET
def theme_figures_file(request, pk, suffix):
    """The same as a file."""
    table = theme_figures_table(figures_of(request, pk))
    return table_response(request, suffix, name="theme-figures", title="Indicators before and after", table=table)
