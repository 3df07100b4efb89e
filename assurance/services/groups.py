"""Groups of the Partnership added, changed, renamed and ended, with their history kept (R7, R8, C1, C2)."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate

from assurance.models import GroupName, PartnershipGroup, User
from assurance.permissions import demand, sync_everyone
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words
from assurance.services import activity
from assurance.services.memberships import end_memberships_of

CHANGEABLE = ("short_name", "area", "roles", "represents", "meets", "asked_each_quarter")


@transaction.atomic
def create_group(
    *, name: str, level: str, starts_on: date, by: User, now: datetime, **values: object
) -> PartnershipGroup:
    """A new group of any level but the Partnership itself, of which there is one."""
    demand(by, Permission.MANAGE_PARTNERSHIP)
    slug = slugify(name)[:50]
    if not slug or PartnershipGroup.objects.filter(slug=slug).exists():
        raise ValidationError(
            f"There is a group called “{name}” already, or there was one. Give this one another name."
        )
    if level == PartnershipGroup.Level.PARTNERSHIP:
        raise ValidationError("There is one Partnership: choose another level.")
    fields = {field: values[field] for field in CHANGEABLE}
    fields["short_name"] = fields["short_name"] or name[:60]
    group = PartnershipGroup.objects.create(slug=slug, name=name, level=level, starts_on=starts_on, **fields)
    GroupName.objects.create(group=group, name=name, starts_on=starts_on)
    sync_everyone(today=localdate(now))
    activity.record(actor=by, action="group.add", subject=group, now=now)
    return group


@transaction.atomic
def change_group(*, group: PartnershipGroup, by: User, now: datetime, **values: object) -> None:
    """Change a group's roles, area, how often it meets, whom it must have, and whether it is asked for a return."""
    demand(by, Permission.MANAGE_PARTNERSHIP)
    for field in CHANGEABLE:
        setattr(group, field, values[field])
    group.save(update_fields=CHANGEABLE)
    activity.record(actor=by, action="group.change", subject=group, now=now)


@transaction.atomic
def rename_group(
    *,
    group: PartnershipGroup,
    name: str,
    short_name: str,
    note: str,
    starts_on: date,
    by: User,
    now: datetime,
    today: date,
) -> None:
    """Give a group a new name from a day on. `note` stays with the name that ends: what it ruled until then."""
    demand(by, Permission.MANAGE_PARTNERSHIP)
    current = group.names.get(ends_on__isnull=True)
    if starts_on > today:
        raise ValidationError("The new name cannot begin in the future: record it on the day it begins.")
    if starts_on <= current.starts_on:
        raise ValidationError(
            f"The name “{current.name}” holds from {date_words(current.starts_on)}: give a later day."
        )
    if name == current.name:
        raise ValidationError(f"“{name}” is its name already.")
    current.ends_on, current.note = starts_on - timedelta(days=1), note or current.note
    current.save(update_fields=["ends_on", "note"])
    GroupName.objects.create(group=group, name=name, starts_on=starts_on)
    group.name, group.short_name = name, short_name or name[:60]
    group.save(update_fields=["name", "short_name"])
    activity.record(
        actor=by, action="group.rename", subject=group, detail={"starts_on": starts_on.isoformat()}, now=now
    )


@transaction.atomic
def end_group(*, group: PartnershipGroup, last_day: date, by: User, now: datetime, today: date) -> int:
    """End a group with `last_day`, and its memberships with it; how many those were."""
    demand(by, Permission.MANAGE_PARTNERSHIP)
    if group.level == PartnershipGroup.Level.PARTNERSHIP:
        raise ValidationError("The Partnership itself cannot be ended here.")
    if group.ends_on:
        raise ValidationError(f"{group} has a last day already: {date_words(group.ends_on)}.")
    if last_day < group.starts_on:
        raise ValidationError(f"{group} began on {date_words(group.starts_on)}: its last day cannot lie before that.")
    group.ends_on = last_day
    group.save(update_fields=["ends_on"])
    ended = end_memberships_of(seat=group, last_day=last_day, by=by, now=now, today=today)
    activity.record(actor=by, action="group.end", subject=group, detail={"last_day": last_day.isoformat()}, now=now)
    return ended
