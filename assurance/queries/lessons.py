"""Reading lessons: the list, one lesson with who has changed what, what was given to us, what is new since SAAS met."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Min, Prefetch, Q, QuerySet
from django.urls import reverse

from assurance.models import (
    Agency,
    Lesson,
    LessonChange,
    LessonGiven,
    PartnershipGroup,
    RapidReview,
    Theme,
    Topic,
    User,
)
from assurance.permissions import agencies_where, groups_where, may
from assurance.queries.actions import held_by, holders_offered
from assurance.queries.themes import themes_visible_to
from assurance.rules.canonical import canonical_json, sha256_of
from assurance.rules.learning import (
    CHANGE_WORDS,
    GIVEN_MOVE_ASKS,
    GIVEN_RIGHTS,
    NOTHING_TOLD,
    SOURCE_WORDS,
    ChangeKind,
    GivenMove,
    GivenState,
    LessonSource,
    given_moves_from,
    is_given_overdue,
    source_as_told,
    untold_words,
)
from assurance.rules.roles import Permission
from assurance.rules.tracker import lateness_in_words
from assurance.rules.wording import date_words

OVERDUE, WAITING, CHANGED, NOT_GIVEN = "overdue", "waiting", "changed", "not_given"


@dataclass(frozen=True)
class LessonFilters:
    """
    What the list is narrowed to; blank for any.

    `source` where a lesson comes from, `topic` a slug, `standing` "overdue", "waiting", "changed" (everybody has told
    of change) or "not_given", `holder` "agency:slug" or "group:slug".
    """

    source: str = ""
    topic: str = ""
    standing: str = ""
    holder: str = ""


def reads_reviews(user: User) -> bool:
    """Whether `user` may know that there are rapid reviews; a lesson tells nobody else that it comes from one."""
    return may(user, Permission.READ_REVIEW)


def given_visible_to(user: User) -> QuerySet[LessonGiven]:
    """To whom lessons were given: everything with the right to assurance, else what one’s agency or group was given."""
    found = LessonGiven.objects.select_related("lesson", "agency", "group")
    if may(user, Permission.READ_ASSURANCE):
        return found
    return found.filter(
        Q(agency__in=agencies_where(user, Permission.READ_ACTION))
        | Q(group__in=groups_where(user, Permission.READ_ACTION))
    )


def lessons_visible_to(user: User) -> QuerySet[Lesson]:
    """The lessons, the newest first: all of them with the right to assurance, else those one was given."""
    found = Lesson.objects.select_related("topic", "theme", "recorded_by")
    if may(user, Permission.READ_ASSURANCE):
        return found
    return found.filter(pk__in=given_visible_to(user).order_by().values("lesson"))


def lesson_visible_to(user: User, pk: UUID) -> Lesson | None:
    """One lesson, or None."""
    return lessons_visible_to(user).filter(pk=pk).first()


def given_one_visible_to(user: User, pk: UUID) -> LessonGiven | None:
    """One lesson as it was given to an agency or a group, or None."""
    return given_visible_to(user).filter(pk=pk).first()


def lessons_of_review(user: User, review: RapidReview) -> QuerySet[Lesson]:
    """The lessons of a rapid review, for those who may know of it."""
    found = lessons_visible_to(user).filter(rapid_review=review)
    return found if reads_reviews(user) else found.none()


def lessons_found(user: User, filters: LessonFilters, today: date) -> QuerySet[Lesson]:
    """The lessons that match every filter, in the same order, with to whom they were given."""
    found = _of_source(lessons_visible_to(user), filters.source, user)
    if filters.topic:
        found = found.filter(topic__slug=filters.topic)
    given = given_visible_to(user).order_by()
    kind, _, slug = filters.holder.partition(":")
    if kind in ("agency", "group"):
        given = given.filter(**{f"{kind}__slug": slug})
        if filters.standing != NOT_GIVEN:
            found = found.filter(pk__in=given.values("lesson"))
    found = _standing(found, given, filters.standing, today)
    return found.prefetch_related(Prefetch("given", given_visible_to(user)))


def _standing(found: QuerySet[Lesson], given: QuerySet[LessonGiven], standing: str, today: date) -> QuerySet[Lesson]:
    untold = given.exclude(state=GivenState.CHANGED)
    if standing == OVERDUE:
        return found.filter(pk__in=untold.filter(due_on__lt=today).values("lesson"))
    if standing == WAITING:
        return found.filter(pk__in=untold.values("lesson"))
    if standing == CHANGED:
        return found.filter(pk__in=given.values("lesson")).exclude(pk__in=untold.values("lesson"))
    return found.exclude(pk__in=given.values("lesson")) if standing == NOT_GIVEN else found


def _of_source(found: QuerySet[Lesson], source: str, user: User) -> QuerySet[Lesson]:
    if not source:
        return found
    wanted = {one for one in LessonSource if source_as_told(one, reads_reviews=reads_reviews(user)) == source}
    return found.filter(source__in=wanted)


def sources_offered(user: User) -> list[tuple[str, str]]:
    """Where lessons come from, as choices, as far as one may know."""
    known = [one for one in LessonSource if source_as_told(one, reads_reviews=reads_reviews(user)) == one]
    return [(str(one), SOURCE_WORDS[one]) for one in known]


def topics_of_lessons(user: User) -> QuerySet[Topic]:
    """The topics that lessons are about, for the filter."""
    return Topic.objects.filter(pk__in=lessons_visible_to(user).order_by().values("topic"))


def holders_of_lessons(user: User) -> list[tuple[str, str]]:
    """The agencies and groups that were given a lesson, as "agency:slug" with the name, for the filter."""
    found = given_visible_to(user).order_by()
    agencies = Agency.objects.filter(pk__in=found.values("agency")).values_list("slug", "name")
    groups = PartnershipGroup.objects.filter(pk__in=found.values("group")).values_list("slug", "name")
    return [(f"agency:{slug}", name) for slug, name in agencies] + [(f"group:{slug}", name) for slug, name in groups]


def holders_to_give(lesson: Lesson, today: date) -> dict[str, Agency | PartnershipGroup]:
    """The agencies and groups of today that have not been given the lesson, by "agency:slug" and "group:slug"."""
    has = {one.holder for one in lesson.given.select_related("agency", "group")}
    return {key: seat for key, seat in holders_offered(today).items() if seat not in has and _can_hold(seat)}


def _can_hold(seat: Agency | PartnershipGroup) -> bool:
    return isinstance(seat, Agency) or seat.level != PartnershipGroup.Level.PARTNERSHIP


def themes_offered(user: User) -> QuerySet[Theme]:
    """The themes a lesson may be linked to."""
    return themes_visible_to(user)


def stamp_of(lesson: Lesson) -> str:
    """What stands for the words of a lesson as they are: another one means somebody has changed them."""
    links = [str(lesson.rapid_review_id), str(lesson.topic_id), str(lesson.theme_id)]
    words = [lesson.title, lesson.what, lesson.change, lesson.source, lesson.review_title, lesson.link]
    return sha256_of(canonical_json([*words, str(lesson.published_on), *links]))


@dataclass(frozen=True)
class LessonRow:
    """A lesson as the list shows it: where it comes from, to how many it was given, and how many told of change."""

    lesson: Lesson
    source: str
    origin: str
    given: int
    told: int
    overdue: int


def rows(lessons: Iterable[Lesson], user: User, today: date) -> list[LessonRow]:
    """Lessons, read by `lessons_found`, as the list shows them."""
    return [_row(one, user, today) for one in lessons]


def _row(lesson: Lesson, user: User, today: date) -> LessonRow:
    given = list(lesson.given.all())
    source, origin = source_words(lesson, user)
    return LessonRow(
        lesson=lesson,
        source=source,
        origin=origin,
        given=len(given),
        told=sum(one.state == GivenState.CHANGED for one in given),
        overdue=sum(is_given_overdue(GivenState(one.state), one.due_on, today) for one in given),
    )


def source_words(lesson: Lesson, user: User) -> tuple[str, str]:
    """Where a lesson comes from, and the title of the review or panel, as far as `user` may know of either."""
    told = source_as_told(LessonSource(lesson.source), reads_reviews=reads_reviews(user))
    return SOURCE_WORDS[told], "" if lesson.source == LessonSource.RAPID else lesson.review_title


@dataclass(frozen=True)
class LessonCounts:
    """The figures at the head of the list: lessons, how often they were given, and what has come back."""

    lessons: int
    given: int
    told: int
    overdue: int


def counts(user: User, today: date) -> LessonCounts:
    """How many lessons there are, to how many they were given, how many of those told of change and are overdue."""
    told = Q(state=GivenState.CHANGED)
    found = (
        given_visible_to(user)
        .order_by()
        .aggregate(given=Count("pk"), told=Count("pk", told), overdue=Count("pk", ~told & Q(due_on__lt=today)))
    )
    return LessonCounts(lessons=lessons_visible_to(user).count(), **found)


@dataclass(frozen=True)
class MatrixCell:
    """What one agency or group told of one of the four: in words, and as a shape ("changed", "untold", "overdue")."""

    kind: str
    shape: str
    words: str
    changes: tuple[LessonChange, ...]


@dataclass(frozen=True)
class GivenRow:
    """A lesson with an agency or group: by when, what it has told of each of the four, and what one may do there."""

    given: LessonGiven
    cells: tuple[MatrixCell, ...]
    due_words: str
    is_late: bool
    untold: str
    moves: tuple[tuple[GivenMove, str, str], ...]
    puts_right: tuple[tuple[str, str], ...]

    @property
    def changes(self) -> tuple[MatrixCell, ...]:
        """The cells in which something was told."""
        return tuple(cell for cell in self.cells if cell.changes)


def given_rows(given: QuerySet[LessonGiven], user: User, today: date) -> list[GivenRow]:
    """The rows of `given`, as far as it was scoped already, with what was told of each."""
    told = Prefetch("changes", LessonChange.objects.select_related("by"))
    return [_given_row(one, user, today) for one in given.prefetch_related(told)]


def given_row(user: User, given: LessonGiven, today: date) -> GivenRow:
    """The same of one that was scoped already."""
    return given_rows(given_visible_to(user).filter(pk=given.pk), user, today)[0]


def _given_row(given: LessonGiven, user: User, today: date) -> GivenRow:
    state, changes = GivenState(given.state), list(given.changes.all())
    is_late = is_given_overdue(state, given.due_on, today)
    words = f"Due {date_words(given.due_on)}"
    moves = [move for move in given_moves_from(state) if may(user, GIVEN_RIGHTS[move], given.holder)]
    return GivenRow(
        given=given,
        cells=tuple(_cell(kind, changes, is_late=is_late) for kind in ChangeKind),
        due_words=words if state == GivenState.CHANGED else f"{words}: {_left(given.due_on, today)}",
        is_late=is_late,
        untold=untold_words({ChangeKind(one.kind) for one in changes}),
        moves=tuple(
            (move, GIVEN_MOVE_ASKS[move], reverse(f"assurance:lesson_{move}", args=[given.pk])) for move in moves
        ),
        puts_right=_puts_right(given, user),
    )


def _puts_right(given: LessonGiven, user: User) -> tuple[tuple[str, str], ...]:
    """What those who give lessons may put right of one given, as words and addresses."""
    if given.state not in NOTHING_TOLD or not may(user, Permission.MANAGE_ASSURANCE):
        return ()
    return (
        ("Give another date", reverse("assurance:lesson_given_date", args=[given.pk])),
        ("Take it back", reverse("assurance:lesson_take_back", args=[given.pk])),
    )


def _left(due_on: date, today: date) -> str:
    return lateness_in_words(due_on, today, None).lower()


def _cell(kind: ChangeKind, changes: Iterable[LessonChange], *, is_late: bool) -> MatrixCell:
    told = tuple(one for one in changes if one.kind == kind)
    if told:
        return MatrixCell(CHANGE_WORDS[kind], "changed", f"Told {date_words(told[-1].at)}", told)
    shape, words = ("overdue", "Nothing told, overdue") if is_late else ("untold", "Nothing told yet")
    return MatrixCell(CHANGE_WORDS[kind], shape, words, ())


@dataclass(frozen=True)
class LessonPage:
    """One lesson as its page shows it: where it comes from, and the matrix of who has changed what."""

    lesson: Lesson
    source: str
    origin: str
    review_url: str
    review_words: str
    theme_url: str
    kinds: tuple[str, ...]
    matrix: tuple[GivenRow, ...]


def lesson_page(lesson: Lesson, user: User, today: date) -> LessonPage:
    """The page of a lesson `user` may read; the rapid review it comes from is for those who may know of it."""
    source, origin = source_words(lesson, user)
    review = lesson.rapid_review if lesson.rapid_review_id and reads_reviews(user) else None
    return LessonPage(
        lesson=lesson,
        source=source,
        origin=origin,
        review_url=reverse("assurance:rapid_review_detail", args=[review.pk]) if review else "",
        review_words=str(review) if review else "",
        theme_url=_theme_url(lesson, user),
        kinds=tuple(CHANGE_WORDS.values()),
        matrix=tuple(given_rows(given_visible_to(user).filter(lesson=lesson), user, today)),
    )


def _theme_url(lesson: Lesson, user: User) -> str:
    """The address of the theme a lesson informs, for those who may read themes."""
    known = lesson.theme_id is not None and themes_visible_to(user).filter(pk=lesson.theme_id).exists()
    return reverse("assurance:theme_detail", args=[lesson.theme_id]) if known else ""


def given_to_us(user: User, today: date) -> QuerySet[LessonGiven]:
    """What the agencies and groups of `user` were given, that of which nothing was told yet first."""
    mine = Q(agency__in=agencies_where(user, Permission.READ_ACTION)) | Q(
        group__in=groups_where(user, Permission.READ_ACTION)
    )
    found = given_visible_to(user).filter(mine, held_by(user, today))
    return found.annotate(told=Count("changes")).order_by("told", "due_on", "pk")


@dataclass(frozen=True)
class DueLessons:
    """Lessons given of which nothing has been told: how many, how many are overdue, and the first date."""

    number: int
    overdue: int
    first: date | None


def due_lessons(user: User, today: date) -> DueLessons:
    """What waits for `user`: lessons given to their agencies and groups, theirs to tell of."""
    theirs = Q(agency__in=agencies_where(user, Permission.UPDATE_ACTION)) | Q(
        group__in=groups_where(user, Permission.UPDATE_ACTION)
    )
    found = LessonGiven.objects.filter(theirs, held_by(user, today)).exclude(state=GivenState.CHANGED).order_by()
    return DueLessons(
        **found.aggregate(number=Count("pk"), overdue=Count("pk", Q(due_on__lt=today)), first=Min("due_on"))
    )
