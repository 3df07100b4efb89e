"""Reading notices."""

from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from assurance.models import Notice, User
from assurance.permissions import may_on, may_somewhere
from assurance.rules.roles import Permission

# Every page asks this. Django takes five times as long to write such a statement as the database to answer it.
UNREAD_ALIKE = """
    SELECT permission, agency_id, group_id, COUNT(*)
    FROM assurance_notice
    WHERE person_id = %s AND read_at IS NULL
    GROUP BY permission, agency_id, group_id
"""


def still_allowed(notice: Notice) -> bool:
    """Whether the person may still know of what the notice is about."""
    return _may_know(notice.person, notice.permission, notice.agency_id, notice.group_id)


def notices_visible_to(user: User) -> list[Notice]:
    """The person's latest notices, newest first, without those about things no longer theirs to know."""
    return _allowed(user, user.notices.all())


def unread_notices(user: User) -> list[Notice]:
    """Those of them that are unread."""
    return _allowed(user, user.notices.filter(read_at__isnull=True))


def unread_count(user: User) -> int:
    """How many of the person's notices are unread."""
    with connection.cursor() as cursor:
        cursor.execute(UNREAD_ALIKE, [user.pk])
        return sum(count for *about, count in cursor.fetchall() if _may_know(user, *about))


def _may_know(user: User, permission: str, agency_id: int | None, group_id: int | None) -> bool:
    if agency_id:
        return may_on(user, Permission(permission), "agency", agency_id)
    if group_id:
        return may_on(user, Permission(permission), "partnershipgroup", group_id)
    return may_somewhere(user, Permission(permission))


def _allowed(user: User, notices: QuerySet[Notice]) -> list[Notice]:
    rows = list(notices[:100])
    for notice in rows:
        notice.person = user
    return [notice for notice in rows if still_allowed(notice)]


def notices_to_mail() -> list[UUID]:
    """The ids of notices neither mailed nor withheld, oldest first."""
    waiting = Notice.objects.filter(mailed_at__isnull=True, withheld_at__isnull=True)
    return list(waiting.order_by("created_at", "pk").values_list("pk", flat=True)[:500])
