"""What the browser may do with a page (trust.md 14)."""

import pytest
from django.urls import reverse

from tests.factories.assurance import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["home", "account_login", "healthz", "session_token"])
def answer(request, sign_in):
    """The answer of a page, signed in."""
    return sign_in(UserFactory()).get(reverse(request.param))


def test_nothing_is_kept_by_browser_or_proxy(answer):
    assert answer.headers["Cache-Control"] == "no-store"


def test_no_other_site_may_load_frame_or_reach_it(answer):
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_scripts_and_styles_come_from_here_alone(answer):
    rules = dict(rule.strip().split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["frame-ancestors"] == "'none'"
    assert rules["base-uri"] == "'none'"
    assert {rules[each] for each in ("script-src", "style-src", "img-src", "connect-src", "form-action")} == {"'self'"}


def test_the_device_keeps_its_camera_and_whereabouts_to_itself(answer):
    policy = answer.headers["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(policy.split(", "))
    assert "publickey-credentials" not in policy


def test_a_missing_page_and_a_refusal_carry_the_headers_too(client):
    for path in ("/no-such-page/", reverse("home")):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_search_engines_keep_out(client):
    assert b'<meta name="robots" content="noindex, nofollow">' in client.get(reverse("account_login")).content
