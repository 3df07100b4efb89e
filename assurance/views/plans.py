"""Plans: the list by kind, one plan, drawing one up, revising a draft, and its moves (R96, R97, R107, R108)."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.plans import MOVE_FORMS, AgreeForm, PlanFilterForm, PlanForm
from assurance.permissions import demand, may, requires_somewhere
from assurance.queries import plan_pages as pages
from assurance.queries import plans as queries
from assurance.rules.plans import DRAW_UP_WORDS, KEEPS, MOVE_ASKS, PlanKind, PlanMove, PlanState, after
from assurance.rules.roles import Permission
from assurance.services import plans as services
from assurance.views.pages import FormPage, acting, cannot, form_page, opening, posted, table_response

PLANS_ON_A_PAGE = 25
READERS = (Permission.READ_PLAN, Permission.READ_IMPROVEMENT, Permission.READ_ASSURANCE)
DRAWN_UP = "The plan is drawn up. Only those who keep it see it until it is agreed: add its priorities now."
LEADS = {
    PlanMove.AGREE: "Once it is agreed, its readers see it. It is changed only by opening it again, with the reason.",
    PlanMove.CLOSE: "Its priorities are no longer reviewed. Its actions stay in the tracker.",
    PlanMove.REOPEN: (
        "Until it is agreed again only those who keep it see it, and the priorities of a strategic plan are not shown "
        "elsewhere."
    ),
}
OPEN_FIRST = "Open it for changes first."
DONE = {
    PlanMove.AGREE: "The plan is agreed, and those who answer for it have been told.",
    PlanMove.CLOSE: "The plan is closed.",
    PlanMove.REOPEN: "The plan is open for changes. Have it agreed again when they are made.",
}


def plan_of(request, pk):
    """The plan named in the address. Raises Http404."""
    plan = queries.plan_visible_to(request.user, pk)
    if plan is None:
        raise Http404("There is no such plan.")
    return plan


def plan_kept(request, pk):
    """The plan named in the address, for those who keep it. Raises Http404, PermissionDenied."""
    plan = plan_of(request, pk)
    demand(request.user, KEEPS, plan.group)
    return plan


def page_of(plan, title, lead="", problem=""):
    """A form's page that leads back to the plan."""
    back = reverse("assurance:plan_detail", args=[plan.pk])
    return FormPage(title, back, "Back to the plan", caption=plan.title, lead=lead, problem=problem)


def draft_page_of(plan, title):
    """The page of a form that changes a draft: another plan has to be opened for changes first."""
    problem = "" if plan.state == PlanState.DRAFT else f"{cannot('plan', plan.get_state_display())} {OPEN_FIRST}"
    return page_of(plan, title, problem=problem)


def filters_of(request):
    """The form of the filters, and what it narrows the list to."""
    form = PlanFilterForm(request.GET, groups=queries.groups_with_a_plan(request.user))
    return form, queries.PlanFilters(**form.found())


@requires_somewhere(*READERS)
@require_GET
def plan_list(request):
    """The plans one may read, by kind, the ones in force first."""
    today, (form, filters) = timezone.localdate(), filters_of(request)
    found = pages.with_priorities(queries.plans_found(request.user, filters, today))
    page = Paginator(found, PLANS_ON_A_PAGE).get_page(request.GET.get("page"))
    kinds = queries.kinds_drawn_up_by(request.user, today)
    context = {
        "form": form,
        "page": page,
        "rows": pages.plan_rows(page, request.user, today),
        "is_narrowed": filters != queries.PlanFilters(),
        "drawing_up": [(DRAW_UP_WORDS[kind], reverse("assurance:plan_draw_up", args=[kind])) for kind in kinds],
        "reads_plans": may(request.user, Permission.READ_PLAN),
    }
    return render(request, "assurance/plan_list.html", context)


@requires_somewhere(*READERS)
@require_GET
def plan_list_download(request, suffix):
    """The plans as narrowed, as a file."""
    today, (_, filters) = timezone.localdate(), filters_of(request)
    table = pages.list_table(queries.plans_found(request.user, filters, today), request.user, today)
    return table_response(request, suffix, name="plans", title="Plans", table=table)


@requires_somewhere(*READERS)
@require_GET
def plan_detail(request, pk):
    """One plan: its priorities with their outcome, lead, progress and milestones, and its history."""
    plan, today = plan_of(request, pk), timezone.localdate()
    shown = pages.plan_page(plan, request.user, today)
    context = {
        "plan": plan,
        "shown": shown,
        "moves": [(MOVE_ASKS[move], reverse(f"assurance:plan_{move}", args=[pk])) for move in shown.moves],
        "priorities": list(queries.priorities_shown(request.user, today)) if plan.kind != PlanKind.STRATEGIC else [],
    }
    return render(request, "assurance/plan_detail.html", context)


@requires_somewhere(*READERS)
@require_GET
def plan_download(request, pk, suffix):
    """One plan with its priorities and milestones, as a file."""
    plan = plan_of(request, pk)
    table = pages.plan_table(plan, request.user, timezone.localdate())
    return table_response(request, suffix, name="plan", title=plan.get_kind_display(), table=table)


@requires_somewhere(KEEPS)
@require_http_methods(["GET", "POST"])
def plan_draw_up(request, kind):
    """Draw up a plan of one kind, for a group whose plans one keeps."""
    kind, groups = PlanKind(kind), queries.groups_that_plan(request.user, PlanKind(kind), timezone.localdate())
    if not groups:
        demand(request.user, KEEPS)
    inspections = queries.inspections_offered(request.user)
    form = PlanForm(posted(request), kind=kind, groups=groups, inspections=inspections)
    page = FormPage(DRAW_UP_WORDS[kind], reverse("assurance:plan_list"), "Back to plans")
    save = acting(services.draw_up_plan, request, kind=kind)
    return form_page(request, page, form, save, DRAWN_UP, to=opening("assurance:plan_detail"))


@requires_somewhere(KEEPS)
@require_http_methods(["GET", "POST"])
def plan_revise(request, pk):
    """Give a draft another name, other days or another purpose."""
    plan = plan_kept(request, pk)
    offered = {"inspections": queries.inspections_offered(request.user, plan), "state": queries.fingerprint_of(plan)}
    first = {name: getattr(plan, name) for name in ("title", "starts_on", "ends_on", "lead", "why", "inspection")}
    form = PlanForm(posted(request), kind=PlanKind(plan.kind), initial=first, **offered)
    save = acting(services.revise_plan, request, plan=plan)
    return form_page(request, draft_page_of(plan, "Change the plan"), form, save, "The plan is changed.")


@requires_somewhere(KEEPS)
@require_http_methods(["GET", "POST"])
def plan_agree(request, pk):
    """Record that it is agreed: the strategic plan, with the Executive Board's decision."""
    return _move(request, pk, PlanMove.AGREE)


@requires_somewhere(KEEPS)
@require_http_methods(["GET", "POST"])
def plan_close(request, pk):
    """Close it, with what came of it."""
    return _move(request, pk, PlanMove.CLOSE)


@requires_somewhere(KEEPS)
@require_http_methods(["GET", "POST"])
def plan_reopen(request, pk):
    """Open an agreed plan for changes, with the reason."""
    return _move(request, pk, PlanMove.REOPEN)


def _move(request, pk, move):
    """The page of a move; what is refused comes back with everything that was written."""
    plan = plan_kept(request, pk)
    leads_to = after(PlanState(plan.state), move)
    page = page_of(plan, MOVE_ASKS[move], LEADS[move], "" if leads_to else cannot("plan", plan.get_state_display()))
    save = acting(services.move_plan, request, plan=plan, move=move)
    return form_page(request, page, _move_form(request, plan, move), save, DONE[move])


def _move_form(request, plan, move):
    if move != PlanMove.AGREE:
        return MOVE_FORMS[move](posted(request), state=plan.state)
    decisions = queries.board_decisions(request.user) if plan.kind == PlanKind.STRATEGIC else None
    return AgreeForm(posted(request), state=plan.state, decisions=decisions)
