"""Members' input before a meeting: written by one, saved by itself, sent, then read together (R40, R41)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms.attendance import InputForm
from assurance.permissions import requires_somewhere
from assurance.queries import member_inputs as queries
from assurance.queries.attendance import meeting_words
from assurance.rules.roles import Permission
from assurance.services import member_inputs as services
from assurance.views.autosave import can_save, is_autosave, not_saved, saved_answer, unreadable
from assurance.views.pages import meeting_of

READS = Permission.READ_MEETING


@requires_somewhere(READS)
@require_GET
def input_list(request, key):
    """What members sent, by agency, to be read together with the papers."""
    meeting = meeting_of(request, key)
    page = queries.inputs_page(meeting, request.user)
    return render(
        request,
        "assurance/member_input_list.html",
        {"meeting": meeting, "inputs": page, "words": meeting_words(meeting)},
    )


@requires_somewhere(READS)
@require_http_methods(["GET", "POST"])
def input_write(request, key):
    """One's own draft under five headings. Saves by itself where the browser can."""
    meeting = meeting_of(request, key)
    if request.method == "GET" and (problem := queries.input_problem(meeting, request.user)):
        messages.error(request, problem)
        return redirect("assurance:input_list", key=key)
    own = queries.own_input(meeting, request.user)
    form = InputForm(request.POST or None, initial=queries.input_initial(own), autosave_url=request.path)
    if can_save(request, form):
        return _save(request, meeting, form)
    return unreadable(form) if is_autosave(request) else _form(request, meeting, form)


def _save(request, meeting, form):
    now, version = timezone.now(), form.cleaned_data["version"]
    try:
        outcome = services.save_input(meeting=meeting, version=version, values=form.texts(), by=request.user, now=now)
    except ValidationError as problem:
        if is_autosave(request):
            return not_saved(problem)
        form.add_error(None, problem)
        return _form(request, meeting, form, status=422)
    if is_autosave(request):
        return saved_answer(outcome, now, form, request.path)
    if not outcome.saved:
        own = queries.own_input(meeting, request.user)
        context = {"meeting": meeting, "form": form, "own": own, "rows": form.rows(queries.stored_texts(own))}
        return render(request, "assurance/member_input_conflict.html", context, status=409)
    return redirect("assurance:input_check", key=meeting.key)


def _form(request, meeting, form, status=200):
    context = {"meeting": meeting, "form": form, "words": meeting_words(meeting)}
    return render(request, "assurance/member_input_form.html", context, status=status)


@requires_somewhere(READS)
@require_GET
def input_check(request, key):
    """One's own draft as it will be read, with the button that sends it."""
    meeting = meeting_of(request, key)
    own, problem = queries.own_input(meeting, request.user), queries.input_problem(meeting, request.user)
    if own is None or problem:
        messages.error(request, problem or "You have not written anything yet.")
        return redirect("assurance:input_list", key=key)
    context = {"meeting": meeting, "parts": queries.draft_parts(own), "words": meeting_words(meeting)}
    return render(request, "assurance/member_input_check.html", context)


@requires_somewhere(READS)
@require_POST
def input_send(request, key):
    """Send one's own draft to whoever reads the papers."""
    meeting = meeting_of(request, key)
    try:
        services.send_input(meeting=meeting, by=request.user, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("assurance:input_write", key=key)
    messages.success(request, "Your input is sent. It is read together with the papers.")
    return redirect("assurance:input_list", key=key)
