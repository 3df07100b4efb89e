"""Early warnings: the list, raising one by hand, one warning with its history, and its moves."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.warnings import MOVE_FORMS, RaiseForm, WarningFilterForm
from assurance.permissions import may, requires
from assurance.queries import warnings as queries
from assurance.queries.challenges import challenges_of_warning
from assurance.rules.roles import Permission
from assurance.rules.warnings import MOVE_ASKS, WarningMove, WarningState, after
from assurance.services import warnings as services
from assurance.views.actions import actions_shown
from assurance.views.pages import FormPage, acting, cannot, form_page, posted, table_response

WARNINGS_ON_A_PAGE = 25
DONE = {
    WarningMove.ACCEPT: "The warning is accepted.",
    WarningMove.EXPLAIN: "The explanation is recorded. The warning stays open until it is closed.",
    WarningMove.ESCALATE: "The warning is with the Executive Board, and its members have been told.",
    WarningMove.ANSWER: "The answer is recorded, and SAAS has been told.",
    WarningMove.CLOSE: "The warning is closed.",
    WarningMove.REOPEN: "The warning is open again.",
}


def warning_of(request, pk):
    """The warning named in the address. Raises Http404."""
    warning = queries.warning_visible_to(request.user, pk)
    if warning is None:
        raise Http404("There is no such warning.")
    return warning


def filters_of(request):
    """The form of the filters, and what it narrows the list to."""
    form = WarningFilterForm(request.GET, topics=queries.topics_warned_of(request.user))
    return form, queries.WarningFilters(**form.found())


@requires(Permission.READ_WARNING)
@require_GET
def warning_list(request):
    """The warnings, the open ones first, narrowed by state, type and topic."""
    form, filters = filters_of(request)
    found = queries.warnings_found(request.user, filters)
    context = {
        "form": form,
        "page": Paginator(found, WARNINGS_ON_A_PAGE).get_page(request.GET.get("page")),
        "counts": queries.counts(request.user),
        "is_narrowed": filters != queries.WarningFilters(),
        "may_raise": may(request.user, Permission.RAISE_WARNING),
    }
    return render(request, "assurance/warning_list.html", context)


@requires(Permission.READ_WARNING)
@require_GET
def warning_download(request, suffix):
    """The warnings as narrowed, with what has become of each, as a file."""
    _, filters = filters_of(request)
    table = queries.warning_table(request.user, filters)
    return table_response(request, suffix, name="early-warnings", title="Early warnings", table=table)


@requires(Permission.RAISE_WARNING)
@require_http_methods(["GET", "POST"])
def warning_raise(request):
    """Raise a warning by hand; the address may name its topic."""
    form = RaiseForm(
        posted(request),
        topics=queries.topics_offered(),
        warnings=queries.warnings_visible_to(request.user),
        initial={"topic": request.GET.get("topic")},
    )
    page = FormPage(
        "Raise an early warning",
        reverse("assurance:warning_list"),
        "Back to early warnings",
        lead="SAAS is told at once. The first duty of assurance is to alert the Executive Board.",
    )
    return form_page(request, page, form, acting(services.raise_warning, request), "The warning is raised.")


@requires(Permission.READ_WARNING)
@require_GET
def warning_detail(request, pk):
    """One warning: what is seen, what the figures said, what has been done, and where it came up before."""
    warning = warning_of(request, pk)
    shown = queries.warning_page(warning, request.user)
    moves = [(MOVE_ASKS[move], reverse(f"assurance:warning_{move}", args=[pk])) for move in shown.moves]
    set_url = reverse("assurance:action_set_for_warning", args=[pk])
    context = {
        "warning": warning,
        "shown": shown,
        "moves": moves,
        "challenges": challenges_of_warning(request.user, pk),
        "may_challenge": may(request.user, Permission.RAISE_CHALLENGE),
        **actions_shown(request, warning, set_url),
    }
    return render(request, "assurance/warning_detail.html", context)


@requires(Permission.HANDLE_WARNING)
@require_http_methods(["GET", "POST"])
def warning_accept(request, pk):
    """SAAS takes the warning up."""
    return _move(request, pk, WarningMove.ACCEPT)


@requires(Permission.HANDLE_WARNING)
@require_http_methods(["GET", "POST"])
def warning_explain(request, pk):
    """SAAS says what explains it."""
    return _move(request, pk, WarningMove.EXPLAIN)


@requires(Permission.HANDLE_WARNING)
@require_http_methods(["GET", "POST"])
def warning_escalate(request, pk):
    """SAAS sends it to the Executive Board, for one of two reasons (R73)."""
    return _move(request, pk, WarningMove.ESCALATE)


@requires(Permission.ANSWER_WARNING)
@require_http_methods(["GET", "POST"])
def warning_answer(request, pk):
    """The Executive Board's dated answer, which goes back to SAAS (R75)."""
    return _move(request, pk, WarningMove.ANSWER)


@requires(Permission.HANDLE_WARNING)
@require_http_methods(["GET", "POST"])
def warning_close(request, pk):
    """SAAS closes it with what was done, and what changed for children."""
    return _move(request, pk, WarningMove.CLOSE)


@requires(Permission.HANDLE_WARNING)
@require_http_methods(["GET", "POST"])
def warning_reopen(request, pk):
    """SAAS opens it again, with the reason."""
    return _move(request, pk, WarningMove.REOPEN)


def _move(request, pk, move):
    """The page of a move; what is refused comes back with everything that was written."""
    warning = warning_of(request, pk)
    if request.method == "GET" and after(WarningState(warning.state), move) is None:
        messages.error(request, cannot("warning", warning.get_state_display()))
        return redirect("assurance:warning_detail", pk=pk)
    form = MOVE_FORMS[move](posted(request), state=warning.state)
    if form.is_valid() and _made(request, warning, move, form):
        messages.success(request, DONE[move])
        return redirect("assurance:warning_detail", pk=pk)
    page = FormPage(MOVE_ASKS[move], reverse("assurance:warning_detail", args=[pk]), "Back to the warning")
    context = {"form": form, "page": page, "shown": queries.warning_page(warning, request.user)}
    return render(request, "assurance/warning_move.html", context)


def _made(request, warning, move, form):
    try:
        services.move_warning(warning=warning, move=move, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as problem:
        form.refused(problem, warning.state)
        return False
    return True
