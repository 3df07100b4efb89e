"""What happens around every request: headers, the end of a session, today's grants, the second step of signing in."""

from urllib.parse import urlencode

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from assurance.permissions import refresh_grants
from kscmp.background import background_refusal, is_background
from kscmp.kept_text import kept_text

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)

# Why a session ended, as the sign-in page's address says it and as its reader is told.
SESSION_ENDS = {
    "idle": "You were signed out because you did nothing for 30 minutes.",
    "limit": "You were signed out because you had been signed in for 12 hours.",
}
SIGNED_OUT = "You have been signed out. Sign in again to go on."
SECOND_STEP_FIRST = "Set up the second step of signing in first."

# What one may do before the second step is set up: set it up, prove oneself for that, or leave.
BEFORE_SECOND_FACTOR = {"account_logout", "account_reauthenticate"}


def response_headers(get_response):
    """
    Add the headers that no other middleware sets (trust.md 14). The content policy is the same for every page.

    Nothing that a view answers may be kept by the browser or a proxy: it is for a signed-in person, or on the
    way to becoming one. Static files never pass here: WhiteNoise answers them first.
    """

    content_policy = build_policy()

    def middleware(request):
        response = get_response(request)
        response.headers["Content-Security-Policy"] = content_policy
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def session_limits(get_response):
    """
    End a session after 30 minutes without a request, and 12 hours after it began.

    A script is then told so with 401; what was being sent is kept on the page that asks to sign in again; any other
    request goes to the sign-in page, which says why.
    """

    def middleware(request):
        request.session_ended = ""
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            request.session_ended = why_ended(request.session, now)
            if request.session_ended:
                logout(request)
            else:
                stamp(request.session, now)
        return get_response(request)

    def process_view(request, view, args, kwargs):
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if is_background(request):
            return background_refusal(request, SIGNED_OUT, status=401)
        if request.method == "POST":
            return kept_text(request, SESSION_ENDS.get(request.session_ended, SIGNED_OUT), status=401)
        if request.session_ended:
            query = {"next": request.get_full_path(), "ended": request.session_ended}
            return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode(query)}")
        return None

    middleware.process_view = process_view
    return middleware


def why_ended(session, now: int) -> str:
    """ "idle" or "limit" when the session has outlived one of them at `now` (seconds since 1970), else blank."""
    if now - session.get("signed_in_at", now) >= settings.SESSION_COOKIE_AGE:
        return "limit"
    return "idle" if now - session.get("last_seen", now) >= settings.SESSION_IDLE_SECONDS else ""


def stamp(session, now: int) -> None:
    """Note that the person is here; at most once a minute, because every note is a write."""
    session.setdefault("signed_in_at", now)
    if now - session.get("last_seen", 0) >= 60:
        session["last_seen"] = now


def current_grants(get_response):
    """Bring a person's grants up to date on their first request of a day: a membership may have begun or ended."""

    def middleware(request):
        if request.user.is_authenticated:
            refresh_grants(request.user, today=timezone.localdate())
        return get_response(request)

    return middleware


def second_factor(get_response):
    """Send a person who has set up no second step of signing in to do so, where the settings require one."""

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        if not settings.MFA_REQUIRED or not getattr(view, "login_required", True):
            return None
        name = request.resolver_match.url_name or ""
        if not request.user.is_authenticated or name.startswith("mfa_") or name in BEFORE_SECOND_FACTOR:
            return None
        if get_adapter().is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
            return None
        if is_background(request):
            return background_refusal(request, SECOND_STEP_FIRST, status=403)
        return redirect("mfa_index")

    middleware.process_view = process_view
    return middleware
