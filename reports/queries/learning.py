"""What a pack tells of learning: what lessons changed since the last one (R144)."""

from datetime import datetime

from assurance.models import LessonChange, User
from assurance.queries.lessons import given_visible_to


def changes_since(user: User, since: datetime | None) -> list[LessonChange]:
    """What agencies and groups have told since then that a lesson changed, the newest first; all without `since`."""
    found = LessonChange.objects.filter(given__in=given_visible_to(user).order_by().values("pk"))
    if since is not None:
        found = found.filter(at__gt=since)
    return list(found.select_related("given__lesson", "given__agency", "given__group").order_by("-at", "pk"))
