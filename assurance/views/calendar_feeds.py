"""A person's calendar feed: the page on which its secret address is made and revoked, and the feed itself."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from assurance.permissions import open_to_all, requires_somewhere
from assurance.queries.calendar_feeds import own_feed
from assurance.rules.roles import Permission
from assurance.services import calendar_feeds as services

PLAIN = "text/plain; charset=utf-8"
# So many addresses that lead to nothing may be asked for from one place within so many seconds.
MISSES, MISSES_WITHIN = 20, 300


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def calendar_feed_page(request):
    """Whether one has a calendar address; making, renewing and revoking it."""
    return render(request, "assurance/meeting_calendar_feed.html", {"feed": own_feed(request.user)})


@requires_somewhere(Permission.READ_MEETING)
@require_POST
def calendar_feed_make(request):
    """A new address, shown on this page and never again."""
    secret = services.make_feed(by=request.user, now=timezone.now())
    context = {"feed": own_feed(request.user), "secret": secret}
    return render(request, "assurance/meeting_calendar_feed.html", context)


@requires_somewhere(Permission.READ_MEETING)
@require_POST
def calendar_feed_revoke(request):
    """End the address."""
    try:
        services.revoke_feed(by=request.user, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        messages.success(request, "The address is revoked. A calendar that still asks for it is told nothing.")
    return redirect("assurance:calendar_feed_page")


@open_to_all
@require_safe
def calendar_feed(request, secret):
    """
    The feed, for whoever holds the secret: a calendar program cannot sign in.

    It reads no session and sets no cookie. An address that is unknown or revoked, and one whose account is shut, are
    answered alike. A secret of 256 bits is not to be found by trying, and whoever tries is soon not heard any more.
    """
    misses = f"calendar-feed-misses:{get_adapter().get_client_ip(request)}"
    missed = cache.get(misses, 0)
    if missed >= MISSES:
        headers = {"Retry-After": str(MISSES_WITHIN)}
        return HttpResponse("Too many requests.\n", content_type=PLAIN, status=429, headers=headers)
    content = services.read_feed(secret=secret, now=timezone.now())
    if content is None:
        cache.set(misses, missed + 1, MISSES_WITHIN)
        return HttpResponse("Not found.\n", content_type=PLAIN, status=404)
    headers = {"Content-Disposition": 'attachment; filename="kscmp-meetings.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
