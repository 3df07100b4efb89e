"""What the Business Team does with a submitted return."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assurance.forms.returns import ReasonForm
from assurance.permissions import requires
from assurance.queries.returns import returns_readable_by
from assurance.rules.roles import Permission
from assurance.services import returns as services


@requires(Permission.REVIEW_RETURNS)
@require_POST
def return_accept(request, pk):
    """Accept a submitted return."""
    status_return = get_object_or_404(returns_readable_by(request.user), pk=pk)
    try:
        services.accept_return(status_return=status_return, by=request.user, now=timezone.now())
        messages.success(request, f"The return of {status_return.owner.name} is accepted.")
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("assurance:return_detail", pk=pk)


@requires(Permission.REVIEW_RETURNS)
@require_http_methods(["GET", "POST"])
def return_send_back(request, pk):
    """Return a submitted return for changes, with the reason."""
    return _with_reason(
        request,
        pk,
        service=services.return_for_changes,
        title="Return for changes",
        label="What should be changed, and why?",
        button="Return for changes",
        done="The return has been sent back, and its agency has been told.",
    )


@requires(Permission.REVIEW_RETURNS)
@require_http_methods(["GET", "POST"])
def return_reopen(request, pk):
    """Reopen an accepted return, with the reason."""
    return _with_reason(
        request,
        pk,
        service=services.reopen_return,
        title="Reopen this return",
        label="Why is it reopened?",
        button="Reopen the return",
        done="The return is open again. The accepted version is kept.",
    )


def _with_reason(request, pk, *, service, title, label, button, done):
    status_return = get_object_or_404(returns_readable_by(request.user), pk=pk)
    form = ReasonForm(request.POST or None, label=label, button=button)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            service(status_return=status_return, reason=reason, by=request.user, now=timezone.now())
            messages.success(request, done)
            return redirect("assurance:return_detail", pk=pk)
        except ValidationError as problem:
            form.add_error(None, problem)
    context = {"status_return": status_return, "form": form, "title": title}
    return render(request, "assurance/return_reason.html", context)
