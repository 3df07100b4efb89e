"""Board packs: the list, asking for one, watching it being built, reading and downloading it."""

from pathlib import Path
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
from assurance.views.pages import table_response
from reports.forms.packs import KindFilter, PackForm
from reports.queries.matters import matters_of, report_named, sections_before, usual_time
from reports.queries.register import register_table
from reports.queries.reports import report_rows, reports_listed
from reports.queries.runs import reports_readable_by, runs_visible_to
from reports.queries.snapshots import read_snapshot
from reports.queries.templates import templates_visible_to
from reports.rules.kinds import RULES, Kind
from reports.rules.life import Edition
from reports.sections import choices, chosen
from reports.services.pack_files import pack_file
from reports.services.runs import request_report
from reports.tasks import send_run

READERS = (Permission.READ_PACK, Permission.BUILD_PACK)
REPORTS_A_PAGE = 25
TYPES = {".pdf": "application/pdf", ".zip": "application/zip"}


def pack_form(request, data=None, *, kind, **options):
    """The form of a report of this kind."""
    return PackForm(
        data,
        kind=kind,
        periods=periods_offered(),
        choices=choices(kind),
        matters=matters_of(RULES[kind].about, request.user),
        **options,
    )


def kind_named(name):
    """The kind of that name; the Board's pack for any other."""
    return Kind(name) if name in set(Kind) else Kind.EXECUTIVE_BOARD_PACK


def kind_asked_for(request):
    """The kind the list is narrowed to, or None."""
    name = request.GET.get("kind", "")
    return Kind(name) if name in set(Kind) else None


def form_page(request, form, kind, status=200):
    """The page of that form, with the other kinds and the choices of sections that were kept."""
    kept = templates_visible_to(request.user).filter(kind=kind)
    context = {"form": form, "kept": kept, "kind": kind, "rule": RULES[kind], "kinds": RULES.items()}
    return render(request, "reports/run_form.html", context, status=status)


def state_of(run):
    """A pack, with what asking for it again takes, and how long one usually takes."""
    names = run.sections or [section.name for section in chosen(run.kind, ())]
    return {"run": run, "token": uuid4(), "sections": names, "usually": usual_time(run) if run.is_active else ""}


@requires_somewhere(*READERS)
@require_GET
def run_list(request):
    """The reports, newest first, of one kind or all."""
    kind = kind_asked_for(request)
    reports = Paginator(reports_listed(request.user, kind), REPORTS_A_PAGE).get_page(request.GET.get("page"))
    filters = KindFilter(initial={"kind": kind or ""})
    context = {"reports": reports, "rows": report_rows(reports), "filters": filters, "kind": kind}
    return render(request, "reports/run_list.html", context | {"may_build": may(request.user, Permission.BUILD_PACK)})


@requires_somewhere(*READERS)
@require_GET
def register_download(request, suffix):
    """What became of the reports as narrowed, as a file: issued, shown, approved, presented, withdrawn."""
    table = register_table(request.user, kind_asked_for(request))
    return table_response(request, suffix, name="reports", title="Register of reports", table=table)


@requires(Permission.BUILD_PACK)
@require_GET
def run_new(request):
    """The form of a report: the sections it usually has, those of a choice that was kept, or of its last draft."""
    choice = request.GET.get("choice", "")
    kept = templates_visible_to(request.user).filter(pk=choice if choice.isdecimal() else 0).first()
    report = report_named(request.user, request.GET.get("report"))
    kind = kind_named(report.kind if report else kept.kind if kept else request.GET.get("kind"))
    names = sections_before(report) or (kept.sections if kept else [section.name for section in chosen(kind, ())])
    places = {f"place_{name}": place for place, name in enumerate(names, start=1)}
    about = {"theme": report.theme, "audit": report.audit, "subject": report.subject} if report else {}
    period = report.period.code if report else request.GET.get("period")
    initial = {"token": uuid4(), "kind": kind, "period": period, "sections": names, **places, **about}
    return form_page(request, pack_form(request, kind=kind, initial=initial), kind)


@requires(Permission.BUILD_PACK)
@require_POST
def run_create(request):
    """Ask for a draft and go where one can watch it; a second press of the same button leads to the same one."""
    kind = kind_named(request.POST.get("kind"))
    form = pack_form(request, request.POST, kind=kind)
    if not form.is_valid():
        return form_page(request, form, kind)
    key = form.cleaned_data["token"].hex
    try:
        run = request_report(**form.asked(), idempotency_key=key, by=request.user, now=timezone.now())
    except ValidationError as problem:
        form.add_error(None, problem)
        return form_page(request, form, kind)
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
    report = read_snapshot(run.snapshot.content, templates="reports", edition=Edition(run.edition))
    return render(request, "reports/run_page.html", {"run": run, "report": report})


@requires_somewhere(*READERS)
@require_GET
def run_download(request, pk):
    """The report as its file, a PDF or a folder; downloading it is logged."""
    run = get_object_or_404(reports_readable_by(request.user), pk=pk)
    file = run.file.open("rb")
    detail = {"sha256": run.file_sha256}
    activity.record(actor=request.user, action="report.download", subject=run, detail=detail, now=timezone.now())
    return FileResponse(
        file, as_attachment=True, filename=run.download_name, content_type=TYPES[Path(run.download_name).suffix]
    )


@requires_somewhere(*READERS)
@require_GET
def run_file(request, pk, suffix):
    """The pack as a Word file to annotate, or its tables as a workbook; taking it away is logged."""
    run = get_object_or_404(reports_readable_by(request.user), pk=pk)
    file = pack_file(run=run, suffix=suffix, by=request.user, now=timezone.now())
    return HttpResponse(file.content, headers=file.headers)
