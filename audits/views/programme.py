"""The audit programme: the list, the year with its gaps, and planning an audit."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.permissions import may, requires, requires_somewhere
from assurance.rules.periods import quarter_containing
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, acting, form_page, opening, posted, table_response
from audits.forms.audits import AuditForm, ProgrammeFilterForm, YearForm
from audits.queries import programme as queries
from audits.queries import year as years
from audits.queries.programme_table import programme_table
from audits.services import audits as services

AUDITS_ON_A_PAGE = 25


def filters_of(request):
    """The form of the filters, and what it narrows the programme to."""
    user = request.user
    form = ProgrammeFilterForm(
        request.GET, years=queries.years_of_programme(user), topics=queries.topics_of_programme(user)
    )
    return form, queries.ProgrammeFilters(**form.found())


@requires_somewhere(Permission.READ_AUDIT, Permission.ANSWER_AUDIT)
@require_GET
def audit_list(request):
    """The programme: every audit one may know of, what is under way first, narrowed as one likes."""
    today, (form, filters) = timezone.localdate(), filters_of(request)
    found = queries.audits_found(request.user, filters)
    page = Paginator(found, AUDITS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(page, today),
        "counts": queries.counts(request.user, today),
        "is_narrowed": filters != queries.ProgrammeFilters(),
        "may_plan": may(request.user, Permission.MANAGE_AUDIT),
        "reads_all": may(request.user, Permission.READ_AUDIT),
    }
    return render(request, "audits/audit_list.html", context)


@requires_somewhere(Permission.READ_AUDIT, Permission.ANSWER_AUDIT)
@require_GET
def audit_download(request, suffix):
    """The programme as narrowed, as a file."""
    _, filters = filters_of(request)
    table = programme_table(request.user, filters, timezone.localdate())
    return table_response(request, suffix, name="audits", title="Audit programme", table=table)


def year_of(request):
    """The form of the year, and the year of the programme it shows."""
    today = timezone.localdate()
    this_year = quarter_containing(today).financial_year
    asked = {"year": request.GET.get("year") or str(this_year)}
    form = YearForm(asked, years=years.years_offered(request.user, today))
    return form, years.audit_year(request.user, form.found() or this_year, today)


@requires(Permission.READ_AUDIT)
@require_GET
def audit_year(request):
    """The programme by quarter: what falls when, the quarters without an audit, and what has been left out."""
    form, year = year_of(request)
    themes, priorities = years.left_out(request.user, timezone.localdate())
    context = {
        "form": form,
        "year": year,
        "themes": themes,
        "priorities": priorities,
        "may_plan": may(request.user, Permission.MANAGE_AUDIT),
    }
    return render(request, "audits/audit_year.html", context)


@requires(Permission.READ_AUDIT)
@require_GET
def audit_year_download(request, suffix):
    """The year as shown, as a file."""
    _, year = year_of(request)
    title = f"Audit programme {year.words}"
    return table_response(request, suffix, name="audit-year", title=title, table=years.year_table(year))


@requires(Permission.MANAGE_AUDIT)
@require_http_methods(["GET", "POST"])
def audit_plan(request):
    """Plan an audit; the address may name an earlier one it repeats, a topic, a priority, or a theme."""
    today = timezone.localdate()
    initial = queries.first_values(request.user, {name: request.GET.get(name, "") for name in queries.NAMED})
    form = AuditForm(posted(request), offered=queries.offered(request.user, today), initial=initial)
    page = FormPage(
        "Plan an audit",
        reverse("audits:audit_list"),
        "Back to the programme",
        lead="Its agencies and its cases are chosen next. Nobody is asked for anything before it is launched.",
    )
    save = acting(services.plan_audit, request)
    return form_page(request, page, form, save, "The audit is planned.", to=opening("audits:audit_detail"))
