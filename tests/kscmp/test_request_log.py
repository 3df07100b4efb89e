"""What the log says of a request, and what it keeps to itself (trust.md: logs without personal data)."""

import pytest
from django.test import RequestFactory

from kscmp.request_log import RequestLog


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/returns/5/check/", "GET /returns/5/check/"),
        ("/people/?q=somebody@example.org", "GET /people/"),
        ("/sign-in/reset/3-cz9x-secret-key/", "GET /sign-in/reset/"),
    ],
)
def test_an_address_is_logged_without_its_query_and_without_a_key(address, logged):
    """A search may hold a name; whoever reads a password link's address can use it."""
    assert RequestLog.format_request(RequestFactory().get(address)) == logged


def test_the_portal_uses_it(settings):
    """In place of the library's own."""
    assert "kscmp.request_log.RequestLog" in settings.MIDDLEWARE
    assert "django_structlog.middlewares.RequestMiddleware" not in settings.MIDDLEWARE
