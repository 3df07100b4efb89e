"""Reading the three tiers: what Figure 1 says of each, its tools and items, and what those assure of (R82, R86)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from assurance.models import AssuranceTool, User
from assurance.queries.items import ItemRow, items_visible_to, rows, with_supports
from assurance.queries.tools import tools_visible_to
from assurance.rules.evidence_tiers import (
    ELEMENT_WORDS,
    PURPOSE_WORDS,
    TIER_SHORT,
    TIER_SLUGS,
    TIER_TEXTS,
    TIER_WORDS,
    Purpose,
    Tier,
    TierText,
)

NEWEST = 10


@dataclass(frozen=True)
class TierCounts:
    """The items of a tier that stand: how many, how many are current, and of those by element and by purpose."""

    standing: int
    current: int
    elements: tuple[tuple[str, int], ...]
    purposes: tuple[tuple[str, int], ...]

    @property
    def stale(self) -> int:
        """How many are stale."""
        return self.standing - self.current


@dataclass(frozen=True)
class TierShown:
    """A tier as the overview and its own page show it."""

    tier: Tier
    slug: str
    short: str
    words: str
    text: TierText
    counts: TierCounts


@dataclass(frozen=True)
class TierPage:
    """The page of a tier: its tools and newest items besides."""

    shown: TierShown
    tools: tuple[AssuranceTool, ...]
    newest: tuple[ItemRow, ...]


@dataclass(frozen=True)
class PurposeRow:
    """One of the three purposes, with how many current items of each tier assure of it."""

    purpose: Purpose
    words: str
    numbers: tuple[tuple[Tier, int], ...]


@dataclass(frozen=True)
class TiersPage:
    """The overview of the three tiers."""

    tiers: tuple[TierShown, ...]
    purposes: tuple[PurposeRow, ...]


def tiers_page(user: User, today: date) -> TiersPage:
    """The three tiers side by side, and how their current items assure of the three purposes. One query."""
    tiers = tuple(_shown(tier, counts) for tier, counts in _counts(user, today).items())
    purposes = tuple(
        PurposeRow(purpose, words, tuple((shown.tier, shown.counts.purposes[place][1]) for shown in tiers))
        for place, (purpose, words) in enumerate(PURPOSE_WORDS.items())
    )
    return TiersPage(tiers, purposes)


def tier_page(user: User, tier: Tier, today: date) -> TierPage:
    """One tier."""
    newest = with_supports(items_visible_to(user).filter(tier=tier))[:NEWEST]
    return TierPage(
        shown=_shown(tier, _counts(user, today)[tier]),
        tools=tuple(tools_visible_to(user, today).filter(tier=tier)),
        newest=tuple(rows(newest, user, today)),
    )


def _shown(tier: Tier, counts: TierCounts) -> TierShown:
    return TierShown(tier, TIER_SLUGS[tier], TIER_SHORT[tier], TIER_WORDS[tier], TIER_TEXTS[tier], counts)


def _counts(user: User, today: date) -> dict[Tier, TierCounts]:
    current = Q(current_until__gte=today)
    by_element = {f"element_{element}": Count("pk", current & Q(element=element)) for element in ELEMENT_WORDS}
    by_purpose = {
        f"purpose_{purpose}": Count("pk", current & Q(**{f"of_{purpose}": True})) for purpose in PURPOSE_WORDS
    }
    found = items_visible_to(user).order_by().values("tier")
    counted = found.annotate(standing=Count("pk"), current=Count("pk", current), **by_element, **by_purpose)
    known = {row["tier"]: row for row in counted}
    return {tier: _counted(known.get(tier, {})) for tier in Tier}


def _counted(row: dict[str, int]) -> TierCounts:
    return TierCounts(
        standing=row.get("standing", 0),
        current=row.get("current", 0),
        elements=tuple((words, row.get(f"element_{element}", 0)) for element, words in ELEMENT_WORDS.items()),
        purposes=tuple((words, row.get(f"purpose_{purpose}", 0)) for purpose, words in PURPOSE_WORDS.items()),
    )
