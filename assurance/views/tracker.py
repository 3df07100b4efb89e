"""The Business Team's first page: who has not submitted, how long is left, and one button to remind them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms.returns import ExtensionForm
from assurance.permissions import requires
from assurance.queries import tracker as queries
from assurance.queries.returns import returns_readable_by
from assurance.rules.roles import Permission
from assurance.services.tracker import extend_return, remind_outstanding
from assurance.views.pages import table_response


def period_or_404(code):
    """The period named by `code`; the latest, or None before the first, when no code is given."""
    period = queries.period_of(code) if code else queries.latest_period()
    if code and period is None:
        raise Http404("There is no such period.")
    return period


@requires(Permission.TRACK_RETURNS)
@require_GET
def tracker(request):
    """The tracker of one period, the latest when none is named."""
    period = period_or_404(request.GET.get("period", ""))
    board = queries.tracker(period, timezone.localdate()) if period else None
    context = {"period": period, "periods": queries.periods_offered(), "tracker": board}
    return render(request, "assurance/tracker.html", context)


@requires(Permission.TRACK_RETURNS)
@require_GET
def tracker_download(request, code, suffix):
    """The tracker of one period as a file."""
    period = period_or_404(code)
    table = queries.tracker_table(queries.tracker(period, timezone.localdate()))
    return table_response(
        request, suffix, name=f"tracker-{period.code.lower()}", title=f"Tracker, {period}", table=table
    )


@requires(Permission.TRACK_RETURNS)
@require_POST
def tracker_remind(request, code):
    """Remind every partner whose required return is outstanding."""
    period = period_or_404(code)
    reminded = remind_outstanding(period=period, by=request.user, now=timezone.now())
    names = ", ".join(row.owner.name for row in reminded)
    said = f"Reminded: {names}." if reminded else "Nothing is outstanding, so nobody was reminded."
    messages.success(request, said)
    return redirect(f"{reverse('assurance:tracker')}?period={code}")


@requires(Permission.TRACK_RETURNS)
@require_http_methods(["GET", "POST"])
def return_extend(request, pk):
    """Give one return a later due date, with the reason."""
    status_return = get_object_or_404(returns_readable_by(request.user), pk=pk)
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            extend_return(status_return=status_return, by=request.user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, f"The date for {status_return.owner.name} is extended, and they have been told.")
            return redirect("assurance:tracker")
        except ValidationError as problem:
            form.add_error(None, problem)
    context = {"status_return": status_return, "form": form, "title": "Extend the due date"}
    return render(request, "assurance/return_reason.html", context)
