"""Reading notices."""

from uuid import UUID

from django.db.models import QuerySet

from assurance.models import Notice, User
from assurance.permissions import may_on, may_somewhere
from assurance.rules.roles import Permission


def still_allowed(notice: Notice) -> bool:
    """Whether the person may still know of what the notice is about."""
    permission = Permission(notice.permission)
    if notice.agency_id:
        return may_on(notice.person, permission, "agency", notice.agency_id)
    if notice.group_id:
        return may_on(notice.person, permission, "partnershipgroup", notice.group_id)
    return may_somewhere(notice.person, permission)


def notices_visible_to(user: User) -> list[Notice]:
    """The person's latest notices, newest first, without those about things no longer theirs to know."""
    return _allowed(user, user.notices.all())


def unread_notices(user: User) -> list[Notice]:
    """Those of them that are unread."""
    return _allowed(user, user.notices.filter(read_at__isnull=True))


def unread_count(user: User) -> int:
    """How many of the person's notices are unread."""
    return len(unread_notices(user))


def _allowed(user: User, notices: QuerySet[Notice]) -> list[Notice]:
    rows = list(notices[:100])
    for notice in rows:
        notice.person = user
    return [notice for notice in rows if still_allowed(notice)]


def notices_to_mail() -> list[UUID]:
    """The ids of notices neither mailed nor withheld, oldest first."""
    waiting = Notice.objects.filter(mailed_at__isnull=True, withheld_at__isnull=True)
    return list(waiting.order_by("created_at", "pk").values_list("pk", flat=True)[:500])
