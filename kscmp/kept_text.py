"""What becomes of a text that was sent when the session had ended, or with a form grown stale: it is kept."""

from django.shortcuts import render

from kscmp.background import is_from_our_page

LEFT_OUT = {"csrfmiddlewaretoken"}
LONG = 20


def kept_text(request, reason, *, status):
    """
    The page that keeps what was being sent, to be sent again once signed in.

    Passwords are never repeated. Files cannot be kept, and the page says so. What no page of ours has sent is not
    repeated at all, or another site could have it sent with a token of ours.
    """
    sent = [pair for pair in _sent(request) if is_from_our_page(request)]
    context = {
        "reason": reason,
        "sent": sent,
        "texts": [value for _, value in sent if len(value) > LONG],
        "had_files": bool(request.FILES),
        "signed_in": request.user.is_authenticated,
    }
    return render(request, "kept_text.html", context, status=status)


def _sent(request):
    for name, values in request.POST.lists():
        if name not in LEFT_OUT and "password" not in name:
            yield from ((name, value) for value in values)
