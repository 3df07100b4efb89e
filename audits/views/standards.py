"""Standards: a re-audit beside the audit it repeats, and which standards fail again and again."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assurance.permissions import requires, requires_somewhere
from assurance.rules.roles import Permission
from assurance.views.pages import table_response
from audits.forms.standards import StandardFilterForm
from audits.queries import reaudit, standards

READERS = requires_somewhere(Permission.READ_AUDIT, Permission.MANAGE_AUDIT, Permission.ANSWER_AUDIT)


def reaudit_of(request, pk):
    """The re-audit named in the address, for those who read both reports. Raises Http404."""
    audit = reaudit.reaudit_visible_to(request.user, pk)
    if audit is None:
        raise Http404("There is no such re-audit.")
    return audit


def filters_of(request):
    """The form of the filters, and what it narrows the page to."""
    form = StandardFilterForm(request.GET, agencies=standards.agencies_offered(request.user))
    return form, standards.StandardFilters(**form.found())


@READERS
@require_GET
def reaudit_detail(request, pk):
    """Each standard then and now, what changed, and whether it could be chance (R115)."""
    shown = reaudit.reaudit_page(reaudit_of(request, pk), request.user)
    return render(request, "audits/reaudit_detail.html", {"audit": shown.audit, "shown": shown})


@READERS
@require_GET
def reaudit_download(request, pk, suffix):
    """The same as a file."""
    audit = reaudit_of(request, pk)
    table = reaudit.reaudit_table(reaudit.rows_of(audit))
    return table_response(request, suffix, name="then-and-now", title=f"Then and now: {audit.title}", table=table)


@requires(Permission.READ_AUDIT)
@require_GET
def standard_list(request):
    """The standards of final audits by year, those that failed most often first."""
    form, filters = filters_of(request)
    context = {
        "form": form,
        "shown": standards.standards_page(request.user, filters),
        "is_narrowed": filters != standards.StandardFilters(),
        "agency": dict(form.fields["agency"].choices)[filters.agency] if filters.agency else "",
    }
    return render(request, "audits/standard_list.html", context)


@requires(Permission.READ_AUDIT)
@require_GET
def standard_download(request, suffix):
    """The same as a file, a row for each standard and audit."""
    _, filters = filters_of(request)
    table = standards.standards_table(request.user, filters)
    return table_response(request, suffix, name="standards", title="Standards over time", table=table)
