"""One sheet of an agency's answers: its sections, whether the case is known, the route to the child's team, files."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assurance.permissions import requires_somewhere
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.views.autosave import is_autosave, not_saved, parts_saved
from assurance.views.pages import FormPage, acting, form_page, posted
from audits.forms.answers import FilesForm, KnownForm, RouteForm, answer_forms
from audits.queries import sheets as queries
from audits.queries.answers import closed_words, sheet_tasks, sheets_for
from audits.queries.audits import files_visible_to
from audits.services import answer_files
from audits.services import answers as services
from audits.services.answers import Written
from audits.views.answers import ANSWERERS, EITHER_WAY

TOLD = "It is recorded that the child’s team was told. Now you can go on."


def sheet_of(request, pk):
    """The sheet named in the address, if it is the reader's to write. Raises Http404."""
    return get_object_or_404(sheets_for(request.user), pk=pk)


def _closed(request, sheet):
    """Where somebody is led who asks for a page to write on when nothing can be written; None while it can."""
    closed = closed_words(sheet.participant)
    if request.method == "POST" or not closed:
        return None
    messages.error(request, closed)
    return redirect("audits:participant_detail", pk=sheet.participant_id)


@ANSWERERS
@require_GET
def sheet_detail(request, pk):
    """One sheet as a task list of its sections; what keeps the child safe before anything else."""
    sheet = sheet_of(request, pk)
    if away := _closed(request, sheet):
        return away
    context = {"sheet": sheet, "participant": sheet.participant, "tasks": sheet_tasks(sheet)}
    return render(request, "audits/sheet_detail.html", context)


# A section


@ANSWERERS
@EITHER_WAY
def sheet_section(request, pk, section):
    """The questions of one section. Saves by itself where the browser can, each answer for itself."""
    sheet = sheet_of(request, pk)
    if away := _closed(request, sheet):
        return away
    page = queries.section_page(sheet, section)
    if page is None:
        raise Http404("Your agency is not asked this.")
    forms = answer_forms(
        posted(request), page.section, grades=page.content.grades, stored=page.stored_of, has_case=bool(sheet.case_id)
    )
    if request.method == "POST":
        return _save_section(request, sheet, page, forms)
    return _section_page(request, sheet, page, forms)


def _save_section(request, sheet, page, forms):
    touched = [form for form in forms if form.is_touched()]
    wrong, right = [form for form in touched if form.errors], [form for form in touched if not form.errors]
    if wrong and not is_autosave(request):
        return _section_page(request, sheet, page, forms)
    written = [Written(form.question.pk, form.version, **form.words) for form in right]
    now = timezone.now()
    try:
        outcome = services.save_answers(sheet=sheet, written=written, by=request.user, now=now)
    except ValidationError as problem:
        if is_autosave(request):
            return not_saved(problem)
        messages.error(request, " ".join(problem.messages))
        return _section_page(request, sheet, page, forms, status=422)
    if is_autosave(request):
        return _autosaved(request, outcome, now, right, wrong)
    if outcome.conflicts:
        return _conflict(request, sheet, page, [form for form in right if form.question.pk in outcome.conflicts])
    return redirect(queries.url_after(sheet, page))


def _autosaved(request, outcome, now, right, wrong):
    saved = [form for form in right if form.question.pk in outcome.versions]
    fields = dict(form.seen_after(outcome.versions[form.question.pk]) for form in saved)
    problems = [problem for form in wrong for problem in form.problems()]
    return parts_saved(now, fields, problems, request.path if outcome.conflicts else "")


def _conflict(request, sheet, page, forms):
    """Both texts of what two people answered at once: one's own to be saved or dropped, and what somebody saved."""
    stored = queries.section_page(sheet, page.section.pk)
    rows = [(form.compared(stored.stored_of(form.question)), stored.shown(form.question)) for form in forms]
    context = {"sheet": sheet, "page": page, "rows": rows}
    return render(request, "audits/sheet_conflict.html", context, status=409)


def _section_page(request, sheet, page, forms, status=200):
    context = {
        "sheet": sheet,
        "participant": sheet.participant,
        "page": page,
        "forms": forms,
        "standards": page.standards_with({form.question.pk: form for form in forms}),
    }
    return render(request, "audits/sheet_section.html", context, status=status)


# Whether the case is known, the route, the names


@ANSWERERS
@EITHER_WAY
def sheet_known(request, pk):
    """Say whether the agency knows the child, and if not how it looked."""
    sheet = _case_sheet(request, pk)
    if away := _closed(request, sheet):
        return away
    form = KnownForm(posted(request), initial=queries.known_initial(sheet))
    back = reverse("audits:sheet_detail", args=[pk])
    page = FormPage("Is this child known to you?", back, "Back to the case", f"Case {sheet.case}")
    if form.is_valid():
        try:
            outcome = services.say_whether_known(sheet=sheet, by=request.user, now=timezone.now(), **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            if outcome.saved:
                return redirect(page.back)
            form.conflicted(outcome.version, queries.known_words(sheet_of(request, pk)))
    return render(request, page.template, {"form": form, "page": page})


@ANSWERERS
@EITHER_WAY
def sheet_route(request, pk):
    """Whom to tell about this child outside the audit, and the record that they were told (R116)."""
    sheet = _case_sheet(request, pk)
    page = FormPage(
        "Before anything else: tell this child’s team",
        reverse("audits:sheet_detail", args=[pk]),
        "Back to the case",
        caption=f"Case {sheet.case}",
        problem=closed_words(sheet.participant),
        template="audits/sheet_route.html",
        context={"routes": queries.routes_of(sheet)},
    )
    return form_page(
        request, page, RouteForm(posted(request)), acting(services.record_route, request, sheet=sheet), TOLD
    )


def _case_sheet(request, pk):
    sheet = sheet_of(request, pk)
    if sheet.case_id is None:
        raise Http404("Your agency answers this about itself.")
    return sheet


@ANSWERERS
@require_POST
def sheet_names(request, pk):
    """Confirm that none of the words shown on the check page is a person's name."""
    sheet = sheet_of(request, pk)
    try:
        acting(services.confirm_names, request, sheet=sheet)(names=request.POST.getlist("name"))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, "It is recorded that no person is named.")
    return redirect("audits:participant_check", pk=sheet.participant_id)


# Files


@ANSWERERS
@EITHER_WAY
def answer_attach(request, pk, question):
    """The files of one answer: add some, or take one away."""
    sheet = sheet_of(request, pk)
    page = queries.file_page(sheet, question)
    if page is None:
        raise Http404("Files are not asked for here.")
    form = FilesForm(posted(request), request.FILES or None)
    if away := _closed(request, sheet):
        return away
    if form.is_valid() and _all_attached(request, sheet, question, form):
        return redirect(request.path)
    files = queries.file_page(sheet, question).files
    words = FormPage(
        f"Files for question {page.question.number}", page.back, "Back to the question", page.question.text
    )
    context = {"page": words, "form": form, "files": files}
    return render(request, "audits/answer_attach.html", context)


def _all_attached(request, sheet, question, form):
    attach = acting(answer_files.attach_file, request, sheet=sheet, question=question)
    for upload in form.cleaned_data["files"]:
        try:
            attach(upload=upload)
            messages.success(request, f"{upload.name} is kept with your answer.")
        except ValidationError as problem:
            form.add_error("files", problem)
    return not form.errors


@requires_somewhere(Permission.ANSWER_AUDIT, Permission.MANAGE_AUDIT)
@require_GET
def answer_file(request, pk):
    """A file of an answer, as an attachment; the download is logged."""
    file = get_object_or_404(files_visible_to(request.user), pk=pk)
    detail = {"sha256": file.sha256}
    activity.record(actor=request.user, action="answer.download", subject=file, detail=detail, now=timezone.now())
    return FileResponse(file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type)


@ANSWERERS
@require_POST
def answer_file_remove(request, pk):
    """Take a file off its answer."""
    file = get_object_or_404(queries.files_written_by(request.user), pk=pk)
    back = reverse("audits:answer_attach", args=[file.sheet_id, file.answer.question_id])
    try:
        answer_files.remove_file(file=file, by=request.user, now=timezone.now())
        messages.success(request, f"{file.name} has been removed.")
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect(back)
