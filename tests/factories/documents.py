"""Factories of documents: one with a version in force, agreed by the services."""

from datetime import UTC, date, datetime

from assurance.rules.documents import DocumentKind
from assurance.rules.roles import Role
from assurance.services.documents import add_document, add_version, agree_version
from tests.factories.assurance import partnership, person_with

NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
AGREED_ON = date(2026, 3, 2)
WORDS = {"label": "March 2026", "text": "What we do when we share information.", "link": "", "changes": ""}


def a_document(*, team=None, agreed=True, is_signed=False, **details):
    """A document with one version; in force unless `agreed` is false."""
    partnership()
    team = team or person_with(Role.BUSINESS_TEAM)
    usual = {
        "title": "Information-sharing protocol",
        "kind": DocumentKind.PROTOCOL,
        "about": "How partners share information.",
        "group": None,
        "review_months": 12,
    }
    document = add_document(**{**usual, **details}, is_signed=is_signed, by=team, now=NOW)
    version = add_version(document=document, **WORDS, by=team, now=NOW)
    if agreed:
        agree(version, team)
    document.refresh_from_db()
    return document


def agree(version, team, *, agreed_on=AGREED_ON, agreed_by="Executive Board", decision=None):
    """Record its agreement, and read it again."""
    agree_version(version=version, agreed_on=agreed_on, agreed_by=agreed_by, decision=decision, by=team, now=NOW)
    version.refresh_from_db()
    return version
