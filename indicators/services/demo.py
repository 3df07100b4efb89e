"""
The demonstration's figures: the published ones as they came out, and a data request to a partner.

The request is for the one Appendix 1 item of which the documents say whose figures it needs.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import partial

from django.db import transaction

from assurance.models import Agency, User
from assurance.queries.tracker import latest_period
from assurance.rules.canonical import sha256_of
from assurance.rules.demo import DOMAIN
from assurance.rules.wording import LONDON
from assurance.services.demo_returns import BUSINESS_TEAM
from indicators.models import Area, Batch, Indicator, Measure
from indicators.rules.releases import Release
from indicators.rules.vocabulary import Relation, Unit
from indicators.services.measure_changes import add_measure
from indicators.services.observations import record_published
from indicators.services.requests import ask_for_figures

ITEM = "missing-3-or-more-times"
CODE = "MISSING_3_TIMES"
END_OF_DAY = time(23, 59)
Step = tuple[datetime, Callable[..., object]]


@transaction.atomic
def ask_demo_figures(*, now: datetime, today: date) -> bool:
    """
    Ask the police for the figure of children missing three or more times, for the quarter that is open; whether that
    was done now. The figure itself is left for a visitor to send: none is made up.

    Its data is that of the police joined with that of social care (KCC 4.3).
    """
    period = latest_period()
    if period is None or period.closed_at or Measure.objects.filter(code=CODE).exists():
        return False
    team = User.objects.get(email=f"{BUSINESS_TEAM}@{DOMAIN}")
    indicator = Indicator.objects.select_related("topic").get(slug=ITEM)
    add_measure(
        indicator=indicator,
        code=CODE,
        title=indicator.wording,
        relation=Relation.DIRECT,
        unit=Unit.COUNT,
        decimals=0,
        polarity="",
        frequency="",
        numerator="",
        denominator="",
        home_area=Area.objects.get(slug="kent"),
        source_agency=Agency.objects.get(slug="kent-police"),
        joined_with=Agency.objects.filter(slug="kent-county-council"),
        data_note="Demonstration: what is counted, and over how long, is not yet agreed.",
        reason="Demonstration: the item needs a partner’s return (KCC 4.3).",
        by=team,
        now=now,
    )
    ask_for_figures(period=period, by=team, now=now, today=today)
    return True


def figure_releases(*, releases: Sequence[Release], file_name: str, sha256: str) -> list[Step]:
    """
    The landing of the published figures, each at the end of the day by which it was out; nothing that has landed.

    `sha256` is that of the file they are all from: with the day it names what was out by then.
    """
    stamps = [sha256_of(f"{sha256} {release.day}") for release in releases]
    landed = set(Batch.objects.filter(sha256__in=[sha256, *stamps]).values_list("sha256", flat=True))
    if sha256 in landed:
        return []
    return [
        (
            datetime.combine(release.day, END_OF_DAY, LONDON),
            partial(record_published, figures=release.figures, file_name=file_name, sha256=stamp, by=None),
        )
        for release, stamp in zip(releases, stamps, strict=True)
        if stamp not in landed
    ]
