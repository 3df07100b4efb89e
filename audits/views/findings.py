"""Writing the report: its parts, findings, recommendations, and who does what about each (R112, R138)."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.people import ConfirmForm
from assurance.permissions import requires_somewhere
from assurance.queries.actions import holders_offered
from assurance.rules.roles import Permission
from assurance.views.autosave import can_save, is_autosave, not_saved, saved_answer, unreadable
from assurance.views.pages import FormPage, acting, form_page, posted
from audits.forms.reports import FindingForm, RecommendationForm, TaskForm, TextForm
from audits.queries import reports as queries
from audits.rules.answers import TEXT_WORDS, TextPart
from audits.services import findings as services

WRITERS = requires_somewhere(Permission.MANAGE_AUDIT, Permission.ANSWER_AUDIT)
EITHER_WAY = require_http_methods(["GET", "POST"])


def written_by(request, pk):
    """The audit in the address, if the reader writes its report now. Raises Http404."""
    return get_object_or_404(queries.reports_written_by(request.user), pk=pk)


def _found(thing):
    if thing is None:
        raise Http404("There is no such thing in a report that you write.")
    return thing


def _page(audit, title, anchor, **words):
    back = f"{reverse('audits:report_write', args=[audit.pk])}#{anchor}"
    return FormPage(title, back, "Back to the report", caption=audit.title, **words)


@WRITERS
@require_GET
def report_write(request, pk):
    """The report as far as it is written, each part with what can be done to it."""
    audit = written_by(request, pk)
    texts = queries.texts_of(audit)
    context = {
        "audit": audit,
        "parts": [(part, words, texts.get(part, "")) for part, words in TEXT_WORDS.items()],
        "findings": queries.findings_of(audit),
        "recommendations": queries.recommendations_of(audit),
        "problems": queries.publishing_problems(audit),
        "names": queries.names_in_texts(audit),
    }
    return render(request, "audits/report_write.html", context)


@WRITERS
@EITHER_WAY
def report_part(request, pk, part):
    """Write one part of the report. Saves by itself where the browser can."""
    audit, part = written_by(request, pk), _part_of(part)
    text, version = queries.text_of(audit, part)
    form = TextForm(posted(request), part=part, initial={"text": text, "version": version})
    if can_save(request, form):
        return _save_part(request, audit, part, form)
    if is_autosave(request):
        return unreadable(form)
    return _part_page(request, audit, part, form)


def _part_of(name):
    """The part of the report that is named in the address. Raises Http404."""
    if name not in set(TextPart):
        raise Http404("The report has no such part.")
    return TextPart(name)


def _save_part(request, audit, part, form):
    now = timezone.now()
    try:
        outcome = services.save_text(audit=audit, part=part, by=request.user, now=now, **form.cleaned_data)
    except ValidationError as problem:
        if is_autosave(request):
            return not_saved(problem)
        form.add_error(None, problem)
        return _part_page(request, audit, part, form, status=422)
    if is_autosave(request):
        return saved_answer(outcome, now, form, request.path)
    if not outcome.saved:
        return _part_conflict(request, audit, part, form)
    return redirect(f"{reverse('audits:report_write', args=[audit.pk])}#{part}")


def _part_page(request, audit, part, form, status=200):
    context = {"audit": audit, "part": part, "words": TEXT_WORDS[part], "form": form}
    return render(request, "audits/report_part.html", context, status=status)


def _part_conflict(request, audit, part, form):
    text, version = queries.text_of(audit, part)
    context = {"audit": audit, "part": part, "words": TEXT_WORDS[part], "form": form, "text": text, "version": version}
    return render(request, "audits/report_part_conflict.html", context, status=409)


@WRITERS
@EITHER_WAY
def finding_add(request, pk):
    """Add a finding."""
    audit = written_by(request, pk)
    form = FindingForm(posted(request), standards=queries.standards_of(audit), button="Add the finding")
    save = acting(services.save_finding, request, audit=audit)
    return form_page(request, _page(audit, "Add a finding", "findings"), form, save, "The finding is added.")


@WRITERS
@EITHER_WAY
def finding_change(request, pk):
    """Change a finding."""
    finding = _found(queries.finding_written_by(request.user, pk))
    initial = {name: getattr(finding, name) for name in ("kind", "text", "version")} | {"standard": finding.standard_id}
    standards = queries.standards_of(finding.audit)
    form = FindingForm(posted(request), standards=standards, button="Save the finding", initial=initial)
    save = acting(services.save_finding, request, audit=finding.audit, finding=finding)
    page = _page(finding.audit, "Change this finding", "findings")
    return form_page(request, page, form, save, "The finding is changed.")


@WRITERS
@EITHER_WAY
def finding_remove(request, pk):
    """Ask, then take a finding out."""
    finding = _found(queries.finding_written_by(request.user, pk))
    page = _page(finding.audit, "Take this finding out", "findings", lead=finding.text)
    save = acting(services.remove_finding, request, finding=finding)
    return form_page(request, page, ConfirmForm(posted(request), button="Take it out"), save, "It is taken out.")


@WRITERS
@EITHER_WAY
def recommendation_add(request, pk):
    """Add a recommendation, and go on to who does what about it."""
    audit = written_by(request, pk)
    form = RecommendationForm(posted(request), standards=queries.standards_of(audit), button="Add the recommendation")
    save = acting(services.save_recommendation, request, audit=audit)
    page = _page(audit, "Add a recommendation", "recommendations")
    done = "The recommendation is added. Say now who does what about it."
    return form_page(
        request, page, form, save, done, to=lambda saved: reverse("audits:recommendation_task", args=[saved.pk])
    )


@WRITERS
@EITHER_WAY
def recommendation_change(request, pk):
    """Change a recommendation."""
    found = _found(queries.recommendation_written_by(request.user, pk))
    initial = {name: getattr(found, name) for name in ("text", "outcome", "version")} | {"standard": found.standard_id}
    standards = queries.standards_of(found.audit)
    form = RecommendationForm(posted(request), standards=standards, button="Save the recommendation", initial=initial)
    save = acting(services.save_recommendation, request, audit=found.audit, recommendation=found)
    page = _page(found.audit, "Change this recommendation", "recommendations")
    return form_page(request, page, form, save, "The recommendation is changed.")


@WRITERS
@EITHER_WAY
def recommendation_remove(request, pk):
    """Ask, then take a recommendation out."""
    found = _found(queries.recommendation_written_by(request.user, pk))
    page = _page(found.audit, "Take this recommendation out", "recommendations", lead=found.text)
    save = acting(services.remove_recommendation, request, recommendation=found)
    return form_page(request, page, ConfirmForm(posted(request), button="Take it out"), save, "It is taken out.")


@WRITERS
@EITHER_WAY
def recommendation_task(request, pk):
    """Say what one agency or group is to do about a recommendation."""
    found = _found(queries.recommendation_written_by(request.user, pk))
    seats = holders_offered(timezone.localdate())
    form = TaskForm(posted(request), holders=seats, button="Add it")
    page = _page(found.audit, "Who does what about it?", "recommendations", lead=found.text)
    save = _saving(request, found)
    return form_page(request, page, form, save, "It is added. It becomes an action when the report is final.")


@WRITERS
@EITHER_WAY
def task_change(request, pk):
    """Change what one agency or group is to do."""
    task = _found(queries.task_written_by(request.user, pk))
    seats = holders_offered(timezone.localdate())
    kind = "agency" if task.agency else "group"
    initial = {"title": task.title, "holder": f"{kind}:{task.holder.slug}", "owner": task.owner, "due_on": task.due_on}
    form = TaskForm(posted(request), holders=seats, button="Save", initial=initial)
    page = _page(task.recommendation.audit, "Change what is to be done", "recommendations")
    return form_page(request, page, form, _saving(request, task.recommendation, task), "It is changed.")


def _saving(request, recommendation, task=None):
    """What saves the task the form describes."""

    def save(**words):
        return services.save_task(
            recommendation=recommendation,
            words=services.TaskWords(**words),
            task=task,
            by=request.user,
            now=timezone.now(),
        )

    return save


@WRITERS
@EITHER_WAY
def task_remove(request, pk):
    """Ask, then take off what an agency or group was to do."""
    task = _found(queries.task_written_by(request.user, pk))
    page = _page(task.recommendation.audit, "Take this off", "recommendations", lead=task.title)
    save = acting(services.remove_task, request, task=task)
    return form_page(request, page, ConfirmForm(posted(request), button="Take it off"), save, "It is taken off.")
