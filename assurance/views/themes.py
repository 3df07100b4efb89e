"""Themes: the rolling programme, planning and editing one, its reports to the Executive Board, and its moves."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.themes import MOVE_FORMS, ThemeEditForm, ThemeFilterForm, ThemeForm, ThemeReportForm
from assurance.permissions import may, requires
from assurance.queries import theme_pages
from assurance.queries import themes as queries
from assurance.rules.roles import Permission
from assurance.rules.themes import ENDED, MOVE_ASKS, STAGES, ThemeMove
from assurance.services import themes as services
from assurance.views.actions import actions_shown, set_action_from
from assurance.views.pages import FormPage, acting, form_page, opening, posted, table_response

THEMES_ON_A_PAGE = 25
BACK = "Back to the theme"
DONE = {
    ThemeMove.BEGIN: "The theme has begun.",
    ThemeMove.PROPOSE: "The theme is at “Propose activity”.",
    ThemeMove.AGREE: "The activity is agreed.",
    ThemeMove.IMPLEMENT: "Implementation has begun. The next theme of the programme can begin.",
    ThemeMove.EVALUATE: "The theme is at “Evaluate and review”.",
    ThemeMove.REPORT: "The theme is at “Report outcomes”.",
    ThemeMove.CLOSE: "The theme is closed with what changed for children.",
    ThemeMove.DROP: "The theme is dropped.",
    ThemeMove.TAKE_UP: "The theme is planned again.",
}


def theme_of(request, pk):
    """The theme named in the address. Raises Http404."""
    theme = queries.theme_visible_to(request.user, pk)
    if theme is None:
        raise Http404("There is no such theme.")
    return theme


def filters_of(request):
    """The form of the filters, and what it narrows the programme to."""
    form = ThemeFilterForm(request.GET)
    return form, queries.ThemeFilters(**form.found())


@requires(Permission.READ_PLAN)
@require_GET
def theme_list(request):
    """The rolling programme: every theme with its stages, what it waits for and what waits for it."""
    form, filters = filters_of(request)
    found = queries.with_history(queries.themes_found(request.user, filters))
    page = Paginator(found, THEMES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(page, request.user),
        "counts": queries.counts(request.user),
        "stages_in_all": len(STAGES),
        "is_narrowed": filters != queries.ThemeFilters(),
        "may_plan": may(request.user, Permission.MANAGE_THEME),
    }
    return render(request, "assurance/theme_list.html", context)


@requires(Permission.READ_PLAN)
@require_GET
def theme_download(request, suffix):
    """The programme as narrowed, as a file."""
    _, filters = filters_of(request)
    table = queries.theme_table(request.user, filters)
    return table_response(request, suffix, name="themes", title="Themes", table=table)


@requires(Permission.MANAGE_THEME)
@require_http_methods(["GET", "POST"])
def theme_plan(request):
    """Plan a theme; the address may name a topic that informs it."""
    offered = queries.offered(timezone.localdate())
    form = ThemeForm(posted(request), offered=offered, initial={"topics": request.GET.getlist("topic")})
    page = FormPage(
        "Plan a theme",
        reverse("assurance:theme_list"),
        "Back to themes",
        lead="The next theme is planned once the one before it has begun, and begins when that reaches Implementation.",
    )
    save = acting(services.plan_theme, request)
    return form_page(request, page, form, save, "The theme is planned.", to=opening("assurance:theme_detail"))


@requires(Permission.READ_PLAN)
@require_GET
def theme_detail(request, pk):
    """One theme: its stages and gates, its reports, what it is informed by, and what changed."""
    theme = theme_of(request, pk)
    shown = theme_pages.theme_page(theme, request.user, timezone.localdate())
    moves = [(MOVE_ASKS[move], reverse(f"assurance:theme_{move}", args=[pk])) for move in shown.moves]
    set_url = "" if theme.state in ENDED else reverse("assurance:action_set_for_theme", args=[pk])
    context = {"theme": theme, "shown": shown, "moves": moves, **actions_shown(request, theme, set_url)}
    return render(request, "assurance/theme_detail.html", context)


@requires(Permission.MANAGE_THEME)
@require_http_methods(["GET", "POST"])
def theme_edit(request, pk):
    """Change what is written of a theme that has not ended, and when its reports fall."""
    theme = theme_of(request, pk)
    offered, seen = queries.offered(timezone.localdate(), theme), queries.fingerprint_of(theme)
    form = ThemeEditForm(posted(request), theme=theme, offered=offered, state=seen)
    page = FormPage(
        "Change this theme",
        reverse("assurance:theme_detail", args=[pk]),
        BACK,
        caption=theme.title,
        problem=f"That cannot be done now: the theme is at “{theme.get_state_display()}”."
        if theme.state in ENDED
        else "",
    )
    return form_page(request, page, form, acting(services.edit_theme, request, theme=theme), "The theme is changed.")


@requires(Permission.MANAGE_THEME)
@require_http_methods(["GET", "POST"])
def theme_report_record(request, pk):
    """Record one of the three reports; the address may name which."""
    theme = theme_of(request, pk)
    form = ThemeReportForm(
        posted(request), theme=theme, meetings=queries.board_meetings(), initial={"kind": request.GET.get("kind")}
    )
    page = FormPage(
        "Record a report to the Executive Board",
        reverse("assurance:theme_detail", args=[pk]),
        BACK,
        caption=theme.title,
        lead="A report that is recorded stands. A later one of its kind takes its place, and both stay in the history.",
        problem=queries.problem_of_reporting(theme),
    )
    save = acting(services.record_theme_report, request, theme=theme)
    return form_page(request, page, form, save, "The report is recorded.")


@requires(Permission.MANAGE_ACTION)
@require_http_methods(["GET", "POST"])
def action_set_for_theme(request, pk):
    """Set an action that comes from a theme."""
    return set_action_from(request, theme_of(request, pk), reverse("assurance:theme_detail", args=[pk]))


@requires(Permission.MANAGE_THEME)
@require_http_methods(["GET", "POST"])
def theme_begin(request, pk):
    """It begins: information is gathered and analysed (R94, R95)."""
    return _move(request, pk, ThemeMove.BEGIN)


@requires(Permission.MANAGE_THEME)
@require_http_methods(["GET", "POST"])
def theme_propose(request, pk):
    """After the first report, activity is proposed."""
    return _move(request, pk, ThemeMove.PROPOSE)


@requires(Permission.MANAGE_THEME)
@require_http_methods(["GET", "POST"])
def theme_agree(request, pk):
    """The Executive Board has agreed the activity, by a decision of its minutes (R93)."""
    return _move(request, pk, ThemeMove.AGREE)


@requires(Permission.MANAGE_THEME)
@require_http_methods(["GET", "POST"])
def theme_implement(request, pk):
    """The activity is put into practice: from now on the next theme can begin."""
    return _move(request, pk, ThemeMove.IMPLEMENT)


@requires(Permission.MANAGE_THEME)
@require_http_methods(["GET", "POST"])
def theme_evaluate(request, pk):
    """What was done is evaluated and reviewed."""
    return _move(request, pk, ThemeMove.EVALUATE)


@requires(Permission.MANAGE_THEME)
@require_http_methods(["GET", "POST"])
def theme_report(request, pk):
    """Outcomes are reported."""
    return _move(request, pk, ThemeMove.REPORT)


@requires(Permission.MANAGE_THEME)
@require_http_methods(["GET", "POST"])
def theme_close(request, pk):
    """It is closed with what changed for children (R98)."""
    return _move(request, pk, ThemeMove.CLOSE)


@requires(Permission.MANAGE_THEME)
@require_http_methods(["GET", "POST"])
def theme_drop(request, pk):
    """It is dropped, with the reason."""
    return _move(request, pk, ThemeMove.DROP)


@requires(Permission.MANAGE_THEME)
@require_http_methods(["GET", "POST"])
def theme_take_up(request, pk):
    """A dropped theme is planned again, with the reason."""
    return _move(request, pk, ThemeMove.TAKE_UP)


def _move(request, pk, move):
    """The page of a move; what is refused comes back with everything that was written."""
    theme = theme_of(request, pk)
    if request.method == "GET" and (problem := queries.problem_of_asking(theme, move)):
        messages.error(request, problem)
        return redirect("assurance:theme_detail", pk=pk)
    form = MOVE_FORMS[move](posted(request), theme=theme, decisions=queries.decisions_offered(request.user))
    if form.is_valid() and _made(request, theme, move, form):
        messages.success(request, DONE[move])
        return redirect("assurance:theme_detail", pk=pk)
    page = FormPage(MOVE_ASKS[move], reverse("assurance:theme_detail", args=[pk]), BACK, caption=theme.title)
    shown = theme_pages.theme_page(theme, request.user, timezone.localdate())
    return render(request, "assurance/theme_move.html", {"form": form, "page": page, "shown": shown, "move": move})


def _made(request, theme, move, form):
    try:
        services.move_theme(theme=theme, move=move, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as problem:
        form.refused(problem, queries.theme_visible_to(request.user, theme.pk).state)
        return False
    return True
