"""Moderation: every case (or agency) at a glance, one with all agencies side by side, and settling its grades."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.permissions import requires_somewhere
from assurance.rules.roles import Permission
from assurance.rules.wording import counted
from assurance.services.fragments import kept
from assurance.views.autosave import can_save, is_autosave, not_saved, saved_answer, unreadable
from assurance.views.pages import acting, posted, table_response
from audits.forms.moderation import DiscussionForm, SettleForm
from audits.queries import moderation as queries
from audits.queries.answer_table import answer_table
from audits.queries.audits import runs
from audits.queries.moderation_pages import discussion_initial, unit_page
from audits.rules.audits import AuditState
from audits.services import moderation as services
from audits.services.moves import demand_running

COMPARES = requires_somewhere(Permission.MANAGE_AUDIT, Permission.ANSWER_AUDIT)


def audit_of(request, pk):
    """The audit in the address, if the reader compares the agencies' answers now. Raises Http404."""
    audit = queries.audit_compared_by(request.user, pk)
    if audit is None:
        raise Http404("There is no such audit in moderation.")
    return audit


def page_of(request, pk, unit):
    """The moderation screen of the case (or agency) in the address. Raises Http404."""
    page = unit_page(audit_of(request, pk), unit, request.user)
    if page is None:
        raise Http404("This is not part of the audit.")
    return page


def page_written_of(request, pk, unit):
    """The same, when something is sent by those who settle grades. Raises Http404, and PermissionDenied to others."""
    page = page_of(request, pk, unit)
    if request.method == "POST":
        demand_running(request.user, page.audit)
    return page


def board_of(page, question):
    """The graded question in the address. Raises Http404."""
    board = page.board(question)
    if board is None:
        raise Http404("There is no such graded question.")
    return board


@COMPARES
@require_GET
def moderation_list(request, pk):
    """Every case (or agency), those on which agencies differ most first, with how far each is settled."""
    audit = audit_of(request, pk)
    context = {
        "audit": audit,
        "overview": queries.overview(audit),
        "may_write": audit.state == AuditState.MODERATING and runs(request.user, audit),
    }
    return render(request, "audits/moderation_list.html", context)


@COMPARES
@require_GET
def moderation_download(request, pk, suffix):
    """The overview as a file."""
    audit = audit_of(request, pk)
    table = queries.overview_table(audit)
    return table_response(request, suffix, name="moderation", title=f"Moderation: {audit.title}", table=table)


@COMPARES
@require_GET
def moderation_answers(request, pk, suffix):
    """What every agency found and what was settled of it, as a file."""
    audit = audit_of(request, pk)
    title, table = f"What the agencies found: {audit.title}", answer_table(audit)
    return table_response(request, suffix, name="audit-answers", title=title, table=table)


@COMPARES
@require_GET
def moderation_agreement(request, pk):
    """How far the agencies agree, question by question, and whether that is more than chance."""
    audit = audit_of(request, pk)
    if not audit.has_cases:
        raise Http404("Where each agency grades itself, there is nothing to agree on.")
    table = kept(
        name=f"moderation_agreement {audit.pk}",
        user=request.user,
        today=timezone.localdate(),
        make=lambda: render_to_string("audits/_moderation_agreement.html", {"rows": queries.agreement(audit)}),
    )
    return render(request, "audits/moderation_agreement.html", {"audit": audit, "table": table})


@COMPARES
@require_GET
def moderation_detail(request, pk, unit):
    """One case (or agency): every agency's grades, words and evidence side by side, and what was settled."""
    page = page_of(request, pk, unit)
    context = {"page": page, "form": DiscussionForm(initial=discussion_initial(page.discussion))}
    return render(request, "audits/moderation_detail.html", context)


@COMPARES
@require_http_methods(["GET", "POST"])
def moderation_settle(request, pk, unit, question):
    """Settle one grade. What is refused, or was settled by somebody else first, comes back with what was written."""
    page = page_written_of(request, pk, unit)
    board = board_of(page, question)
    form = SettleForm(posted(request), board=board)
    outcome = _settled(request, page, board, form) if form.is_valid() else None
    if outcome is None:
        return _question(request, page, board, form)
    if not outcome.saved:
        return _settled_meanwhile(request, page, question, form)
    return redirect(f"{reverse('audits:moderation_detail', args=[pk, unit])}#{page.after(board)}")


def _settled(request, page, board, form):
    """What came of settling it; None when it was refused, with the reason among the form's errors."""
    settle = acting(services.settle_grade, request, audit=page.audit, unit=page.unit, question=board.question.pk)
    try:
        return settle(**form.cleaned_data)
    except ValidationError as problem:
        form.add_error(None, problem.messages)
        return None


def _question(request, page, board, form):
    context = {"page": page, "board": board, "form": form}
    return render(request, "audits/moderation_settle.html", context, status=422 if form.errors else 200)


def _settled_meanwhile(request, page, question, form):
    """Both grades and reasons side by side: this person's, to be saved or dropped, and the one that was saved."""
    stored = board_of(page_of(request, page.audit.pk, page.unit.pk), question)
    form.after_conflict(stored)
    context = {"page": page, "board": stored, "form": form}
    return render(request, "audits/moderation_conflict.html", context, status=409)


@COMPARES
@require_POST
def moderation_accept(request, pk, unit):
    """Settle every grade of a case on which all who graded it agree."""
    page = page_of(request, pk, unit)
    try:
        number = services.accept_agreed(audit=page.audit, unit=page.unit, by=request.user, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, f"{counted(number, 'grade is', 'grades are')} settled as all agencies gave them.")
    return redirect("audits:moderation_detail", pk=pk, unit=unit)


@COMPARES
@require_http_methods(["GET", "POST"])
def moderation_discuss(request, pk, unit):
    """What practitioners said of a case, and good practice. Saves by itself where the browser can."""
    page = page_written_of(request, pk, unit)
    form = DiscussionForm(posted(request), initial=discussion_initial(page.discussion))
    if can_save(request, form):
        return _save_discussion(request, page, form)
    if is_autosave(request):
        return unreadable(form)
    return _discussion(request, page, form)


def _save_discussion(request, page, form):
    now, saving = timezone.now(), {"version": form.cleaned_data["version"], "values": form.values()}
    try:
        outcome = services.save_discussion(audit=page.audit, unit=page.unit, by=request.user, now=now, **saving)
    except ValidationError as problem:
        if is_autosave(request):
            return not_saved(problem)
        form.add_error(None, problem.messages)
        return _discussion(request, page, form)
    if is_autosave(request):
        return saved_answer(outcome, now, form, request.path)
    if not outcome.saved:
        return _discussed_meanwhile(request, page, form)
    messages.success(request, "What was said in moderation is saved.")
    return redirect("audits:moderation_detail", pk=page.audit.pk, unit=page.unit.pk)


def _discussion(request, page, form):
    context = {"page": page, "form": form}
    return render(request, "audits/moderation_discuss.html", context, status=422 if form.errors else 200)


def _discussed_meanwhile(request, page, form):
    stored = page_of(request, page.audit.pk, page.unit.pk).discussion
    texts = discussion_initial(stored)
    context = {"page": page, "stored": stored, "form": form, "rows": form.rows(texts), "version": texts["version"]}
    return render(request, "audits/moderation_discuss_conflict.html", context, status=409)
