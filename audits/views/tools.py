"""Audit tools: the list, one with its versions, adding and changing one, new versions, copies, workbooks (R111)."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.permissions import requires, requires_somewhere
from assurance.views.pages import FormPage, acting, form_page, opening, posted
from audits.forms.tools import CopyForm, DiscardForm, ToolChangeForm, ToolForm, VersionForm, WorkbookForm
from audits.queries import tool_pages as queries
from audits.queries.tools import READERS, versions_visible_to
from audits.services import tools as services
from audits.views.tool_versions import version_of

KEEPS = services.KEEPS
VERSION = "audits:tool_version"


def tool_of(request, slug):
    """The tool named in the address with its versions. Raises Http404."""
    row = queries.tool_visible_to(request.user, slug)
    if row is None:
        raise Http404("There is no such tool.")
    return row


def page_of(title, row, **more):
    """A form's page that leads back to the tool."""
    back = reverse("audits:tool_detail", args=[row.tool.slug])
    return FormPage(title, back, "Back to the tool", caption=row.tool.title, **more)


@requires_somewhere(*READERS)
@require_GET
def tool_list(request):
    """Every tool, with its newest version."""
    return render(request, "audits/tool_list.html", {"tools": queries.tool_list(request.user)})


@requires_somewhere(*READERS)
@require_GET
def tool_detail(request, slug):
    """One tool: what it rests on, and its versions."""
    row = tool_of(request, slug)
    keeps = queries.keeps_tools(request.user)
    return render(request, "audits/tool_detail.html", {"row": row, "tool": row.tool, "keeps": keeps})


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def tool_add(request):
    """Add a tool; its first version asks what every audit asks."""
    lead = "Its first version begins with the questions every audit asks. Sections, standards and questions come next."
    page = FormPage("Add a tool", reverse("audits:tool_list"), "Back to the tools", lead=lead)
    save = acting(services.add_tool, request)
    return form_page(request, page, ToolForm(posted(request)), save, "The tool is added.", to=opening(VERSION))


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def tool_change(request, slug):
    """Change what is said of a tool."""
    row = tool_of(request, slug)
    initial = {name: getattr(row.tool, name) for name in ("title", "kind", "note", "is_starting_point", "is_current")}
    form = ToolChangeForm(posted(request), initial=initial)
    save = acting(services.edit_tool, request, tool=row.tool)
    return form_page(request, page_of("Change the tool", row), form, save, "The changes are saved.")


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def version_add(request, slug):
    """Make a new version of a tool out of an earlier one, of this tool or another."""
    row = tool_of(request, slug)
    versions = versions_visible_to(request.user).order_by("tool__title", "-number")
    form = VersionForm(posted(request), versions=versions, initial={"source": row.latest.pk})
    save = acting(services.add_version, request, tool=row.tool)
    page = page_of("Make a new version", row)
    return form_page(request, page, form, save, "The new version is there. You can change it now.", to=opening(VERSION))


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def version_import(request, slug):
    """Read a new version of a tool out of a workbook: the whole of it, or nothing."""
    row = tool_of(request, slug)
    form = WorkbookForm(posted(request), request.FILES or None)
    lead = (
        "Download a version, change it in Excel, and send it back: it becomes a new version. If anything cannot be "
        "read, nothing is kept, and you are told what, by row and column."
    )
    page = page_of("Read a version from a workbook", row, lead=lead)
    save = acting(services.import_version, request, tool=row.tool)
    return form_page(request, page, form, save, "The workbook is a new version of the tool.", to=opening(VERSION))


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def version_copy(request, pk):
    """Begin another tool as a copy of a version."""
    version = version_of(request, pk)
    initial = {"title": f"Copy of {version.tool.title}"[:240], "kind": version.tool.kind, "note": version.tool.note}
    page = FormPage("Copy to a new tool", reverse(VERSION, args=[pk]), "Back to the version", caption=str(version))
    save = acting(services.copy_to_tool, request, source=version)
    form = CopyForm(posted(request), initial=initial)
    return form_page(request, page, form, save, "The copy is there. You can change it now.", to=opening(VERSION))


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def version_discard(request, pk):
    """Take a draft away that no audit uses, after one more look."""
    version = version_of(request, pk)
    back = reverse("audits:tool_detail", args=[version.tool.slug])
    lead = f"It was made on {timezone.localtime(version.created_at):%-d %B %Y}. Its questions go with it."
    problem = services.FROZEN if version.is_frozen else ""
    page = FormPage(f"Take {version} away?", back, "Back to the tool", lead=lead, problem=problem)
    save = acting(services.discard_version, request, version=version)
    return form_page(request, page, DiscardForm(posted(request)), save, "The draft is taken away.")
