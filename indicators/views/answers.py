"""An agency's data requests: its list, the draft of an answer, the pasted grid, sending and correcting (R52, R66)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms.returns import ReasonForm
from assurance.permissions import may, may_somewhere, requires_somewhere
from assurance.rules.roles import Permission
from assurance.rules.wording import counted
from assurance.views.autosave import can_save, is_autosave, not_saved, saved_answer, unreadable
from assurance.views.pages import FormPage, acting, form_page, posted, table_response
from assurance.views.tracker import period_or_404
from indicators.forms.requests import AnswerForm, GridForm
from indicators.queries import answers as queries
from indicators.queries.requests import requests_answered_by
from indicators.rules.vocabulary import RequestState
from indicators.services import answers as services
from indicators.tasks import send_findings
from indicators.views.requests import caption_of, request_tracker


def own_or_404(request, pk):
    """The request, if this person answers it."""
    return get_object_or_404(requests_answered_by(request.user), pk=pk)


@requires_somewhere(Permission.SEND_FIGURES, Permission.MANAGE_INDICATORS)
@require_GET
def request_list(request):
    """What one's agencies are asked for; for those who only ask, the tracker."""
    if not may_somewhere(request.user, Permission.SEND_FIGURES):
        return request_tracker(request)
    context = {
        "own": queries.own_list(request.user, timezone.localdate()),
        "is_asker": may(request.user, Permission.MANAGE_INDICATORS),
    }
    return render(request, "indicators/request_list.html", context)


@requires_somewhere(Permission.SEND_FIGURES)
@require_GET
def request_list_download(request, suffix):
    """The list as a file, drafts included."""
    table = queries.own_table(request.user, timezone.localdate())
    return table_response(request, suffix, name="figures-asked-for", title="Figures asked for", table=table)


@requires_somewhere(Permission.SEND_FIGURES)
@require_http_methods(["GET", "POST"])
def request_edit(request, pk):
    """Write one answer, with the last figure beside it. Saves by itself where the browser can."""
    asked = own_or_404(request, pk)
    if request.method == "GET" and asked.state != RequestState.DRAFT:
        return redirect("indicators:request_detail", pk=pk)
    page = queries.answer_page(asked)
    form = AnswerForm(
        posted(request),
        initial=queries.answer_initial(asked),
        asked=asked,
        question=page.question,
        asks_why=page.change_question,
    )
    if can_save(request, form):
        return _save(request, page, form)
    if is_autosave(request):
        return unreadable(form)
    return _answer_form(request, page, form)


def _save(request, page, form):
    now, asked = timezone.now(), page.asked
    version = form.cleaned_data["version"]
    try:
        outcome = services.save_answer(asked=asked, version=version, values=form.values(), by=request.user, now=now)
    except ValidationError as problem:
        if is_autosave(request):
            return not_saved(problem)
        form.add_error(None, problem)
        return _answer_form(request, page, form, status=422)
    if is_autosave(request):
        return saved_answer(outcome, now, form, request.path)
    if not outcome.saved:
        return _conflict(request, queries.stored_request(asked), form)
    return redirect("indicators:request_check", pk=asked.pk)


def _conflict(request, stored, form):
    """Both texts side by side: what this person wrote, to be saved or dropped, and what somebody saved meanwhile."""
    context = {"asked": stored, "form": form, "rows": form.rows(queries.stored_texts(stored))}
    return render(request, "indicators/request_conflict.html", context, status=409)


def _answer_form(request, page, form, status=200):
    return render(request, "indicators/request_form.html", {"page": page, "form": form}, status=status)


@requires_somewhere(Permission.SEND_FIGURES)
@require_GET
def request_check(request, pk):
    """Check your answer: all of the draft, what is odd about it, and what still stands in the way of sending it."""
    asked = own_or_404(request, pk)
    if asked.state != RequestState.DRAFT:
        return redirect("indicators:request_detail", pk=pk)
    return render(request, "indicators/request_check.html", {"page": queries.answer_page(asked)})


@requires_somewhere(Permission.SEND_FIGURES)
@require_POST
def request_send(request, pk):
    """Send the draft that was checked; findings are made of it by a job."""
    asked = own_or_404(request, pk)
    version = request.POST.get("version", "")
    try:
        acting(services.send_answer, request)(asked=asked, version=int(version) if version.isdecimal() else 0)
    except ValidationError as problem:
        for sentence in problem.messages:
            messages.error(request, sentence)
        return redirect("indicators:request_check", pk=pk)
    send_findings()
    return redirect("indicators:request_sent", pk=pk)


@requires_somewhere(Permission.SEND_FIGURES)
@require_GET
def request_sent(request, pk):
    """The confirmation after sending, and what is to be sent next."""
    asked = get_object_or_404(requests_answered_by(request.user).filter(state=RequestState.SENT), pk=pk)
    context = {"asked": asked, "own": queries.own_list(request.user, timezone.localdate())}
    return render(request, "indicators/request_sent.html", context)


@requires_somewhere(Permission.SEND_FIGURES)
@require_http_methods(["GET", "POST"])
def request_correct(request, pk):
    """Open a draft of what was sent, with the reason."""
    asked = own_or_404(request, pk)
    back = reverse("indicators:request_detail", args=[pk])
    page = FormPage("Send a correction", back=back, back_text="Back to the figures", caption=caption_of(asked))
    form = ReasonForm(
        posted(request),
        label="Why is it corrected?",
        hint="What you sent stands until you send the correction. The Business Team reads this with it.",
        button="Open a draft",
    )
    save = acting(services.open_correction, request, asked=asked)
    done = "The draft is open, with what you sent. Change it, check it and send it."
    return form_page(request, page, form, save, done, to=reverse("indicators:request_edit", args=[pk]))


@requires_somewhere(Permission.SEND_FIGURES)
@require_POST
def request_drop_correction(request, pk):
    """Give up the draft of a correction."""
    try:
        acting(services.drop_correction, request)(asked=own_or_404(request, pk))
        messages.success(request, "The draft is dropped. What you sent stands.")
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("indicators:request_detail", pk=pk)


@requires_somewhere(Permission.SEND_FIGURES)
@require_http_methods(["GET", "POST"])
def request_paste(request, code):
    """Paste the cells of a spreadsheet, see how they are read, and fill the drafts with them."""
    period = period_or_404(code)
    listed = queries.pastable_requests(request.user, period)
    form = GridForm(posted(request))
    context = {"period": period, "listed": listed, "form": form}
    if request.method == "POST" and form.is_valid():
        preview = context["preview"] = queries.preview(listed, form.cleaned_data["grid"])
        if form.confirms(preview.stamp, preview.problems) and _fill(request, preview, form):
            return redirect("indicators:request_list")
    return render(request, "indicators/request_paste.html", context)


def _fill(request, preview, form):
    """Whether the drafts were filled."""
    rows = [(row.asked, row.answer) for row in preview.rows]
    try:
        acting(services.fill_answers, request)(rows=rows)
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    messages.success(request, f"{counted(len(rows), 'draft')} filled. Check each of them, then send it.")
    return True
