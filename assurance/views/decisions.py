"""Decisions: recorded beside the agenda with actions and disputes, and listed with what has become of each."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.minutes import DecisionFilterForm, DecisionForm, DisputeForm, MeetingActionForm, SettleForm
from assurance.forms.people import ConfirmForm
from assurance.permissions import demand, requires_somewhere
from assurance.queries import decisions as queries
from assurance.queries.actions import holders_offered
from assurance.queries.escalations import agencies_offered
from assurance.queries.minutes_content import items_of
from assurance.rules.actions import MOVE_ASKS as ACTION_ASKS
from assurance.rules.actions import ActionMove
from assurance.rules.meetings import MinutesState
from assurance.rules.minutes import problem_of_writing
from assurance.rules.roles import Permission
from assurance.services import decisions as services
from assurance.views.actions import SET
from assurance.views.minutes import drafted_of
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

DECISIONS_ON_A_PAGE = 25
BACK = "Back to the minutes"


def asked_item(request):
    """The item the address names, for a form; blank when it names none."""
    try:
        return str(UUID(request.GET.get("item", "")))
    except ValueError:
        return ""


def in_minutes(request, key, title, **words):
    """The minutes of the address, for those who run the meeting, and the page of a form that leads back to them."""
    meeting, minutes = drafted_of(request, key)
    demand(request.user, Permission.RUN_MEETING, meeting.group)
    item = asked_item(request)
    place = f"#item-{item}" if item else "#besides"
    back = f"{reverse('assurance:minutes_detail', args=[key])}{place}"
    problem = problem_of_writing(MinutesState(minutes.state))
    return meeting, minutes, FormPage(title, back, BACK, caption=str(meeting), problem=problem, **words)


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def decision_record(request, key):
    """Write down what the meeting decided."""
    meeting, minutes, page = in_minutes(request, key, "Record a decision")
    agencies, items = agencies_offered(timezone.localdate()), items_of(meeting)
    form = DecisionForm(posted(request), items=items, agencies=agencies, initial={"item": asked_item(request)})
    save = acting(services.record_decision, request, minutes=minutes)
    return form_page(request, page, form, save, "The decision is recorded.")


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def minutes_action(request, key):
    """Set an action right where it was agreed."""
    meeting, minutes, page = in_minutes(request, key, ACTION_ASKS[ActionMove.SET])
    holders, items = holders_offered(timezone.localdate()), items_of(meeting)
    form = MeetingActionForm(posted(request), items=items, holders=holders, initial={"item": asked_item(request)})
    save = acting(services.set_action_in_minutes, request, minutes=minutes)
    return form_page(request, page, form, save, SET)


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def minutes_dispute(request, key):
    """Record a dispute, which opens an escalation (R43)."""
    lead = "It opens an escalation, which follows the process of Section 11 of the Arrangements."
    meeting, minutes, page = in_minutes(request, key, "Record a dispute", lead=lead)
    agencies, items = agencies_offered(timezone.localdate()), items_of(meeting)
    form = DisputeForm(posted(request), items=items, agencies=agencies, initial={"item": asked_item(request)})
    save = acting(services.record_dispute, request, minutes=minutes)
    return form_page(request, page, form, save, "The dispute is recorded, and an escalation is open.")


def decision_of(request, pk):
    """The decision named in the address. Raises Http404."""
    decision = queries.decision_visible_to(request.user, pk)
    if decision is None:
        raise Http404("There is no such decision.")
    return decision


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def decision_edit(request, pk):
    """Change a decision while the minutes are a draft."""
    decision = decision_of(request, pk)
    meeting, minutes, page = in_minutes(request, decision.meeting.key, "Change a decision")
    agencies, items = agencies_offered(timezone.localdate()), items_of(meeting)
    initial = {name: getattr(decision, name) for name in ("text", "due_on", "dissent")}
    initial |= {"item": str(decision.item_id or ""), "agency": decision.agency.slug if decision.agency else ""}
    form = DecisionForm(posted(request), items=items, agencies=agencies, initial=initial)
    save = acting(services.change_decision, request, decision=decision, minutes=minutes)
    return form_page(request, page, form, save, "The decision is changed.")


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def decision_remove(request, pk):
    """Ask, then take a decision out of the draft."""
    decision = decision_of(request, pk)
    lead = "It is taken out of the draft. Minutes that were circulated keep it."
    _, minutes, page = in_minutes(request, decision.meeting.key, "Take this decision out", lead=lead)
    form = ConfirmForm(posted(request), button="Take it out")
    save = acting(services.remove_decision, request, decision=decision, minutes=minutes)
    return form_page(request, page, form, save, "The decision is taken out.")


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def decision_settle(request, pk):
    """Say what has become of a decision (R39)."""
    decision = decision_of(request, pk)
    demand(request.user, Permission.RUN_MEETING, decision.meeting.group)
    initial = {"state": decision.state, "outcome": decision.outcome}
    form = SettleForm(posted(request), state=decision.state, initial=initial)
    page = FormPage(
        "What has become of it",
        reverse("assurance:decision_list"),
        "Back to decisions",
        template="assurance/decision_settle.html",
        context={"decision": decision},
    )
    return form_page(request, page, form, acting(services.settle_decision, request, decision=decision), "Recorded.")


def filters_of(request):
    """The form of the filters, and what it narrows the list to."""
    form = DecisionFilterForm(request.GET, groups=queries.groups_that_decided(request.user))
    return form, queries.DecisionFilters(**form.found())


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def decision_list(request):
    """What the groups decided, the newest meeting first, with what has become of each decision."""
    today, (form, filters) = timezone.localdate(), filters_of(request)
    found = queries.decisions_found(request.user, filters, today)
    page = Paginator(found, DECISIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(page, request.user, today),
        "is_narrowed": filters != queries.DecisionFilters(),
    }
    return render(request, "assurance/decision_list.html", context)


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def decision_download(request, suffix):
    """The decisions as narrowed, as a file."""
    _, filters = filters_of(request)
    table = queries.decision_table(request.user, filters, timezone.localdate())
    return table_response(request, suffix, name="decisions", title="Decisions", table=table)
