"""The risk register: the list, the matrix, entering a risk, one risk, its words, scores and moves."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.risks import MOVE_FORMS, ChangeForm, RaiseForm, RiskFilterForm, ScoreForm
from assurance.permissions import may, requires
from assurance.queries import risk_pages, supports
from assurance.queries import risks as queries
from assurance.queries.actions import holders_offered
from assurance.rules.risks import (
    IMPACT_WORDS,
    KEEPS,
    LIKELIHOOD_WORDS,
    MOVE_ASKS,
    STEPS,
    RiskMove,
    RiskState,
    after,
    next_review,
)
from assurance.rules.roles import Permission
from assurance.services import risks as services
from assurance.views.actions import actions_shown, set_action_from
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

RISKS_ON_A_PAGE = 25
DONE = {
    RiskMove.REVIEW: "The review is recorded.",
    RiskMove.CLOSE: "The risk is closed.",
    RiskMove.REOPEN: "The risk is open again.",
}


def risk_of(request, pk):
    """The risk named in the address. Raises Http404."""
    risk = queries.risk_visible_to(request.user, pk)
    if risk is None:
        raise Http404("There is no such risk.")
    return risk


def back_to(risk):
    """The address of the page of a risk, with its words."""
    return reverse("assurance:risk_detail", args=[risk.pk]), "Back to the risk"


def filters_of(request):
    """The form of the filters, and what it narrows the register to."""
    user = request.user
    form = RiskFilterForm(request.GET, topics=queries.topics_at_risk(user), holders=queries.holders_of_risks(user))
    return form, queries.RiskFilters(**form.found())


@requires(Permission.READ_ASSURANCE)
@require_GET
def risk_list(request):
    """The register: the open risks first, the highest of them first, narrowed as one likes."""
    today, (form, filters) = timezone.localdate(), filters_of(request)
    found = queries.with_controls(queries.risks_found(request.user, filters, today))
    page = Paginator(found, RISKS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(page, today),
        "counts": queries.counts(request.user, today),
        "is_narrowed": filters != queries.RiskFilters(),
        "keeps": may(request.user, KEEPS),
    }
    return render(request, "assurance/risk_list.html", context)


@requires(Permission.READ_ASSURANCE)
@require_GET
def risk_download(request, suffix):
    """The risks as narrowed, with scores and controls, as a file."""
    _, filters = filters_of(request)
    table = queries.risk_table(request.user, filters, timezone.localdate())
    return table_response(request, suffix, name="risk-register", title="Risk register", table=table)


@requires(Permission.READ_ASSURANCE)
@require_GET
def risk_matrix(request):
    """How many open risks stand at each likelihood and impact."""
    rows = zip(reversed(STEPS), queries.matrix(request.user), strict=True)
    context = {
        "rows": [(step, LIKELIHOOD_WORDS[step], cells) for step, cells in rows],
        "impacts": IMPACT_WORDS.items(),
        "counts": queries.counts(request.user, timezone.localdate()),
    }
    return render(request, "assurance/risk_matrix.html", context)


@requires(Permission.READ_ASSURANCE)
@require_GET
def risk_matrix_download(request, suffix):
    """The matrix as a file."""
    table = queries.matrix_table(request.user)
    return table_response(request, suffix, name="risk-matrix", title="Risk matrix", table=table)


def offered():
    """What a risk may lie with and be linked to."""
    today = timezone.localdate()
    found = supports.supports_offered(today)
    return {"holders": holders_offered(today), "priorities": found.priorities, "topics": found.topics}


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def risk_raise(request):
    """Enter a risk in the register."""
    form = RaiseForm(posted(request), **offered())
    page = FormPage(
        MOVE_ASKS[RiskMove.RAISE],
        reverse("assurance:risk_list"),
        "Back to risks",
        lead="Its score is likelihood multiplied by impact, three times: before any control, now, and as it is meant "
        "to be. Controls and the assurance on them are added on its page.",
    )
    return form_page(request, page, form, acting(services.raise_risk, request), "The risk is in the register.")


@requires(Permission.READ_ASSURANCE)
@require_GET
def risk_detail(request, pk):
    """One risk: scores over time, controls with the assurance on each, actions, history."""
    risk = risk_of(request, pk)
    shown = risk_pages.risk_page(risk, request.user, timezone.localdate())
    moves = [(MOVE_ASKS[move], reverse(f"assurance:risk_{move}", args=[pk])) for move in shown.moves]
    set_url = reverse("assurance:action_set_for_risk", args=[pk])
    context = {"risk": risk, "shown": shown, "moves": moves, **actions_shown(request, risk, set_url)}
    return render(request, "assurance/risk_detail.html", context)


@requires(Permission.READ_ASSURANCE)
@require_GET
def risk_scores_download(request, pk, suffix):
    """Every score of a risk as a file."""
    risk = risk_of(request, pk)
    table = risk_pages.score_table(risk)
    return table_response(request, suffix, name=f"risk-{risk.number}-scores", title="Scores of a risk", table=table)


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def risk_change(request, pk):
    """Other words for a risk."""
    risk = risk_of(request, pk)
    holder = risk.agency or risk.group
    initial = {name: getattr(risk, name) for name in ("title", "cause", "effect", "owner", "priority")}
    initial |= {
        "holder": f"{'agency' if risk.agency else 'group'}:{holder.slug}" if holder else "",
        "topics": [topic.slug for topic in risk.topics.all()],
        "seen": queries.fingerprint_of(risk),
    }
    form = ChangeForm(posted(request), initial=initial, **offered())
    page = FormPage("Change this risk", *back_to(risk), caption=risk.title)
    return form_page(request, page, form, acting(services.change_risk, request, risk=risk), "The risk is changed.")


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def risk_score(request, pk):
    """Give a risk another score between reviews."""
    risk = risk_of(request, pk)
    form = ScoreForm(posted(request))
    page = FormPage("Give another score", *back_to(risk), caption=risk.title)
    return form_page(request, page, form, acting(services.score_risk, request, risk=risk), "The score is recorded.")


@requires(Permission.MANAGE_ACTION)
@require_http_methods(["GET", "POST"])
def action_set_for_risk(request, pk):
    """Set an action that comes from a risk."""
    risk = risk_of(request, pk)
    return set_action_from(request, risk, reverse("assurance:risk_detail", args=[pk]))


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def risk_review(request, pk):
    """A review: what it found, the score now, and the date of the next."""
    return _move(request, pk, RiskMove.REVIEW)


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def risk_close(request, pk):
    """The risk is watched no more, with the reason."""
    return _move(request, pk, RiskMove.CLOSE)


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def risk_reopen(request, pk):
    """The risk is watched again, with the reason."""
    return _move(request, pk, RiskMove.REOPEN)


def _move(request, pk, move):
    """The page of a move; what is refused comes back with everything that was written."""
    risk = risk_of(request, pk)
    if request.method == "GET" and after(RiskState(risk.state), move) is None:
        messages.error(request, f"That cannot be done now: the risk is “{risk.get_state_display()}”.")
        return redirect("assurance:risk_detail", pk=pk)
    form = MOVE_FORMS[move](posted(request), state=risk.state, initial=_proposed(risk))
    if form.is_valid() and _made(request, risk, move, form):
        messages.success(request, DONE[move])
        return redirect("assurance:risk_detail", pk=pk)
    page = FormPage(MOVE_ASKS[move], *back_to(risk))
    shown = risk_pages.risk_page(risk, request.user, timezone.localdate())
    return render(request, "assurance/risk_move.html", {"form": form, "page": page, "shown": shown})


def _proposed(risk):
    """The score as it stands, and when a risk of that score is reviewed next."""
    today, score = timezone.localdate(), queries.score_of(risk, "current")
    steps = {"likelihood": score.likelihood, "impact": score.impact} if score else {}
    return steps | ({"review_on": next_review(today, score)} if score else {})


def _made(request, risk, move, form):
    try:
        services.move_risk(risk=risk, move=move, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as problem:
        form.refused(problem, queries.risk_visible_to(request.user, risk.pk).state)
        return False
    return True
