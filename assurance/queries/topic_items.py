"""The items of assurance of one topic, beside the topic's own page (R85, R91)."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from assurance.models import User
from assurance.permissions import may
from assurance.queries.items import ItemFilters, ItemRow, items_found, rows, with_supports
from assurance.rules.roles import Permission

NEWEST = 5


@dataclass(frozen=True)
class TopicItems:
    """The newest items that give assurance of a topic, how many there are, and where one records another."""

    rows: tuple[ItemRow, ...]
    number: int
    list_url: str
    record_url: str


def items_of_topic(user: User, slug: str, today: date) -> TopicItems | None:
    """The items that support the topic called `slug`; None for those who do not read assurance."""
    if not may(user, Permission.READ_ASSURANCE):
        return None
    found = with_supports(items_found(user, ItemFilters(about=f"topic:{slug}"), today))
    about = f"?about=topic:{slug}"
    records = may(user, Permission.RECORD_ASSURANCE)
    return TopicItems(
        rows=tuple(rows(found[:NEWEST], user, today)),
        number=found.count(),
        list_url=reverse("assurance:item_list") + about,
        record_url=reverse("assurance:item_record") + about if records else "",
    )
