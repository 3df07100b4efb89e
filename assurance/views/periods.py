"""Reporting periods: the list, opening one, changing its dates, closing and reopening it."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms import periods as forms
from assurance.forms.returns import ReasonForm
from assurance.permissions import may, requires
from assurance.queries import periods as queries
from assurance.rules.periods import proposed_due, proposed_opening
from assurance.rules.roles import Permission
from assurance.rules.wording import LONDON
from assurance.services import periods as services
from assurance.views.pages import FormPage, acting, form_page, posted, table_response


def period_of(request, code):
    """The period named in the address. Raises Http404."""
    period = queries.period_visible_to(request.user, code)
    if period is None:
        raise Http404("There is no such period.")
    return period


def page_of(period, title, **words):
    """A form's page that leads back to the period."""
    back = reverse("assurance:period_detail", args=[period.code])
    return FormPage(title, back, f"Back to {period.short_words}", str(period), **words)


@requires(Permission.READ_DIRECTORY)
@require_GET
def period_list(request):
    """The periods, newest first."""
    context = {
        "lines": queries.periods_listed(request.user, timezone.localdate()),
        "may_manage": may(request.user, Permission.MANAGE_PARTNERSHIP),
    }
    return render(request, "assurance/period_list.html", context)


@requires(Permission.READ_DIRECTORY)
@require_GET
def period_download(request, suffix):
    """The periods as a file."""
    table = queries.period_table(request.user, timezone.localdate())
    return table_response(request, suffix, name="reporting-periods", title="Reporting periods", table=table)


@requires(Permission.READ_DIRECTORY)
@require_GET
def period_detail(request, code):
    """One period: its dates, its meeting and its history."""
    period = period_of(request, code)
    context = {
        "period": period,
        "standing": queries.standing(period, timezone.localdate()),
        "may_manage": may(request.user, Permission.MANAGE_PARTNERSHIP),
        "may_track": may(request.user, Permission.TRACK_RETURNS),
    }
    return render(request, "assurance/period_detail.html", context)


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def period_create(request):
    """The quarter and the Board's meeting; then the dates that follow from them, to be confirmed or changed."""
    back = reverse("assurance:period_list")
    quarters = queries.quarters_offered(timezone.localdate())
    asked = forms.ProposalForm(request.GET or None, quarters=quarters)
    if not asked.is_valid():
        page = FormPage("Open a reporting period", back, "Back to reporting periods")
        return render(request, "assurance/form_page.html", {"form": asked, "page": page})
    quarter, meeting_on = asked.cleaned_data["quarter"], asked.cleaned_data["meeting_on"]
    initial = {"opens_on": proposed_opening(meeting_on), "due_on": proposed_due(meeting_on)}
    page = FormPage(
        "Check the dates",
        reverse("assurance:period_create"),
        caption=quarter.words,
        template="assurance/period_dates.html",
    )
    page.context.update(meeting_at=asked.meeting_at())
    save = acting(services.open_period, request, quarter=quarter, meeting_at=asked.meeting_at())
    form = forms.PeriodForm(posted(request), initial=initial)
    return form_page(request, page, form, save, f"{quarter.words} is open.", to=back)


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def period_edit(request, code):
    """Change a period's meeting and dates, with the reason."""
    period = period_of(request, code)
    begins = period.meeting.starts_at.astimezone(LONDON)
    initial = {"meeting_on": begins.date(), "meeting_time": begins.time()}
    initial |= {"opens_on": period.opens_on, "due_on": period.due_on}
    form = forms.PeriodChangeForm(posted(request), initial=initial)
    save = acting(services.change_period, request, period=period)
    page = page_of(period, "Change the dates", lead="A return that was given a date of its own keeps it.")
    return form_page(request, page, form, lambda **answers: save(**form.values()), "The dates are changed.")


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def period_close(request, code):
    """Close a period, with the reason."""
    period = period_of(request, code)
    lead = "Nothing more can be submitted. Drafts stay with their agencies, and the period can be reopened."
    form = ReasonForm(posted(request), label="Why is it closed?", button="Close the period")
    save = acting(services.close_period, request, period=period)
    return form_page(request, page_of(period, "Close the period", lead=lead), form, save, "The period is closed.")


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def period_reopen(request, code):
    """Reopen a closed period, with the reason."""
    period = period_of(request, code)
    form = ReasonForm(posted(request), label="Why is it reopened?", button="Reopen the period")
    save = acting(services.reopen_period, request, period=period)
    return form_page(request, page_of(period, "Reopen the period"), form, save, "The period is open again.")
