"""
Items of assurance: recorded by hand, made of the portal's own records, supporting more, withdrawn (R81 to R91).

Another service lets the item of its record be made, or brought up to date, in its own transaction:

    bring_item_up_to_date(
        origin=f"inspection:{inspection.pk}",
        tool_slug="agency-inspections",
        title=inspection.title,
        finding="…",
        dated_on=inspection.published_on,
        strength=Strength.PARTIAL,
        confidence=Confidence.HIGH,
        supports=Supports(topics=frozenset(topic_keys)),
        address=reverse("assurance:inspection_detail", args=[inspection.pk]),
        now=now,
    )

An item holds no more of its record than everybody may know who may read items (READ_ASSURANCE).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten
from typing import Required, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assurance.models import Agency, AssuranceItem, AssuranceTool, PartnershipGroup, User
from assurance.permissions import demand
from assurance.rules.evidence_tiers import (
    PURPOSES_OF_TIER,
    Confidence,
    Element,
    Purpose,
    Strength,
    Tier,
    Voice,
    months_after,
)
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.item_files import add_file, demand_keeping
from assurance.services.item_supports import NOTHING, Supports, put_supports, take_off_supports

TITLE_LENGTH = 240
RECORD_GONE = "What it was made of no longer stands."
# What bringing an item up to date may change.
OF_RECORD = (
    "tool",
    "tier",
    "element",
    "title",
    "finding",
    "strength",
    "confidence",
    "voice",
    "of_operation",
    "of_system",
    "of_standards",
    "agency",
    "group",
    "source",
    "dated_on",
    "current_until",
    "address",
    "link",
    "withdrawn_at",
    "withdrawn_by",
    "withdrawn_reason",
)


@dataclass(frozen=True)
class ItemOfRecord:
    """
    An item as its record makes it.

    `origin` names the record ("return:12"). Tier and element are the tool's, the purposes the tier's, and it is current
    for the tool's months, unless said otherwise. `no_longer` is what an earlier version of the record supported.
    """

    origin: str
    tool_slug: str
    title: str
    finding: str
    dated_on: date
    strength: Strength
    confidence: Confidence
    supports: Supports = NOTHING
    no_longer: Supports = NOTHING
    tier: Tier | None = None
    element: Element | None = None
    purposes: frozenset[Purpose] | None = None
    voice: Voice = Voice.NONE
    agency: Agency | None = None
    group: PartnershipGroup | None = None
    source: str = ""
    current_until: date | None = None
    address: str = ""
    link: str = ""


class RecordWords(TypedDict, total=False):
    """The fields of `ItemOfRecord`, by name."""

    origin: Required[str]
    tool_slug: Required[str]
    title: Required[str]
    finding: Required[str]
    dated_on: Required[date]
    strength: Required[Strength]
    confidence: Required[Confidence]
    supports: Supports
    no_longer: Supports
    tier: Tier | None
    element: Element | None
    purposes: frozenset[Purpose] | None
    voice: Voice
    agency: Agency | None
    group: PartnershipGroup | None
    source: str
    current_until: date | None
    address: str
    link: str


class WhereFrom(TypedDict, total=False):
    """Whose voice an item carries, and where it comes from: each may be left out."""

    voice: Voice
    agency: Agency | None
    group: PartnershipGroup | None
    source: str
    link: str


@transaction.atomic
def record_item(
    *,
    tool: AssuranceTool,
    title: str,
    finding: str,
    dated_on: date,
    strength: Strength,
    confidence: Confidence,
    supports: Supports,
    purposes: Iterable[Purpose],
    by: User,
    now: datetime,
    tier: Tier | None = None,
    element: Element | None = None,
    current_until: date | None = None,
    upload: UploadedFile | None = None,
    **where_from: Unpack[WhereFrom],
) -> AssuranceItem:
    """A new item, recorded by hand, with what it supports and its file. Raises ValidationError when it says nothing."""
    demand(by, Permission.RECORD_ASSURANCE)
    until = current_until or months_after(dated_on, tool.fresh_months)
    if problems := _problems(title, finding, dated_on, until, supports, local_date(now)):
        raise ValidationError(problems)
    item = AssuranceItem.objects.create(
        tool=tool,
        tier=tier or tool.tier,
        element=element or tool.element,
        title=title,
        finding=finding,
        strength=strength,
        confidence=confidence,
        dated_on=dated_on,
        current_until=until,
        recorded_by=by,
        recorded_at=now,
        **_purposes(purposes),
        **where_from,
    )
    _keep(item, supports, upload, by, now)
    return item


def _keep(item: AssuranceItem, supports: Supports, upload: UploadedFile | None, by: User, now: datetime) -> None:
    put_supports([(item, supports)])
    activity.record(actor=by, action="item.record", subject=item, detail={"tool": item.tool.slug}, now=now)
    if upload:
        add_file(item=item, upload=upload, by=by, now=now)


def _problems(title: str, finding: str, dated_on: date, until: date, supports: Supports, today: date) -> list[str]:
    problems = []
    if not title.strip() or not finding.strip():
        problems.append("Say in a few words what it is, and what it says.")
    if dated_on > today:
        problems.append("The date of an item cannot be in the future.")
    if until < dated_on:
        problems.append("An item cannot stop being current before its own date.")
    if not supports.pairs():
        problems.append("Choose at least one thing that it gives assurance of.")
    return problems


def bring_item_up_to_date(
    *, now: datetime, by: User | None = None, **words: Unpack[RecordWords]
) -> AssuranceItem | None:
    """
    Make the item of one record, or bring it up to date: what is told are the fields of `ItemOfRecord`.

    None while the framework’s tools are not loaded: a record is kept all the same.
    """
    return next(iter(bring_items_up_to_date(records=[ItemOfRecord(**words)], by=by, now=now)), None)


@transaction.atomic
def bring_items_up_to_date(
    *, records: Sequence[ItemOfRecord], now: datetime, by: User | None = None
) -> list[AssuranceItem]:
    """
    The items of records, made once each and brought up to date, in a fixed number of queries.

    Call it in the transaction that changes the records, which must hold them: two callers may not be at one at once. An
    item that has not changed is left as it is. What people have let it support besides stays. One that somebody
    withdrew stays withdrawn until its record has something newer to say. Empty while no tools are loaded.
    """
    tools = {tool.slug: tool for tool in AssuranceTool.objects.all()}
    if not records or not tools:
        return []
    known = {item.origin: item for item in AssuranceItem.objects.filter(origin__in=[one.origin for one in records])}
    new, changed = [], []
    for record in records:
        item = known.get(record.origin)
        if item is None:
            item = known[record.origin] = AssuranceItem(origin=record.origin, recorded_by=by, recorded_at=now)
            _write(item, record, tools[record.tool_slug])
            new.append(item)
        elif not _stays_withdrawn(item, record) and _write(item, record, tools[record.tool_slug]):
            item.recorded_at = now
            changed.append(item)
    AssuranceItem.objects.bulk_create(new)
    if changed:
        AssuranceItem.objects.bulk_update(changed, [*OF_RECORD, "recorded_at"])
    take_off_supports([(known[one.origin], one.no_longer) for one in records])
    put_supports([(known[one.origin], one.supports) for one in records])
    if new or changed:
        detail = {"made": [item.origin for item in new], "changed": [item.origin for item in changed]}
        activity.record(actor=by, action="item.bring", subject=[*new, *changed][0], detail=detail, now=now)
    return [known[one.origin] for one in records]


def _stays_withdrawn(item: AssuranceItem, record: ItemOfRecord) -> bool:
    return item.withdrawn_by_id is not None and record.dated_on <= item.dated_on


def _write(item: AssuranceItem, record: ItemOfRecord, tool: AssuranceTool) -> bool:
    """Let the item say what its record says; whether that is news."""
    tier = record.tier or Tier(tool.tier)
    values = {
        "tool_id": tool.pk,
        "tier": str(tier),
        "element": str(record.element or tool.element),
        "title": shorten(record.title, TITLE_LENGTH, placeholder="…"),
        "finding": record.finding,
        "strength": str(record.strength),
        "confidence": str(record.confidence),
        "voice": str(record.voice),
        "agency_id": record.agency.pk if record.agency else None,
        "group_id": record.group.pk if record.group else None,
        "source": record.source,
        "dated_on": record.dated_on,
        "current_until": record.current_until or months_after(record.dated_on, tool.fresh_months),
        "address": record.address,
        "link": record.link,
        "withdrawn_at": None,
        "withdrawn_by_id": None,
        "withdrawn_reason": "",
        **_purposes(PURPOSES_OF_TIER[tier] if record.purposes is None else record.purposes),
    }
    is_news = any(getattr(item, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(item, name, value)
    return is_news


def _purposes(purposes: Iterable[Purpose]) -> dict[str, bool]:
    chosen = set(purposes)
    return {f"of_{purpose}": purpose in chosen for purpose in Purpose}


@transaction.atomic
def withdraw_items_of(*, origins: Iterable[str], now: datetime, by: User | None = None) -> None:
    """Take out the items of records that no longer stand, until they are brought up to date again."""
    standing = list(AssuranceItem.objects.filter(origin__in=list(origins), withdrawn_at=None))
    if not standing:
        return
    AssuranceItem.objects.filter(pk__in=[item.pk for item in standing]).update(
        withdrawn_at=now, withdrawn_reason=RECORD_GONE
    )
    detail = {"origins": [item.origin for item in standing]}
    activity.record(actor=by, action="item.withdraw", subject=standing[0], detail=detail, now=now)


@transaction.atomic
def withdraw_item(*, item: AssuranceItem, reason: str, by: User, now: datetime) -> None:
    """Take an item out of the map and the lists, with the reason. It is kept, and can still be read by its address."""
    demand_keeping(item, by)
    if not reason.strip():
        raise ValidationError("Say why it is withdrawn.")
    standing = AssuranceItem.objects.filter(pk=item.pk, withdrawn_at=None)
    if not standing.update(withdrawn_at=now, withdrawn_by=by, withdrawn_reason=reason):
        raise ValidationError("Somebody else was first: it has been withdrawn already.")
    activity.record(actor=by, action="item.withdraw", subject=item, now=now)
