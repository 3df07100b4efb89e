"""Frameworks: the list, one version, on paper and as a workbook, new versions, others out of files (R117, R128)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.permissions import may, requires, requires_somewhere
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, acting, form_page, opening, posted
from scrutiny.forms.frameworks import ImportForm, ReadyForm, TakeAwayForm, VersionForm
from scrutiny.queries import framework_pages as queries
from scrutiny.queries.framework_parts import stamp_of_version
from scrutiny.queries.frameworks import READERS
from scrutiny.services import frameworks as services
from scrutiny.services.framework_parts import FROZEN

KEEPS = Permission.MANAGE_SCRUTINY
WRITERS = (Permission.MANAGE_SCRUTINY, Permission.SCRUTINISE)
READY_LEAD = (
    "Assessments can be begun with it from then on, and nothing of it changes any more. What is to be otherwise later "
    "needs a new version."
)
VERSION = "scrutiny:framework_version"


def version_of(request, pk):
    """The version named in the address. Raises Http404."""
    version = queries.version_visible_to(request.user, pk)
    if version is None:
        raise Http404("There is no such version.")
    return version


@requires_somewhere(*READERS)
@require_GET
def framework_list(request):
    """Every framework with its versions."""
    rows = queries.framework_list(request.user)
    return render(request, "scrutiny/framework_list.html", {"rows": rows, "keeps": may(request.user, KEEPS)})


@requires_somewhere(*READERS)
@require_GET
def framework_version(request, pk):
    """All a version asks, the meanings of its ratings, and what can be done to each part of it."""
    version = version_of(request, pk)
    page = queries.version_page(version, request.user)
    return render(request, "scrutiny/framework_version.html", {"version": version, "page": page})


@requires_somewhere(*READERS)
@require_GET
def framework_print(request, pk):
    """All a version asks, as one document to print."""
    version = version_of(request, pk)
    page = queries.version_page(version, request.user)
    return render(request, "scrutiny/framework_print.html", {"version": version, "page": page})


@requires_somewhere(*READERS)
@require_GET
def framework_download(request, pk):
    """A version as a workbook that can be read as a framework."""
    file = services.version_file(version=version_of(request, pk), by=request.user, now=timezone.now())
    return HttpResponse(file.content, headers=file.headers)


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def framework_import(request):
    """Read another framework out of a file: the whole of it, or nothing."""
    lead = (
        "Download a framework to see how a workbook is laid out. If anything cannot be read, nothing is kept, and you "
        "are told what, by row and column."
    )
    back = reverse("scrutiny:framework_list")
    page = FormPage("Read a framework from a file", back, "Back to the frameworks", lead=lead)
    form = ImportForm(posted(request), request.FILES or None)
    save = acting(services.import_framework, request)
    return form_page(request, page, form, save, "The framework is there.", to=opening(VERSION))


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def framework_copy(request, pk):
    """Begin a new version as a copy of one."""
    version = version_of(request, pk)
    lead = "It begins as a copy. Once a step or a question of it differs from the author’s, it says that it is adapted."
    page = FormPage(
        "Begin a new version", reverse(VERSION, args=[pk]), "Back to the version", caption=str(version), lead=lead
    )
    save = acting(services.begin_version, request, version=version)
    done = "The new version is there. You can change it now."
    return form_page(request, page, VersionForm(posted(request)), save, done, to=opening(VERSION))


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def framework_ready(request, pk):
    """Say that a version is ready for use, after one more look: then it is frozen, and assessments can be begun."""
    version = version_of(request, pk)
    page = FormPage(
        f"Is {version} ready for use?",
        reverse(VERSION, args=[pk]),
        "Back to the version",
        lead=READY_LEAD,
        problem=queries.why_not_ready(version),
    )
    form = ReadyForm(posted(request), initial={"seen": stamp_of_version(version)})
    save = acting(services.make_ready, request, version=version)
    return form_page(request, page, form, save, "The version is ready for use.")


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def framework_discard(request, pk):
    """Take away a version that can still be changed, after one more look."""
    version = version_of(request, pk)
    page = FormPage(
        f"Take {version} away?",
        reverse("scrutiny:framework_list"),
        "Back to the frameworks",
        lead="Its steps and questions go with it, and do not come back. The versions before it stay.",
        problem=FROZEN if version.is_frozen else "",
    )
    save = acting(services.discard_version, request, version=version)
    return form_page(request, page, TakeAwayForm(posted(request)), save, "The version is taken away.")


@requires(KEEPS)
@require_POST
def framework_aside(request, slug):
    """Put a framework aside, or take it up again."""
    framework = queries.framework_visible_to(request.user, slug)
    if framework is None:
        raise Http404("There is no such framework.")
    services.put_aside(framework=framework, by=request.user, now=timezone.now())
    aside = "is put aside: no new assessment is begun with it" if framework.is_current else "is in use again"
    messages.success(request, f"“{framework}” {aside}.")
    return redirect("scrutiny:framework_list")
