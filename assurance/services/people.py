"""People: invited, changed, deactivated; and the terms on which a scrutineer is appointed (R15)."""

from datetime import date, datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from assurance.models import Agency, Membership, PartnershipGroup, ScrutineerAppointment, User
from assurance.permissions import demand, may, refusal, sync_grants
from assurance.rules.roles import Permission, Role
from assurance.rules.wording import date_words
from assurance.services import activity
from assurance.services.attendance import keep_all_in_step
from assurance.services.memberships import add_membership, demand_management

INVITATION = "Your account in the KSCMP assurance portal"


@transaction.atomic
def invite_person(
    *,
    email: str,
    name: str,
    post_title: str,
    role: Role,
    seat: Agency | PartnershipGroup,
    starts_on: date,
    ends_on: date | None = None,
    by: User | None,
    now: datetime,
    today: date,
    **details: object,
) -> User:
    """
    A new account without a password, with its first membership. `send_invitation` then tells the person.

    Without `by` it is the portal's own doing. Raises ValidationError when there is an account with this address.
    """
    if by is not None:
        demand_management(by, role)
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError(f"{email} has an account already: find it under People and add the membership there.")
    person: User = User.objects.create_user(email, name=name, post_title=post_title)
    activity.record(actor=by, action="person.invite", subject=person, now=now)
    add_membership(
        person=person,
        role=role,
        seat=seat,
        starts_on=starts_on,
        ends_on=ends_on,
        by=by,
        now=now,
        today=today,
        **details,
    )
    return person


@transaction.atomic
def send_invitation(*, person: User, by: User | None, now: datetime) -> None:
    """
    Mail the person a link with which they set their password; it works for three days and once.

    Raises ValidationError when they have set one already, when the account is deactivated, or when the mail cannot go.
    """
    if by is not None:
        demand_account_management(by, person)
    if person.has_usable_password():
        raise ValidationError(f"{person} has set a password already. They can reset it themselves on the sign-in page.")
    if not person.is_active:
        raise ValidationError("This account is deactivated: reactivate it first.")
    activity.record(actor=by, action="person.send_invitation", subject=person, now=now)
    context = {"person": person, "link": _password_link(person), "days": settings.PASSWORD_RESET_TIMEOUT // 86_400}
    context["portal_url"] = settings.PORTAL_URL
    mail = EmailMultiAlternatives(INVITATION, render_to_string("emails/invitation.txt", context), to=[person.email])
    mail.attach_alternative(render_to_string("emails/invitation.html", context), "text/html")
    try:
        mail.send()
    except OSError as error:
        raise ValidationError(
            f"The account of {person.email} is there, but the invitation could not be sent. Send it again later."
        ) from error


@transaction.atomic
def change_person(*, person: User, name: str, post_title: str, by: User, now: datetime) -> None:
    """Change a person's name and post title. The address stays: another address is another account."""
    demand(by, Permission.MANAGE_PEOPLE)
    person.name, person.post_title = name, post_title
    person.save(update_fields=["name", "post_title"])
    activity.record(actor=by, action="person.change", subject=person, now=now)
    keep_all_in_step(by=by, now=now)


@transaction.atomic
def deactivate_person(*, person: User, by: User, now: datetime, today: date) -> None:
    """Shut an account: its sessions and rights end with the next request. Memberships stay as they are."""
    demand_account_management(by, person)
    if person == by:
        raise ValidationError("Ask a colleague to deactivate your own account.")
    person.is_active = False
    person.save(update_fields=["is_active"])
    sync_grants(person, today=today)
    activity.record(actor=by, action="person.deactivate", subject=person, now=now)
    keep_all_in_step(by=by, now=now)


@transaction.atomic
def reactivate_person(*, person: User, by: User, now: datetime, today: date) -> None:
    """Open an account again, with the rights of the memberships that hold today."""
    demand_account_management(by, person)
    person.is_active = True
    person.save(update_fields=["is_active"])
    sync_grants(person, today=today)
    activity.record(actor=by, action="person.reactivate", subject=person, now=now)
    keep_all_in_step(by=by, now=now)


@transaction.atomic
def reset_second_factor(*, person: User, by: User, now: datetime) -> None:
    """Take away the second factor of somebody who has lost it. They set up another when they next sign in."""
    demand(by, Permission.MANAGE_ACCOUNTS)
    if person == by:
        raise ValidationError("Ask another system administrator to reset your own second factor.")
    Authenticator.objects.filter(user=person).delete()
    activity.record(actor=by, action="person.reset_second_factor", subject=person, now=now)


@transaction.atomic
def appoint_scrutineer(
    *,
    person: User,
    scope: str,
    employer: str,
    reports_to: str,
    starts_on: date,
    ends_on: date | None,
    by: User,
    now: datetime,
) -> ScrutineerAppointment:
    """The terms of an Independent Scrutineer: scope, employer, reporting line, dates (SIX section 6 q1 to q3)."""
    demand(by, Permission.MANAGE_PEOPLE)
    if not Membership.objects.filter(person=person, role=Role.INDEPENDENT_SCRUTINEER).exists():
        raise ValidationError(f"{person} is no Independent Scrutineer: add that membership first.")
    if ends_on and ends_on < starts_on:
        raise ValidationError("The last day cannot lie before the first.")
    appointment = ScrutineerAppointment.objects.create(
        person=person, scope=scope, employer=employer, reports_to=reports_to, starts_on=starts_on, ends_on=ends_on
    )
    activity.record(actor=by, action="appointment.add", subject=appointment, detail={"person": person.pk}, now=now)
    return appointment


@transaction.atomic
def end_appointment(*, appointment: ScrutineerAppointment, last_day: date, by: User, now: datetime) -> None:
    """End an appointment with `last_day`. The membership that brings its rights is ended for itself."""
    demand(by, Permission.MANAGE_PEOPLE)
    if last_day < appointment.starts_on:
        raise ValidationError(f"The appointment began on {date_words(appointment.starts_on)}: give a later day.")
    appointment.ends_on = last_day
    appointment.save(update_fields=["ends_on"])
    detail = {"last_day": last_day.isoformat()}
    activity.record(actor=by, action="appointment.end", subject=appointment, detail=detail, now=now)


def demand_account_management(by: User, person: User) -> None:
    """Raise PermissionDenied unless `by` manages accounts, or people and `person` was never a system administrator."""
    administers = Membership.objects.filter(person=person, role=Role.SYSTEM_ADMINISTRATOR).exists()
    if not may(by, Permission.MANAGE_ACCOUNTS) and (administers or not may(by, Permission.MANAGE_PEOPLE)):
        raise PermissionDenied(refusal(Permission.MANAGE_ACCOUNTS))


def _password_link(person: User) -> str:
    key = default_token_generator.make_token(person)
    arguments = {"uidb36": user_pk_to_url_str(person), "key": key}
    return settings.PORTAL_URL + reverse("account_reset_password_from_key", kwargs=arguments)
