"""Board packs: the list, asking for one, watching it being built, reading and downloading it."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assurance.permissions import may, requires, requires_somewhere
from assurance.queries.tracker import periods_offered
from assurance.rules.roles import Permission
from assurance.services import activity
from reports.forms.packs import PackForm
from reports.queries.runs import reports_readable_by, runs_visible_to
from reports.queries.snapshots import read_snapshot
from reports.queries.templates import templates_visible_to
from reports.rules.runs import Kind
from reports.sections import CHOICES
from reports.services.pack_files import pack_file
from reports.services.runs import request_report
from reports.tasks import send_run

READERS = (Permission.READ_PACK, Permission.BUILD_PACK)
RUNS_A_PAGE = 25
SECTION_CHOICES = [(section.name, section.title) for section in CHOICES]


def pack_form(data=None, **options):
    """The form of a pack."""
    return PackForm(data, periods=periods_offered(), choices=SECTION_CHOICES, **options)


def form_page(request, form, status=200):
    """The page of that form, with the choices of sections that were kept."""
    context = {"form": form, "kept": templates_visible_to(request.user)}
    return render(request, "reports/run_form.html", context, status=status)


def state_of(run):
    """A pack, with what asking for it again takes."""
    names = run.sections or [name for name, _ in SECTION_CHOICES]
    return {"run": run, "token": uuid4(), "sections": names}


@requires_somewhere(*READERS)
@require_GET
def run_list(request):
    """The packs, newest first."""
    runs = Paginator(runs_visible_to(request.user), RUNS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "reports/run_list.html", {"runs": runs, "may_build": may(request.user, Permission.BUILD_PACK)}
    )


@requires(Permission.BUILD_PACK)
@require_GET
def run_new(request):
    """The form of a pack: every section, or those of a choice that was kept."""
    kept = templates_visible_to(request.user).filter(pk=request.GET.get("choice") or 0).first()
    names = kept.sections if kept else [name for name, _ in SECTION_CHOICES]
    places = {f"place_{name}": place for place, name in enumerate(names, start=1)}
    initial = {"token": uuid4(), "period": request.GET.get("period"), "sections": names, **places}
    return form_page(request, pack_form(initial=initial))


@requires(Permission.BUILD_PACK)
@require_POST
def run_create(request):
    """Ask for a pack and go where one can watch it; a second press of the same button leads to the same pack."""
    form = pack_form(request.POST)
    if not form.is_valid():
        return form_page(request, form)
    asked = {name: form.cleaned_data[name] for name in ("period", "sections")}
    key = form.cleaned_data["token"].hex
    try:
        run = request_report(
            kind=Kind.EXECUTIVE_BOARD_PACK, **asked, idempotency_key=key, by=request.user, now=timezone.now()
        )
    except ValidationError as problem:
        form.add_error(None, problem)
        return form_page(request, form)
    send_run(run)
    return redirect("reports:run_detail", pk=run.pk)


@requires_somewhere(*READERS)
@require_GET
def run_detail(request, pk):
    """One pack: how far it is, or what came of it."""
    run = get_object_or_404(runs_visible_to(request.user), pk=pk)
    return render(request, "reports/run_detail.html", state_of(run))


@requires_somewhere(*READERS)
@require_GET
def run_progress(request, pk):
    """How far a pack is, for its page to show in place; an empty answer while that is what the page shows already."""
    run = get_object_or_404(runs_visible_to(request.user), pk=pk)
    if request.GET.get("seen") == run.progress_key:
        return HttpResponse(status=204)
    return render(request, "reports/run_progress.html", state_of(run))


@requires_somewhere(*READERS)
@require_GET
def run_page(request, pk):
    """The pack as a page, from the snapshot the PDF was made of; reading it is logged."""
    run = get_object_or_404(reports_readable_by(request.user), pk=pk)
    activity.record(actor=request.user, action="report.read", subject=run, now=timezone.now())
    report = read_snapshot(run.snapshot.content, templates="reports")
    return render(request, "reports/run_page.html", {"run": run, "report": report})


@requires_somewhere(*READERS)
@require_GET
def run_download(request, pk):
    """The pack as PDF; downloading it is logged."""
    run = get_object_or_404(reports_readable_by(request.user), pk=pk)
    file = run.file.open("rb")
    detail = {"sha256": run.file_sha256}
    activity.record(actor=request.user, action="report.download", subject=run, detail=detail, now=timezone.now())
    return FileResponse(file, as_attachment=True, filename=run.download_name, content_type="application/pdf")


@requires_somewhere(*READERS)
@require_GET
def run_file(request, pk, suffix):
    """The pack as a Word file to annotate, or its tables as a workbook; taking it away is logged."""
    run = get_object_or_404(reports_readable_by(request.user), pk=pk)
    file = pack_file(run=run, suffix=suffix, by=request.user, now=timezone.now())
    return HttpResponse(file.content, headers=file.headers)
