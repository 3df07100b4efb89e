"""A person's own notices."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assurance.permissions import open_to_signed_in
from assurance.queries.notices import notices_visible_to
from assurance.services.notices import mark_all_read, mark_read


@open_to_signed_in
@require_GET
def notice_list(request):
    """The person's latest notices, newest first."""
    notices = notices_visible_to(request.user)
    unread = sum(notice.read_at is None for notice in notices)
    return render(request, "assurance/notice_list.html", {"notices": notices, "unread": unread})


@open_to_signed_in
@require_GET
def notice_open(request, pk):
    """Go to what a notice is about, which marks it read."""
    notice = next((notice for notice in notices_visible_to(request.user) if notice.pk == pk), None)
    if notice is None:
        raise Http404("There is no such notice.")
    mark_read(notice=notice, now=timezone.now())
    return redirect(notice.url)


@open_to_signed_in
@require_POST
def notice_mark_read(request):
    """Mark all of them read."""
    mark_all_read(person=request.user, now=timezone.now())
    messages.success(request, "All notices are marked as read.")
    return redirect("assurance:notice_list")
