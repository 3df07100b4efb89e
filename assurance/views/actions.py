"""Actions: the tracker, one action, setting one, its moves, and reminders."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms.actions import MOVE_FORMS, ActionByHandForm, ActionFilterForm, ActionForm
from assurance.permissions import demand, may, may_somewhere, requires, requires_somewhere
from assurance.queries import actions as queries
from assurance.queries.action_sources import source_name
from assurance.queries.warnings import topics_offered, warning_visible_to
from assurance.rules.actions import MOVE_ASKS, RIGHTS, ActionMove, ActionState, after
from assurance.rules.roles import Permission
from assurance.rules.wording import counted
from assurance.services import actions as services
from assurance.views.pages import FormPage, acting, cannot, form_page, posted, table_response

ACTIONS_ON_A_PAGE = 25
SET = "The action is set, and those who hold it have been told."
DONE = {
    ActionMove.UPDATE: "The progress is recorded.",
    ActionMove.MOVE_DATE: "The action has another date.",
    ActionMove.FINISH: "What was done is recorded. The action stays open until its effect is known.",
    ActionMove.CLOSE: "The action is closed with its effect.",
    ActionMove.DROP: "The action is dropped.",
    ActionMove.REOPEN: "The action is open again.",
}


def action_of(request, pk):
    """The action named in the address. Raises Http404."""
    action = queries.action_visible_to(request.user, pk)
    if action is None:
        raise Http404("There is no such action.")
    return action


def filters_of(request):
    """The form of the filters, and what it narrows the tracker to."""
    form = ActionFilterForm(request.GET, holders=queries.holders_of_actions(request.user))
    return form, queries.ActionFilters(**form.found())


@requires_somewhere(Permission.READ_ACTION)
@require_GET
def action_list(request):
    """The tracker: every action one may read, the open ones first, narrowed as one likes."""
    today, (form, filters) = timezone.localdate(), filters_of(request)
    found = queries.actions_found(request.user, filters, today)
    page = Paginator(found, ACTIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(page, today),
        "counts": queries.counts(request.user, today),
        "is_narrowed": filters != queries.ActionFilters(),
        "manages": may(request.user, Permission.MANAGE_ACTION),
        "commits": may_somewhere(request.user, Permission.COMMIT_AGENCY),
        "reads_meetings": may_somewhere(request.user, Permission.READ_MEETING),
        "reads_escalations": may(request.user, Permission.READ_ESCALATION),
    }
    return render(request, "assurance/action_list.html", context)


@requires_somewhere(Permission.READ_ACTION)
@require_GET
def action_download(request, suffix):
    """The actions as narrowed, with what was done and its effect, as a file."""
    _, filters = filters_of(request)
    table = queries.action_table(request.user, filters, timezone.localdate())
    return table_response(request, suffix, name="actions", title="Actions", table=table)


@requires(Permission.MANAGE_ACTION)
@require_http_methods(["GET", "POST"])
def action_set(request):
    """Set an action that comes from no page of the portal."""
    holders = queries.holders_offered(timezone.localdate())
    form = ActionByHandForm(posted(request), holders=holders, topics=topics_offered())
    page = FormPage(
        MOVE_ASKS[ActionMove.SET],
        reverse("assurance:action_list"),
        "Back to actions",
        lead="Actions of a meeting are set in its minutes, those of an early warning on its page.",
    )
    return form_page(request, page, form, acting(services.set_action, request), SET)


@requires(Permission.MANAGE_ACTION)
@require_http_methods(["GET", "POST"])
def action_set_for_warning(request, pk):
    """Set an action that comes from an early warning."""
    warning = warning_visible_to(request.user, pk)
    if warning is None:
        raise Http404("There is no such warning.")
    return set_action_from(request, warning, reverse("assurance:warning_detail", args=[pk]))


def set_action_from(request, subject, back, **besides):
    """
    The page that sets an action which comes from `subject`, a row the reader may read, and its answer.

    `subject` is of a model of SOURCES (queries/action_sources.py): its link, its origin and its topic, if it has one,
    are kept with the action. `back` is the address it leads back to. `besides` is anything else `set_action` keeps. A
    noun's own view, declared with MANAGE_ACTION and GET and POST, is

        challenge = challenge_of(request, pk)
        return set_action_from(request, challenge, reverse("assurance:challenge_detail", args=[pk]))
    """
    name = source_name(subject)
    form = ActionForm(posted(request), holders=queries.holders_offered(timezone.localdate()))
    page = FormPage(MOVE_ASKS[ActionMove.SET], back, f"Back to the {name.replace('_', ' ')}", caption=str(subject))
    fixed = {"topic": getattr(subject, "topic", None)} | besides | {name: subject}
    return form_page(request, page, form, acting(services.set_action, request, **fixed), SET)


def actions_shown(request, subject, set_url):
    """
    For `subject`’s own page: what it has led to, and `set_url`, where an action is set, for those who may.

    The context of `{% include "assurance/_actions_of.html" with noun="challenge" %}`.
    """
    return {
        "action_rows": queries.rows(queries.actions_from(request.user, subject), timezone.localdate()),
        "set_action_url": set_url if may(request.user, Permission.MANAGE_ACTION) else "",
    }


@requires(Permission.MANAGE_ACTION)
@require_POST
def action_remind(request):
    """Remind those who hold overdue actions."""
    number = services.remind_overdue(by=request.user, now=timezone.now())
    if number:
        messages.success(request, f"Those who hold {counted(number, 'overdue action')} have been reminded.")
    else:
        messages.success(request, "Nobody is left to remind today.")
    return redirect("assurance:action_list")


@requires_somewhere(Permission.READ_ACTION)
@require_GET
def action_detail(request, pk):
    """One action: what it is, what has been done, and what is next."""
    action = action_of(request, pk)
    shown = queries.action_page(action, request.user, timezone.localdate())
    moves = [(MOVE_ASKS[move], reverse(f"assurance:action_{move}", args=[pk])) for move in shown.moves]
    return render(request, "assurance/action_detail.html", {"action": action, "shown": shown, "moves": moves})


@requires_somewhere(Permission.UPDATE_ACTION)
@require_http_methods(["GET", "POST"])
def action_update(request, pk):
    """Its holder tells of progress."""
    return _move(request, pk, ActionMove.UPDATE)


@requires_somewhere(Permission.UPDATE_ACTION)
@require_http_methods(["GET", "POST"])
def action_finish(request, pk):
    """Its holder says what was done."""
    return _move(request, pk, ActionMove.FINISH)


@requires_somewhere(Permission.MANAGE_ACTION)
@require_http_methods(["GET", "POST"])
def action_move_date(request, pk):
    """The Business Team gives it another date, with the reason."""
    return _move(request, pk, ActionMove.MOVE_DATE)


@requires_somewhere(Permission.MANAGE_ACTION)
@require_http_methods(["GET", "POST"])
def action_close(request, pk):
    """The Business Team closes it with what changed for children."""
    return _move(request, pk, ActionMove.CLOSE)


@requires_somewhere(Permission.MANAGE_ACTION)
@require_http_methods(["GET", "POST"])
def action_drop(request, pk):
    """The Business Team drops it, with the reason."""
    return _move(request, pk, ActionMove.DROP)


@requires_somewhere(Permission.MANAGE_ACTION)
@require_http_methods(["GET", "POST"])
def action_reopen(request, pk):
    """The Business Team opens it again, with the reason."""
    return _move(request, pk, ActionMove.REOPEN)


def _move(request, pk, move):
    """The page of a move; what is refused comes back with everything that was written."""
    action = action_of(request, pk)
    demand(request.user, RIGHTS[move], action.holder)
    if request.method == "GET" and after(ActionState(action.state), move) is None:
        messages.error(request, cannot("action", action.get_state_display()))
        return redirect("assurance:action_detail", pk=pk)
    form = MOVE_FORMS[move](posted(request), state=action.state)
    if form.is_valid() and _made(request, action, move, form):
        messages.success(request, DONE[move])
        return redirect("assurance:action_detail", pk=pk)
    page = FormPage(MOVE_ASKS[move], reverse("assurance:action_detail", args=[pk]), "Back to the action")
    shown = queries.action_page(action, request.user, timezone.localdate())
    return render(request, "assurance/action_move.html", {"form": form, "page": page, "shown": shown})


def _made(request, action, move, form):
    try:
        services.move_action(action=action, move=move, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as problem:
        form.refused(problem, queries.action_visible_to(request.user, action.pk).state)
        return False
    return True
