"""Learning: lessons and what they changed, rapid reviews by their clock, inspections, training (R87, R143 to R146)."""

from collections.abc import Iterator

from django.db.models import Q

from assurance.models import CourseImpact, Inspection, LessonChange
from assurance.permissions import may
from assurance.queries import inspections, lessons, rapid_reviews
from assurance.queries.courses import CourseRow, course_rows
from assurance.queries.lessons import LessonRow
from assurance.queries.rapid_reviews import ReviewRow
from assurance.rules.actions import ActionState
from assurance.rules.learning import GivenState, RapidReviewMove, RapidReviewState
from assurance.rules.roles import Permission
from assurance.rules.wording import counted, date_words
from assurance.rules.working_days import working_days_between
from reports.queries.learning import changes_since
from reports.queries.packs import PackContext
from reports.rules.blocks import Block, Blocks, Cell, Lead, Prose, Subheading, Table, columns
from reports.rules.prose import listed, number_in_words, verb

NO_LESSON = "No lesson is recorded yet."
NOTHING = "No lesson, no inspection and no training is recorded yet."


def build(context: PackContext) -> Blocks:
    """What has been learned and what came of it, each kind of learning under its heading."""
    body = (*_lessons(context), *_reviews(context), *_inspections(context), *_training(context))
    return Blocks((Lead(_lead(context) or (NO_LESSON if body else NOTHING)), *body))


def _lead(context: PackContext) -> str:
    held = lessons.counts(context.reader, context.today)
    if not held.lessons:
        return ""
    said = f"{counted(held.lessons, 'lesson')} {verb(held.lessons, 'is', 'are')} recorded"
    if not held.given:
        return f"{said}, none given to an agency or group yet."
    given = f"given {counted(held.given, 'time')} to agencies and groups"
    told = f"{number_in_words(held.told)} {verb(held.told, 'has', 'have')} led to change"
    return (
        f"{said}, {given}. Of these {told}, {number_in_words(held.overdue)} {verb(held.overdue, 'is', 'are')} overdue."
    )


# Lessons


def _lessons(context: PackContext) -> Iterator[Block]:
    found = lessons.lessons_found(context.reader, lessons.LessonFilters(), context.today)
    told = lessons.rows(found, context.reader, context.today)
    waiting = tuple(_lesson(row) for row in told if row.told < row.given or not row.given)
    changed = tuple(_change(one) for one in changes_since(context.reader, context.since))
    if not waiting and not changed:
        return
    yield Subheading("Lessons", "lessons")
    titles = columns("Lesson", "Comes from", "How it stands", "Still to tell of change")
    yield Table("Lessons that have not led to change everywhere", titles, waiting)
    since = f" {context.since_words}".rstrip()
    yield Table(f"What lessons have changed{since}", columns("Lesson", "Told by", "In", "What changed"), changed)


def _change(one: LessonChange) -> tuple[Cell, ...]:
    told_by = Cell(one.given.holder.name, date_words(one.at))
    return Cell(one.given.lesson.title), told_by, Cell(one.get_kind_display()), Cell(one.text)


def _lesson(row: LessonRow) -> tuple[Cell, ...]:
    untold = [one.holder.name for one in row.lesson.given.all() if one.state != GivenState.CHANGED]
    late = f"{row.overdue} overdue" if row.overdue else ""
    stands = f"{row.told} of {row.given} told of change" if row.given else "Given to nobody yet"
    return (
        Cell(row.lesson.title, row.lesson.change),
        Cell(row.source, row.origin if row.origin != row.source else ""),
        Cell(stands, late),
        Cell(listed(sorted(untold, key=str.casefold)) or "Nobody"),
    )


# Rapid reviews, for readers who may know of them


def _reviews(context: PackContext) -> Iterator[Block]:
    if not may(context.reader, Permission.READ_REVIEW):
        return
    held = rapid_reviews.counts(context.reader, context.today)
    if not held.open + held.on_time + held.late:
        return
    yield Subheading("Rapid reviews", "rapid-reviews")
    yield Prose(_reviews_words(held))
    found = rapid_reviews.reviews_found(context.reader, rapid_reviews.ReviewFilters(), context.today)
    if context.since:
        decided = Q(events__move=RapidReviewMove.DECIDE, events__at__gt=context.since)
        found = found.filter(Q(state=RapidReviewState.OPEN) | decided).distinct()
    titles = columns("Rapid review", "Notified on", "Decision due", "How it stands", "Decision")
    caption = f"Rapid reviews that wait for a decision, or were decided {context.since_words}"
    lines = tuple(_review(row) for row in rapid_reviews.rows(found, context.today))
    yield Table(caption if context.since else "Rapid reviews", titles, lines)


def _reviews_words(held: rapid_reviews.ReviewCounts) -> str:
    waits = f"{counted(held.open, 'rapid review')} {verb(held.open, 'waits', 'wait')} for a decision"
    said = f"{waits}, {number_in_words(held.overdue)} overdue" if held.open else "No rapid review waits for a decision"
    done = f"{number_in_words(held.on_time)} decided by the due date, {number_in_words(held.late)} after it"
    return f"{said}. So far {done}."


def _review(row: ReviewRow) -> tuple[Cell, ...]:
    review = row.review
    clock = counted(working_days_between(review.notified_on, review.due_on), "working day")
    return (
        Cell(review.reference, review.topic.title if review.topic else ""),
        Cell(date_words(review.notified_on)),
        Cell(date_words(review.due_on), clock),
        Cell(row.stands.words.capitalize()),
        Cell(review.get_decision_display(), date_words(review.decided_on) if review.decided_on else ""),
    )


# Inspections


def _inspections(context: PackContext) -> Iterator[Block]:
    filters = inspections.InspectionFilters()
    found = list(inspections.inspections_found(context.reader, filters))
    if not found:
        return
    yield Subheading("Inspections", "inspections")
    told = [
        (one, row)
        for one in found
        for row in inspections.recommendation_rows(one.recommendations.all(), context.reader, context.today)
        if _is_open(row)
    ]
    yield Prose(_inspections_words(len(found), len(told), sum(row.has_none for _, row in told)))
    titles = columns("Recommendation", "Inspection", "Of", "What is done about it")
    lines = tuple(_recommendation(*one) for one in told)
    yield Table("Recommendations of inspections that are open", titles, lines)


def _recommendation(inspection: Inspection, row: inspections.RecommendationRow) -> tuple[Cell, ...]:
    judgement = inspection.judgement or inspections.NOT_YET
    about = f"{inspection.get_inspectorate_display()}, {date_words(inspection.inspected_on)}: {judgement}"
    return (
        Cell(row.recommendation.text),
        Cell(inspection.title, about),
        Cell(inspections.agencies_words(inspection)),
        Cell(row.words),
    )


def _is_open(row: inspections.RecommendationRow) -> bool:
    """Whether nothing is done about it, or something of what is done has not been closed with its effect."""
    endings = (ActionState.CLOSED, ActionState.DROPPED)
    return row.has_none or any(one.action.state not in endings for one in row.actions)


def _inspections_words(number: int, still_open: int, without: int) -> str:
    said = f"{counted(number, 'inspection')} {verb(number, 'is', 'are')} recorded."
    if not still_open:
        return f"{said} No recommendation is open."
    open_words = f"{counted(still_open, 'recommendation')} {verb(still_open, 'is', 'are')} open"
    return f"{said} {open_words}; nothing is done yet about {number_in_words(without)} of them."


# Training


def _training(context: PackContext) -> Iterator[Block]:
    found = course_rows(context.reader, context.today)
    if not found:
        return
    known = [(row, row.newest) for row in found if row.newest]
    yield Subheading("Training", "training")
    courses = counted(len(found), "course")
    yield Prose(f"It is known what {len(known)} of {courses} changed in practice.")
    completed = "Completed this year"
    titles = columns("Course", completed, "What changed in practice", "What changed for children", numeric=(completed,))
    yield Table("What training has changed", titles, tuple(_course(*one) for one in known))


def _course(row: CourseRow, impact: CourseImpact) -> tuple[Cell, ...]:
    return (
        Cell(row.course.title, row.course.need),
        Cell(f"{row.completed:,}"),
        Cell(impact.practice, f"{impact.source}, {date_words(impact.seen_on)}"),
        Cell(impact.outcomes or "Not said"),
    )
