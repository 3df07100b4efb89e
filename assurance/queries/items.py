"""Reading items of assurance: the list with its filters, one item with all it supports, the table (R81 to R91)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from assurance.models import (
    Agency,
    AssuranceItem,
    AssuranceTool,
    ControlAssurance,
    ItemFile,
    PartnershipGroup,
    Priority,
    Risk,
    Support,
    Theme,
    Topic,
    User,
)
from assurance.permissions import may
from assurance.queries.tables import Table
from assurance.rules.evidence_tiers import DUE_SOON, PURPOSE_WORDS, Freshness, freshness_of, freshness_words
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell

SUPPORTED = ("topic", "priority", "theme", "risk")
# What a topic is called where themes of the programme stand beside it.
TOPIC_KINDS = MappingProxyType(
    {
        Topic.Kind.OBJECTIVE: "Objective",
        Topic.Kind.INDICATOR: "Indicator",
        Topic.Kind.THEME: "Subject of returns",
    }
)
LINKED = (
    ("priority", "Priority", Permission.READ_PLAN),
    ("theme", "Theme", Permission.READ_PLAN),
    ("risk", "Risk", Permission.READ_ASSURANCE),
)
SUPPORTS = Prefetch("supports", Support.objects.select_related("topic", "priority__plan", "theme", "risk"))
# What has to be held for the record of an item to open, and whether on the agency or group of the item; by the first
# word of the item's origin. A record that is not named here is for all who may read items.
OPENS = MappingProxyType(
    {
        "return": (Permission.READ_RETURN, True),
        "indicator": (Permission.READ_INDICATORS, False),
        "audit": (Permission.READ_AUDIT, False),
        "scrutiny": (Permission.READ_ASSURANCE, False),
    }
)


def items_visible_to(user: User) -> QuerySet[AssuranceItem]:
    """Every item that stands, newest first, for those who may read assurance; with tool, agency and group."""
    return every_item_visible_to(user).filter(withdrawn_at=None)


def every_item_visible_to(user: User) -> QuerySet[AssuranceItem]:
    """The same with those that have been withdrawn."""
    if not may(user, Permission.READ_ASSURANCE):
        return AssuranceItem.objects.none()
    return AssuranceItem.objects.select_related("tool", "agency", "group")


def item_visible_to(user: User, pk: UUID) -> AssuranceItem | None:
    """One item, withdrawn or not, or None."""
    return every_item_visible_to(user).select_related("recorded_by", "withdrawn_by").filter(pk=pk).first()


def item_file_visible_to(user: User, pk: UUID) -> ItemFile | None:
    """One file of an item `user` may read, or None."""
    return ItemFile.objects.filter(pk=pk, item__in=every_item_visible_to(user)).select_related("item").first()


def keeps(user: User, item: AssuranceItem) -> bool:
    """Whether `user` keeps the item: whoever recorded it, while they may record, and those who manage assurance."""
    own = item.recorded_by_id == user.pk and may(user, Permission.RECORD_ASSURANCE)
    return own or may(user, Permission.MANAGE_ASSURANCE)


def problem_of_files(item: AssuranceItem) -> str:
    """Why no file can be added to the item, as a sentence; blank when one can."""
    if item.origin:
        return "This item is made of a record of the portal: files are kept with that record."
    return "That cannot be done now: the item has been withdrawn." if item.withdrawn_at else ""


@dataclass(frozen=True)
class ItemFilters:
    """
    What the list is narrowed to; blank for any.

    `fresh` is "current" (due soon too), "due_soon" or "stale", `holder` "agency:slug" or "group:slug", `about` what is
    supported, with its key ("topic:slug", "priority:…", "theme:…", "risk:…"), `purpose` one of the three.
    """

    tier: str = ""
    element: str = ""
    tool: str = ""
    voice: str = ""
    holder: str = ""
    fresh: str = ""
    about: str = ""
    purpose: str = ""


def items_found(user: User, filters: ItemFilters, today: date) -> QuerySet[AssuranceItem]:
    """The items that stand and match every filter, newest first."""
    found = items_visible_to(user)
    exact = {"tier": filters.tier, "element": filters.element, "tool__slug": filters.tool, "voice": filters.voice}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if filters.fresh:
        found = found.filter(_fresh(Freshness(filters.fresh), today))
    if filters.purpose:
        found = found.filter(**{f"of_{filters.purpose}": True})
    kind, _, slug = filters.holder.partition(":")
    if kind in ("agency", "group"):
        found = found.filter(**{f"{kind}__slug": slug})
    name, _, key = filters.about.partition(":")
    return found.filter(supports__in=_supports_of(name, key)) if name in SUPPORTED else found


def _fresh(freshness: Freshness, today: date) -> Q:
    """ "Current" takes in what is due soon: that is current still."""
    if freshness == Freshness.STALE:
        return Q(current_until__lt=today)
    standing = Q(current_until__gte=today)
    return standing & Q(current_until__lte=today + DUE_SOON) if freshness == Freshness.DUE_SOON else standing


def _supports_of(name: str, key: str) -> QuerySet[Support]:
    return Support.objects.filter(**{"topic__slug": key} if name == "topic" else {name: key})


def tools_used(user: User) -> QuerySet[AssuranceTool]:
    """The tools that items come from, for the filter."""
    return AssuranceTool.objects.filter(pk__in=items_visible_to(user).order_by().values("tool"))


def holders_of_items(user: User) -> list[tuple[str, str]]:
    """The agencies and groups that items come from, as "agency:slug" with the name, for the filter."""
    found = items_visible_to(user).order_by()
    agencies = Agency.objects.filter(pk__in=found.values("agency")).order_by("name").values_list("slug", "name")
    groups = PartnershipGroup.objects.filter(pk__in=found.values("group")).order_by("name").values_list("slug", "name")
    return [(f"agency:{slug}", name) for slug, name in agencies] + [(f"group:{slug}", name) for slug, name in groups]


def supported_by_items(user: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """What items support, in groups, as "topic:slug" with its words, for the filter."""
    found = Support.objects.filter(item__in=items_visible_to(user).order_by().values("pk")).order_by()
    topics = Topic.objects.filter(pk__in=found.values("topic"))
    priorities = Priority.objects.filter(pk__in=found.values("priority"))
    themes = Theme.objects.filter(pk__in=found.values("theme"))
    risks = Risk.objects.filter(pk__in=found.values("risk"))
    groups = [
        ("Objectives", [(f"topic:{one.slug}", one.title) for one in topics if one.kind == Topic.Kind.OBJECTIVE]),
        ("Indicators", [(f"topic:{one.slug}", one.title) for one in topics if one.kind == Topic.Kind.INDICATOR]),
        ("Subjects of returns", [(f"topic:{one.slug}", one.title) for one in topics if one.kind == Topic.Kind.THEME]),
        ("Priorities", [(f"priority:{one.pk}", one.title) for one in priorities]),
        ("Themes", [(f"theme:{one.pk}", one.title) for one in themes]),
        ("Risks", [(f"risk:{one.pk}", one.title) for one in risks]),
    ]
    return [(words, rows) for words, rows in groups if rows]


@dataclass(frozen=True)
class Supported:
    """
    One thing an item supports: what kind it is, in words, and its page where that opens to the reader.

    `key` names it in addresses: "topic:slug", or another link with its key.
    """

    key: str
    kind: str
    words: str
    url: str


@dataclass(frozen=True)
class ItemRow:
    """An item as a list shows it."""

    item: AssuranceItem
    freshness: Freshness
    fresh_words: str
    purposes: tuple[str, ...]
    supports: tuple[Supported, ...]

    @property
    def holder(self) -> str:
        """The agency or group it comes from, or what else is said of that."""
        holder = self.item.agency or self.item.group
        return holder.name if holder else self.item.source


def with_supports(items: QuerySet[AssuranceItem]) -> QuerySet[AssuranceItem]:
    """The same items with all they support, in a fixed number of queries."""
    return items.prefetch_related(SUPPORTS)


def rows(items: Iterable[AssuranceItem], user: User, today: date) -> list[ItemRow]:
    """Items, read `with_supports`, as a list shows them."""
    return [_row(item, user, today) for item in items]


def _row(item: AssuranceItem, user: User, today: date) -> ItemRow:
    return ItemRow(
        item=item,
        freshness=freshness_of(item.current_until, today),
        fresh_words=freshness_words(item.current_until, today),
        purposes=tuple(words for purpose, words in PURPOSE_WORDS.items() if getattr(item, f"of_{purpose}")),
        supports=tuple(_supported(support, user) for support in item.supports.all()),
    )


def _supported(support: Support, user: User) -> Supported:
    if topic := support.topic:
        return Supported(_key(support), TOPIC_KINDS[topic.kind], topic.title, topic_url(topic, user))
    for name, words, right in LINKED:
        if thing := getattr(support, name):
            url = reverse(f"assurance:{name}_detail", args=[thing.pk]) if may(user, right) else ""
            return Supported(_key(support), words, thing.title, url)
    raise LookupError("A support leads to one of four things.")


def topic_url(topic: Topic, user: User) -> str:
    """The page of an indicator, whose address has its topic's own name, for those who may open it; else blank."""
    if topic.kind != Topic.Kind.INDICATOR or not may(user, Permission.READ_INDICATORS):
        return ""
    return reverse("indicators:indicator_detail", args=[topic.slug])


def record_url(item: AssuranceItem, user: User) -> str:
    """
    The page of the record an item was made of, where it opens to `user`; else blank.

    A record not named in OPENS is led to: its own page says, in a sentence, if it does not open.
    """
    needed = OPENS.get(item.origin.partition(":")[0])
    if needed is None:
        return item.address
    right, on_holder = needed
    return item.address if may(user, right, (item.agency or item.group) if on_holder else None) else ""


@dataclass(frozen=True)
class ItemPage:
    """One item as its page shows it: all it supports, the controls it speaks of, and what the reader may do."""

    row: ItemRow
    record_url: str
    controls: tuple[ControlAssurance, ...]
    may_support: bool
    may_unsupport: bool
    may_withdraw: bool
    files: tuple[ItemFile, ...]
    may_add_file: bool
    may_remove_file: bool


def item_page(item: AssuranceItem, user: User, today: date) -> ItemPage:
    """The page of an item `user` may read."""
    stands = item.withdrawn_at is None
    manages = may(user, Permission.MANAGE_ASSURANCE)
    row = rows(with_supports(every_item_visible_to(user).filter(pk=item.pk)), user, today)[0]
    is_kept = keeps(user, item)
    return ItemPage(
        row=row,
        record_url=record_url(item, user),
        controls=tuple(item.controls.select_related("control__risk").order_by("-at")),
        may_support=stands and may(user, Permission.RECORD_ASSURANCE),
        may_unsupport=stands and manages and len(row.supports) > 1,
        may_withdraw=stands and is_kept,
        files=tuple(item.files.all()),
        may_add_file=is_kept and not problem_of_files(item),
        may_remove_file=is_kept,
    )


def support_of(item: AssuranceItem, key: str) -> Support | None:
    """What an item supports under a `Supported.key`, or None."""
    supports = item.supports.select_related("topic", "priority", "theme", "risk")
    return next((one for one in supports if _key(one) == key), None)


def _key(support: Support) -> str:
    name = next(name for name in SUPPORTED if getattr(support, name) is not None)
    thing = getattr(support, name)
    return f"{name}:{thing.slug if name == 'topic' else thing.pk}"


@dataclass(frozen=True)
class DueItems:
    """Items that a person recorded and that will soon be stale: how many, and the first day one is."""

    number: int
    first: date | None


def due_items(user: User, today: date) -> DueItems:
    """What `user` recorded by hand and should soon renew."""
    own = items_visible_to(user).filter(recorded_by=user, origin="").filter(_fresh(Freshness.DUE_SOON, today))
    days = sorted(own.values_list("current_until", flat=True))
    return DueItems(len(days), days[0] if days else None)


def item_table(user: User, filters: ItemFilters, today: date) -> Table:
    """The items found as a table to download, each with all it supports."""
    headers = [
        "Item of assurance",
        "What it says",
        "Tool",
        "Tier",
        "Element",
        "Strength",
        "Confidence",
        "Voice",
        "Assures of",
        "From",
        "Dated",
        "Current until",
        "Freshness",
        "Gives assurance of",
        "Held elsewhere at",
        "Files kept here",
    ]
    found = with_supports(items_found(user, filters, today)).prefetch_related("files")
    return headers, [_table_row(row) for row in rows(found, user, today)]


def _table_row(row: ItemRow) -> list[Cell]:
    item = row.item
    return [
        item.title,
        item.finding,
        item.tool.title,
        item.get_tier_display(),
        item.get_element_display(),
        item.get_strength_display(),
        item.get_confidence_display(),
        item.get_voice_display() if item.voice else "",
        "\n".join(row.purposes),
        row.holder,
        item.dated_on,
        item.current_until,
        row.fresh_words,
        "\n".join(f"{one.kind}: {one.words}" for one in row.supports),
        item.link,
        "\n".join(file.name for file in item.files.all()),
    ]
