"""Everything one person can read: every address, and every link on every page, with the mail they are sent."""

import re
from functools import cache
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from assurance.models import User
from assurance.queries.notices import notices_to_mail
from assurance.services.notices import mail_notice
from tests.access.answers import ask
from tests.access.routes import Declared, declared_by, is_shut_to
from tests.access.share import asked_about
from tests.access.table import table
from tests.access.things import NONE_SUCH
from tests.access.world import World

LINK = re.compile(rb'(?:href|action|hx-get|src)="([^"]+)"')
UUID = re.compile(rb"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
# Accepted: a person's number counts accounts, those of people who are to join among them.
PERSON = re.compile(rb'(/people/|<option value=")\d+([/:])')
# Accepted: the log's hashes follow from every entry before, hidden ones too, and tell nothing of them. Within the
# compressed workbook they cannot be made plain; the same rows are compared as CSV.
HASH = re.compile(rb"\b[0-9a-f]{64}\b")
# Whoever has the secret address of a calendar feed reads as its owner, so that it is nobody else's to be asked for.
# Accepted: when papers and minutes of SAAS went out is for everybody who reads assurance to know, and compliance says
# so; that it tells nobody else of rapid reviews is held in tests/assurance/test_compliance.py.
NOT_COMPARED = ("/activity/download.xlsx", "/calendar/", "/compliance/")
OF_ONE_ROUTE = 3
OF_ONE_ANSWER = 2
COMPARED_HEADERS = ("Location", "Content-Disposition", "Content-Type")

Tour = dict[str, bytes]


def addresses(world: World, person: str) -> list[str]:
    """
    Every address of the table's routes, for the things that this person is to ask about.

    Left out is what `tests/test_access.py` holds to the table route by route: what does not exist, and doors shut to
    the person, which refuse before anything is looked at. Of those, one of each permission that is asked for.
    """
    doors: dict[Declared, str] = {}
    found = []
    for row in table().values():
        if row.lines["GET"] and not row.checked_by_allauth:
            there = _things_of(world, row, person)
            if not is_shut_to(row.name, world.people[person]):
                found += there
            elif there:
                doors.setdefault(declared_by(row.name), there[0])
    return found + list(doors.values())


def _things_of(world, row, person):
    named = [
        whose for whose in asked_about(world, row.name, person, "GET", each=OF_ONE_ANSWER, by=0) if whose != NONE_SUCH
    ]
    return [reverse(row.name, kwargs=world.address(row.kind, whose, person)) for whose in named]


def tour(client: Client, starts: list[str]) -> Tour:
    """What `client` is answered at every start, and at what its pages link to, a few of each kind."""
    seen: Tour = {}
    waiting, of_route = list(starts), dict.fromkeys(_route(start) for start in starts)
    visits: dict[str, int] = dict.fromkeys(of_route, 0)
    while waiting:
        url = waiting.pop(0)
        if url in seen or url.startswith(NOT_COMPARED):
            continue
        answer = ask(client, "GET", url)
        headers = [f"{name}: {value}" for name, value in answer.headers if name in COMPARED_HEADERS]
        seen[_plain(url.encode()).decode()] = seen[url] = _plain(
            b"\n".join([str(answer.status).encode(), *map(str.encode, headers), answer.body])
        )
        for link in _links(answer.body, url):
            route = _route(link)
            if link not in seen and route and visits.get(route, 0) < OF_ONE_ROUTE:
                visits[route] = visits.get(route, 0) + 1
                waiting.append(link)
    return {_plain(url.encode()).decode(): answer for url, answer in seen.items()}


def _links(body, base):
    for link in LINK.findall(body):
        url = urlsplit(urldefrag(urljoin(base, unescape(link.decode()))).url)
        if not url.netloc and not url.path.startswith("/static/"):
            yield f"{url.path}?{url.query}" if url.query else url.path


@cache
def _route(url):
    """The name of the route behind an address, with the names of its query; None when it is not to be read."""
    path, _, query = url.partition("?")
    try:
        name = resolve(path).view_name
    except Resolver404:
        return None
    row = table().get(name)
    if row is None or row.checked_by_allauth or not row.lines["GET"]:
        return None
    return name + "?" + "&".join(part.partition("=")[0] for part in query.split("&"))


def _plain(text):
    """Random keys and what is accepted, made plain; any other counted number stays what it is."""
    return HASH.sub(b"a-hash", PERSON.sub(rb"\1somebody\2", UUID.sub(b"a-random-key", text)))


def mails_to(person: User) -> list[str]:
    """Every mail that goes to `person` when the waiting notices are mailed; nothing is kept of it."""
    with transaction.atomic():
        mail.outbox.clear()
        # As many as one round mails are not all: others' would decide which of this person's come first.
        while waiting := notices_to_mail():
            for notice_id in waiting:
                mail_notice(notice_id=notice_id, now=timezone.now())
        transaction.set_rollback(True)
    mails = [message.message().as_string() for message in mail.outbox if person.email in message.recipients()]
    return [_plain(re.sub(r"(?m)^(Date|Message-ID): .*$|=====+[^=]+==", "", text).encode()).decode() for text in mails]
