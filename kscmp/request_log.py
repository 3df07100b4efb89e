"""The log line of a request: what was asked for, without what somebody searched for or a link that opens something."""

from django_structlog.middlewares import RequestMiddleware

SECRET_ADDRESSES = ("/sign-in/reset/", "/calendar/")


class RequestLog(RequestMiddleware):
    """
    Logs each request with its ids.

    A query may hold a name, and the address of a password link or a calendar feed is its key.
    """

    @staticmethod
    def format_request(request):
        """The method and the address, without its query and without a key."""
        secret = next((start for start in SECRET_ADDRESSES if request.path.startswith(start)), None)
        return f"{request.method} {secret or request.path}"
