"""Coverage by year: which parts of the arrangements scrutiny looked at, on what evidence, and what is left (R134)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from assurance.models import User
from assurance.queries.tables import Table
from assurance.rules.tables import Cell
from assurance.rules.wording import local_date
from scrutiny.models import Assessment, FrameworkVersion, LogEntry
from scrutiny.queries.frameworks import steps_of
from scrutiny.queries.log import LogRow, log_figures, shared_in, years_of_log
from scrutiny.queries.log import rows as log_rows
from scrutiny.queries.scope import assessments_visible_to
from scrutiny.rules.assessments import AssessmentKind
from scrutiny.rules.coverage import Covered, Rated, gaps_of
from scrutiny.rules.framework_content import QuestionWords
from scrutiny.rules.frameworks import AREA_WORDS, RATING_WORDS, Area, Rating, VersionState
from scrutiny.rules.frozen import AssessmentWords, FrozenEvidence, read_assessment


@dataclass(frozen=True)
class RatedIn:
    """How one published assessment rated a question, with its evidence."""

    assessment: Assessment
    rating: str
    evidence: tuple[FrozenEvidence, ...]

    @property
    def rating_words(self) -> str:
        """The rating in words."""
        return RATING_WORDS[Rating(self.rating)]


@dataclass(frozen=True)
class QuestionCovered:
    """A question that speaks to a part of the arrangements, with every rating of the year."""

    number: str
    text: str
    framework: str
    ratings: tuple[RatedIn, ...]


@dataclass(frozen=True)
class AreaCovered:
    """A part of the arrangements: its questions, the entries of the log, and what is missing, a sentence each."""

    area: Area
    questions: tuple[QuestionCovered, ...]
    log: tuple[LogRow, ...]
    gaps: tuple[str, ...]

    @property
    def words(self) -> str:
        """The part in words."""
        return AREA_WORDS[self.area]

    @property
    def rated(self) -> int:
        """How many of its questions were rated."""
        return sum(bool(one.ratings) for one in self.questions)

    @property
    def evidence(self) -> int:
        """How many pieces of evidence were given."""
        return sum(len(each.evidence) for one in self.questions for each in one.ratings)


@dataclass(frozen=True)
class CoverageYear:
    """A year: the assessments whose period ends in it, each part of the arrangements, and what scrutiny did."""

    year: int
    assessments: tuple[Assessment, ...]
    areas: tuple[AreaCovered, ...]
    figures: tuple[tuple[str, int, str], ...]
    cited: tuple[str, ...]

    @property
    def shows_framework(self) -> bool:
        """Whether questions of several frameworks stand side by side, so that each has to say which it is of."""
        return len({one.framework for area in self.areas for one in area.questions}) > 1


def years_covered(user: User, today_year: int) -> list[int]:
    """The years of assessments and shared entries `user` may read, and this one, the newest first."""
    ends = assessments_visible_to(user).order_by().values_list("ends_on", flat=True)
    return sorted({today_year, *(day.year for day in ends), *years_of_log(user)}, reverse=True)


def coverage_year(user: User, year: int) -> CoverageYear:
    """The coverage of a year as far as `user` may read its assessments. A fixed number of queries."""
    found = assessments_visible_to(user).filter(ends_on__year=year).order_by("published_at", "pk")
    assessments = [(one, read_assessment(one.content)) for one in found]
    versions = _versions({one.framework_version_id for one, _ in assessments})
    asked = _asked(versions)
    entries = list(shared_in(user, year))
    rows = {row.entry.pk: row for row in log_rows(entries, user)}
    return CoverageYear(
        year=year,
        assessments=tuple(one for one, _ in assessments),
        areas=tuple(_area(area, asked, assessments, entries, rows) for area in Area),
        figures=tuple(log_figures(entries)),
        cited=tuple(dict.fromkeys(version.cited for version in versions)),
    )


def _versions(used: set[UUID]) -> list[FrameworkVersion]:
    """The versions the year's assessments were made with, and the newest of each framework in use, oldest first."""
    versions = FrameworkVersion.objects.filter(state=VersionState.FROZEN).select_related("framework")
    found = list(versions.order_by("framework__title", "number"))
    newest = {one.framework_id: one.pk for one in found if one.framework.is_current}
    return [one for one in found if one.pk in used or (one.pk in newest.values() and not _is_used(one, found, used))]


def _is_used(version: FrameworkVersion, found: Iterable[FrameworkVersion], used: set[UUID]) -> bool:
    """Whether another version of its framework was used: what was not asked that year is then no gap of it."""
    return any(one.framework_id == version.framework_id and one.pk in used for one in found)


@dataclass(frozen=True)
class _Asked:
    question: QuestionWords
    framework: str


def _asked(versions: Collection[FrameworkVersion]) -> list[_Asked]:
    """Every question of these versions by its identity, in its newest words, in order."""
    steps = steps_of(versions)
    found = {
        one.identity: _Asked(one, version.framework.title)
        for version in versions
        for step in steps[version.pk]
        for one in step.questions
    }
    return list(found.values())


def _area(
    area: Area,
    asked: Iterable[_Asked],
    assessments: list[tuple[Assessment, AssessmentWords]],
    entries: Iterable[LogEntry],
    rows: dict[UUID, LogRow],
) -> AreaCovered:
    questions = tuple(_question(one, assessments) for one in asked if area in one.question.covers)
    log = tuple(rows[one.pk] for one in entries if area in one.covers)
    covered = [
        Covered(
            one.number,
            tuple(
                Rated(AssessmentKind(each.assessment.kind), Rating(each.rating), len(each.evidence))
                for each in one.ratings
            ),
        )
        for one in questions
    ]
    return AreaCovered(area, questions, log, tuple(gaps_of(covered, len(log))))


def _question(one: _Asked, assessments: list[tuple[Assessment, AssessmentWords]]) -> QuestionCovered:
    answers = [(assessment, words.answer_to(str(one.question.identity))) for assessment, words in assessments]
    return QuestionCovered(
        number=one.question.number,
        text=one.question.text,
        framework=one.framework,
        ratings=tuple(RatedIn(assessment, each.rating, each.evidence) for assessment, each in answers if each),
    )


def coverage_table(shown: CoverageYear) -> Table:
    """The coverage as a table to download: a row a question and assessment, a row an entry of the log."""
    headers = ["Part of the arrangements", "Number", "What", "Assessment", "Kind", "Rating", "Evidence", "Day"]
    return headers, [cells for area in shown.areas for cells in _area_cells(area)]


def _area_cells(area: AreaCovered) -> Iterable[list[Cell]]:
    for gap in area.gaps:
        yield [area.words, "", gap, "", "Gap", "", "", None]
    for one in area.questions:
        for each in one.ratings:
            yield [
                area.words,
                one.number,
                one.text,
                each.assessment.title,
                each.assessment.get_kind_display(),
                each.rating_words,
                "\n".join(evidence.words for evidence in each.evidence),
                local_date(each.assessment.published_at),
            ]
        if not one.ratings:
            yield [area.words, one.number, one.text, "", "", "Not rated", "", None]
    for row in area.log:
        kind = f"Scrutiny log: {row.entry.get_kind_display()}"
        yield [area.words, "", row.entry.title, "", kind, "", row.entry.learned, row.entry.on]
