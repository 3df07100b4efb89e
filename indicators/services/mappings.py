"""Mappings kept in the portal: the shipped ones brought in, and a source's remembered when somebody has set it out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.services import activity
from indicators.models import ImportMapping, Source
from indicators.rules.importing.mapping import read_mapping

Data = dict[str, Any]


@transaction.atomic
def load_mappings(*, mappings: Iterable[Data], by: User | None, now: datetime) -> int:
    """Add the mappings that are missing; how many that were. What is there already is the Business Team's."""
    known = set(ImportMapping.objects.values_list("slug", flat=True))
    sources = dict(Source.objects.values_list("slug", "pk"))
    added = []
    for data in mappings:
        mapping = read_mapping(data)
        if mapping.name not in known:
            added.append(
                ImportMapping.objects.create(
                    slug=mapping.name,
                    title=mapping.title,
                    source_id=sources[mapping.source],
                    columns=data,
                    changed_by=by,
                    changed_at=now,
                )
            )
    if added:
        detail = {"added": [row.pk for row in added]}
        activity.record(actor=by, action="mapping.load", subject=added[0], detail=detail, now=now)
    return len(added)


@transaction.atomic
def keep_mapping(*, columns: Data, by: User, now: datetime) -> ImportMapping:
    """Keep a mapping under its name, in place of the one kept so far. Raises ValidationError with a sentence."""
    demand(by, Permission.MANAGE_INDICATORS)
    try:
        mapping = read_mapping(columns)
    except ValueError as problem:
        raise ValidationError(str(problem)) from problem
    source = Source.objects.filter(slug=mapping.source).first()
    if source is None:
        raise ValidationError("The mapping names a source that the portal does not have.")
    row, _ = ImportMapping.objects.update_or_create(
        slug=mapping.name,
        defaults={
            "title": mapping.title,
            "source": source,
            "columns": columns,
            "changed_by": by,
            "changed_at": now,
        },
    )
    activity.record(actor=by, action="mapping.keep", subject=row, now=now)
    return row
