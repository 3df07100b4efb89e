"""What SAAS receives on lessons (ToR 3.7): what is new since it last met; and lessons as tables to download."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from assurance.models import Lesson, LessonChange, LessonGiven, User
from assurance.permissions import may
from assurance.queries.lessons import (
    GivenRow,
    LessonFilters,
    given_rows,
    given_to_us,
    given_visible_to,
    lessons_found,
    lessons_visible_to,
    source_words,
)
from assurance.queries.meetings import meetings_visible_to
from assurance.queries.tables import Table
from assurance.rules.learning import CHANGE_WORDS
from assurance.rules.meetings import MeetingKind, MeetingState
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import date_words, local_date

SAAS = "saas"
WITHOUT_A_MEETING = timedelta(days=91)
SHOWN = 20
GIVEN_HEADERS = ["Given to", "Tells by", "State", "How it stands", *CHANGE_WORDS.values()]


@dataclass(frozen=True)
class Updates:
    """What is new: since when, in words too; the lessons recorded since, and what agencies and groups told since."""

    since: datetime
    words: str
    lessons: QuerySet[Lesson]
    changes: QuerySet[LessonChange]

    @property
    def number(self) -> int:
        """How much there is that is new."""
        return self.lessons.count() + self.changes.count()


def updates(user: User, now: datetime) -> Updates:
    """
    What is new since SAAS last met (ToR 3.7); for those to whom its meetings are not open, in the last 3 months.

    Nothing is new to those without the right to assurance.
    """
    held = meetings_visible_to(user).filter(group__slug=SAAS, state=MeetingState.HELD, starts_at__lte=now)
    last = held.exclude(kind=MeetingKind.WORKING_GROUP).order_by("-starts_at").first()
    since = last.starts_at if last else now - WITHOUT_A_MEETING
    words = f"since SAAS met on {date_words(last.starts_at)}" if last else "in the last 3 months"
    changes = LessonChange.objects.filter(given__in=given_visible_to(user).order_by(), at__gt=since)
    lessons = lessons_visible_to(user).filter(recorded_at__gt=since)
    if not may(user, Permission.READ_ASSURANCE):
        lessons, changes = lessons.none(), changes.none()
    related = changes.select_related("given__lesson", "given__agency", "given__group")
    return Updates(since, words, lessons, related.order_by("-at", "-pk"))


def updates_table(user: User, now: datetime) -> Table:
    """All that is new as a table: the paper SAAS receives."""
    headers = ["Date", "Lesson", "Agency or group", "What it is about", "What is told"]
    new = updates(user, now)
    rows: list[tuple[datetime, list[Cell]]] = [
        (one.at, [local_date(one.at), one.given.lesson.title, one.given.holder.name, one.get_kind_display(), one.text])
        for one in new.changes
    ]
    rows += [
        (one.recorded_at, [local_date(one.recorded_at), one.title, "", "New lesson", one.what]) for one in new.lessons
    ]
    return headers, [cells for _, cells in sorted(rows, key=lambda row: row[0], reverse=True)]


def lesson_table(user: User, filters: LessonFilters, today: date) -> Table:
    """The lessons found as a table, a row for each agency or group one was given to, with what was told."""
    headers = [
        "Lesson",
        "What was learned",
        "What should change",
        "Comes from",
        "Review or panel",
        "Published on",
        "Link",
        "About",
        *GIVEN_HEADERS,
    ]
    lessons = list(lessons_found(user, filters, today))
    given = given_visible_to(user).filter(lesson__in=[one.pk for one in lessons])
    of_lesson = _by_lesson(given_rows(given, user, today))
    rows = [_lesson_cells(one, user) + cells for one in lessons for cells in of_lesson.get(one.pk, [_nobody()])]
    return headers, rows


def ours_table(user: User, today: date) -> Table:
    """What the agencies and groups of `user` were given, as a table."""
    headers = ["Lesson", "What was learned", "What should change", *GIVEN_HEADERS]
    found = given_rows(given_to_us(user, today), user, today)
    return headers, [
        [row.given.lesson.title, row.given.lesson.what, row.given.lesson.change, *_given_cells(row)] for row in found
    ]


def _by_lesson(rows: Iterable[GivenRow]) -> dict[object, list[list[Cell]]]:
    found: dict[object, list[list[Cell]]] = {}
    for row in rows:
        found.setdefault(row.given.lesson_id, []).append(_given_cells(row))
    return found


def _nobody() -> list[Cell]:
    return ["Not given yet", *[""] * (len(GIVEN_HEADERS) - 1)]


def _lesson_cells(lesson: Lesson, user: User) -> list[Cell]:
    source, origin = source_words(lesson, user)
    topic = lesson.topic.title if lesson.topic else ""
    return [lesson.title, lesson.what, lesson.change, source, origin, lesson.published_on, lesson.link, topic]


def _given_cells(row: GivenRow) -> list[Cell]:
    given: LessonGiven = row.given
    told = ["\n".join(f"{date_words(one.at)}: {one.text}" for one in cell.changes) for cell in row.cells]
    return [given.holder.name, given.due_on, given.get_state_display(), "Overdue" if row.is_late else "", *told]
