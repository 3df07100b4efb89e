"""Reading courses: the need, who took them up, and what they changed (R146)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from assurance.models import Course, CourseImpact, CourseTakeUp, User
from assurance.permissions import may
from assurance.queries.tables import Table
from assurance.rules.periods import Quarter, quarter_containing
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell


def courses_visible_to(user: User) -> QuerySet[Course]:
    """Every course, those still given first, then by title; for those who may read plans and documents."""
    if not may(user, Permission.READ_PLAN):
        return Course.objects.none()
    impact = Prefetch("impact", CourseImpact.objects.select_related("by"))
    take_up = Prefetch("take_up", CourseTakeUp.objects.select_related("agency"))
    found = Course.objects.select_related("priority__plan").prefetch_related(impact, take_up, "topics")
    return found.order_by(F("ended_on").desc(nulls_first=True), "title")


def course_visible_to(user: User, pk: UUID) -> Course | None:
    """One course, or None."""
    return courses_visible_to(user).filter(pk=pk).first()


@dataclass(frozen=True)
class CourseRow:
    """A course with how many completed it this financial year, and the newest of what it changed, if that is known."""

    course: Course
    completed: int
    newest: CourseImpact | None


def course_rows(user: User, today: date) -> list[CourseRow]:
    """Every course, in the order of the list."""
    year = quarter_containing(today).financial_year
    return [
        CourseRow(
            course,
            sum(one.completed for one in course.take_up.all() if one.financial_year == year),
            next(iter(course.impact.all()), None),
        )
        for course in courses_visible_to(user)
    ]


@dataclass(frozen=True)
class TakeUp:
    """An agency's take-up of a course in a quarter, in words."""

    agency: str
    quarter: str
    completed: int
    booked: int | None


def take_up_of(course: Course) -> list[TakeUp]:
    """Who took a course up, the newest quarter first, then by agency."""
    return [
        TakeUp(
            one.agency.name,
            Quarter(one.financial_year, one.quarter).short_words,
            one.completed,
            one.booked,
        )
        for one in course.take_up.all()
    ]


def course_table(user: User, today: date) -> Table:
    """Every course with each agency's take-up, a row each; a course nobody has taken up has one row."""
    headers = ["Course", "Given", "Need", "Agency", "Quarter", "Booked", "Completed", "What changed in practice"]
    headers += ["What changed for children", "How we know", "Seen on", "About", "Priority", "No longer given since"]
    return headers, [cells for row in course_rows(user, today) for cells in _cells(row)]


def _cells(row: CourseRow) -> list[list[Cell]]:
    course = row.course
    newest = row.newest
    impact: list[Cell] = (
        [newest.practice, newest.outcomes, newest.source, newest.seen_on] if newest else ["Not yet known", "", "", None]
    )
    impact += ["; ".join(topic.title for topic in course.topics.all())]
    impact += [course.priority.title if course.priority else "", course.ended_on]
    said: list[Cell] = [course.title, course.get_kind_display(), course.need]
    rows = take_up_of(course)
    if not rows:
        return [[*said, "", "", None, None, *impact]]
    return [[*said, one.agency, one.quarter, one.booked, one.completed, *impact] for one in rows]
