"""Minutes: written beside the agenda, approved by the chair, circulated, and read."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms.agendas import CommentForm
from assurance.forms.minutes import EntryForm, MinutesMoveForm
from assurance.permissions import may, requires_somewhere
from assurance.queries import minutes as summaries
from assurance.queries import minutes_content as queries
from assurance.queries.meetings import comments_at, prepares
from assurance.rules.meetings import MINUTES_STATE_WORDS, MinutesMove, MinutesState, minutes_after
from assurance.rules.minutes import MOVE_ASKS, problem_of_writing, read_minutes
from assurance.rules.roles import Permission
from assurance.services import minutes as services
from assurance.views.autosave import can_save, is_autosave, not_saved, saved_answer, unreadable
from assurance.views.pages import FormPage, acting, form_page, meeting_of, posted

DONE = {
    MinutesMove.APPROVE: "The chair’s approval is recorded. The minutes can be circulated.",
    MinutesMove.CORRECT: "The minutes are a draft again. The chair approves them anew.",
    MinutesMove.CIRCULATE: "The minutes are circulated, and the members have been told.",
}
LEADS = {
    MinutesMove.APPROVE: "Read them first. Once they are approved they change only if they are opened for correction.",
    MinutesMove.CORRECT: "",
    MinutesMove.CIRCULATE: "They are frozen as they are now, and every member of the group is told.",
}
SERVICES = {
    MinutesMove.APPROVE: services.approve_minutes,
    MinutesMove.CORRECT: services.correct_minutes,
    MinutesMove.CIRCULATE: services.circulate_minutes,
}


def drafted_of(request, key):
    """The minutes of the meeting, for those who prepare it. Raises Http404 for others, and before they are begun."""
    meeting = meeting_of(request, key)
    minutes = queries.minutes_of(meeting) if prepares(request.user, meeting) else None
    if minutes is None:
        raise Http404("There are no such minutes.")
    return meeting, minutes


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def minutes_detail(request, key):
    """The minutes: written here by the secretariat, read by the chair; for members, as they were last circulated."""
    meeting = meeting_of(request, key)
    minutes = queries.minutes_of(meeting) if prepares(request.user, meeting) else None
    if minutes is None:
        return _read(request, meeting, summaries.latest_circulation(meeting))
    shown = queries.minutes_page(meeting, minutes, request.user, timezone.localdate())
    moves = [(MOVE_ASKS[move], reverse(f"assurance:minutes_{move}", args=[key])) for move in shown.moves]
    context = {"meeting": meeting, "shown": shown, "moves": moves, "forms": _entry_forms(shown)}
    context["comments"] = summaries.comments_on(summaries.latest_circulation(meeting), request.user)
    return render(request, "assurance/minutes_write.html", context)


def _entry_forms(shown):
    """Each card of the page with the form of its entry, where it may be written."""
    return [
        (
            card,
            EntryForm(initial=_initial(card.entry), auto_id=f"%s-{card.anchor}") if shown.writes and card.entry else "",
        )
        for card in shown.cards
    ]


def _initial(entry):
    return {"version": entry.version, "discussion": entry.discussion}


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def minutes_version(request, key, number):
    """The minutes as one circulation froze them."""
    meeting = meeting_of(request, key)
    circulation = queries.circulation_of(meeting, number)
    if circulation is None:
        raise Http404("There is no such version.")
    return _read(request, meeting, circulation)


@requires_somewhere(Permission.READ_MEETING)
@require_http_methods(["GET", "POST"])
def minutes_comment(request, key, number):
    """What a member or observer writes to minutes that were circulated (R13)."""
    meeting = meeting_of(request, key)
    circulation = queries.circulation_of(meeting, number)
    if circulation is None or not comments_at(request.user, meeting):
        raise Http404("There is no such version.")
    page = FormPage(
        "Comment on the minutes",
        reverse("assurance:minutes_version", args=[key, number]),
        "Back to the minutes",
        caption=f"{meeting}, version {number}",
        lead="A comment changes nothing in them. Those who write and approve the minutes are told of it.",
        problem=summaries.problem_of_comments(circulation),
    )
    save = acting(services.comment_on_minutes, request, circulation=circulation)
    return form_page(request, page, CommentForm(posted(request)), save, "Your comment is with the minutes.")


def _read(request, meeting, circulation):
    context = {
        "comments": summaries.comments_on(circulation, request.user),
        "meeting": meeting,
        "circulation": circulation,
        "minutes": read_minutes(circulation.content) if circulation else None,
        "versions": queries.versions_of(meeting),
        "summary": summaries.minutes_summary(meeting, request.user, timezone.now()),
        "may_begin": summaries.may_begin(meeting, request.user, timezone.now()) and not circulation,
    }
    return render(request, "assurance/minutes_read.html", context)


@requires_somewhere(Permission.RUN_MEETING)
@require_POST
def minutes_begin(request, key):
    """Begin the minutes, and go on to writing them."""
    meeting = meeting_of(request, key)
    try:
        services.begin_minutes(meeting=meeting, by=request.user, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("assurance:minutes_detail", key=key)


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def minutes_entry(request, key, pk):
    """Save what was said to one item. Saves by itself where the browser can."""
    meeting, minutes = drafted_of(request, key)
    entry = queries.entry_of(meeting, pk)
    if entry is None:
        raise Http404("There is no such entry.")
    if request.method == "GET" and (problem := problem_of_writing(MinutesState(minutes.state))):
        messages.error(request, problem)
        return redirect("assurance:minutes_detail", key=key)
    form = EntryForm(request.POST or None, initial=_initial(entry))
    if can_save(request, form):
        return _save_entry(request, meeting, entry, form)
    if is_autosave(request):
        return unreadable(form)
    return _entry_page(request, meeting, entry, form)


def _save_entry(request, meeting, entry, form):
    now = timezone.now()
    values = {"discussion": entry.discussion} | form.cleaned_data
    try:
        outcome = services.save_entry(entry=entry, by=request.user, now=now, **values)
    except ValidationError as problem:
        if is_autosave(request):
            return not_saved(problem)
        form.add_error(None, problem)
        return _entry_page(request, meeting, entry, form, status=422)
    if is_autosave(request):
        return saved_answer(outcome, now, form, request.path)
    if not outcome.saved:
        stored = queries.entry_of(meeting, entry.pk)
        context = {"meeting": meeting, "entry": stored, "form": form}
        return render(request, "assurance/minutes_conflict.html", context, status=409)
    return redirect(f"{reverse('assurance:minutes_detail', args=[meeting.key])}#{_anchor(entry)}")


def _anchor(entry):
    return f"item-{entry.item_id}" if entry.item_id else "besides"


def _entry_page(request, meeting, entry, form, status=200):
    context = {"meeting": meeting, "entry": entry, "form": form}
    return render(request, "assurance/minutes_entry.html", context, status=status)


@requires_somewhere(Permission.RUN_MEETING)
@require_POST
def minutes_ask(request, key):
    """Ask the chair to approve the minutes."""
    _, minutes = drafted_of(request, key)
    try:
        services.ask_approval(minutes=minutes, by=request.user, now=timezone.now())
        messages.success(request, "The chair has been asked to approve the minutes.")
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("assurance:minutes_detail", key=key)


@requires_somewhere(Permission.CHAIR_MEETING, Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def minutes_approve(request, key):
    """The chair approves; or the secretariat records how and when the chair did (R28)."""
    return _move(request, key, MinutesMove.APPROVE)


@requires_somewhere(Permission.RUN_MEETING, Permission.CHAIR_MEETING)
@require_http_methods(["GET", "POST"])
def minutes_correct(request, key):
    """Open the minutes for correction, with the reason."""
    return _move(request, key, MinutesMove.CORRECT)


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def minutes_circulate(request, key):
    """Freeze the approved minutes and send them round (R26)."""
    return _move(request, key, MinutesMove.CIRCULATE)


def _move(request, key, move):
    """The page of a move; what is refused comes back with everything that was written."""
    meeting, minutes = drafted_of(request, key)
    if request.method == "GET" and minutes_after(MinutesState(minutes.state), move) is None:
        words = MINUTES_STATE_WORDS[MinutesState(minutes.state)]
        messages.error(request, f"That cannot be done now: the minutes are “{words}”.")
        return redirect("assurance:minutes_detail", key=key)
    is_chair = may(request.user, Permission.CHAIR_MEETING, meeting.group)
    form = MinutesMoveForm(posted(request), move=move, state=minutes.state, is_chair=is_chair)
    if form.is_valid() and _made(request, minutes, move, form):
        messages.success(request, DONE[move])
        return redirect("assurance:minutes_detail", key=key)
    back = reverse("assurance:minutes_detail", args=[key])
    page = FormPage(MOVE_ASKS[move], back, "Back to the minutes", caption=str(meeting), lead=LEADS[move])
    return render(request, page.template, {"form": form, "page": page})


def _made(request, minutes, move, form):
    try:
        SERVICES[move](minutes=minutes, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as problem:
        form.refused(problem, queries.minutes_of(minutes.meeting).state)
        return False
    return True
