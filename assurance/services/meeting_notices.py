"""Telling people of a meeting: those one names, or its members and whoever is expected (SAAS ToR 2.3, 3.2, 3.3)."""

from datetime import datetime

from django.db.models import QuerySet

from assurance.models import Meeting, Membership, User
from assurance.permissions import people_who_may
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services.notices import notify


def tell_people(people: QuerySet[User], *, meeting: Meeting, text: str, url: str, by: User, now: datetime) -> None:
    """A notice to each of `people` but the one who acts, guarded by the right to read the group's meetings."""
    for person in people.exclude(pk=by.pk):
        notify(person=person, text=text, url=url, permission=Permission.READ_MEETING, on=meeting.group, now=now)


def tell_members(*, meeting: Meeting, text: str, url: str, by: User, now: datetime) -> None:
    """The same to the members of the group and to those expected, as far as they may read its meetings."""
    members = Membership.objects.on(local_date(now)).filter(group=meeting.group).values("person")
    expected = meeting.attendees.filter(person__isnull=False).values("person")
    readers = people_who_may(Permission.READ_MEETING, meeting.group)
    told = readers.filter(pk__in=members) | readers.filter(pk__in=expected)
    tell_people(told, meeting=meeting, text=text, url=url, by=by, now=now)
