"""Forward plans: a group's plan over the year, requests between groups, liaison of chairs (R38, R42, R99)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms.forward_plan import AskForm, DropForm, LiaisonForm, PlanForm
from assurance.permissions import requires_somewhere
from assurance.queries import forward_plan as queries
from assurance.queries.groups import current_groups
from assurance.queries.plans import priorities_shown
from assurance.queries.warnings import topics_offered
from assurance.rules.agendas import PlanMove, PlanState, RequestMove, RequestState, plan_after, request_after
from assurance.rules.roles import Permission
from assurance.services import agenda_requests
from assurance.services import forward_plan as services
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

PLANNERS = (Permission.RUN_MEETING, Permission.CHAIR_MEETING)
FIRST_YEAR, LAST_YEAR = 2000, 2100
FIRST_ANSWERS = ("title", "area", "meeting", "topic")


def group_of(request, slug):
    """The group whose plan one may read. Raises Http404."""
    group = queries.group_with_plan(request.user, slug)
    if group is None:
        raise Http404("There is no such forward plan.")
    return group


def group_planned_by(request, slug):
    """The group whose plan one may keep. Raises Http404."""
    group = group_of(request, slug)
    if not queries.may_plan(request.user, group):
        raise Http404("There is no such forward plan.")
    return group


def item_or_404(group, pk):
    """An item of the group's plan. Raises Http404."""
    item = queries.plan_item_of(group, pk)
    if item is None:
        raise Http404("There is no such item.")
    return item


def page_of(group, title, lead="", problem=""):
    """A form's page that leads back to the group's plan."""
    back = reverse("assurance:forward_plan", args=[group.slug])
    return FormPage(title, back, "Back to the forward plan", caption=group.name, lead=lead, problem=problem)


def problem_of(row, leads_to):
    """Why an item or a request cannot take the step that `leads_to` nowhere, as a sentence; blank when it can."""
    return "" if leads_to else f"That cannot be done now: “{row.title}” is “{row.get_state_display()}”."


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def forward_plan_list(request):
    """The groups whose forward plans one may read."""
    return render(request, "assurance/forward_plan_list.html", {"groups": queries.groups_with_plans(request.user)})


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def forward_plan(request, slug):
    """A group's forward plan over a year: the standing areas, the items by meeting, requests and liaison."""
    group = group_of(request, slug)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and FIRST_YEAR <= int(asked) <= LAST_YEAR else None
    plan = queries.plan_page(group, request.user, today=timezone.localdate(), year=year)
    context = {"group": group, "plan": plan, "priorities": list(priorities_shown(request.user, timezone.localdate()))}
    return render(request, "assurance/forward_plan_detail.html", context)


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def forward_plan_download(request, slug, suffix):
    """A group's forward plan as a file."""
    group = group_of(request, slug)
    table = queries.plan_table(group, request.user)
    return table_response(request, suffix, name=f"forward-plan-{slug}", title="Forward plan", table=table)


@requires_somewhere(*PLANNERS)
@require_http_methods(["GET", "POST"])
def plan_add(request, slug):
    """Put something on the forward plan; the address may name its title, area, meeting and topic."""
    group = group_planned_by(request, slug)
    asked = {name: request.GET.get(name) for name in FIRST_ANSWERS if request.GET.get(name)}
    form = _plan_form(request, group, asked)
    save = acting(services.plan_item, request, group=group)
    return form_page(
        request, page_of(group, "Put something on the forward plan"), form, save, "It is on the forward plan."
    )


@requires_somewhere(*PLANNERS)
@require_http_methods(["GET", "POST"])
def plan_edit(request, slug, pk):
    """Give an item other words or another meeting."""
    group = group_planned_by(request, slug)
    item = item_or_404(group, pk)
    first = {name: getattr(item, name) for name in ("title", "area", "lead", "why")}
    first |= {"meeting": item.meeting.key if item.meeting else None, "topic": item.topic.slug if item.topic else None}
    save = acting(services.change_plan_item, request, item=item)
    form = _plan_form(request, group, first)
    problem = problem_of(item, item.state == PlanState.PLANNED)
    page = page_of(group, "Change an item of the forward plan", problem=problem)
    return form_page(request, page, form, save, "The item is changed.")


@requires_somewhere(*PLANNERS)
@require_http_methods(["GET", "POST"])
def plan_drop(request, slug, pk):
    """Drop an item, with the reason."""
    group = group_planned_by(request, slug)
    item = item_or_404(group, pk)
    form = DropForm(posted(request), button="Drop it from the plan")
    save = acting(services.drop_plan_item, request, item=item)
    problem = problem_of(item, plan_after(PlanState(item.state), PlanMove.DROP))
    return form_page(request, page_of(group, f"Drop “{item.title}”", "", problem), form, save, "The item is dropped.")


@requires_somewhere(*PLANNERS)
@require_POST
def plan_take_up(request, slug, pk):
    """Take a dropped item up again."""
    group = group_planned_by(request, slug)
    try:
        services.take_up_plan_item(item=item_or_404(group, pk), by=request.user, now=timezone.now())
        messages.success(request, "The item is on the forward plan again.")
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("assurance:forward_plan", slug=slug)


@requires_somewhere(*PLANNERS)
@require_http_methods(["GET", "POST"])
def request_ask(request, slug):
    """Ask another group for an item at its meeting, or that its chair attends one's own."""
    group = group_planned_by(request, slug)
    groups = current_groups(timezone.localdate()).exclude(pk=group.pk)
    form = AskForm(posted(request), groups=groups, meetings=queries.meetings_to_ask_of())
    save = acting(agenda_requests.ask, request, from_group=group)
    lead = "It shows on the plans of both groups, and is placed on the agenda or declined with a reason."
    return form_page(request, page_of(group, "Ask another group", lead), form, save, "The request is sent.")


@requires_somewhere(*PLANNERS)
@require_http_methods(["GET", "POST"])
def request_decline(request, slug, pk):
    """Decline what another group asks, with the reason."""
    group = group_planned_by(request, slug)
    asked = queries.request_visible_to(request.user, pk)
    if asked is None or asked.to_group_id != group.pk:
        raise Http404("There is no such request.")
    form = DropForm(posted(request), button="Decline the request")
    save = acting(agenda_requests.decline, request, asked=asked)
    problem = problem_of(asked, request_after(RequestState(asked.state), RequestMove.DECLINE))
    page = page_of(group, f"Decline “{asked.title}”", problem=problem)
    return form_page(request, page, form, save, "The request is declined.")


@requires_somewhere(*PLANNERS)
@require_http_methods(["GET", "POST"])
def liaison_add(request, slug):
    """Record what the chair talked over with the chair of another group."""
    group = group_planned_by(request, slug)
    today = timezone.localdate()
    form = LiaisonForm(posted(request), groups=current_groups(today).exclude(pk=group.pk), today=today)
    save = acting(services.record_liaison, request, group=group)
    return form_page(request, page_of(group, "Record liaison with another chair"), form, save, "It is recorded.")


def _plan_form(request, group, initial):
    meetings, topics = queries.meetings_to_come(group), topics_offered()
    return PlanForm(posted(request), meetings=meetings, topics=topics, initial=initial)
