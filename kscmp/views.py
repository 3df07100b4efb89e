"""Pages of the portal itself: home, errors, and what a page needs whose session has ended."""

from allauth.account.utils import filter_users_by_email, perform_login
from django.conf import settings
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.defaults import permission_denied

from assurance.permissions import open_to_all, open_to_signed_in
from assurance.queries.notices import unread_notices
from assurance.queries.plan_pages import plan_rows, with_priorities
from assurance.queries.plans import plans_read_from_outside
from assurance.queries.todo import todo_for
from assurance.queries.todo_cycle import cycle_todo_for
from audits.queries.todo import audits_todo_for
from indicators.queries.todo import figures_to_chase, figures_to_send
from kscmp.background import background_refusal, is_background
from kscmp.context import places_within
from kscmp.kept_text import kept_text
from reports.queries.todo import reports_todo_for
from scrutiny.queries.todo import scrutiny_todo_for

NOTICES_ON_HOME = 5
STALE_FORM = "The form was open for too long, or you signed in again since it was opened."


@open_to_signed_in
@require_GET
def home(request):
    """What needs this person, by when, what is late first; and where everything is that they may open."""
    user, today = request.user, timezone.localdate()
    todo = todo_for(user, today) + cycle_todo_for(user, today) + audits_todo_for(user, today)
    todo += scrutiny_todo_for(user, today) + reports_todo_for(user, today)
    todo += figures_to_send(user, today) + figures_to_chase(user, today)
    unread = unread_notices(user)
    context = {
        "todo": sorted(todo, key=lambda row: not row.is_late),
        "plans": plan_rows(with_priorities(plans_read_from_outside(user)), user, today),
        "notices": unread[:NOTICES_ON_HOME],
        "sections": places_within(user),
    }
    return render(request, "kscmp/home.html", context)


@open_to_signed_in
@require_GET
def session_token(request):
    """The CSRF token of the session, for a page opened before the person signed in again (autosave.js)."""
    return JsonResponse({"csrf": get_token(request)})


@open_to_all
@require_POST
def demo_sign_in(request):
    """Sign in as one of the demonstration accounts. Routed in demo mode alone, and refused in any other."""
    if not settings.DEMO:
        raise Http404
    person = next(iter(filter_users_by_email(request.POST.get("email", ""), is_active=True)), None)
    if person is None or not person.is_demo:
        raise Http404
    return perform_login(request, person, email_verification="none")


def csrf_failure(request, reason=""):
    """A form whose token is not the session's: said plainly, and what was written is kept."""
    if is_background(request):
        return background_refusal(request, STALE_FORM, status=403)
    return kept_text(request, STALE_FORM, status=403)


def forbidden(request, exception):
    """403 with the sentence of the rule that refused: as a page, or as data for a script."""
    if is_background(request):
        return background_refusal(request, str(exception), status=403)
    return permission_denied(request, exception)


def too_many_requests(request):
    """429: an address or a person has tried too often."""
    return render(request, "429.html", status=429)
