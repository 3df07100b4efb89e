"""Agencies added, renamed, merged and ended, with their history kept (KCC 3.4, R5, R6, C4)."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate

from assurance.models import Agency, AgencyDuty, AgencyName, PartnershipGroup, User
from assurance.permissions import demand, sync_everyone
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words
from assurance.services import activity
from assurance.services.memberships import end_memberships_of

CHANGEABLE = ("short_name", "category", "role", "represented_by", "asked_each_quarter")


@transaction.atomic
def create_agency(
    *,
    name: str,
    short_name: str,
    category: str,
    role: str,
    represented_by: PartnershipGroup | None,
    asked_each_quarter: bool,
    starts_on: date,
    by: User,
    now: datetime,
) -> Agency:
    """A new agency, with its name from its first day and, for a Relevant Agency, its three duties to be recorded."""
    demand(by, Permission.MANAGE_PARTNERSHIP)
    slug = slugify(name)[:50]
    if not slug or Agency.objects.filter(slug=slug).exists():
        raise ValidationError(
            f"There is an agency called “{name}” already, or there was one. Give this one another name."
        )
    agency = Agency.objects.create(
        slug=slug,
        name=name,
        short_name=short_name or name[:60],
        category=category,
        role=role,
        represented_by=represented_by,
        asked_each_quarter=asked_each_quarter,
        starts_on=starts_on,
    )
    AgencyName.objects.create(agency=agency, name=name, starts_on=starts_on)
    _record_duties(agency)
    sync_everyone(today=localdate(now))
    activity.record(actor=by, action="agency.add", subject=agency, now=now)
    return agency


@transaction.atomic
def change_agency(*, agency: Agency, by: User, now: datetime, **values: object) -> None:
    """Change what an agency does, who represents it, its category, and whether it is asked for returns."""
    demand(by, Permission.MANAGE_PARTNERSHIP)
    for field in CHANGEABLE:
        setattr(agency, field, values[field])
    agency.save(update_fields=CHANGEABLE)
    _record_duties(agency)
    activity.record(actor=by, action="agency.change", subject=agency, now=now)


@transaction.atomic
def rename_agency(
    *, agency: Agency, name: str, short_name: str, starts_on: date, by: User, now: datetime, today: date
) -> None:
    """Give an agency a new name from a day on. Papers of earlier days keep the name of their day (C4)."""
    demand(by, Permission.MANAGE_PARTNERSHIP)
    current = agency.names.get(ends_on__isnull=True)
    if starts_on > today:
        raise ValidationError("The new name cannot begin in the future: record it on the day it begins.")
    if starts_on <= current.starts_on:
        raise ValidationError(
            f"The name “{current.name}” holds from {date_words(current.starts_on)}: give a later day."
        )
    if name == current.name:
        raise ValidationError(f"“{name}” is its name already.")
    current.ends_on = starts_on - timedelta(days=1)
    current.save(update_fields=["ends_on"])
    AgencyName.objects.create(agency=agency, name=name, starts_on=starts_on)
    agency.name, agency.short_name = name, short_name or name[:60]
    agency.save(update_fields=["name", "short_name"])
    activity.record(
        actor=by, action="agency.rename", subject=agency, detail={"starts_on": starts_on.isoformat()}, now=now
    )


@transaction.atomic
def end_agency(*, agency: Agency, last_day: date, by: User, now: datetime, today: date) -> int:
    """End an agency with `last_day`, and its memberships and representations with it; how many those were."""
    demand(by, Permission.MANAGE_PARTNERSHIP)
    ended = _end(agency, last_day, None, by, now, today)
    activity.record(actor=by, action="agency.end", subject=agency, detail={"last_day": last_day.isoformat()}, now=now)
    return ended


@transaction.atomic
def merge_agency(*, agency: Agency, into: Agency, last_day: date, by: User, now: datetime, today: date) -> int:
    """
    End an agency that goes on as part of another; how many memberships ended with it.

    Its returns, names and memberships stay its own. People who go on with `into` are given a membership there.
    """
    demand(by, Permission.MANAGE_PARTNERSHIP)
    if into == agency:
        raise ValidationError("An agency cannot be merged into itself.")
    if into.starts_on > last_day + timedelta(days=1) or (into.ends_on and into.ends_on <= last_day):
        raise ValidationError(f"{into} does not exist on the day after {date_words(last_day)}: choose another day.")
    ended = _end(agency, last_day, into, by, now, today)
    detail = {"into": into.pk, "last_day": last_day.isoformat()}
    activity.record(actor=by, action="agency.merge", subject=agency, detail=detail, now=now)
    return ended


@transaction.atomic
def record_duty(
    *, agency: Agency, duty: str, state: str, note: str, noted_on: date | None, by: User, now: datetime
) -> AgencyDuty:
    """Record how a Relevant Agency stands against one of its three duties (KCC 3.4)."""
    demand(by, Permission.MANAGE_PARTNERSHIP)
    recorded, _ = AgencyDuty.objects.update_or_create(
        agency=agency, duty=duty, defaults={"state": state, "note": note, "noted_on": noted_on}
    )
    activity.record(actor=by, action="agency.record_duty", subject=recorded, detail={"state": state}, now=now)
    return recorded


def _record_duties(agency: Agency) -> None:
    if not agency.is_safeguarding_partner:
        for duty in AgencyDuty.Duty:
            AgencyDuty.objects.get_or_create(agency=agency, duty=duty)


def _end(agency: Agency, last_day: date, into: Agency | None, by: User, now: datetime, today: date) -> int:
    if agency.ends_on:
        raise ValidationError(f"{agency} has a last day already: {date_words(agency.ends_on)}.")
    if last_day < agency.starts_on:
        raise ValidationError(f"{agency} began on {date_words(agency.starts_on)}: its last day cannot lie before that.")
    agency.ends_on, agency.merged_into = last_day, into
    agency.save(update_fields=["ends_on", "merged_into"])
    return end_memberships_of(seat=agency, last_day=last_day, by=by, now=now, today=today)
