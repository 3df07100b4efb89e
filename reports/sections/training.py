"""Training and its impact: the need, who took it up, what it changed in practice and for children (R146)."""

from collections import Counter
from collections.abc import Iterable

from assurance.models import Course, CourseTakeUp
from assurance.queries.courses import courses_visible_to
from assurance.rules.development import COURSE_WORDS, CourseKind
from assurance.rules.periods import Quarter
from assurance.rules.wording import counted, date_words, local_date
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks, Cell, Lead, Prose, Table, columns
from reports.rules.prose import listed, number_in_words, verb

NOTHING = "No training is recorded."
EVERYBODY = "Every agency"
# A course with who took it up in the time the report covers.
Taken = tuple[Course, list[CourseTakeUp]]


def build(context: PackContext) -> Blocks:
    """The courses given in the time the report covers, their take-up by agency, and what is known of their impact."""
    found = [(one, _taken(one, context)) for one in courses_visible_to(context.reader) if _was_given(one, context)]
    if not found:
        return Blocks((Lead(NOTHING),))
    unknown = [course.title for course, _ in found if not course.impact.all()]
    waits = f"It is not known yet what these changed: {listed(unknown)}." if unknown else ""
    return Blocks(
        (
            Lead(_lead(found, context)),
            _courses(found),
            _by_agency(found),
            _impact(found),
            *((Prose(waits),) if waits else ()),
        )
    )


def _was_given(course: Course, context: PackContext) -> bool:
    since = context.since
    return course.ended_on is None or since is None or course.ended_on >= local_date(since)


def _taken(course: Course, context: PackContext) -> list[CourseTakeUp]:
    """Its take-up in the quarters that end in the time the report covers."""
    begins = local_date(context.since) if context.since else None
    ends = context.period.as_quarter.ends_on
    return [
        one for one in course.take_up.all() if (begins is None or begins <= _ends_on(one)) and _ends_on(one) <= ends
    ]


def _ends_on(one: CourseTakeUp):
    return Quarter(one.financial_year, one.quarter).ends_on


def _completed(found: Iterable[Taken]) -> int:
    return sum(one.completed for _, taken in found for one in taken)


def _lead(found: list[Taken], context: PackContext) -> str:
    given = f"{counted(len(found), 'course')} {verb(len(found), 'was', 'were')} given {context.since_words}".rstrip()
    completed = _completed(found)
    told = sum(bool(course.impact.all()) for course, _ in found)
    known = f"It is known of {number_in_words(told)} what {verb(told, 'it', 'they')} changed in practice."
    return f"{given}, and completed {counted(completed, 'time')}. {known}"


def _courses(found: list[Taken]) -> Table:
    numbers = ("Booked", "Completed")
    lines = tuple(
        (
            Cell(course.title, course.get_kind_display()),
            Cell(course.need, _links(course)),
            Cell(str(sum(one.booked or 0 for one in taken)) if any(one.booked is not None for one in taken) else ""),
            Cell(str(_completed([(course, taken)]))),
        )
        for course, taken in found
    )
    return Table("Courses", columns("Course", "The need, and what shows it", *numbers, numeric=numbers), lines)


def _links(course: Course) -> str:
    """The priority and the subjects a course serves, in small print."""
    named = [*([course.priority.title] if course.priority else []), *(topic.title for topic in course.topics.all())]
    return f"Serves: {'; '.join(named)}" if named else ""


def _by_agency(found: list[Taken]) -> Table:
    by_kind = {kind: Counter[str]() for kind in CourseKind}
    for course, taken in found:
        for one in taken:
            by_kind[CourseKind(course.kind)][one.agency.name] += one.completed
    names = sorted({name for counts in by_kind.values() for name in counts}, key=str.casefold)
    rows = [(name, [by_kind[kind][name] for kind in CourseKind]) for name in names]
    if len(rows) > 1:
        rows.append((EVERYBODY, [by_kind[kind].total() for kind in CourseKind]))
    titles = (*(COURSE_WORDS[kind] for kind in CourseKind), "Together")
    lines = tuple((Cell(name), *(Cell(str(one)) for one in (*counts, sum(counts)))) for name, counts in rows)
    return Table("Completed, by agency", columns("Agency", *titles, numeric=titles), lines)


def _impact(found: list[Taken]) -> Table:
    titles = columns("Course", "What changed in practice", "What changed for children")
    lines = tuple(
        (
            Cell(course.title, f"Seen on {date_words(one.seen_on)}"),
            Cell(one.practice, one.source),
            Cell(one.outcomes or "Not said"),
        )
        for course, _ in found
        for one in list(course.impact.all())[:1]
    )
    return Table("What training has changed", titles, lines)
