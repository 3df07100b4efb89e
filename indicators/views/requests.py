"""Asking for figures and chasing them, and one request as both sides know it (R52)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms.returns import ReasonForm
from assurance.permissions import requires, requires_somewhere
from assurance.queries.tracker import periods_offered
from assurance.rules.roles import Permission
from assurance.rules.wording import counted
from assurance.views.pages import FormPage, acting, form_page, posted, table_response
from assurance.views.tracker import period_or_404
from indicators.forms.requests import DueDateForm
from indicators.queries import requests as queries
from indicators.services import requests as services


def to_tracker(code):
    """On to the tracker of a reporting period."""
    return redirect(f"{reverse('indicators:request_tracker')}?period={code}")


@requires(Permission.MANAGE_INDICATORS)
@require_GET
def request_tracker(request):
    """Who has sent the figures of one reporting period, the latest when none is named."""
    period = period_or_404(request.GET.get("period", ""))
    board = queries.request_tracker(period, timezone.localdate()) if period else None
    context = {"period": period, "periods": periods_offered(), "tracker": board}
    return render(request, "indicators/request_tracker.html", context)


@requires(Permission.MANAGE_INDICATORS)
@require_GET
def request_tracker_download(request, code, suffix):
    """The tracker of one reporting period as a file."""
    period = period_or_404(code)
    table = queries.tracker_table(queries.request_tracker(period, timezone.localdate()))
    name, title = f"figures-{period.code.lower()}", f"Figures asked for, {period}"
    return table_response(request, suffix, name=name, title=title, table=table)


@requires(Permission.MANAGE_INDICATORS)
@require_POST
def request_ask(request, code):
    """Ask every source agency for its figures. Twice is once."""
    try:
        made = acting(services.ask_for_figures, request, today=True)(period=period_or_404(code))
        said = f"Asked for {counted(len(made), 'figure')}." if made else "Everything has been asked for already."
        messages.success(request, said)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return to_tracker(code)


@requires(Permission.MANAGE_INDICATORS)
@require_POST
def request_remind(request, code):
    """Remind every agency whose figures are outstanding."""
    reminded = acting(services.remind_agencies, request)(period=period_or_404(code))
    names = ", ".join(agency.name for agency in reminded)
    said = f"Reminded: {names}." if reminded else "Nothing is outstanding, so nobody was reminded."
    messages.success(request, said)
    return to_tracker(code)


@requires_somewhere(Permission.SEND_FIGURES, Permission.MANAGE_INDICATORS)
@require_GET
def request_detail(request, pk):
    """One request: what was sent, every time it was, and what was done with it. Never the draft (trust.md 3)."""
    asked = get_object_or_404(queries.requests_known_to(request.user), pk=pk)
    page = queries.request_page(asked, request.user)
    if not page.sendings and page.is_own and not page.is_withdrawn:
        return redirect("indicators:request_edit", pk=pk)
    return render(request, "indicators/request_detail.html", {"page": page, "asked": asked})


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def request_change_date(request, pk):
    """Give one request another due date, with the reason."""
    asked = get_object_or_404(queries.requests_asked_by(request.user), pk=pk)
    back = f"{reverse('indicators:request_tracker')}?period={asked.period.code}"
    page = FormPage("Change the due date", back=back, back_text="Back to the tracker", caption=caption_of(asked))
    done = f"The date is changed, and {asked.agency.name} has been told."
    save = acting(services.change_due_date, request, asked=asked)
    return form_page(request, page, DueDateForm(posted(request)), save, done)


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def request_withdraw(request, pk):
    """Ask, then withdraw a request that has not been answered, with the reason."""
    asked = get_object_or_404(queries.requests_asked_by(request.user), pk=pk)
    back = f"{reverse('indicators:request_tracker')}?period={asked.period.code}"
    page = FormPage("Withdraw this request?", back=back, back_text="Back to the tracker", caption=caption_of(asked))
    form = ReasonForm(
        posted(request),
        label="Why is the figure no longer needed?",
        hint="The agency reads this. It is not asked for this figure again this quarter.",
        button="Withdraw the request",
    )
    save = acting(services.withdraw_request, request, asked=asked)
    return form_page(request, page, form, save, f"The request is withdrawn, and {asked.agency.name} has been told.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def request_ask_correction(request, pk):
    """Ask an agency to correct what it has sent, with the reason."""
    asked = get_object_or_404(queries.requests_asked_by(request.user), pk=pk)
    back = reverse("indicators:request_detail", args=[pk])
    page = FormPage("Ask for a correction", back=back, back_text="Back to the figures", caption=caption_of(asked))
    form = ReasonForm(
        posted(request),
        label="What should be corrected, and why?",
        hint="The agency reads this. What it has sent stands until it sends a correction.",
        button="Ask for a correction",
    )
    save = acting(services.ask_for_correction, request, asked=asked)
    return form_page(request, page, form, save, f"{asked.agency.name} has been asked for a correction.")


def caption_of(asked):
    """Which request it is, above a page's title."""
    return f"{asked.agency.name}, {asked.measure.title}"
