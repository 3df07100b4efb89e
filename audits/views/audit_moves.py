"""The moves of an audit, a page each; what is refused comes back with everything that was written."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assurance.permissions import requires, requires_somewhere
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, cannot, posted
from audits.forms.audit_moves import MOVE_FORMS
from audits.queries.audit_pages import audit_page
from audits.queries.offers import meetings_responded_at
from audits.queries.programme import audit_visible_to
from audits.rules.audits import MOVE_ASKS, AuditMove, AuditState, after
from audits.services.moves import demand_move, missing_for, move_audit
from audits.views.audits import BACK, RUNS, audit_of, page_of

DONE = {
    AuditMove.LAUNCH: "The audit is launched, and the agencies have been told.",
    AuditMove.MODERATE: "Moderation has begun. The team can now read the agencies’ answers side by side.",
    AuditMove.SETTLE: "The grades are settled. The report can be written.",
    AuditMove.LOOK_AGAIN: "Moderation is taken up again.",
    AuditMove.PUBLISH: "The report is final. Its recommendations are actions, and SAAS has been told.",
    AuditMove.RESPOND: "SAAS’s response is recorded.",
    AuditMove.REVISE: "The report is taken back. Nobody reads it until it is final again.",
    AuditMove.CANCEL: "The audit is cancelled, and those who were asked have been told.",
}
# What a person reads before they make a move.
LEADS = {
    AuditMove.LAUNCH: "Check what is asked of whom. None of it can change afterwards, but for its dates.",
    AuditMove.MODERATE: "From now on no agency can take its answers back, and the team reads them side by side.",
    AuditMove.SETTLE: "Every grade stands as it was settled. The report is written next.",
    AuditMove.PUBLISH: "The report is frozen as it stands, and its recommendations become actions with owners.",
}


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def audit_launch(request, pk):
    """The agencies are asked to answer."""
    return _move(request, pk, AuditMove.LAUNCH)


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def audit_moderate(request, pk):
    """The agencies' answers are read side by side from now on."""
    return _move(request, pk, AuditMove.MODERATE)


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def audit_settle(request, pk):
    """Every grade is settled."""
    return _move(request, pk, AuditMove.SETTLE)


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def audit_look_again(request, pk):
    """Grades are looked at again."""
    return _move(request, pk, AuditMove.LOOK_AGAIN)


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def audit_publish(request, pk):
    """The report is made final."""
    return _move(request, pk, AuditMove.PUBLISH)


@requires(Permission.RESPOND_AUDIT)
@require_http_methods(["GET", "POST"])
def audit_respond(request, pk):
    """SAAS responds (SAAS ToR 1.2)."""
    return _move(request, pk, AuditMove.RESPOND)


@requires(Permission.MANAGE_AUDIT)
@require_http_methods(["GET", "POST"])
def audit_revise(request, pk):
    """A final report is taken back to be revised."""
    return _move(request, pk, AuditMove.REVISE)


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def audit_cancel(request, pk):
    """The audit is cancelled, with the reason."""
    return _move(request, pk, AuditMove.CANCEL)


def _move(request, pk, move):
    audit, today = audit_of(request, pk), timezone.localdate()
    demand_move(audit=audit, move=move, by=request.user)
    if request.method == "GET" and (problem := _problem(audit, move)):
        messages.error(request, problem)
        return redirect("audits:audit_detail", pk=pk)
    shown = audit_page(audit, request.user, today)
    waiting = [line for line in shown.agencies if not line.submitted]
    meetings = meetings_responded_at(request.user, audit, today)
    form = MOVE_FORMS[move](posted(request), state=audit.state, unsigned=len(waiting), meetings=meetings)
    if form.is_valid() and _made(request, audit, move, form):
        messages.success(request, DONE[move])
        return redirect("audits:audit_detail", pk=pk)
    page = FormPage(MOVE_ASKS[move], page_of(pk), BACK, caption=audit.title, lead=LEADS.get(move, ""))
    context = {"form": form, "page": page, "shown": shown, "audit": audit, "waiting": waiting, "move": str(move)}
    return render(request, "audits/audit_move.html", context)


def _problem(audit, move):
    """Why a move's page cannot be asked for now, in words; blank when it can."""
    if after(AuditState(audit.state), move) is None:
        return cannot("audit", audit.get_state_display())
    return " ".join(missing_for(audit, move))


def _made(request, audit, move, form):
    try:
        move_audit(audit=audit, move=move, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as problem:
        form.refused(problem, audit_visible_to(request.user, audit.pk).state)
        return False
    return True
