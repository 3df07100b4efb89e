"""The minutes of a meeting as PDF."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from assurance.permissions import requires_somewhere
from assurance.queries import minutes_content as queries
from assurance.queries.meetings import prepares
from assurance.queries.minutes import latest_circulation
from assurance.rules.meetings import MinutesState
from assurance.rules.roles import Permission
from assurance.views.pages import meeting_of
from reports.services.minutes import circulated_minutes_pdf, draft_minutes_pdf


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def minutes_pdf(request, key):
    """The minutes as last circulated; for those who prepare the meeting, as they are now while they are written."""
    meeting = meeting_of(request, key)
    minutes = queries.minutes_of(meeting) if prepares(request.user, meeting) else None
    if minutes is not None and minutes.state != MinutesState.CIRCULATED:
        return _answer(draft_minutes_pdf(meeting=meeting, by=request.user, now=timezone.now()))
    return _circulated(request, latest_circulation(meeting))


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def minutes_version_pdf(request, key, number):
    """The minutes as one circulation froze them."""
    return _circulated(request, queries.circulation_of(meeting_of(request, key), number))


def _circulated(request, circulation):
    if circulation is None:
        raise Http404("There are no such minutes.")
    return _answer(circulated_minutes_pdf(circulation=circulation, by=request.user, now=timezone.now()))


def _answer(file):
    headers = {"Content-Type": "application/pdf", "Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, headers=headers)
