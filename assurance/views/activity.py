"""The activity log: read by the Business Team, the scrutineers and inspectors (R18)."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assurance.forms.activity import ActivityFilterForm
from assurance.permissions import requires
from assurance.queries import activity as queries
from assurance.rules.roles import Permission
from assurance.services.activity import chain_problems
from assurance.views.pages import table_response

ENTRIES_ON_A_PAGE = 50


def filters_of(request):
    """The form of the filters, and what it narrows the log to; nothing is found while it is wrong."""
    people, actions = queries.people_recorded(request.user), queries.actions_recorded(request.user)
    form = ActivityFilterForm(request.GET, people=people, actions=actions)
    return form, queries.ActivityFilters(**form.found()) if form.is_valid() else None


@requires(Permission.READ_ACTIVITY)
@require_GET
def activity_list(request):
    """The log, newest first, narrowed by day, person and action."""
    form, filters = filters_of(request)
    entries = queries.entries_found(request.user, filters) if filters else []
    page = Paginator(entries, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": list(queries.lines_of(page))}
    return render(request, "assurance/activity_list.html", context)


@requires(Permission.READ_ACTIVITY)
@require_GET
def activity_download(request, suffix):
    """The log as narrowed, as a file."""
    _, filters = filters_of(request)
    table = queries.activity_table(request.user, filters or queries.ActivityFilters())
    return table_response(request, suffix, name="activity-log", title="Activity log", table=table)


@requires(Permission.READ_ACTIVITY)
@require_POST
def activity_check(request):
    """Walk the whole chain, and say whether the log is whole."""
    context = {"problems": chain_problems(), "checked_at": timezone.now()}
    return render(request, "assurance/activity_check.html", context)
