"""What an item of assurance may support: topics, objectives among them, priorities, themes under way, open risks."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from assurance.models import Priority, Risk, Theme, Topic
from assurance.queries.plans import current_priorities
from assurance.rules.risks import RiskState
from assurance.rules.themes import ENDED


@dataclass(frozen=True)
class Offered:
    """The things to choose among."""

    topics: QuerySet[Topic]
    priorities: QuerySet[Priority]
    themes: QuerySet[Theme]
    risks: QuerySet[Risk]


def supports_offered(today: date) -> Offered:
    """What a new item, or an item that is used again, may support. For those who may record items."""
    return Offered(
        topics=Topic.objects.filter(is_current=True),
        priorities=current_priorities(today),
        themes=Theme.objects.exclude(state__in=ENDED).order_by("title", "pk"),
        risks=Risk.objects.filter(state=RiskState.OPEN).order_by("number"),
    )
