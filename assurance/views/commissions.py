"""Commissions between groups: the list, asking, one with its history, and its moves (SAAS ToR 5.3)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.group_work import MOVE_FORMS, CommissionFilterForm, CommissionForm
from assurance.permissions import refusal, requires_somewhere
from assurance.queries import commissions as queries
from assurance.queries.forward_plan import may_plan
from assurance.queries.groups import current_groups
from assurance.queries.inbox import inbox_group
from assurance.rules.group_work import (
    COMMISSION_ASKS,
    COMMISSION_RIGHTS,
    CommissionMove,
    CommissionState,
    commission_after,
)
from assurance.rules.roles import Permission
from assurance.services import commissions as services
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

READERS = (Permission.READ_MEETING, Permission.READ_ASSURANCE)
PLANNERS = (Permission.CHAIR_MEETING, Permission.RUN_MEETING)
COMMISSIONS_ON_A_PAGE = 25
ASKED = "The commission is recorded. It waits for the Executive Board’s decision."
DONE = {
    CommissionMove.RATIFY: "The commission is ratified, and the group has been told.",
    CommissionMove.REFUSE: "It is recorded that the commission was not ratified.",
    CommissionMove.FINISH: "What came of the work is recorded, and the group that asked has been told.",
    CommissionMove.WITHDRAW: "The commission is withdrawn.",
}


def commission_of(request, pk):
    """The commission named in the address. Raises Http404."""
    commission = queries.commission_visible_to(request.user, pk)
    if commission is None:
        raise Http404("There is no such commission.")
    return commission


def state_of(request):
    """The form of the filter, and the state the list is narrowed to."""
    form = CommissionFilterForm(request.GET)
    return form, form.found()


@requires_somewhere(*READERS)
@require_GET
def commission_list(request):
    """The commissions one may read, the open ones first."""
    form, state = state_of(request)
    page = Paginator(queries.commissions_found(request.user, state), COMMISSIONS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    rows = queries.rows(page, timezone.localdate())
    context = {"form": form, "page": page, "rows": rows, "is_narrowed": bool(state)}
    context["asking"] = queries.groups_asking(request.user)
    return render(request, "assurance/commission_list.html", context)


@requires_somewhere(*READERS)
@require_GET
def commission_download(request, suffix):
    """The commissions as narrowed, as a file."""
    table = queries.commission_table(request.user, state_of(request)[1])
    return table_response(request, suffix, name="commissions", title="Commissions between groups", table=table)


@requires_somewhere(*PLANNERS)
@require_http_methods(["GET", "POST"])
def commission_ask(request, slug):
    """A group commissions work from another."""
    group = inbox_group(request.user, slug)
    if group is None:
        raise Http404("There is no such group.")
    if not may_plan(request.user, group):
        raise PermissionDenied(refusal(Permission.CHAIR_MEETING))
    groups = current_groups(timezone.localdate()).exclude(pk=group.pk)
    form = CommissionForm(posted(request), groups=groups, meetings=queries.meetings_asked_at(group))
    lead = "It is not asked of the group until the Executive Board has ratified it (SAAS terms of reference, 5.3)."
    back = reverse("assurance:commission_list")
    page = FormPage(COMMISSION_ASKS[CommissionMove.ASK], back, "Back to commissions", group.name, lead)
    return form_page(request, page, form, acting(services.ask_commission, request, from_group=group), ASKED)


@requires_somewhere(*READERS)
@require_GET
def commission_detail(request, pk):
    """One commission: what is asked of whom, what the Executive Board decided, what came of it."""
    commission = commission_of(request, pk)
    shown = queries.commission_page(commission, request.user, timezone.localdate())
    moves = [(COMMISSION_ASKS[move], reverse(f"assurance:commission_{move}", args=[pk])) for move in shown.moves]
    context = {"commission": commission, "shown": shown, "moves": moves}
    return render(request, "assurance/commission_detail.html", context)


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def commission_ratify(request, pk):
    """Record under which of its decisions the Executive Board ratified it."""
    return _move(request, pk, CommissionMove.RATIFY)


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def commission_refuse(request, pk):
    """Record under which of its decisions the Executive Board did not ratify it, and why."""
    return _move(request, pk, CommissionMove.REFUSE)


@requires_somewhere(*PLANNERS)
@require_http_methods(["GET", "POST"])
def commission_finish(request, pk):
    """The group that was asked says what came of the work."""
    return _move(request, pk, CommissionMove.FINISH)


@requires_somewhere(*PLANNERS)
@require_http_methods(["GET", "POST"])
def commission_withdraw(request, pk):
    """The group that asked withdraws it, with the reason."""
    return _move(request, pk, CommissionMove.WITHDRAW)


def _move(request, pk, move):
    """The page of a move; what is refused comes back with everything that was written."""
    commission = commission_of(request, pk)
    if not queries.may_make(request.user, move, commission):
        raise PermissionDenied(refusal(COMMISSION_RIGHTS[move][1][0]))
    if request.method == "GET" and commission_after(CommissionState(commission.state), move) is None:
        messages.error(request, f"That cannot be done now: the commission is “{commission.get_state_display()}”.")
        return redirect("assurance:commission_detail", pk=pk)
    decisions = queries.board_decisions(request.user)
    form = MOVE_FORMS[move](posted(request), state=commission.state, decisions=decisions)
    if form.is_valid() and _made(request, commission, move, form):
        messages.success(request, DONE[move])
        return redirect("assurance:commission_detail", pk=pk)
    page = FormPage(COMMISSION_ASKS[move], reverse("assurance:commission_detail", args=[pk]), "Back to the commission")
    context = {"form": form, "page": page, "commission": commission}
    return render(request, "assurance/commission_move.html", context)


def _made(request, commission, move, form):
    try:
        services.move_commission(
            commission=commission, move=move, by=request.user, now=timezone.now(), **form.cleaned_data
        )
    except ValidationError as problem:
        form.refused(problem, queries.commission_visible_to(request.user, commission.pk).state)
        return False
    return True
