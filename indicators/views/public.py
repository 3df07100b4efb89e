"""The public edition of a measure, for the Business Team to publish."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from assurance.permissions import requires
from assurance.rules.roles import Permission
from indicators.services import public


@requires(Permission.MANAGE_INDICATORS)
@require_GET
def public_file(request, code, suffix):
    """The figures of one measure as they may be published, as a file."""
    file = public.public_file(by=request.user, code=code, suffix=suffix, today=timezone.localdate(), now=timezone.now())
    if file is None:
        raise Http404
    return HttpResponse(file.content, headers=file.headers)
