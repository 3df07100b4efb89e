"""What the portal answers, in one word each, and asking without leaving a trace."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from unittest import mock

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assurance.models import ActivityHead, User
from assurance.permissions import sync_grants
from kscmp.middleware import stamp
from tests.access.people import ANONYMOUS, CLOSED

WORDS = {
    "page": "200: a page",
    "file": "200: a file to keep",
    "data": "200: plain data",
    "done": "302 after a change that is in the activity log",
    "moved": "302 without a change",
    "refused": "403: one may know of it and may not do this; the page says whom to ask",
    "unknown": "404: one may not know of it, or there is no such thing",
    "no such method": "405",
    "problem": "422: the form comes back with what was written",
    "sign in": "302 to the sign-in page",
    "kept": "401: sign in again; what was sent is kept on the page",
}
BY_STATUS = {401: "kept", 403: "refused", 404: "unknown", 405: "no such method", 422: "problem"}
PASSWORD = "a long enough password"
HIDDEN = re.compile(rb'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(rb'(name|value)="([^"]*)"')
CHANGING = re.compile(rb'(name="csrfmiddlewaretoken" value|name="token" value|"csrf")(="|: ")[^"]+"')


@dataclass(frozen=True)
class Answer:
    """An answer in a word of WORDS (else its status), its bytes and headers, and whether a row was touched."""

    word: str
    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]
    wrote: bool

    @property
    def text(self) -> str:
        """The page as text."""
        return self.body.decode(errors="replace")


@contextmanager
def clock_stopped(now: datetime):
    """The server's clock stands still, so that nothing differs by the time at which it was asked."""
    with mock.patch("django.utils.timezone.now", return_value=now):
        yield


def client_of(person: User | None) -> Client:
    """A browser in which `person` has just signed in and confirmed their password, or nobody has."""
    client = Client()
    if person is not None:
        cache.clear()
        client.post(reverse(settings.LOGIN_URL), {"login": person.email, "password": PASSWORD})
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        session = client.session
        stamp(session, int(timezone.now().timestamp()))
        session.save()
    return client


def clients_of(people: dict[str, User]) -> dict[str, Client]:
    """A browser for everybody and for an anonymous visitor. The account to be closed is closed after signing in."""
    clients = {person: client_of(user) for person, user in people.items()} | {ANONYMOUS: client_of(None)}
    User.objects.filter(pk=people[CLOSED].pk).update(is_active=False)
    sync_grants(User.objects.get(pk=people[CLOSED].pk), today=timezone.localdate())
    return clients


def ask(client: Client, method: str, url: str, data: dict | None = None) -> Answer:
    """What `client` is answered; whatever the request changed is rolled back, in the browser too."""
    cookies = client.cookies.copy()
    cache.clear()
    with transaction.atomic():
        rows = _rows_written()
        response = client.post(url, data or {}) if method == "POST" else client.generic(method, url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        wrote = _rows_written() > rows
        logged = _log_length() if wrote and response.status_code == 302 else 0
        response.close()
        transaction.set_rollback(True)
    client.cookies = cookies
    word = _word(response, logged > _log_length() if logged else False)
    return Answer(
        word, response.status_code, CHANGING.sub(rb"\1", body), tuple(sorted(response.headers.items())), wrote
    )


def hidden_fields(page: Answer) -> dict[str, str]:
    """What a browser would send with a form besides what is filled in: its hidden fields, the token left out."""
    tags = [dict(ATTRIBUTE.findall(tag)) for tag in HIDDEN.findall(page.body)]
    return {unescape(tag[b"name"].decode()): unescape(tag.get(b"value", b"").decode()) for tag in tags if _counts(tag)}


def _counts(tag: dict[bytes, bytes]) -> bool:
    return tag.get(b"name", b"csrfmiddlewaretoken") != b"csrfmiddlewaretoken"


def _word(response: HttpResponse, logged: bool) -> str:
    if response.status_code == 302:
        if response.url.startswith(reverse(settings.LOGIN_URL)):
            return "sign in"
        return "done" if logged else "moved"
    if response.status_code == 200:
        if "attachment" in response.headers.get("Content-Disposition", ""):
            return "file"
        return "page" if response.headers["Content-Type"].startswith("text/html") else "data"
    return BY_STATUS.get(response.status_code, str(response.status_code))


def _log_length() -> int:
    return ActivityHead.objects.values_list("sequence", flat=True).first() or 0


def _rows_written() -> int:
    """How many rows this connection has written since it was opened: SQLite counts them, also those rolled back."""
    return connection.connection.total_changes
