"""Escalations: the list, one escalation, opening one, its moves, and the stages of the process."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.escalations import MOVE_FORMS, EscalationFilterForm, OpenForm, StageForm
from assurance.permissions import may, requires
from assurance.queries import escalations as queries
from assurance.rules.escalations import MOVE_ASKS, NO_STAGES, EscalationMove, EscalationState, after
from assurance.rules.roles import Permission
from assurance.services import escalations as services
from assurance.views.actions import actions_shown, set_action_from
from assurance.views.pages import FormPage, acting, cannot, form_page, posted, table_response

ESCALATIONS_ON_A_PAGE = 25
OPENED = "The escalation is open."
DONE = {
    EscalationMove.ADVANCE: "The escalation is at its next stage.",
    EscalationMove.NAME_ARBITER: "The arbiter is recorded.",
    EscalationMove.NOTE: "The note is recorded.",
    EscalationMove.RESOLVE: "The outcome is recorded, and the escalation is resolved.",
    EscalationMove.WITHDRAW: "The escalation is withdrawn.",
    EscalationMove.REOPEN: "The escalation is open again.",
}


def escalation_of(request, pk):
    """The escalation named in the address. Raises Http404."""
    escalation = queries.escalation_visible_to(request.user, pk)
    if escalation is None:
        raise Http404("There is no such escalation.")
    return escalation


@requires(Permission.READ_ESCALATION)
@require_GET
def escalation_list(request):
    """The escalations, the open ones first."""
    form, today = EscalationFilterForm(request.GET), timezone.localdate()
    state = form.found()
    page = Paginator(queries.escalations_found(request.user, state=state, today=today), ESCALATIONS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(page, today),
        "is_narrowed": bool(state),
        "may_open": may(request.user, Permission.HANDLE_ESCALATION),
        "has_stages": queries.stages().exists(),
        "no_stages": NO_STAGES,
    }
    return render(request, "assurance/escalation_list.html", context)


@requires(Permission.READ_ESCALATION)
@require_GET
def escalation_download(request, suffix):
    """The escalations as narrowed, as a file."""
    state = EscalationFilterForm(request.GET).found()
    table = queries.escalation_table(request.user, state=state, today=timezone.localdate())
    return table_response(request, suffix, name="escalations", title="Escalations", table=table)


@requires(Permission.HANDLE_ESCALATION)
@require_http_methods(["GET", "POST"])
def escalation_open(request):
    """Open an escalation by hand; one from a meeting is opened in its minutes."""
    form = OpenForm(posted(request), agencies=queries.agencies_offered(timezone.localdate()))
    page = FormPage(
        MOVE_ASKS[EscalationMove.OPEN],
        reverse("assurance:escalation_list"),
        "Back to escalations",
        lead="A dispute between members follows the process of Section 11 of the Arrangements.",
    )
    return form_page(request, page, form, acting(services.open_escalation, request), OPENED)


@requires(Permission.READ_ESCALATION)
@require_GET
def escalation_detail(request, pk):
    """One escalation: what is in dispute, at which stage, by when, and what has been done."""
    escalation = escalation_of(request, pk)
    shown = queries.escalation_page(escalation, request.user, timezone.localdate())
    moves = [(MOVE_ASKS[move], reverse(f"assurance:escalation_{move}", args=[pk])) for move in shown.moves]
    context = {
        "escalation": escalation,
        "shown": shown,
        "moves": moves,
        "no_stages": NO_STAGES,
        **actions_shown(request, escalation, reverse("assurance:escalation_action", args=[pk])),
        "may_configure": may(request.user, Permission.MANAGE_PARTNERSHIP),
    }
    return render(request, "assurance/escalation_detail.html", context)


@requires(Permission.MANAGE_ACTION)
@require_http_methods(["GET", "POST"])
def escalation_action(request, pk):
    """Set an action that comes from an escalation."""
    escalation = escalation_of(request, pk)
    back = reverse("assurance:escalation_detail", args=[pk])
    return set_action_from(request, escalation, back, meeting=escalation.meeting)


@requires(Permission.HANDLE_ESCALATION)
@require_http_methods(["GET", "POST"])
def escalation_advance(request, pk):
    """Take it to the next stage."""
    return _move(request, pk, EscalationMove.ADVANCE)


@requires(Permission.HANDLE_ESCALATION)
@require_http_methods(["GET", "POST"])
def escalation_name_arbiter(request, pk):
    """Say who arbitrates (R44)."""
    return _move(request, pk, EscalationMove.NAME_ARBITER)


@requires(Permission.HANDLE_ESCALATION)
@require_http_methods(["GET", "POST"])
def escalation_note(request, pk):
    """Note what has been said or done."""
    return _move(request, pk, EscalationMove.NOTE)


@requires(Permission.HANDLE_ESCALATION)
@require_http_methods(["GET", "POST"])
def escalation_resolve(request, pk):
    """Record its outcome."""
    return _move(request, pk, EscalationMove.RESOLVE)


@requires(Permission.HANDLE_ESCALATION)
@require_http_methods(["GET", "POST"])
def escalation_withdraw(request, pk):
    """Withdraw it, with the reason."""
    return _move(request, pk, EscalationMove.WITHDRAW)


@requires(Permission.HANDLE_ESCALATION)
@require_http_methods(["GET", "POST"])
def escalation_reopen(request, pk):
    """Open it again, with the reason."""
    return _move(request, pk, EscalationMove.REOPEN)


@requires(Permission.READ_ESCALATION)
@require_GET
def stage_list(request):
    """The stages of the process, as the Business Team has recorded them."""
    context = {
        "stages": queries.stages(),
        "no_stages": NO_STAGES,
        "may_configure": may(request.user, Permission.MANAGE_PARTNERSHIP),
    }
    return render(request, "assurance/escalation_stages.html", context)


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def stage_add(request):
    """Record a stage."""
    return _stage(request, None, "Record a stage")


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def stage_edit(request, pk):
    """Change a stage, or set it aside."""
    stage = queries.stages().filter(pk=pk).first()
    if stage is None:
        raise Http404("There is no such stage.")
    return _stage(request, stage, "Change a stage")


def _stage(request, stage, title):
    names = ("position", "title", "who", "working_days", "source")
    initial = {name: getattr(stage, name) for name in names} if stage else {}
    if stage:
        initial["is_current"] = "yes" if stage.is_current else "no"
    form = StageForm(posted(request), initial=initial)
    page = FormPage(title, reverse("assurance:stage_list"), "Back to the stages")
    return form_page(request, page, form, acting(services.save_stage, request, stage=stage), "The stage is recorded.")


def _move(request, pk, move):
    """The page of a move; what is refused comes back with everything that was written."""
    escalation = escalation_of(request, pk)
    if request.method == "GET" and after(EscalationState(escalation.state), move) is None:
        messages.error(request, cannot("escalation", escalation.get_state_display()))
        return redirect("assurance:escalation_detail", pk=pk)
    form = MOVE_FORMS[move](posted(request), state=escalation.state)
    if form.is_valid() and _made(request, escalation, move, form):
        messages.success(request, DONE[move])
        return redirect("assurance:escalation_detail", pk=pk)
    page = FormPage(MOVE_ASKS[move], reverse("assurance:escalation_detail", args=[pk]), "Back to the escalation")
    shown = queries.escalation_page(escalation, request.user, timezone.localdate())
    context = {"form": form, "page": page, "shown": shown, "advances": move in shown.moves and move == "advance"}
    return render(request, "assurance/escalation_move.html", context)


def _made(request, escalation, move, form):
    said = form.cleaned_data
    try:
        services.move_escalation(escalation=escalation, move=move, by=request.user, now=timezone.now(), **said)
    except ValidationError as problem:
        form.refused(problem, queries.escalation_visible_to(request.user, escalation.pk).state)
        return False
    return True
