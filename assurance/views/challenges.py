"""Challenges: the log, raising one, one challenge with its history, its moves, and reminders."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms.challenges import MOVE_FORMS, ChallengeFilterForm, RaiseForm
from assurance.permissions import may, requires, requires_somewhere
from assurance.queries import challenges as queries
from assurance.queries.actions import holders_offered
from assurance.queries.warnings import topics_offered, warning_visible_to
from assurance.rules.challenges import MOVE_ASKS, ChallengeMove, ChallengeState, after, answer_due
from assurance.rules.roles import Permission
from assurance.rules.wording import counted
from assurance.services import challenges as services
from assurance.views.actions import actions_shown, set_action_from
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

CHALLENGES_ON_A_PAGE = 25
RAISED = "The challenge is raised, and those who answer it have been told."
DONE = {
    ChallengeMove.ANSWER: "The answer is recorded, and those who asked have been told.",
    ChallengeMove.ASK_AGAIN: "The challenge waits for another answer, and those who give it have been told.",
    ChallengeMove.ACCEPT: "The answer is accepted. The challenge stays open until its effect is known.",
    ChallengeMove.CLOSE: "The challenge is closed with its effect.",
    ChallengeMove.REOPEN: "The challenge is open again.",
}


def challenge_of(request, pk):
    """The challenge named in the address. Raises Http404."""
    challenge = queries.challenge_visible_to(request.user, pk)
    if challenge is None:
        raise Http404("There is no such challenge.")
    return challenge


def filters_of(request):
    """The form of the filters, and what it narrows the log to."""
    user = request.user
    form = ChallengeFilterForm(request.GET, challenged=queries.challenged_ones(user), raisers=queries.raisers(user))
    return form, queries.ChallengeFilters(**form.found())


@requires_somewhere(Permission.READ_CHALLENGE)
@require_GET
def challenge_list(request):
    """The log: every challenge one may read, what waits for an answer first, narrowed as one likes."""
    today, (form, filters) = timezone.localdate(), filters_of(request)
    found = queries.challenges_found(request.user, filters, today)
    page = Paginator(found, CHALLENGES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(page, today),
        "counts": queries.counts(request.user, today),
        "is_narrowed": filters != queries.ChallengeFilters(),
        "may_raise": may(request.user, Permission.RAISE_CHALLENGE),
        "settles": may(request.user, Permission.SETTLE_CHALLENGE),
    }
    return render(request, "assurance/challenge_list.html", context)


@requires_somewhere(Permission.READ_CHALLENGE)
@require_GET
def challenge_download(request, suffix):
    """The challenges as narrowed, with the answer and the effect of each, as a file."""
    _, filters = filters_of(request)
    table = queries.challenge_table(request.user, filters, timezone.localdate())
    return table_response(request, suffix, name="challenges", title="Challenges", table=table)


@requires(Permission.RAISE_CHALLENGE)
@require_http_methods(["GET", "POST"])
def challenge_raise(request):
    """Raise a challenge; the address may name the meeting it was made at, or the challenge it takes up again."""
    initial = {name: request.GET.get(name) for name in ("meeting", "earlier", "topic")}
    page = FormPage(
        MOVE_ASKS[ChallengeMove.RAISE],
        reverse("assurance:challenge_list"),
        "Back to challenges",
        lead="A challenge is answered by whoever is challenged, and stays open until something has changed for "
        "children.",
    )
    return _raise(request, page, initial)


@requires(Permission.RAISE_CHALLENGE)
@require_http_methods(["GET", "POST"])
def challenge_raise_for_warning(request, pk):
    """Raise a challenge on the evidence of an early warning."""
    warning = warning_visible_to(request.user, pk)
    if warning is None:
        raise Http404("There is no such warning.")
    back = reverse("assurance:warning_detail", args=[pk])
    page = FormPage(MOVE_ASKS[ChallengeMove.RAISE], back, "Back to the warning", caption=warning.title)
    initial = {"topic": warning.topic.slug, "what": warning.what}
    return _raise(request, page, initial, warning=warning)


def _raise(request, page, initial, **fixed):
    today, user = timezone.localdate(), request.user
    form = RaiseForm(
        posted(request),
        holders=holders_offered(today),
        topics=topics_offered(),
        meetings=queries.meetings_offered(user, today),
        challenges=queries.challenges_visible_to(user),
        initial={"answer_due_on": answer_due(today)} | initial,
    )
    return form_page(request, page, form, acting(services.raise_challenge, request, **fixed), RAISED)


@requires(Permission.SETTLE_CHALLENGE)
@require_POST
def challenge_remind(request):
    """Remind those whose answers are overdue."""
    number = services.remind_overdue(by=request.user, now=timezone.now())
    if number:
        messages.success(request, f"Those who owe {counted(number, 'overdue answer')} have been reminded.")
    else:
        messages.success(request, "Nobody is left to remind today.")
    return redirect("assurance:challenge_list")


@requires_somewhere(Permission.READ_CHALLENGE)
@require_GET
def challenge_detail(request, pk):
    """One challenge: the evidence, what it asks for, the answer, its effect, and where it came up before."""
    challenge = challenge_of(request, pk)
    shown = queries.challenge_page(challenge, request.user, timezone.localdate())
    moves = [(MOVE_ASKS[move], reverse(f"assurance:challenge_{move}", args=[pk])) for move in shown.moves]
    set_url = reverse("assurance:action_set_for_challenge", args=[pk])
    context = {"challenge": challenge, "shown": shown, "moves": moves, **actions_shown(request, challenge, set_url)}
    return render(request, "assurance/challenge_detail.html", context)


@requires(Permission.MANAGE_ACTION)
@require_http_methods(["GET", "POST"])
def action_set_for_challenge(request, pk):
    """Set an action that comes from a challenge."""
    challenge = challenge_of(request, pk)
    return set_action_from(request, challenge, reverse("assurance:challenge_detail", args=[pk]))


@requires_somewhere(Permission.ANSWER_CHALLENGE)
@require_http_methods(["GET", "POST"])
def challenge_answer(request, pk):
    """The challenged answer."""
    return _move(request, pk, ChallengeMove.ANSWER)


@requires(Permission.SETTLE_CHALLENGE)
@require_http_methods(["GET", "POST"])
def challenge_ask_again(request, pk):
    """The answer is not accepted: SAAS asks again, with the reason and another date."""
    return _move(request, pk, ChallengeMove.ASK_AGAIN)


@requires(Permission.SETTLE_CHALLENGE)
@require_http_methods(["GET", "POST"])
def challenge_accept(request, pk):
    """SAAS accepts the answer; the challenge stays open."""
    return _move(request, pk, ChallengeMove.ACCEPT)


@requires(Permission.SETTLE_CHALLENGE)
@require_http_methods(["GET", "POST"])
def challenge_close(request, pk):
    """SAAS closes it with what changed for children (R78)."""
    return _move(request, pk, ChallengeMove.CLOSE)


@requires(Permission.SETTLE_CHALLENGE)
@require_http_methods(["GET", "POST"])
def challenge_reopen(request, pk):
    """SAAS opens it again, with the reason."""
    return _move(request, pk, ChallengeMove.REOPEN)


def _move(request, pk, move):
    """The page of a move; what is refused comes back with everything that was written."""
    challenge = challenge_of(request, pk)
    services.demand_move(challenge=challenge, move=move, by=request.user)
    if request.method == "GET" and after(ChallengeState(challenge.state), move) is None:
        messages.error(request, f"That cannot be done now: the challenge is “{challenge.get_state_display()}”.")
        return redirect("assurance:challenge_detail", pk=pk)
    today = timezone.localdate()
    initial = {"answer_due_on": answer_due(today)}
    form = MOVE_FORMS[move](posted(request), state=challenge.state, initial=initial)
    if form.is_valid() and _made(request, challenge, move, form):
        messages.success(request, DONE[move])
        return redirect("assurance:challenge_detail", pk=pk)
    page = FormPage(MOVE_ASKS[move], reverse("assurance:challenge_detail", args=[pk]), "Back to the challenge")
    shown = queries.challenge_page(challenge, request.user, today)
    return render(request, "assurance/challenge_move.html", {"form": form, "page": page, "shown": shown})


def _made(request, challenge, move, form):
    try:
        services.move_challenge(
            challenge=challenge, move=move, by=request.user, now=timezone.now(), **form.cleaned_data
        )
    except ValidationError as problem:
        form.refused(problem, queries.challenge_visible_to(request.user, challenge.pk).state)
        return False
    return True
