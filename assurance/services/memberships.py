"""Giving, changing and ending memberships. Rights follow in the same transaction."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from assurance.models import Agency, Membership, PartnershipGroup, User
from assurance.permissions import demand, sync_grants
from assurance.rules.roles import ROLES, Permission, Role
from assurance.rules.roles import Seat as SeatKind
from assurance.rules.wording import date_words, local_date
from assurance.services import activity
from assurance.services.attendance import keep_all_in_step

KEEPS_THE_PORTAL = (Role.BUSINESS_TEAM, Role.SYSTEM_ADMINISTRATOR)


@transaction.atomic
def add_membership(
    *,
    person: User,
    role: Role,
    seat: Agency | PartnershipGroup,
    starts_on: date,
    ends_on: date | None = None,
    by: User | None,
    now: datetime,
    today: date,
    **details: object,
) -> Membership:
    """
    A new membership of an agency or group. Without `by` it is the portal's own doing: a command, the demonstration.

    Raises ValidationError when the role does not sit there, when the days do not fit, when the person has the role
    there already, and for one's own account: nobody gives themselves a right.
    """
    if by is not None:
        demand_management(by, role)
    if by == person:
        raise ValidationError("Ask a colleague to add a membership of your own: nobody gives themselves a role.")
    _check_seat(role, seat)
    _check_days(role, seat, starts_on, ends_on)
    owner = {"agency": seat} if isinstance(seat, Agency) else {"group": seat}
    same = Membership.objects.filter(person=person, role=role, **owner).exclude(ends_on__lt=starts_on)
    if (same.filter(starts_on__lte=ends_on) if ends_on else same).exists():
        raise ValidationError(f"{person} is {ROLES[role].label} of {seat} already on those days.")
    membership = Membership(person=person, role=role, starts_on=starts_on, ends_on=ends_on, **owner, **details)
    membership.full_clean()
    membership.save()
    sync_grants(person, today=today)
    activity.record(
        actor=by, action="membership.add", subject=membership, detail={"person": person.pk, "role": str(role)}, now=now
    )
    keep_all_in_step(by=by, now=now)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, last_day: date, by: User, now: datetime, today: date) -> None:
    """
    End a membership with `last_day`. A last day before today ends access with the next request.

    One that has not begun, and now never will, is taken back: nobody held it, so only the log keeps it.
    """
    demand_management(by, Role(membership.role))
    if by == membership.person and membership.role in KEEPS_THE_PORTAL:
        raise ValidationError(
            "Ask a colleague to end your own membership, so that somebody is left to manage the portal."
        )
    if membership.ends_on and last_day > membership.ends_on:
        raise ValidationError("This membership already ends before that day.")
    if last_day < membership.starts_on <= today:
        began = date_words(membership.starts_on)
        raise ValidationError(f"This membership began on {began}: its last day cannot lie before that.")
    _end(membership, last_day, by, now)
    sync_grants(membership.person, today=today)
    keep_all_in_step(by=by, now=now)


@transaction.atomic
def end_memberships_of(*, seat: Agency | PartnershipGroup, last_day: date, by: User, now: datetime, today: date) -> int:
    """
    End whatever outlasts an agency or group whose last day is `last_day`; how many memberships that were.

    With an agency go those who represent it in groups. The caller has checked that `by` may end the agency or group.
    """
    its_own = Q(agency=seat) | Q(representing=seat) if isinstance(seat, Agency) else Q(group=seat)
    lasting = Membership.objects.filter(its_own).exclude(ends_on__lte=last_day).select_related("person")
    memberships = list(lasting)
    for membership in memberships:
        began = membership.starts_on <= today
        _end(membership, max(last_day, membership.starts_on) if began else last_day, by, now)
    for person in {membership.person for membership in memberships}:
        sync_grants(person, today=today)
    keep_all_in_step(by=by, now=now)
    return len(memberships)


@transaction.atomic
def change_membership(
    *,
    membership: Membership,
    representing: Agency | None,
    speaks_for_chair_of: PartnershipGroup | None,
    capacity: str,
    has_authority: bool,
    by: User,
    now: datetime,
) -> None:
    """
    Change whom a member stands for and whether their authority is stated (ToR 4.1). Role and seat never change.

    What they may do for the agency they represent changes with it.
    """
    demand_management(by, Role(membership.role))
    membership.representing, membership.speaks_for_chair_of = representing, speaks_for_chair_of
    membership.capacity, membership.has_authority = capacity, has_authority
    membership.save(update_fields=["representing", "speaks_for_chair_of", "capacity", "has_authority"])
    sync_grants(membership.person, today=local_date(now))
    detail = {"representing": representing.pk if representing else None, "has_authority": has_authority}
    activity.record(actor=by, action="membership.change", subject=membership, detail=detail, now=now)
    keep_all_in_step(by=by, now=now)


def demand_management(by: User, role: Role) -> None:
    """Raise PermissionDenied unless `by` may give and end this role: administrators' for administrators alone."""
    demand(by, Permission.MANAGE_ACCOUNTS if role == Role.SYSTEM_ADMINISTRATOR else Permission.MANAGE_PEOPLE)


def _check_days(role: Role, seat: Agency | PartnershipGroup, starts_on: date, ends_on: date | None) -> None:
    if ROLES[role].must_end and ends_on is None:
        raise ValidationError(f"{ROLES[role].label}: give the last day. This role is always for a limited time.")
    if ends_on and ends_on < starts_on:
        raise ValidationError("The last day cannot lie before the first.")
    if seat.ends_on and (ends_on is None or ends_on > seat.ends_on):
        raise ValidationError(f"{seat} ends on {date_words(seat.ends_on)}: no membership of it can last longer.")


def _check_seat(role: Role, seat: Agency | PartnershipGroup) -> None:
    kind = ROLES[role].seat
    is_partnership = isinstance(seat, PartnershipGroup) and seat.level == PartnershipGroup.Level.PARTNERSHIP
    fits = {
        SeatKind.AGENCY: isinstance(seat, Agency),
        SeatKind.GROUP: isinstance(seat, PartnershipGroup) and not is_partnership,
        SeatKind.PARTNERSHIP: is_partnership,
    }[kind]
    if not fits:
        words = {"agency": "an agency", "group": "a group", "partnership": "the Partnership as a whole"}[kind]
        raise ValidationError(f"{ROLES[role].label} is a role in {words}: choose that instead of {seat}.")


def _end(membership: Membership, last_day: date, by: User, now: datetime) -> None:
    detail = {"person": membership.person_id, "last_day": last_day.isoformat()}
    if last_day < membership.starts_on:
        activity.record(actor=by, action="membership.cancel", subject=membership, detail=detail, now=now)
        membership.delete()
        return
    membership.ends_on = last_day
    membership.save(update_fields=["ends_on"])
    activity.record(actor=by, action="membership.end", subject=membership, detail=detail, now=now)
