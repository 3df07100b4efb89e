"""Every address of the portal, read off the URLconf."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from assurance.models import User
from assurance.permissions import may_somewhere
from assurance.rules.roles import Permission

Declared = tuple[Permission, ...] | str


@dataclass(frozen=True)
class Route:
    """One address: its full name ("assurance:return_list"), its pattern as written, and the view behind it."""

    name: str
    pattern: str
    view: Callable[..., Any]

    @property
    def declares_its_permission(self) -> bool:
        """Whether the view went through one of the decorators of `assurance/permissions.py`."""
        return hasattr(self.view, "declared_permissions")


@cache
def _views() -> dict[str, Callable[..., Any]]:
    return {route.name: route.view for route in routes()}


def declared_by(name: str) -> Declared:
    """The permissions of which the door of an address asks for one; or whom else it is open to, in words."""
    return getattr(_views()[name], "declared_permissions", "all")


def is_shut_to(name: str, person: User | None) -> bool:
    """
    Whether the door of an address is shut to `person`, or to an anonymous visitor.

    Then whatever they ask for is refused before any of it is looked at, so that asking for one thing is enough.
    """
    permissions = declared_by(name)
    if permissions == "all":
        return False
    if person is None or not person.is_active:
        return True
    return permissions != "signed in" and not may_somewhere(person, *permissions)


def routes() -> list[Route]:
    """Every address that is routed, allauth's included, in the order of the URLconf."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Route(f"{namespace}{entry.name}", pattern, entry.callback)
        else:
            yield from _walk(entry, pattern, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
