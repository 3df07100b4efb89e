"""Writing a return: sections, statements, autosave, and what happens when two people write at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assurance.forms.returns import ItemForm, SectionForm
from assurance.permissions import requires_somewhere
from assurance.queries import drafts as queries
from assurance.rules.roles import Permission
from assurance.services import drafts as services
from assurance.services import evidence
from assurance.views.autosave import can_save, is_autosave, not_saved, saved_answer, unreadable


@requires_somewhere(Permission.DRAFT_RETURN)
@require_http_methods(["GET", "POST"])
def section_edit(request, pk, section):
    """One section: its statements, last quarter's beside them, and whether it is complete."""
    part = get_object_or_404(queries.sections_drafted_by(request.user), status_return_id=pk, section=section)
    initial = queries.section_initial(part)
    form = SectionForm(request.POST or None, initial=initial, autosave_url=request.path)
    if can_save(request, form):
        return _save_section(request, part, form)
    if is_autosave(request):
        return unreadable(form)
    return _section_page(request, part, form)


def _save_section(request, part, form):
    now = timezone.now()
    values = {"nothing_to_report": "", "is_complete": False} | form.cleaned_data
    try:
        outcome = services.save_section(section=part, by=request.user, now=now, **values)
    except ValidationError as problem:
        if is_autosave(request):
            return not_saved(problem)
        form.add_error(None, problem)
        return _section_page(request, part, form, status=422)
    if is_autosave(request):
        return saved_answer(outcome, now, form, request.path)
    if not outcome.saved:
        stored = queries.stored_section(part)
        return render(request, "assurance/section_conflict.html", {"part": stored, "form": form}, status=409)
    return redirect("assurance:return_detail", pk=part.status_return_id)


@requires_somewhere(Permission.DRAFT_RETURN)
@require_POST
def item_add(request, pk, section):
    """A new statement, and straight on to writing it."""
    part = get_object_or_404(queries.sections_drafted_by(request.user), status_return_id=pk, section=section)
    return _then_write(request, part, lambda: services.add_item(section=part, by=request.user, now=timezone.now()))


@requires_somewhere(Permission.DRAFT_RETURN)
@require_POST
def item_bring_forward(request, pk, section, identity):
    """Take up a statement of last quarter, and straight on to reviewing it."""
    part = get_object_or_404(queries.sections_drafted_by(request.user), status_return_id=pk, section=section)
    return _then_write(
        request,
        part,
        lambda: services.bring_forward(section=part, identity=str(identity), by=request.user, now=timezone.now()),
    )


def _then_write(request, part, service):
    try:
        item = service()
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("assurance:section_edit", pk=part.status_return_id, section=part.section)
    return redirect("assurance:item_edit", pk=item.pk)


@requires_somewhere(Permission.DRAFT_RETURN)
@require_http_methods(["GET", "POST"])
def item_edit(request, pk):
    """Write one statement, with last quarter's words beside it. Saves by itself where the browser can."""
    item = get_object_or_404(queries.items_drafted_by(request.user), pk=pk)
    form = ItemForm(
        request.POST or None,
        request.FILES or None,
        heading=item.section.heading,
        topics=queries.topics_offered(),
        initial=queries.item_initial(item),
    )
    if can_save(request, form):
        return _save_item(request, item, form)
    if is_autosave(request):
        return unreadable(form)
    return _item_page(request, item, form)


def _save_item(request, item, form):
    now = timezone.now()
    version = form.cleaned_data["version"]
    try:
        outcome = services.save_item(item=item, version=version, values=form.values(), by=request.user, now=now)
    except ValidationError as problem:
        if is_autosave(request):
            return not_saved(problem)
        form.add_error(None, problem)
        return _item_page(request, item, form, status=422)
    if is_autosave(request):
        return saved_answer(outcome, now, form, request.path)
    if not outcome.saved:
        return _conflict(request, queries.stored_item(item), form)
    return _attach_files(request, item, form, outcome.version)


def _conflict(request, stored, form):
    """Both texts side by side: what this person wrote, to be saved or dropped, and what somebody saved meanwhile."""
    context = {"item": stored, "form": form, "rows": form.rows(queries.stored_texts(stored))}
    return render(request, "assurance/item_conflict.html", context, status=409)


def _attach_files(request, item, form, version):
    for upload in form.cleaned_data["files"]:
        try:
            evidence.attach_file(item=item, upload=upload, by=request.user, now=timezone.now())
        except ValidationError as problem:
            form.add_error("files", problem)
    if form.errors:
        form.data = form.data | {"version": version}
        return _item_page(request, item, form, status=422)
    return redirect("assurance:section_edit", pk=item.section.status_return_id, section=item.section.section)


def _item_page(request, item, form, status=200):
    """The statement's form with last quarter's words beside each field."""
    context = queries.item_page(item)
    before = queries.frozen_texts(context["before"]) if context["before"] else {}
    context |= {"form": form, "rows": form.rows(before)}
    return render(request, "assurance/item_form.html", context, status=status)


def _section_page(request, part, form, status=200):
    """The section with its statements and last quarter's."""
    context = {"part": part, "form": form, "board": queries.section_board(part)}
    return render(request, "assurance/section_form.html", context, status=status)


@requires_somewhere(Permission.DRAFT_RETURN)
@require_http_methods(["GET", "POST"])
def item_remove(request, pk):
    """Ask, then remove a statement from the draft."""
    item = get_object_or_404(queries.items_drafted_by(request.user), pk=pk)
    section_url = reverse("assurance:section_edit", args=[item.section.status_return_id, item.section.section])
    if request.method == "GET":
        return render(request, "assurance/item_remove.html", {"item": item, "section_url": section_url})
    try:
        services.remove_item(item=item, by=request.user, now=timezone.now())
        messages.success(request, "The statement has been removed from this draft.")
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect(section_url)
