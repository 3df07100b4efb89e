"""The assurance map, as a table and as lists (R85)."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assurance.forms.assurance_map import AS_LIST, MapForm
from assurance.permissions import requires
from assurance.queries import assurance_map as queries
from assurance.rules.assurance_map import ROWS_NOUNS, ROWS_WORDS
from assurance.rules.roles import Permission
from assurance.views.pages import table_response


def filters_of(request):
    """The form that chooses what is shown, and what it chooses; what cannot be read is left at its first value."""
    form = MapForm({"of": "indicators"} | request.GET.dict())
    return form, queries.MapFilters(**form.found())


@requires(Permission.READ_ASSURANCE)
@require_GET
def assurance_map(request):
    """Which tiers have current assurance of each indicator, priority, theme or risk, and where there is none."""
    form, filters = filters_of(request)
    context = {
        "form": form,
        "page": queries.map_page(request.user, filters, timezone.localdate()),
        "rows_words": ROWS_WORDS[filters.rows],
        "one": ROWS_NOUNS[filters.rows][0],
        "as_list": request.GET.get("as") == AS_LIST,
        "is_narrowed": filters != queries.MapFilters(rows=filters.rows),
    }
    return render(request, "assurance/assurance_map.html", context)


@requires(Permission.READ_ASSURANCE)
@require_GET
def assurance_map_download(request, suffix):
    """The map as chosen, as a file."""
    _, filters = filters_of(request)
    table = queries.map_table(request.user, filters, timezone.localdate())
    return table_response(request, suffix, name=f"assurance-map-{filters.rows}", title="Assurance map", table=table)
