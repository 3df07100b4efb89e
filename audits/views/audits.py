"""One audit: its page, changing its plan and its dates, its reasons, and reminding agencies."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.permissions import requires_somewhere
from assurance.rules.roles import Permission
from assurance.rules.wording import counted
from assurance.views.pages import FormPage, acting, cannot, form_page, posted
from audits.forms.audits import AuditChangeForm, DatesForm, ReasonForm
from audits.queries import offers
from audits.queries import programme as queries
from audits.queries.audit_pages import audit_page
from audits.rules.audits import GOES_BACK, MOVE_ASKS, AuditState
from audits.rules.programme import DATES_OPEN, may_change_plan
from audits.services import audits as services
from audits.services import reasons, reminders
from audits.services.moves import demand_running, missing_for

BACK = "Back to the audit"
RUNS = (Permission.MANAGE_AUDIT, Permission.ANSWER_AUDIT)


def audit_of(request, pk):
    """The audit named in the address. Raises Http404."""
    audit = queries.audit_visible_to(request.user, pk)
    if audit is None:
        raise Http404("There is no such audit.")
    return audit


def audit_run_of(request, pk):
    """The same for those who run it. Raises Http404, and PermissionDenied with a sentence."""
    audit = audit_of(request, pk)
    demand_running(request.user, audit)
    return audit


def found_or_404(found):
    """What a query found. Raises Http404 for None."""
    if found is None:
        raise Http404("There is no such thing.")
    return found


def page_of(pk):
    """The address of an audit's page."""
    return reverse("audits:audit_detail", args=[pk])


def button_of(move, pk):
    """What the button of a move says, and where it leads."""
    return MOVE_ASKS[move], reverse(f"audits:audit_{move}", args=[pk])


def lower_first(words):
    """Words as they stand within a sentence."""
    return words[0].lower() + words[1:]


def answered(request, pk, done, service, **what):
    """Let a button's service act, and go back to the audit with its sentence or with what it refuses."""
    try:
        service(by=request.user, now=timezone.now(), **what)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, done)
    return redirect("audits:audit_detail", pk=pk)


@requires_somewhere(Permission.READ_AUDIT, Permission.ANSWER_AUDIT)
@require_GET
def audit_detail(request, pk):
    """One audit: what happens next, its dates, agencies and team, why it was chosen, and where its findings go."""
    audit = audit_of(request, pk)
    shown = audit_page(audit, request.user, timezone.localdate())
    missing = {move: missing_for(audit, move) for move in shown.moves if move not in GOES_BACK}
    context = {
        "audit": audit,
        "shown": shown,
        "moves": [button_of(move, pk) for move in missing if not missing[move]],
        "back": [button_of(move, pk) for move in shown.moves if move in GOES_BACK],
        "waits": [(lower_first(MOVE_ASKS[move]), missing[move]) for move in missing if missing[move]],
    }
    return render(request, "audits/audit_detail.html", context)


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def audit_change(request, pk):
    """Change the plan of an audit that is not launched."""
    audit = audit_run_of(request, pk)
    offered = queries.offered(request.user, timezone.localdate(), audit)
    form = AuditChangeForm(posted(request), audit=audit, offered=offered, state=queries.fingerprint_of(audit))
    page = FormPage(
        "Change this audit",
        page_of(pk),
        BACK,
        caption=audit.title,
        problem="" if may_change_plan(AuditState(audit.state)) else cannot("audit", audit.get_state_display()),
    )
    save = acting(services.change_audit, request, audit=audit)
    return form_page(request, page, form, save, "The audit is changed.")


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def audit_dates(request, pk):
    """Move the dates of a launched audit that have not come to pass."""
    audit = audit_run_of(request, pk)
    state = AuditState(audit.state)
    can_move = state in DATES_OPEN and not may_change_plan(state)
    form = DatesForm(posted(request), audit=audit, state=queries.fingerprint_of(audit))
    page = FormPage(
        "Move its dates",
        page_of(pk),
        BACK,
        caption=audit.title,
        lead="Agencies that have not submitted are told if the day their answers are due changes.",
        problem="" if can_move else cannot("audit", audit.get_state_display()),
    )
    return form_page(request, page, form, acting(services.move_dates, request, audit=audit), "The dates are saved.")


@requires_somewhere(*RUNS)
@require_POST
def audit_remind(request, pk):
    """Remind the agencies that have not submitted, once a day each."""
    audit = audit_run_of(request, pk)
    try:
        number = reminders.remind_agencies(audit=audit, by=request.user, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("audits:audit_detail", pk=pk)
    told = f"{counted(number, 'agency has', 'agencies have')} been reminded." if number else ""
    messages.success(request, told or "Every agency that has not submitted was reminded today already.")
    return redirect("audits:audit_detail", pk=pk)


@requires_somewhere(*RUNS)
@require_http_methods(["GET", "POST"])
def reason_add(request, pk):
    """Say why the audit was chosen, with the record that shows it."""
    audit = audit_run_of(request, pk)
    form = ReasonForm(posted(request), records=offers.records_offered(request.user, audit))
    page = FormPage(
        "Why was it chosen?",
        page_of(pk),
        BACK,
        caption=audit.title,
        problem="" if may_change_plan(AuditState(audit.state)) else cannot("audit", audit.get_state_display()),
    )
    return form_page(request, page, form, acting(reasons.add_reason, request, audit=audit), "The reason is added.")


@requires_somewhere(*RUNS)
@require_POST
def reason_remove(request, pk, reason):
    """Take a reason out."""
    found = found_or_404(offers.reason_of(audit_run_of(request, pk), reason))
    return answered(request, pk, "The reason is taken out.", reasons.remove_reason, reason=found)
