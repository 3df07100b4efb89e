"""The Partnership's funding: a year's contributions, its budget, and whether that is enough."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.funding import ContributionForm, JudgementForm
from assurance.permissions import may, requires
from assurance.queries import funding as queries
from assurance.queries.plans import board_decisions
from assurance.rules.calendars import year_words
from assurance.rules.periods import quarter_containing
from assurance.rules.roles import Permission
from assurance.services import funding as services
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

FIRST_YEAR = 2019


def funding_of(request, year):
    """The funding of the year in the address. Raises Http404 for years the Partnership does not know."""
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= quarter_containing(today).financial_year + 1:
        raise Http404("There is no such year.")
    return queries.funding_page(request.user, year, today)


def page_of(title, year, **words):
    """A form's page that leads back to the year."""
    return FormPage(title, reverse("assurance:funding_year", args=[year]), "Back to funding", **words)


@requires(Permission.READ_FUNDING)
@require_GET
def funding(request):
    """This year's funding."""
    return _shown(request, quarter_containing(timezone.localdate()).financial_year)


@requires(Permission.READ_FUNDING)
@require_GET
def funding_year(request, year):
    """A year's funding, agency by agency."""
    return _shown(request, year)


@requires(Permission.READ_FUNDING)
@require_GET
def funding_download(request, year, suffix):
    """A year's contributions as a file."""
    page = funding_of(request, int(year))
    table, title = queries.funding_table(page), f"Funding {page.year}"
    return table_response(request, suffix, name=f"funding-{year}", title=title, table=table)


@requires(Permission.MANAGE_FUNDING)
@require_http_methods(["GET", "POST"])
def funding_contribution(request, year, agency):
    """Record what an agency contributes."""
    funding_of(request, year)
    seat = queries.agency_to_record(request.user, agency)
    if seat is None:
        raise Http404("There is no such agency.")
    held = queries.contribution_of(year, seat)
    initial = {name: getattr(held, name) for name in ("agreed", "received", "in_kind")} if held else None
    form = ContributionForm(posted(request), initial=initial)
    save = acting(services.record_contribution, request, financial_year=year, agency=seat)
    page = page_of(f"Contribution of {seat.name}", year, caption=year_words(year))
    return form_page(request, page, form, save, "The contribution is saved.")


@requires(Permission.MANAGE_FUNDING)
@require_http_methods(["GET", "POST"])
def funding_judge(request, year):
    """Record the budget, and whether the funding is enough."""
    funding_of(request, year)
    form = JudgementForm(posted(request), decisions=board_decisions(request.user))
    save = acting(services.judge_funding, request, financial_year=year)
    page = page_of("Is the funding adequate?", year, caption=year_words(year))
    return form_page(request, page, form, save, "The judgement is recorded.")


def _shown(request, year):
    keeps = may(request.user, Permission.MANAGE_FUNDING)
    return render(request, "assurance/funding.html", {"page": funding_of(request, year), "keeps": keeps})
