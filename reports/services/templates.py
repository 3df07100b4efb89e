"""Keeping a choice of sections under a name, and letting one go."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from assurance.models import User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.services import activity
from reports.models import PackTemplate
from reports.rules.kinds import Kind

NAME_TAKEN = "There is a choice of sections of this name already: give this one another, or remove the other first."


@transaction.atomic
def save_template(*, name: str, kind: Kind, sections: Sequence[str], by: User, now: datetime) -> PackTemplate:
    """The choice, kept under its name. Raises PermissionDenied, and ValidationError for a name that is taken."""
    demand(by, Permission.BUILD_PACK)
    values = {"name": name, "kind": str(kind), "sections": list(sections), "saved_by": by, "saved_at": now}
    try:
        with transaction.atomic():
            template = PackTemplate.objects.create(**values)
    except IntegrityError as taken:
        raise ValidationError({"name": NAME_TAKEN}) from taken
    activity.record(actor=by, action="pack_template.save", subject=template, now=now)
    return template


@transaction.atomic
def remove_template(*, template: PackTemplate, by: User, now: datetime) -> None:
    """Let it go; packs that were made by it stay as they are. Raises PermissionDenied."""
    demand(by, Permission.BUILD_PACK)
    activity.record(actor=by, action="pack_template.remove", subject=template, now=now)
    template.delete()
