"""Reading the choices of sections that were kept, for those who build packs."""

from django.db.models import QuerySet

from assurance.models import User
from assurance.permissions import may
from assurance.rules.roles import Permission
from reports.models import PackTemplate


def templates_visible_to(user: User) -> QuerySet[PackTemplate]:
    """The kept choices, by name."""
    return PackTemplate.objects.all() if may(user, Permission.BUILD_PACK) else PackTemplate.objects.none()
