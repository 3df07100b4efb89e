"""A return as its people see it: the list, the task list, checking, submitting, recalling and reading."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.permissions import requires_somewhere
from assurance.queries import compare, drafts, returns
from assurance.rules.roles import Permission
from assurance.rules.submission import read_submission
from assurance.services import activity
from assurance.services import returns as services
from assurance.views.pages import table_response

WRITERS = (Permission.DRAFT_RETURN, Permission.SIGN_RETURN)


@requires_somewhere(*WRITERS, Permission.READ_RETURN)
@require_GET
def return_list(request):
    """The returns one writes, by what needs doing, and the submitted ones one may read."""
    return render(request, "assurance/return_list.html", {"lists": returns.return_lists(request.user)})


@requires_somewhere(*WRITERS, Permission.READ_RETURN)
@require_GET
def return_download(request, suffix):
    """The list of returns as a file."""
    return table_response(request, suffix, name="returns", title="Returns", table=returns.return_table(request.user))


@requires_somewhere(*WRITERS, Permission.READ_RETURN)
@require_GET
def return_detail(request, pk):
    """A return: the task list for those who write it while it is open, its standing version for those who may read."""
    status_return = get_object_or_404(returns.returns_known_to(request.user), pk=pk)
    access = returns.access_to(status_return, request.user)
    if access.may_write:
        context = {"status_return": status_return, "access": access, "tasks": drafts.task_list(status_return)}
        return render(request, "assurance/return_tasks.html", context)
    if status_return.standing:
        return redirect("assurance:return_version", pk=pk, number=status_return.standing.number)
    context = {
        "status_return": status_return,
        "access": access,
        "versions": compare.versions_of(status_return, request.user),
    }
    return render(request, "assurance/return_detail.html", context)


@requires_somewhere(Permission.READ_RETURN)
@require_GET
def return_version(request, pk, number):
    """One signed version, word for word; reading it is logged."""
    visible = returns.submissions_visible_to(request.user)
    submission = get_object_or_404(visible, status_return_id=pk, number=number)
    status_return = get_object_or_404(returns.returns_known_to(request.user), pk=pk)
    activity.record(actor=request.user, action="return.read", subject=submission, now=timezone.now())
    context = {
        "submission": submission,
        "status_return": status_return,
        "frozen": read_submission(submission.content),
        "access": returns.access_to(status_return, request.user),
        "versions": compare.versions_of(status_return, request.user),
        "events": status_return.events.select_related("by"),
    }
    return render(request, "assurance/return_version.html", context)


@requires_somewhere(*WRITERS)
@require_GET
def return_check(request, pk):
    """Check your answers: the whole draft, and what still stands in the way of submitting it."""
    status_return = get_object_or_404(returns.returns_drafted_by(request.user), pk=pk)
    context = {
        "status_return": status_return,
        "access": returns.access_to(status_return, request.user),
        "sections": returns.sections_of(status_return),
        "problems": drafts.linked_problems(status_return),
    }
    return render(request, "assurance/return_check.html", context)


@requires_somewhere(Permission.SIGN_RETURN)
@require_POST
def return_submit(request, pk):
    """Sign and submit."""
    status_return = get_object_or_404(returns.returns_drafted_by(request.user), pk=pk)
    try:
        services.submit_return(status_return=status_return, by=request.user, now=timezone.now())
    except ValidationError as problem:
        for sentence in problem.messages:
            messages.error(request, sentence)
        return redirect("assurance:return_check", pk=pk)
    return redirect("assurance:return_submitted", pk=pk)


@requires_somewhere(Permission.SIGN_RETURN)
@require_GET
def return_submitted(request, pk):
    """The confirmation after submitting."""
    mine = returns.returns_signed_by(request.user).filter(standing__isnull=False)
    status_return = get_object_or_404(mine, pk=pk)
    return render(request, "assurance/return_submitted.html", {"status_return": status_return})


@requires_somewhere(Permission.SIGN_RETURN)
@require_http_methods(["GET", "POST"])
def return_recall(request, pk):
    """Ask, then take a submitted return back into draft."""
    status_return = get_object_or_404(returns.returns_signed_by(request.user), pk=pk)
    if request.method == "GET":
        return render(request, "assurance/return_recall.html", {"status_return": status_return})
    try:
        services.recall_return(status_return=status_return, by=request.user, now=timezone.now())
        messages.success(request, "The return is back in draft. Submit it again when it is ready.")
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("assurance:return_detail", pk=pk)
