"""
What to write in a report, and writing it.

Whoever may write nothing in a report gets 404, as for one that does not exist; so does who may not write that text.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.permissions import may, requires_somewhere
from assurance.rules.roles import Permission
from assurance.views.autosave import is_autosave, not_saved, saved_answer, unreadable
from reports.forms.written import NarrativeForm
from reports.queries import narratives as queries
from reports.queries.written import written_in
from reports.rules.kinds import PART_TITLES, RULES, Kind, commentary_on
from reports.rules.written import LONGEST, is_written_by
from reports.services import written as services

WRITERS = requires_somewhere(Permission.BUILD_PACK, Permission.SCRUTINISE, Permission.CHAIR_MEETING)
# By whether the button that finishes it was pressed.
SERVICES = {False: services.save_narrative, True: services.finish_narrative}
FINISHED = "This wording is finished. Reports made from now on hold it."
TAKEN_OUT = "The text is taken out. Reports made from now on are without it."


def report_of(request, pk):
    """The report named in the address, if the reader may write something in it. Raises Http404."""
    return get_object_or_404(queries.reports_written_by(request.user), pk=pk)


def texts_of(request, report):
    """The texts of a report that the reader may write, with how each stands; all of them for who builds reports."""
    sections = RULES[Kind(report.kind)].sections
    usual = frozenset({*sections, *map(commentary_on, sections)})
    return queries.text_rows(report, services.titles_of(report), usual, request.user)


def parts_of(rows):
    """Of these texts, the parts that a report of the kind usually has, or that somebody has finished."""
    return [row for row in rows if row.name in PART_TITLES and (row.is_usual or row.versions)]


@WRITERS
@require_GET
def report_write(request, pk):
    """Every text of a report with how it stands; for who builds reports, its findings and recommendations as well."""
    report = report_of(request, pk)
    builds = may(request.user, Permission.BUILD_PACK)
    rows = texts_of(request, report)
    context = {
        "report": report,
        "texts": [row for row in rows if row.is_usual or row.versions],
        "others": [row for row in rows if not row.is_usual and not row.versions],
        "builds": builds,
        "written": written_in(report) if builds else None,
    }
    return render(request, "reports/report_write.html", context)


@WRITERS
@require_http_methods(["GET", "POST"])
def narrative_write(request, pk, name):
    """Write one text. It saves itself where the browser can, and a button finishes it."""
    report, title = _text_of(request, pk, name)
    narrative = queries.narrative_of(report, name)
    form = NarrativeForm(request.POST or None, initial={"version": narrative.version, "text": narrative.text})
    if form.is_valid():
        return _save(request, report, narrative, title, form)
    if is_autosave(request):
        return unreadable(form)
    return _page(request, report, narrative, title, form)


def _text_of(request, pk, name):
    """The report, and the title of its text of that name, for who writes it. Raises Http404."""
    report = report_of(request, pk)
    title = services.titles_of(report).get(name)
    if title is None or not is_written_by(name, queries.capacities(request.user, report)):
        raise Http404("There is no such text.")
    return report, title


def _save(request, report, narrative, title, form):
    """Save, or save and finish; what somebody else saved meanwhile is shown beside it."""
    finishes = "finish" in request.POST and not is_autosave(request)
    service, now = SERVICES[finishes], timezone.now()
    try:
        outcome = service(report=report, name=narrative.name, by=request.user, now=now, **form.cleaned_data)
    except ValidationError as problem:
        if is_autosave(request):
            return not_saved(problem)
        form.add_error("text", problem)
        return _page(request, report, narrative, title, form)
    if is_autosave(request):
        return saved_answer(outcome, now, form, request.path)
    if not outcome.saved:
        return _both_texts(request, report, narrative, title, form)
    if finishes:
        messages.success(request, FINISHED if form.cleaned_data["text"] else TAKEN_OUT)
        return redirect("reports:report_write", pk=report.pk)
    messages.success(request, "Your draft is saved. It goes into the report once you finish it.")
    return redirect("reports:narrative_write", pk=report.pk, name=narrative.name)


def _both_texts(request, report, narrative, title, form):
    stored = queries.narrative_of(report, narrative.name)
    context = {"report": report, "narrative": stored, "title": title, "form": form}
    return render(request, "reports/narrative_conflict.html", context, status=409)


def _page(request, report, narrative, title, form):
    context = {
        "report": report,
        "narrative": narrative,
        "title": title,
        "form": form,
        "longest": LONGEST,
        "wordings": queries.wordings_of(report, narrative.name),
        "back": reverse("reports:report_write", args=[report.pk]),
    }
    return render(request, "reports/narrative_write.html", context)


@WRITERS
@require_GET
def narrative_versions(request, pk, name):
    """The finished wordings of one text, each against the one before: for its writers, and who builds the report."""
    report = report_of(request, pk)
    title = services.titles_of(report).get(name)
    writes = is_written_by(name, queries.capacities(request.user, report))
    if title is None or not (writes or may(request.user, Permission.BUILD_PACK)):
        raise Http404("There is no such text.")
    wordings = queries.wordings_of(report, name)
    context = {"report": report, "name": name, "title": title, "wordings": wordings, "writes": writes}
    return render(request, "reports/narrative_versions.html", context)
