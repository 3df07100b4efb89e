"""Evidence files: downloading and removing them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assurance.permissions import requires_somewhere
from assurance.queries.returns import files_drafted_by, files_visible_to
from assurance.rules.roles import Permission
from assurance.services import activity, evidence


@requires_somewhere(Permission.READ_RETURN, Permission.DRAFT_RETURN)
@require_GET
def file_download(request, pk):
    """An evidence file, as an attachment; the download is logged."""
    file = get_object_or_404(files_visible_to(request.user), pk=pk)
    detail = {"sha256": file.sha256}
    activity.record(actor=request.user, action="evidence.download", subject=file, detail=detail, now=timezone.now())
    return FileResponse(file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type)


@requires_somewhere(Permission.DRAFT_RETURN)
@require_POST
def file_remove(request, pk):
    """Take a file off its statement."""
    file = get_object_or_404(files_drafted_by(request.user), pk=pk, item__isnull=False)
    item_id, name = file.item_id, file.name
    try:
        evidence.remove_file(file=file, by=request.user, now=timezone.now())
        messages.success(request, f"{name} has been removed.")
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("assurance:item_edit", pk=item_id)
