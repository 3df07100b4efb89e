"""Reading good practice: strengths, and good, best and outstanding practice (R77)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from assurance.models import Agency, GoodPractice, Topic, User
from assurance.permissions import may
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import local_date


@dataclass(frozen=True)
class PracticeFilters:
    """What the list is narrowed to: a level, a topic's slug, an agency's slug; blank for any."""

    level: str = ""
    topic: str = ""
    agency: str = ""


def practice_recorded() -> QuerySet[GoodPractice]:
    """Everything that is recorded and has not been withdrawn, newest first; with topic, agency and recorder."""
    return GoodPractice.objects.filter(withdrawn_at=None).select_related("topic", "agency", "recorded_by")


def practice_visible_to(user: User) -> QuerySet[GoodPractice]:
    """The same, for those who may read indicators."""
    return practice_recorded() if may(user, Permission.READ_INDICATORS) else GoodPractice.objects.none()


def practice_found(user: User, filters: PracticeFilters) -> QuerySet[GoodPractice]:
    """The good practice that matches every filter, newest first."""
    found = practice_visible_to(user)
    if filters.level:
        found = found.filter(level=filters.level)
    if filters.topic:
        found = found.filter(topic__slug=filters.topic)
    return found.filter(agency__slug=filters.agency) if filters.agency else found


def one_practice_visible_to(user: User, pk: UUID) -> GoodPractice | None:
    """One entry, or None."""
    return practice_visible_to(user).filter(pk=pk).first()


def topics_of_practice(user: User) -> QuerySet[Topic]:
    """The topics that good practice is about, for the filter."""
    return Topic.objects.filter(pk__in=practice_visible_to(user).order_by().values("topic"))


def agencies_of_practice(user: User) -> QuerySet[Agency]:
    """The agencies whose good practice is recorded, for the filter."""
    return Agency.objects.filter(pk__in=practice_visible_to(user).order_by().values("agency"))


def practice_table(user: User, filters: PracticeFilters) -> Table:
    """The good practice found as a table to download."""
    headers = [
        "Good practice",
        "Level",
        "About",
        "Agency",
        "What is done",
        "What difference it makes for children",
        "Recorded on",
        "Recorded by",
    ]
    rows: list[list[Cell]] = [
        [
            one.title,
            one.get_level_display(),
            one.topic.title,
            one.agency.name if one.agency else "",
            one.what,
            one.difference,
            local_date(one.recorded_at),
            str(one.recorded_by),
        ]
        for one in practice_found(user, filters)
    ]
    return headers, rows
