"""Help: what somebody of one's role does here, and why."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assurance.permissions import open_to_signed_in
from assurance.queries.guides import guides_of


@open_to_signed_in
@require_GET
def guides(request):
    """The guides for one's own roles, and those for everybody."""
    return render(request, "assurance/guides.html", {"guides": guides_of(request.user, timezone.localdate())})
