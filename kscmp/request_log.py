"""The log line of a request: what was asked for, without what somebody searched for or a link that opens something."""

import logging

import structlog
from django_structlog.middlewares import RequestMiddleware

SECRET_ADDRESSES = ("/sign-in/reset/", "/calendar/")
# Nobody but its authors knows that a draft of an assessment exists: no line says that somebody works on one (R130).
UNLOGGED, INSTEAD = "/scrutiny/drafts/", "/scrutiny/"


class RequestLog(RequestMiddleware):
    """
    Logs each request with its ids, but those about drafts of assessments.

    A query may hold a name, and the address of a password link or a calendar feed is its key.
    """

    @staticmethod
    def format_request(request):
        """The method and the address, without its query and without a key."""
        return f"{request.method} {logged_address(request.path)}"

    def handle_response(self, request, response):
        """The line that says how it ended. An error is told of whatever the address, without it."""
        if request.path.startswith(UNLOGGED) and not hasattr(request, "_raised_exception"):
            structlog.contextvars.clear_contextvars()
        else:
            super().handle_response(request, response)


class KeptBack(logging.Filter):
    """The same for the lines that Django writes by itself of a request that was refused or failed."""

    def filter(self, record):
        """Whether the line is written; takes the key out of its address."""
        path = getattr(getattr(record, "request", None), "path", "")
        if path and isinstance(record.args, tuple):
            record.args = tuple(logged_address(each) if each == path else each for each in record.args)
        return not path.startswith(UNLOGGED) or record.levelno >= logging.ERROR


def logged_address(path):
    """An address as it may stand in the log."""
    if path.startswith(UNLOGGED):
        return INSTEAD
    return next((start for start in SECRET_ADDRESSES if path.startswith(start)), path)
