"""Notices to people, and the content-free mails that mirror them (trust.md 12)."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from assurance.models import Agency, Notice, PartnershipGroup, User
from assurance.permissions import refresh_grants
from assurance.queries.notices import still_allowed
from assurance.rules.roles import Permission


@transaction.atomic
def notify(
    *,
    person: User,
    text: str,
    url: str,
    permission: Permission,
    on: Agency | PartnershipGroup | None = None,
    now: datetime,
) -> Notice:
    """A new notice. `text` says what kind of thing it is, never its content; `permission` guards it until read."""
    agency, group = (on if isinstance(on, Agency) else None), (on if isinstance(on, PartnershipGroup) else None)
    return Notice.objects.create(
        person=person, text=text, url=url, permission=permission, agency=agency, group=group, created_at=now
    )


@transaction.atomic
def mail_notice(*, notice_id: UUID, now: datetime) -> bool:
    """Mail a notice once, if its reader's right still holds; whether it was sent. Claimed first, so never twice."""
    notice = Notice.objects.select_related("person").get(pk=notice_id)
    unsent = Notice.objects.filter(pk=notice_id, mailed_at__isnull=True, withheld_at__isnull=True)
    refresh_grants(notice.person, today=localdate(now))
    if not still_allowed(notice):
        unsent.update(withheld_at=now)
        return False
    if not unsent.update(mailed_at=now):
        return False
    context = {"notice": notice, "link": f"{settings.PORTAL_URL}{notice.url}"}
    mail = EmailMultiAlternatives(notice.text, render_to_string("emails/notice.txt", context), to=[notice.person.email])
    mail.attach_alternative(render_to_string("emails/notice.html", context), "text/html")
    mail.send()
    return True


@transaction.atomic
def mark_read(*, notice: Notice, now: datetime) -> None:
    """Note that the person has seen the notice."""
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=now)


@transaction.atomic
def mark_all_read(*, person: User, now: datetime) -> None:
    """Note that the person has seen all their notices."""
    Notice.objects.filter(person=person, read_at__isnull=True).update(read_at=now)
