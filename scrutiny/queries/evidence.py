"""
What of the portal can illustrate an answer: searched by words, within what a person may read (R133; SAF section 5).

Each kind of evidence searches and is read again by its key from the scoped query of its own noun, so that nothing can
be picked that could not be opened.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from assurance.models import AssuranceItem, User
from assurance.queries.items import items_visible_to
from assurance.rules.wording import date_words, local_date
from audits.models import AuditReport
from audits.queries.audits import reports_visible_to
from audits.rules.report import read_report
from indicators.queries.dashboard import dashboard_visible_to
from indicators.queries.moments import moment_of
from indicators.queries.rows import Row
from scrutiny.models import DraftEvidence
from scrutiny.queries.evidence_papers import paper_of_key, papers_found, return_of_key, returns_found
from scrutiny.queries.keys import row_of
from scrutiny.rules.assessments import EvidenceKind
from scrutiny.rules.evidence import Offer, Sought, first_found, terms_of

SHOWN = 8


def _items(user: User, sought: Sought) -> list[Offer]:
    found = items_visible_to(user)
    for word in sought.terms:
        found = found.filter(Q(title__icontains=word) | Q(finding__icontains=word))
    return [_item(item) for item in found[: sought.limit]]


def _item_of(user: User, key: str, today: date) -> Offer | None:
    item = row_of(items_visible_to(user), key)
    return _item(item) if item else None


def _item(item: AssuranceItem) -> Offer:
    holder = item.agency or item.group
    return Offer(
        key=f"{EvidenceKind.ITEM}:{item.pk}",
        kind=EvidenceKind.ITEM,
        words=f"{item.title}: {item.finding}",
        source=f"{item.tool.title}, {holder or item.source}" if holder or item.source else item.tool.title,
        dated_on=item.dated_on,
        address=reverse("assurance:item_detail", args=[item.pk]),
        item=item.pk,
    )


def _indicators(user: User, sought: Sought) -> list[Offer]:
    return first_found((_indicator(row, sought.as_at) for row in _rows(user, sought.as_at, sought.today)), sought)


def _rows(user: User, as_at: date, today: date) -> list[Row]:
    then = moment_of(user, as_at) if as_at < today else None
    board = dashboard_visible_to(user, today=today, then=then)
    return [row for domain in board.domains for row in domain.rows if row.said]


def _indicator_of(user: User, key: str, today: date) -> Offer | None:
    slug, _, day = key.partition(":")
    try:
        as_at = date.fromisoformat(day)
    except ValueError:
        return None
    if as_at > today:
        return None
    return next((_indicator(row, as_at) for row in _rows(user, as_at, today) if row.item.slug == slug), None)


def _indicator(row: Row, as_at: date) -> Offer:
    item, headline = row.item, row.said.headline if row.said else ""
    figure = f" ({item.headline.words}, {item.headline.period})" if item.headline else ""
    return Offer(
        key=f"{EvidenceKind.INDICATOR}:{item.slug}:{as_at.isoformat()}",
        kind=EvidenceKind.INDICATOR,
        words=f"{item.wording}: {headline}{figure}",
        source=f"Indicator {item.code}, as at {date_words(as_at)}",
        dated_on=as_at,
        address=f"{reverse('indicators:indicator_detail', args=[item.slug])}?as_at={as_at.isoformat()}",
    )


def _audits(user: User, sought: Sought) -> list[Offer]:
    reports = reports_visible_to(user)
    for word in sought.terms:
        reports = reports.filter(content__icontains=word)
    newest: dict[UUID, AuditReport] = {}
    for report in reports.order_by("-published_at"):
        newest.setdefault(report.audit_id, report)
    return [_audit(report) for report in list(newest.values())[: sought.limit]]


def _audit_of(user: User, key: str, today: date) -> Offer | None:
    report = row_of(reports_visible_to(user), key)
    return _audit(report) if report else None


def _audit(report: AuditReport) -> Offer:
    words = read_report(report.content)
    return Offer(
        key=f"{EvidenceKind.AUDIT}:{report.pk}",
        kind=EvidenceKind.AUDIT,
        words=f"{words.title}: {words.overall_words or f'{words.graded_words} audited.'}",
        source=f"Audit report, version {report.number}",
        dated_on=local_date(report.published_at),
        address=reverse("audits:report_version", args=[report.audit_id, report.number]),
    )


@dataclass(frozen=True)
class Source:
    """A kind of evidence: its heading, what is said where nothing is found, the search, and the reading by key."""

    heading: str
    nothing: str
    search: Callable[[User, Sought], list[Offer]]
    read: Callable[[User, str, date], Offer | None]


SOURCES = MappingProxyType(
    {
        EvidenceKind.ITEM: Source("Items of assurance", "No item of assurance", _items, _item_of),
        EvidenceKind.INDICATOR: Source("Indicators, as they stood", "No finding", _indicators, _indicator_of),
        EvidenceKind.AUDIT: Source("Final audit reports", "No audit report", _audits, _audit_of),
        EvidenceKind.RETURN: Source("Submitted returns", "No submitted return", returns_found, return_of_key),
        EvidenceKind.PAPER: Source("Circulated meeting papers", "No paper", papers_found, paper_of_key),
    }
)


@dataclass(frozen=True)
class Shelf:
    """What was found of one kind. `more` says that there is more than is shown; `used` are those picked already."""

    kind: EvidenceKind
    heading: str
    nothing: str
    offers: tuple[Offer, ...]
    more: bool
    used: frozenset[str]


def evidence_found(
    user: User,
    text: str,
    *,
    kind: str = "",
    as_at: date | None = None,
    today: date,
    picked: Iterable[DraftEvidence] = (),
) -> list[Shelf]:
    """What of the portal holds these words, by kind, or of one kind alone; without words the newest of each."""
    sought = Sought(terms_of(text), as_at or today, today, SHOWN + 1)
    used = {(one.address, one.words) for one in picked}
    wanted = [one for one in SOURCES if not kind or one == kind]
    return [_shelf(one, SOURCES[one], SOURCES[one].search(user, sought), used) for one in wanted]


def _shelf(kind: EvidenceKind, source: Source, found: list[Offer], used: set[tuple[str, str]]) -> Shelf:
    shown = tuple(found[:SHOWN])
    keys = frozenset(offer.key for offer in shown if (offer.address, offer.words) in used)
    return Shelf(kind, source.heading, source.nothing, shown, len(found) > SHOWN, keys)


def offer_of(user: User, key: str, *, today: date) -> Offer | None:
    """What a key names, as it stands now; None for what is not there or `user` may not read."""
    kind, _, rest = key.partition(":")
    source = SOURCES.get(EvidenceKind(kind)) if kind in set(EvidenceKind) else None
    return source.read(user, rest, today) if source else None
