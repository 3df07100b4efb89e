"""What items of assurance support: put there with the item, added and taken off since. One item, many (R91)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import AssuranceItem, Support, User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.services import activity


@dataclass(frozen=True)
class Supports:
    """What an item supports, by the keys of topics, priorities, themes and risks."""

    topics: frozenset[int] = frozenset()
    priorities: frozenset[UUID] = frozenset()
    themes: frozenset[UUID] = frozenset()
    risks: frozenset[UUID] = frozenset()

    def pairs(self) -> set[tuple[str, int | UUID]]:
        """Each as the name of the link and the key it leads to."""
        named: Mapping[str, Iterable[int | UUID]] = {
            "topic": self.topics,
            "priority": self.priorities,
            "theme": self.themes,
            "risk": self.risks,
        }
        return {(name, key) for name, keys in named.items() for key in keys}


NOTHING = Supports()


@transaction.atomic
def add_supports(*, item: AssuranceItem, supports: Supports, by: User, now: datetime) -> None:
    """Let an item support more than it did (R91). What it supports already is left as it is."""
    demand(by, Permission.RECORD_ASSURANCE)
    if not supports.pairs():
        raise ValidationError("Choose at least one thing that it gives assurance of.")
    if AssuranceItem.objects.filter(pk=item.pk).exclude(withdrawn_at=None).exists():
        raise ValidationError("It has been withdrawn: it gives assurance of nothing more.")
    added = put_supports([(item, supports)])
    if not added:
        raise ValidationError("It supports all of that already.")
    activity.record(actor=by, action="item.support", subject=item, detail={"added": added}, now=now)


@transaction.atomic
def remove_support(*, support: Support, by: User, now: datetime) -> None:
    """Take one thing off what an item supports, but for the last: an item that supports nothing is withdrawn."""
    demand(by, Permission.MANAGE_ASSURANCE)
    item = AssuranceItem.objects.select_for_update().get(pk=support.item_id)
    if item.supports.count() < 2:
        raise ValidationError("It is the only thing it gives assurance of: withdraw the item instead.")
    Support.objects.filter(pk=support.pk).delete()
    activity.record(actor=by, action="item.unsupport", subject=item, now=now)


def put_supports(wanted: Sequence[tuple[AssuranceItem, Supports]]) -> int:
    """Let items support what they do not support yet; how many links that made. Two queries."""
    there = _supports_of([item for item, _ in wanted])
    missing = [
        Support(item=item, **{f"{name}_id": key})
        for item, supports in wanted
        for name, key in sorted(supports.pairs() - there.get(item.pk, {}).keys(), key=str)
    ]
    Support.objects.bulk_create(missing)
    return len(missing)


def take_off_supports(unwanted: Sequence[tuple[AssuranceItem, Supports]]) -> None:
    """Take off items what they support no longer."""
    named = [(item, supports.pairs()) for item, supports in unwanted if supports.pairs()]
    if named:
        there = _supports_of([item for item, _ in named])
        gone = [there[item.pk][pair] for item, pairs in named for pair in pairs & there.get(item.pk, {}).keys()]
        Support.objects.filter(pk__in=gone).delete()


def _supports_of(items: Iterable[AssuranceItem]) -> dict[UUID, dict[tuple[str, int | UUID], int]]:
    """What items support, each with the key of its row."""
    found: dict[UUID, dict[tuple[str, int | UUID], int]] = {}
    rows = Support.objects.filter(item__in=[item.pk for item in items])
    for pk, item, *keys in rows.values_list("pk", "item", "topic", "priority", "theme", "risk"):
        pairs = zip(("topic", "priority", "theme", "risk"), keys, strict=True)
        found.setdefault(item, {}).update({(name, key): pk for name, key in pairs if key is not None})
    return found
