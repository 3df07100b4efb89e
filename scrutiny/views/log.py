"""The scrutiny log: the list, one entry, writing, changing, sharing and removing one's own."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.permissions import may, requires
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, acting, form_page, opening, posted, table_response
from scrutiny.forms.log import LogFilterForm, LogForm, RemoveForm
from scrutiny.queries import log as queries
from scrutiny.services import log as services

ON_A_PAGE = 25
ENTRY = "scrutiny:log_detail"
LEAD = "It is yours alone until you share it. It is about the arrangements, never about one child: name nobody."


def own_entry(request, pk):
    """The reader's own entry named in the address. Raises Http404."""
    entry = queries.entry_of(request.user, pk)
    if entry is None:
        raise Http404("There is no such entry.")
    return entry


def filters_of(request):
    """The form of the filters, and what it narrows the log to."""
    writes = may(request.user, Permission.SCRUTINISE)
    form = LogFilterForm(request.GET, years=queries.years_of_log(request.user), writes=writes)
    return form, queries.LogFilters(**form.found())


@requires(Permission.READ_ASSURANCE)
@require_GET
def log_list(request):
    """The entries one may read, the newest first."""
    form, filters = filters_of(request)
    page = Paginator(queries.entries_found(request.user, filters), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(list(page), request.user),
        "is_narrowed": filters != queries.LogFilters(),
        "writes": may(request.user, Permission.SCRUTINISE),
        "warnings": queries.independence_warnings(timezone.localdate()),
    }
    return render(request, "scrutiny/log_list.html", context)


@requires(Permission.READ_ASSURANCE)
@require_GET
def log_download(request, suffix):
    """The log as narrowed, as a file."""
    _, filters = filters_of(request)
    table = queries.log_table(request.user, filters)
    return table_response(request, suffix, name="scrutiny-log", title="Scrutiny log", table=table)


@requires(Permission.READ_ASSURANCE)
@require_GET
def log_detail(request, pk):
    """One entry."""
    entry = queries.entry_visible_to(request.user, pk)
    if entry is None:
        raise Http404("There is no such entry.")
    (row,) = queries.rows([entry], request.user)
    return render(request, "scrutiny/log_detail.html", {"entry": entry, "row": row})


@requires(Permission.SCRUTINISE)
@require_http_methods(["GET", "POST"])
def log_add(request):
    """Write an entry."""
    meetings = queries.meetings_offered(request.user, timezone.localdate())
    page = FormPage("Add to the scrutiny log", reverse("scrutiny:log_list"), "Back to the log", lead=LEAD)
    form = LogForm(posted(request), meetings=meetings, is_new=True)
    save = acting(services.add_entry, request)
    return form_page(request, page, form, save, "The entry is added. Nobody else sees it yet.", to=opening(ENTRY))


@requires(Permission.SCRUTINISE)
@require_http_methods(["GET", "POST"])
def log_change(request, pk):
    """Change an entry that is not shared."""
    entry = own_entry(request, pk)
    meetings = queries.meetings_offered(request.user, timezone.localdate())
    if entry.meeting:
        meetings = {str(entry.meeting.key): entry.meeting} | meetings
    page = FormPage(
        "Change an entry",
        reverse(ENTRY, args=[pk]),
        "Back to the entry",
        lead=LEAD,
        problem=services.IS_SHARED if entry.shared_at else "",
        template="scrutiny/log_form.html",
    )
    form = LogForm(posted(request), meetings=meetings, initial=queries.fields_of(entry))
    save = acting(services.change_entry, request, entry=entry)
    return form_page(request, page, form, save, "The changes are saved.")


@requires(Permission.SCRUTINISE)
@require_POST
def log_share(request, pk):
    """Share an entry with those who read assurance."""
    return _done(request, pk, services.share_entry, "The entry is shared with those who read assurance.")


@requires(Permission.SCRUTINISE)
@require_POST
def log_unshare(request, pk):
    """Take an entry back."""
    return _done(request, pk, services.unshare_entry, "The entry is taken back: it is yours alone again.")


@requires(Permission.SCRUTINISE)
@require_http_methods(["GET", "POST"])
def log_remove(request, pk):
    """Remove an entry that is not shared."""
    entry = own_entry(request, pk)
    back = reverse(ENTRY, args=[pk])
    problem = services.IS_SHARED if entry.shared_at else ""
    page = FormPage("Remove this entry?", back, "Back to the entry", lead=entry.title, problem=problem)
    save = acting(services.remove_entry, request, entry=entry)
    to = reverse("scrutiny:log_list")
    return form_page(request, page, RemoveForm(posted(request)), save, "The entry is removed.", to=to)


def _done(request, pk, service, done):
    try:
        service(entry=own_entry(request, pk), by=request.user, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, done)
    return redirect(ENTRY, pk=pk)
