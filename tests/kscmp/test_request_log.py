"""What the log says of a request, and what it keeps to itself (trust.md: logs without personal data)."""

import logging.handlers
import queue

import pytest
import structlog
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.log import log_response

from kscmp.request_log import KeptBack, RequestLog


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/returns/5/check/", "GET /returns/5/check/"),
        ("/people/?q=somebody@example.org", "GET /people/"),
        ("/sign-in/reset/3-cz9x-secret-key/", "GET /sign-in/reset/"),
        ("/scrutiny/drafts/5f6d3e0e-6a49-5a0e-9b7e-0b3a9a8f2f10/", "GET /scrutiny/"),
    ],
)
def test_an_address_is_logged_without_its_query_and_without_a_key(address, logged):
    """A search may hold a name; whoever reads a password link's address can use it."""
    assert RequestLog.format_request(RequestFactory().get(address)) == logged


def test_the_portal_uses_it(settings):
    """In place of the library's own."""
    assert "kscmp.request_log.RequestLog" in settings.MIDDLEWARE
    assert "django_structlog.middlewares.RequestMiddleware" not in settings.MIDDLEWARE


def lines_of(path, status):
    """What is logged of a request that ends with this status."""
    with structlog.testing.capture_logs() as lines:
        RequestLog(lambda request: HttpResponse(status=status))(RequestFactory().post(path))
    return [line for line in lines if line["event"] == "request_finished"]


@pytest.mark.parametrize("status", [200, 302, 404, 409])
def test_no_line_says_that_somebody_works_on_a_draft_of_an_assessment(status):
    """Nobody but its authors knows that it exists; whoever reads the log is among the others (R130)."""
    assert lines_of("/scrutiny/drafts/begin/", status) == []
    assert len(lines_of("/returns/5/", status)) == 1


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/returns/5/", 404, ["Not Found: /returns/5/"]),
        ("/calendar/a-key.ics", 404, ["Not Found: /calendar/"]),
        ("/scrutiny/drafts/5f6d3e0e/", 404, []),
        ("/scrutiny/drafts/5f6d3e0e/", 409, []),
        ("/scrutiny/drafts/5f6d3e0e/", 500, ["Internal Server Error: /scrutiny/"]),
    ],
)
def test_what_django_logs_of_a_refusal_keeps_back_the_same(path, status, said):
    """Its own logger names the whole address."""
    found, logger = logging.handlers.QueueHandler(queue.SimpleQueue()), logging.getLogger("test-refusals")
    logger.propagate, logger.level = False, logging.INFO
    found.addFilter(KeptBack())
    logger.addHandler(found)
    request, response = RequestFactory().get(path), HttpResponse(status=status)
    log_response("%s: %s", response.reason_phrase, path, response=response, request=request, logger=logger)
    logger.removeHandler(found)
    lines = [found.queue.get_nowait().getMessage() for _ in range(found.queue.qsize())]
    assert lines == said


def test_the_filter_is_in_use(settings):
    """On the handler, so that no logger goes past it."""
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["kept_back"]
