"""Priorities of a plan: one with its reviews and milestones, writing one in a draft, saying how it stands."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms.plans import PriorityForm, ReviewForm
from assurance.permissions import demand, may, refusal, requires, requires_somewhere
from assurance.queries import plan_pages as pages
from assurance.queries import plans as queries
from assurance.queries.agencies import current_agencies
from assurance.queries.warnings import topics_offered
from assurance.rules.plans import KEEPS, REPORTS_ON_STRATEGY, PlanKind, PlanState, months_told
from assurance.rules.roles import Permission
from assurance.services import plans as services
from assurance.views.actions import set_action_from
from assurance.views.pages import FormPage, acting, form_page, posted
from assurance.views.plans import READERS, draft_page_of, plan_kept

# Who reports against the strategic plan, unless another group is chosen (SAAS ToR 3.7).
SAAS = "saas"
NOT_RUNNING = "That cannot be done now: a plan is reviewed once it is agreed and has begun."


def priority_of(request, pk):
    """The priority named in the address. Raises Http404."""
    priority = queries.priority_visible_to(request.user, pk)
    if priority is None:
        raise Http404("There is no such priority.")
    return priority


def priority_kept(request, pk):
    """The priority named in the address, for those who keep its plan. Raises Http404, PermissionDenied."""
    priority = priority_of(request, pk)
    demand(request.user, KEEPS, priority.plan.group)
    return priority


def address_of(priority):
    """The page of a priority."""
    return reverse("assurance:priority_detail", args=[priority.pk])


@requires_somewhere(*READERS)
@require_GET
def priority_detail(request, pk):
    """One priority: the outcome wanted, how it has stood month by month, and its milestones."""
    priority = priority_of(request, pk)
    shown = pages.priority_page(priority, request.user, timezone.localdate())
    sets = may(request.user, Permission.MANAGE_ACTION) and priority.plan.state != PlanState.CLOSED
    context = {"priority": priority, "plan": priority.plan, "shown": shown, "may_set_action": sets}
    return render(request, "assurance/priority_detail.html", context)


@requires_somewhere(KEEPS)
@require_http_methods(["GET", "POST"])
def priority_add(request, pk):
    """Add a priority to a draft."""
    plan = plan_kept(request, pk)
    save = acting(services.save_priority, request, plan=plan)
    page = draft_page_of(plan, "Add a priority")
    return form_page(request, page, _priority_form(request), save, "The priority is added.")


@requires_somewhere(KEEPS)
@require_http_methods(["GET", "POST"])
def priority_change(request, pk):
    """Give a priority of a draft other words."""
    priority = priority_kept(request, pk)
    first = {name: getattr(priority, name) for name in ("title", "outcome", "lead", "links")}
    first |= {"agency": priority.agency, "topics": queries.topic_slugs_of(priority)}
    save = acting(services.save_priority, request, plan=priority.plan, priority=priority)
    page = draft_page_of(priority.plan, "Change a priority")
    form = _priority_form(request, first, state=queries.fingerprint_of(priority))
    return form_page(request, page, form, save, "The priority is changed.")


@requires_somewhere(KEEPS)
@require_POST
def priority_take_out(request, pk):
    """Take a priority out of a draft."""
    priority = priority_kept(request, pk)
    done = {
        True: "The priority is out of the plan. What was said of it is kept.",
        False: "The priority is out of the plan.",
    }
    return _posted(request, priority, services.take_out_priority, done.get)


@requires_somewhere(KEEPS)
@require_POST
def priority_put_back(request, pk):
    """Put a priority that was set aside back into its draft."""
    priority = priority_kept(request, pk)
    return _posted(request, priority, services.put_back_priority, lambda _: "The priority is in the plan again.")


@requires_somewhere(KEEPS, REPORTS_ON_STRATEGY)
@require_http_methods(["GET", "POST"])
def priority_review(request, pk):
    """Say how a priority stands: what was done and what changed for children."""
    priority = priority_of(request, pk)
    if not queries.may_report(request.user, priority.plan):
        raise PermissionDenied(refusal(KEEPS))
    page = FormPage(
        "Say how it stands",
        address_of(priority),
        "Back to the priority",
        caption=priority.title,
        lead="A review of a month that was told of already corrects it: both stay in the history.",
        problem="" if pages.is_running(priority.plan, timezone.localdate()) else NOT_RUNNING,
    )
    save = acting(services.review_priority, request, priority=priority)
    return form_page(request, page, _review_form(request, priority.plan), save, "The review is recorded.")


@requires(Permission.MANAGE_ACTION)
@require_http_methods(["GET", "POST"])
def priority_set_action(request, pk):
    """Set an action as a milestone of a priority."""
    priority = priority_of(request, pk)
    return set_action_from(request, priority, address_of(priority))


def _priority_form(request, first=None, state=""):
    offered = {"agencies": current_agencies(timezone.localdate()), "topics": topics_offered()}
    return PriorityForm(posted(request), initial=first, state=state, **offered)


def _review_form(request, plan):
    months = months_told(plan.starts_on, plan.ends_on, timezone.localdate())
    first = {"month": request.GET.get("month")} | ({"group": SAAS} if plan.kind == PlanKind.STRATEGIC else {})
    return ReviewForm(
        posted(request), months=months, groups=queries.reporters_offered(request.user, plan), initial=first
    )


def _posted(request, priority, service, done):
    plan = priority.plan
    try:
        result = service(priority=priority, by=request.user, now=timezone.now())
        messages.success(request, done(result))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("assurance:plan_detail", pk=plan.pk)
