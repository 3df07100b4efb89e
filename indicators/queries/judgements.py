"""Judgements: the agreed one for whoever reads indicators, a partner's for whoever reads its returns (R58, R59)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from assurance.models import Agency, User
from assurance.permissions import agencies_where, may
from assurance.rules.roles import Permission
from assurance.rules.wording import LONDON
from indicators.models import Indicator, Judgement
from indicators.rules.judgements import RATINGS, WORDS, is_old
from indicators.rules.vocabulary import Extent, Kind

TOGETHER = "Agreed by the partners"


@dataclass(frozen=True)
class Judged:
    """
    One judgement as it is read.

    `words` are those of its item's question ("Partly sighted", "Largely in place"), `rating` is "red", "amber",
    "green" or blank; `agency` is the name it bore that day, and `slug` is blank for the agreed one.
    """

    agency: str
    slug: str
    extent: Extent
    words: str
    rating: str
    narrative: str
    evidence: str
    judged_on: date
    recorded_by: str
    recorded_at: datetime
    is_old: bool


@dataclass(frozen=True)
class Judgements:
    """What stands of an item: the judgement agreed, and the newest of each partner, by name (R2)."""

    agreed: Judged | None = None
    partners: tuple[Judged, ...] = ()


def judgements_visible_to(user: User) -> QuerySet[Judgement]:
    """The agreed judgements for those who read indicators; an agency's for those who read its returns (R58)."""
    return Judgement.objects.filter(_readable(user)).select_related("indicator", "agency", "recorded_by")


def latest_judgements(user: User, indicators: Iterable[Indicator], *, as_at: date) -> dict[int, Judgements]:
    """
    What stood of each indicator at the end of a day, by indicator, as far as `user` may read it.

    What was recorded later is left out, so that a meeting's paper can be printed again (R70). Two queries, however many
    indicators, agencies and judgements there are. Every indicator has an entry.
    """
    kinds = {indicator.pk: Kind(indicator.kind) for indicator in indicators}
    agreed: dict[int, Judged] = {}
    partners: dict[int, list[Judged]] = defaultdict(list)
    for row in _newest(judgements_visible_to(user).filter(indicator__in=kinds, recorded_at__lt=_midnight_after(as_at))):
        judged = judged_of(row, kinds[row.indicator_id], today=as_at)
        if row.agency_id is None:
            agreed[row.indicator_id] = judged
        else:
            partners[row.indicator_id].append(judged)
    return {
        pk: Judgements(agreed.get(pk), tuple(sorted(partners[pk], key=lambda judged: judged.agency))) for pk in kinds
    }


def _readable(user: User) -> Q:
    readable = Q(agency__in=agencies_where(user, Permission.READ_RETURN))
    return readable | Q(agency=None) if may(user, Permission.READ_INDICATORS) else readable


def _newest(judgements: QuerySet[Judgement]) -> Sequence[Judgement]:
    """The newest judgement of each indicator and agency: the last judged and, of one day, the last recorded."""
    rank = Window(
        RowNumber(),
        partition_by=[F("indicator"), F("agency")],
        order_by=[F("judged_on").desc(), F("recorded_at").desc(), F("pk").desc()],
    )
    return judgements.annotate(rank=rank).filter(rank=1).prefetch_related("agency__names")


def judged_of(row: Judgement, kind: Kind, *, today: date) -> Judged:
    """A judgement in the words of its item's question."""
    extent = Extent(row.extent)
    return Judged(
        agency=_agency_name(row.agency, row.judged_on),
        slug=row.agency.slug if row.agency else "",
        extent=extent,
        words=WORDS[kind][extent],
        rating=RATINGS[extent],
        narrative=row.narrative,
        evidence=row.evidence,
        judged_on=row.judged_on,
        recorded_by=str(row.recorded_by),
        recorded_at=row.recorded_at,
        is_old=is_old(row.judged_on, today),
    )


def _agency_name(agency: Agency | None, day: date) -> str:
    return agency.name_on(day) if agency else TOGETHER


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)
