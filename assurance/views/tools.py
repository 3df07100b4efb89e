"""The tools of assurance: the list by tier, and changing one (C8, R84)."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.tools import ToolForm
from assurance.permissions import may, requires
from assurance.queries import tools as queries
from assurance.rules.roles import Permission
from assurance.services.tools import change_tool
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

KEPT = ("title", "tier", "element", "fresh_months", "is_current")


@requires(Permission.READ_ASSURANCE)
@require_GET
def tool_list(request):
    """The tools by tier, each with how many items it has given."""
    context = {
        "tools": queries.tools_visible_to(request.user, timezone.localdate()),
        "may_change": may(request.user, Permission.MANAGE_ASSURANCE),
    }
    return render(request, "assurance/tool_list.html", context)


@requires(Permission.READ_ASSURANCE)
@require_GET
def tool_download(request, suffix):
    """The tools as a file."""
    table = queries.tool_table(request.user, timezone.localdate())
    return table_response(request, suffix, name="assurance-tools", title="Tools of assurance", table=table)


@requires(Permission.MANAGE_ASSURANCE)
@require_http_methods(["GET", "POST"])
def tool_change(request, slug):
    """Change a tool's name, tier, element, months, and whether new items may come from it."""
    tool = queries.tool_visible_to(request.user, slug, timezone.localdate())
    if tool is None:
        raise Http404("There is no such tool.")
    form = ToolForm(posted(request), initial={name: getattr(tool, name) for name in KEPT})
    page = FormPage(
        "Change a tool of assurance",
        reverse("assurance:tool_list"),
        "Back to the tools",
        caption=tool.title,
        lead="It holds for the items that come from it from now on. Items that are there keep what they have.",
    )
    return form_page(request, page, form, acting(change_tool, request, tool=tool), "The tool is changed.")
