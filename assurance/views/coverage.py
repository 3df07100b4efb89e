"""Membership coverage (R14), and the scrutineers with their terms (R15, R16)."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assurance.permissions import may, requires
from assurance.queries import coverage as queries
from assurance.queries.scrutineers import scrutineers
from assurance.rules.roles import Permission
from assurance.views.pages import table_response


@requires(Permission.READ_DIRECTORY)
@require_GET
def coverage(request):
    """Which required agencies have nobody, whose authority is not stated, who gives which update."""
    today = timezone.localdate()
    context = {
        "groups": queries.coverage(today),
        "scrutineers": scrutineers(today),
        "may_manage_people": may(request.user, Permission.MANAGE_PEOPLE),
    }
    return render(request, "assurance/coverage.html", context)


@requires(Permission.READ_DIRECTORY)
@require_GET
def coverage_download(request, suffix):
    """Every required place as a file."""
    table = queries.coverage_table(timezone.localdate())
    return table_response(request, suffix, name="membership-coverage", title="Membership coverage", table=table)
