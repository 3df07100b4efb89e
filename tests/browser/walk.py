"""Every page that a signed-in person can get to by links, one or a few of each kind."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, resolve

LEAVES = {"account_logout"}
LINKS = "[...document.links].map((link) => link.getAttribute('href'))"
FILES = ("_answers", "_docx", "_download", "_file", "_download_recovery_codes", "_pdf", "_results", "_table")


def route_of(url: str) -> tuple[str, ...]:
    """
    The name of the route of an address; the path when it has none.

    A status return's sections differ in their fields, so each counts as a page of its own.
    """
    path = urlsplit(url).path
    try:
        match = resolve(path)
    except Resolver404:
        return (path,)
    return (match.view_name, match.kwargs.get("section", ""))


def kind_of(url: str) -> tuple[str, ...]:
    """Which page an address is of: its route with the names of its query."""
    return (*route_of(url), *sorted(name for name, _ in parse_qsl(urlsplit(url).query)))


class Walk:
    """
    A walk from `start` along every link, at most `each` pages of a kind.

    Walks with different `turn` choose differently among pages of a kind: this agency or that indicator. Files are left
    out unless asked for.
    """

    def __init__(self, address: str, *, each: int = 1, start: str = "/", turn: int = 0, files: bool = False) -> None:
        self.address = address
        self.each = each
        self.turn = turn
        self.files = files
        self.waiting = [start]
        self.known = {start}
        self.seen: Counter[tuple[str, ...]] = Counter()

    def offer(self, here: str, links: list[str]) -> None:
        """Remember the links of a page for later, those that lead to one of our own."""
        for link in links:
            url = urljoin(self.address + here, link).split("#")[0]
            if url.startswith(self.address + "/"):
                path = url.removeprefix(self.address)
                if path not in self.known:
                    self.known.add(path)
                    self.waiting.append(path)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Each address to visit with the name of its route; offer its links before going on."""
        while self.waiting:
            path = self.waiting.pop(self.turn % len(self.waiting))
            kind = kind_of(path)
            if kind[0] in LEAVES or self.seen[kind] >= self.each:
                continue
            if kind[0].endswith(FILES) and not self.files:
                continue
            self.seen[kind] += 1
            yield path, kind[0]
