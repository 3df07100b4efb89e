"""Files of figures: the list, uploading one, how it is read, what it would bring, bringing it in, undoing it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.permissions import requires
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, form_page, posted, table_response
from indicators.forms.imports import ColumnsForm, MappingForm, UploadForm
from indicators.queries import imports as queries
from indicators.rules.importing.answers import mapping_data
from indicators.services import imports as services
from indicators.services.mappings import keep_mapping
from indicators.tasks import send_findings, send_import

PAGE = 30


def run_of(request, pk):
    """The file named in the address. Raises Http404."""
    return get_object_or_404(queries.runs_visible_to(request.user), pk=pk)


@requires(Permission.MANAGE_INDICATORS)
@require_GET
def import_list(request):
    """Every file brought in or on its way, newest first."""
    runs = Paginator(queries.runs_visible_to(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "indicators/import_list.html", {"runs": runs})


@requires(Permission.MANAGE_INDICATORS)
@require_GET
def import_list_file(request, suffix):
    """The list as a file."""
    table = queries.run_table(request.user)
    return table_response(request, suffix, name="files-of-figures", title="Files of figures", table=table)


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def import_upload(request):
    """Upload a file, and go on to how its columns are read."""
    form = UploadForm(posted(request), request.FILES or None, sources=queries.sources())
    if request.method == "POST" and form.is_valid():
        try:
            run = services.upload_file(**form.cleaned_data, by=request.user, now=timezone.now())
        except ValidationError as problem:
            form.add_error("upload", problem)
        else:
            return redirect("indicators:import_detail", pk=run.pk)
    page = FormPage("Bring in a file of figures", reverse("indicators:import_list"), "All files of figures")
    return render(request, page.template, {"form": form, "page": page})


@requires(Permission.MANAGE_INDICATORS)
@require_GET
def import_detail(request, pk):
    """One file: where it stands, and what can be done."""
    run = run_of(request, pk)
    return render(request, "indicators/import_detail.html", {"run": run, "form": mapping_form(run)})


@requires(Permission.MANAGE_INDICATORS)
@require_GET
def import_progress(request, pk):
    """How far the work is, for its page to show in place; an empty answer while that is what the page shows already."""
    run = run_of(request, pk)
    if request.GET.get("seen") == run.progress_key:
        return HttpResponse(status=204)
    return render(request, "indicators/_import_state.html", {"run": run, "form": mapping_form(run)})


@requires(Permission.MANAGE_INDICATORS)
@require_POST
def import_read(request, pk):
    """Have the file read by a mapping that is kept."""
    run = run_of(request, pk)
    form = mapping_form(run, request.POST)
    if form is None or not form.is_valid():
        return render(request, "indicators/import_detail.html", {"run": run, "form": form})
    return _moved(request, run, services.request_reading, mapping=form.cleaned_data["mapping"])


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def import_columns(request, pk):
    """Set out what each column means; it is remembered for the source, and the file read by it."""
    run = run_of(request, pk)
    names = queries.header_names(run)
    form = ColumnsForm(posted(request), names=names, measures=queries.measures(), initial={"title": run.source.title})

    def save(**answers):
        slug = f"{run.source.slug}-own"
        columns = mapping_data(answers, names, slug=slug, source=run.source.slug)
        kept = keep_mapping(columns=columns, by=request.user, now=timezone.now())
        services.request_reading(run=run, mapping=kept, by=request.user, now=timezone.now())
        send_import(run)

    back = reverse("indicators:import_detail", args=[run.pk])
    page = FormPage("What the columns mean", back, "About this file", caption=run.file_name)
    return form_page(request, page, form, save, "The layout has been kept, and the file is being read.")


@requires(Permission.MANAGE_INDICATORS)
@require_POST
def import_confirm(request, pk):
    """Have the figures brought in as they were shown."""
    return _moved(request, run_of(request, pk), services.confirm_import)


@requires(Permission.MANAGE_INDICATORS)
@require_POST
def import_drop(request, pk):
    """Do not bring the file in."""
    return _moved(request, run_of(request, pk), services.drop_import, work=False)


@requires(Permission.MANAGE_INDICATORS)
@require_POST
def import_undo(request, pk):
    """Put back what stood before the file."""
    answer = _moved(request, run_of(request, pk), services.undo_import, work=False)
    send_findings()
    return answer


def _moved(request, run, service, *, work=True, **values):
    """Let the service move the file on and go back to its page; what the service refuses is said there."""
    try:
        service(run=run, by=request.user, now=timezone.now(), **values)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        if work:
            send_import(run)
    return redirect("indicators:import_detail", pk=run.pk)


def mapping_form(run, data=None):
    """The choice of a mapping, where there is one to make."""
    if not run.can_be_read:
        return None
    fitting = queries.fitting_mappings(run)
    return MappingForm(data, fitting=fitting, run=run, initial={"mapping": fitting.first()})
