"""Gaps in the data (R69)."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from assurance.permissions import requires
from assurance.rules.roles import Permission
from assurance.views.pages import table_response
from indicators.queries import gaps as queries


@requires(Permission.READ_INDICATORS)
@require_safe
def gap_list(request):
    """The items that lack figures, fresh figures, a definition, an owner, a source or a judgement."""
    gaps = queries.gaps_visible_to(request.user, today=timezone.localdate())
    return render(request, "indicators/gap_list.html", {"gaps": gaps})


@requires(Permission.READ_INDICATORS)
@require_GET
def gap_list_file(request, suffix):
    """The gaps as a file."""
    table = queries.gaps_table(request.user, today=timezone.localdate())
    return table_response(request, suffix, name="gaps", title="Gaps in the data", table=table)
