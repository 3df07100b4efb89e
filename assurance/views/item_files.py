"""The files of items of assurance: adding one, taking it away, removing it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms.items import ItemFileForm
from assurance.permissions import refusal, requires
from assurance.queries import items as queries
from assurance.rules.roles import Permission
from assurance.services import item_files as services
from assurance.views.items import item_of
from assurance.views.pages import FormPage, acting, form_page, posted


def file_of(request, pk):
    """The file named in the address, if its item may be read. Raises Http404."""
    file = queries.item_file_visible_to(request.user, pk)
    if file is None:
        raise Http404("There is no such file.")
    return file


@requires(Permission.RECORD_ASSURANCE)
@require_http_methods(["GET", "POST"])
def item_file_add(request, pk):
    """Keep a file with an item: its recorder, or those who manage assurance."""
    item = item_of(request, pk)
    if not queries.keeps(request.user, item):
        raise PermissionDenied(refusal(Permission.MANAGE_ASSURANCE))
    page = FormPage(
        "Add a file",
        reverse("assurance:item_detail", args=[pk]),
        "Back to the item",
        caption=item.title,
        lead="Everybody who reads assurance can take it away.",
        problem=queries.problem_of_files(item),
    )
    form = ItemFileForm(posted(request), request.FILES if request.method == "POST" else None)
    return form_page(request, page, form, acting(services.add_file, request, item=item), "The file is added.")


@requires(Permission.READ_ASSURANCE)
@require_GET
def item_file(request, pk):
    """A file of an item, as an attachment; the download is logged."""
    file = file_of(request, pk)
    services.record_download(file=file, by=request.user, now=timezone.now())
    return FileResponse(file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type)


@requires(Permission.RECORD_ASSURANCE)
@require_POST
def item_file_remove(request, pk):
    """Take a file off its item."""
    file = file_of(request, pk)
    name, item = file.name, file.item_id
    services.remove_file(file=file, by=request.user, now=timezone.now())
    messages.success(request, f"{name} has been removed.")
    return redirect("assurance:item_detail", pk=item)
