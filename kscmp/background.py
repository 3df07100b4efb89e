"""Requests that a script makes for a page already open: they are answered with data, never sent elsewhere."""

from django.http import HttpResponse, JsonResponse
from django.utils.html import escape


def is_background(request) -> bool:
    """Whether autosave, htmx or another script asks, so that a redirect or a whole page would be lost on it."""
    return bool(
        request.headers.get("X-Autosave")
        or request.headers.get("HX-Request")
        or request.headers.get("X-Requested-With") == "XMLHttpRequest"
    )


def is_from_our_page(request) -> bool:
    """Whether the browser says that one of our own pages sent this. Another site's page cannot say so."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def background_refusal(request, message: str, *, status: int) -> HttpResponse:
    """The answer a script can show: the sentence for htmx, which puts it into the page, else `{"message": …}`."""
    if request.headers.get("HX-Request"):
        return HttpResponse(escape(message), status=status)
    return JsonResponse({"message": message}, status=status)
